//! `/staff/cases/{id}/give`: the case for one more team. What its writer does not want is not offered here.
use crate::page::spawn;
use crate::words::common::list;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use madobe_domain::ids::{CaseId, TeamId};
use madobe_domain::log::record::Promises;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::staff_case::{GiveCase, Holders};
use madobe_domain::wire::team::{Team, TeamKind};

use crate::api::ApiError;
use crate::api::staff::Staff;
use crate::staff::app::App;
use crate::staff::keys::key_of;
use crate::staff::sheet::Sheet;
use crate::staff::trouble::Trouble;
use crate::ui::fault::{Faults, Summary};
use crate::ui::place::{focus_soon, title};
use crate::ui::promises::aside_words;
use crate::words::staff::{self, giving, inbox};

/// The case as it stands, who holds it, and to whom it could be given.
struct Known {
    sheet: Option<Sheet>,
    holders: Holders,
    teams: Vec<Team>,
}

async fn known(app: App, case: CaseId) -> Result<Known, Trouble> {
    // What the writer said a moment ago counts, too.
    app.sync().await?;
    let sheet = app.vault().sheet(case).await?;
    let holders = app.watch(Staff.holders(case)).await?;
    let teams = app.watch(Staff.teams()).await?.teams;
    Ok(Known { sheet, holders, teams })
}

#[component]
pub fn Giving() -> impl IntoView {
    title(giving::TITLE);
    focus_soon("giving-heading");
    let app = App::of_context();
    let case = use_params_map().with_untracked(|params| CaseId::parse(&params.get("id")?).ok());
    let Some(case) = case else {
        return view! { <main class="sheet stack" id="main" tabindex="-1"><p class="panel info">{inbox::UNKNOWN_CASE}</p></main> }.into_any();
    };
    let found = LocalResource::new(move || async move { known(app, case).await.map(std::sync::Arc::new) });
    let back = ["/staff/cases/", &case.to_string()].concat();
    view! {
        <main class="sheet stack" id="main" tabindex="-1">
            <p><a class="button small" href=back>{giving::BACK}</a></p>
            <h1 id="giving-heading" tabindex="-1">{giving::HEADING}</h1>
            {move || match found.get() {
                None => view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any(),
                Some(Err(trouble)) => view! {
                    <p class="panel warning" role="alert">{list::sentences(giving::FAILED, &trouble.words())}</p>
                }.into_any(),
                Some(Ok(known)) => match &known.sheet {
                    None => view! { <p class="panel info">{inbox::UNKNOWN_CASE}</p> }.into_any(),
                    Some(sheet) => {
                        let holds = |team: &&Team| known.holders.teams.iter().any(|held| held.id == team.id);
                        let held = known.teams.iter().filter(holds).cloned().collect();
                        let others = known.teams.iter().filter(|team| team.kind == TeamKind::Full && !holds(team));
                        view! { <Offer case held others=others.cloned().collect() ruled_out=sheet.row.ruled_out() /> }.into_any()
                    }
                },
            }}
        </main>
    }
    .into_any()
}

#[component]
fn Offer(case: CaseId, held: Vec<Team>, others: Vec<Team>, ruled_out: (Promises, Promises)) -> impl IntoView {
    let app = App::of_context();
    let chosen = RwSignal::new(None::<TeamId>);
    let (faults, busy) = (Faults::none(), RwSignal::new(false));
    let go = use_navigate();
    let names = held.into_iter().map(|team| view! { <li>{team.name}</li> }).collect_view();
    let none = others.is_empty();
    let teams = StoredValue::new(others.clone());
    let first = others.first().map(|team| team.id);
    let give = Callback::new(move |()| {
        let team = teams
            .with_value(|teams| teams.iter().find(|team| Some(team.id) == chosen.get_untracked()).cloned());
        let (Some(team), false) = (team, busy.get_untracked()) else { return };
        busy.set(true);
        faults.clear();
        let go = go.clone();
        spawn(async move {
            let given = give_to(app, case, &team).await;
            busy.try_set(false);
            match given {
                Ok(()) => {
                    app.say.soon(giving::done(&team.name));
                    go(&["/staff/cases/", &case.to_string()].concat(), crate::staff::replacing());
                }
                Err(trouble) => {
                    if let Some(words) = trouble.said() {
                        faults.show_one("", list::sentences(giving::FAILED, &words));
                    }
                }
            }
        });
    });
    let needed = Callback::new(move |()| {
        if chosen.get_untracked().is_none() {
            faults.show_one("give-to", giving::CHOOSE);
        } else {
            faults.clear();
        }
        chosen.get_untracked().is_some()
    });
    let choice = move |team: Team| {
        let id = if Some(team.id) == first {
            "give-to".to_owned()
        } else {
            ["to-", &team.id.to_string()].concat()
        };
        view! {
            <label class="choice">
                <input type="radio" name="team" id=id value=team.id.to_string() on:change=move |_| chosen.set(Some(team.id)) />
                <span>{team.name}</span>
            </label>
        }
    };
    view! {
        <section class="stack">
            <h2>{giving::HOLDERS}</h2>
            <ul>{names}</ul>
        </section>
        {aside_words(Promises { no_handover: ruled_out.1.no_handover, ..Promises::default() })
            .map(|words| view! { <p class="panel info" id="set-aside">{words}</p> })}
        {if ruled_out.0.no_handover {
            view! { <p class="panel warning" id="not-wanted">{giving::FORBIDDEN}</p> }.into_any()
        } else if none {
            view! { <p class="panel info">{giving::NONE}</p> }.into_any()
        } else {
            view! {
                <p>{giving::LEAD}</p>
                <p>{giving::SEEN}</p>
                <Summary faults />
                <fieldset class="choices" id="giving">
                    <legend class="label">{giving::TO}</legend>
                    {move || faults.of("give-to").map(|words| view! { <p class="error">{words}</p> })}
                    {others.into_iter().map(choice).collect_view()}
                </fieldset>
                <Ask chosen teams busy needed give />
            }.into_any()
        }}
    }
}

/// Asked once more with the team's name, since nobody can take it back.
#[component]
fn Ask(
    chosen: RwSignal<Option<TeamId>>,
    teams: StoredValue<Vec<Team>>,
    busy: RwSignal<bool>,
    needed: Callback<(), bool>,
    give: Callback<()>,
) -> impl IntoView {
    let sure = RwSignal::new(false);
    let named = move || {
        let id = chosen.get();
        teams.with_value(|teams| teams.iter().find(|team| Some(team.id) == id).map(|team| team.name.clone()))
    };
    view! {
        <p class="status" role="status">{move || match (busy.get(), named()) {
            (true, _) => giving::WORKING.to_owned(),
            (false, Some(name)) if sure.get() => giving::ask(&name),
            _ => String::new(),
        }}</p>
        <div class="row actions">
            {move || if sure.get() {
                view! {
                    <button class="button primary" type="button" id="give-yes" on:click=move |_| give.run(())>{giving::YES}</button>
                    <button class="button quiet" type="button" on:click=move |_| { sure.set(false); focus_soon("give"); }>{giving::NO}</button>
                }.into_any()
            } else {
                view! {
                    <button class="button primary" type="button" id="give" on:click=move |_| if needed.run(()) { sure.set(true); focus_soon("give-yes"); }>
                        {giving::ACT}
                    </button>
                }.into_any()
            }}
        </div>
    }
}

/// A team whose key changed, or a case whose notes began meanwhile, is looked at once more.
async fn give_to(app: App, case: CaseId, team: &Team) -> Result<(), Trouble> {
    const TRIES: usize = 3;
    let mut team = team.clone();
    let mut last = Trouble::Api(ApiError::Server);
    for _ in 0..TRIES {
        let grant = app.vault().grant(case, key_of(&team), team.kind).await??;
        let path = ["/api/staff/cases/", &case.to_string(), "/grants"].concat();
        match app.watch(Staff.tell("POST", &path, &GiveCase { grant })).await {
            Ok(()) => {
                // From now on it can be theirs.
                app.renew_holders(case).await;
                return Ok(());
            }
            Err(error) if error.code() == Some(ErrorCode::StaleKey) => {
                app.sync().await?;
                let all = app.watch(Staff.teams()).await?.teams;
                team = all.into_iter().find(|one| one.id == team.id).unwrap_or(team);
                last = error.into();
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(last)
}
