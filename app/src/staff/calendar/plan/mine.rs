//! When I am away: every member says that of themselves.
use leptos::prelude::*;
use madobe_domain::booking::plan::Away;
use madobe_domain::wire::calendar::{MyAbsences, VersionedPlan};
use madobe_domain::wire::error::ErrorCode;

use super::hours::{closed_fault, read_closed, show_closed};
use super::misfits::Misfits;
use crate::api::ApiError;
use crate::api::calendar::Talks;
use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::Lines;
use crate::ui::place::focus_soon;
use crate::words::common::list;
use crate::words::staff::plan as words;

fn mine(app: App, plan: &VersionedPlan) -> Option<Vec<Away>> {
    let me = app.session.with_untracked(|session| session.as_ref().map(|session| session.id))?;
    plan.plan.person(&me).map(|person| person.away.clone())
}

#[component]
pub fn Mine(plan: VersionedPlan, talks: Talks) -> impl IntoView {
    let app = App::of_context();
    let Some(away) = mine(app, &plan) else {
        return view! { <p class="panel info">{words::MINE_NOT_IN}</p> }.into_any();
    };
    let typed = RwSignal::new(show_closed(&away));
    let known = StoredValue::new((plan.version, away));
    let (faults, busy, saved) = (Faults::none(), RwSignal::new(false), RwSignal::new(0u32));
    // It was just saved, and nothing was tried since.
    let fresh = RwSignal::new(false);
    let notice = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        fresh.set(false);
        let text = typed.get_untracked();
        if let Some(said) = closed_fault(&text) {
            return faults.show_one("mine", said);
        }
        let Some(away) = read_closed(&text) else { return };
        faults.clear();
        notice.set(None);
        busy.set(true);
        spawn(async move {
            let done = save(app, talks, known, away).await;
            busy.try_set(false);
            match done {
                Ok(()) => {
                    fresh.try_set(true);
                    saved.try_update(|saved| *saved += 1);
                }
                Err(error) => {
                    let words = match error.code() {
                        Some(ErrorCode::Conflict) => Some(words::MINE_CHANGED.to_owned()),
                        Some(ErrorCode::Invalid) => Some(words::FAULT_CLOSED.to_owned()),
                        _ => Trouble::from(error).said(),
                    };
                    notice.try_set(words.map(|words| list::sentences(words::NOT_YET, &words)));
                    focus_soon("mine-notice");
                }
            }
        });
    };
    view! {
        <p>{words::MINE_LEAD}</p>
        <Misfits talks saved />
        <Summary faults />
        {move || notice.get().map(|words| view! { <p class="panel warning" id="mine-notice" role="alert" tabindex="-1">{words}</p> })}
        <form class="stack" id="mine-form" novalidate on:submit=submit>
            <Lines id="mine" label=words::MINE value=typed faults hint=words::CLOSED_HINT />
            <div class="row actions">
                <Act words=words::SAVE.to_owned() working=words::SAVING busy />
                <span class="status" role="status" id="mine-saved">{move || if fresh.get() { words::SAVED } else { "" }}</span>
            </div>
        </form>
    }
    .into_any()
}

/// Where colleagues changed other parts meanwhile, mine goes on top of theirs.
async fn save(
    app: App,
    talks: Talks,
    known: StoredValue<(u32, Vec<Away>)>,
    away: Vec<Away>,
) -> Result<(), ApiError> {
    let (version, before) = known.get_value();
    let mut change = MyAbsences { version, away };
    let mut done = app.watch(talks.absences(&change)).await;
    if done.as_ref().is_err_and(|error| error.code() == Some(ErrorCode::Conflict)) {
        let now = app.watch(talks.plan()).await?;
        let there = mine(app, &now).unwrap_or_default();
        known.try_set_value((now.version, there.clone()));
        if there != before {
            return done.map(drop);
        }
        change.version = now.version;
        done = app.watch(talks.absences(&change)).await;
    }
    let now = done?;
    known.try_set_value((now.version, change.away));
    Ok(())
}
