//! A team's key made anew, and its cases sealed to it, with how far that is. What is done stays done when the screen is closed.
use crate::page::spawn;
use crate::ui::told::then;
use crate::words::common::list;
use leptos::prelude::*;
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::wire::recovery::Recovery;
use madobe_domain::wire::team::Team;

use crate::api::staff::Staff;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::vault::{Named, Next};
use crate::words::staff::keywork;

/// Who did not get the next key with the others.
pub struct LeftOut {
    members: bool,
    recovery: bool,
}

impl LeftOut {
    /// What is still to be done by hand.
    pub fn words(&self) -> String {
        let parts =
            [self.members.then_some(keywork::LEFT_OUT), self.recovery.then_some(keywork::NO_RECOVERY)];
        parts.into_iter().flatten().collect()
    }
}

/// Makes the next key of a team that I hold, and takes somebody out of it on the way.
pub async fn make_next(app: App, team: TeamId, remove: Option<StaffId>) -> Result<LeftOut, Trouble> {
    const TRIES: usize = 3;
    // Another one may have made a key meanwhile.
    app.renew_keys().await;
    let all = app.watch(Staff.colleagues()).await?;
    let recovery: Recovery = app.watch(Staff.ask("/api/staff/recovery")).await?;
    let voucher = recovery.seeds.iter().find(|seed| seed.team == team).and_then(|seed| seed.voucher);
    let mut members = Vec::new();
    for one in all.staff.iter().filter(|one| !one.suspended && Some(one.id) != remove) {
        if let Some(held) = one.teams.iter().find(|held| held.team == team && held.has_key) {
            members.push(Named { staff: one.id, public_key: one.public_key, voucher: held.voucher });
        }
    }
    let holders = members.len();
    let next = Next { team, members, recovery: Some((recovery.public_key, voucher)), remove };
    let rotation = app.vault().rotate(next).await??;
    let left_out =
        LeftOut { members: rotation.members.len() < holders, recovery: rotation.recovery.is_none() };
    let path = ["/api/staff/teams/", &team.to_string(), "/keys"].concat();
    let mut told = Ok(());
    for _ in 0..TRIES {
        // The very same one again: what arrived is done.
        told = app.watch(Staff.tell("POST", &path, &rotation)).await;
        if !told.as_ref().is_err_and(crate::api::ApiError::is_passing) {
            break;
        }
    }
    told?;
    app.renew_keys().await;
    Ok(left_out)
}

/// How far a job is: nothing while none runs.
pub type Far = RwSignal<Option<(usize, usize)>>;

/// Seals a team's cases to its present key and says how it came out.
pub async fn seal_cases(app: App, team: TeamId, far: Far) -> Result<String, Trouble> {
    let count = RwSignal::new(0);
    let shut = app.reseal(team, move |done, all| {
        far.try_set(Some((done, all)));
        count.try_set(done);
    });
    let shut = shut.await;
    far.try_set(None);
    let shut = shut?;
    let done = keywork::done(&count.get_untracked().saturating_sub(shut).to_string());
    Ok(if shut == 0 { done } else { list::sentences(&done, &keywork::shut(&shut.to_string())) })
}

#[component]
pub fn Progress(far: Far) -> impl IntoView {
    move || {
        far.get().map(|(done, all)| {
            view! {
                <div class="stack">
                    <progress max=all.max(1).to_string() value=done.to_string() aria-label=keywork::PROGRESS_LABEL></progress>
                    <p class="status" role="status">{keywork::progress(&all.to_string(), &done.to_string())}</p>
                </div>
            }
        })
    }
}

/// What one team needs of me; nothing where all is well.
#[component]
pub fn KeyWork(team: Team, changed: Callback<String>) -> impl IntoView {
    let app = App::of_context();
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let far: Far = RwSignal::new(None);
    let id = team.id;
    let stale = team.stale_since.is_some();
    if !stale && !team.resealing {
        return ().into_any();
    }
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn(async move {
            let done = async {
                let left_out = if stale { make_next(app, id, None).await?.words() } else { String::new() };
                let sealed = seal_cases(app, id, far).await?;
                Ok::<_, Trouble>(then(&sealed, &left_out))
            };
            let done = done.await;
            busy.try_set(false);
            match done {
                Ok(words) => changed.run(words),
                Err(found) => {
                    trouble.try_set(found.said().map(|words| list::sentences(keywork::FAILED, &words)));
                }
            }
        });
    };
    let (heading, lead, act) = if stale {
        (keywork::stale_heading(&team.name), keywork::STALE, keywork::ACT)
    } else {
        (keywork::resealing_heading(&team.name), keywork::RESEALING, keywork::GO_ON)
    };
    view! {
        <section class=if stale { "panel warning" } else { "panel info" } data-team=id.to_string()>
            <h2>{heading}</h2>
            <p>{lead}</p>
            {move || trouble.get().map(|words| view! { <p class="error" role="alert">{words}</p> })}
            <Progress far />
            <button class="button key-work" type="button" aria-busy=move || busy.get().then_some("true") on:click=press>
                {move || if busy.get() { keywork::WORKING } else { act }}
            </button>
        </section>
    }
    .into_any()
}
