//! The teams of the deployment: named, made, and what each is given of a case.
use crate::page::spawn;
use crate::words::common::list;
use leptos::prelude::*;
use madobe_domain::limits::TEAM_NAME_CHARS;
use madobe_domain::text::one_line;
use madobe_domain::wire::recovery::Recovery;
use madobe_domain::wire::team::{Colleague, RenameTeam, Team, TeamKind};

use crate::api::staff::Staff;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::{Choice, Field};
use crate::ui::place::focus_soon;
use crate::vault::Refusal;
use crate::words::staff::{setup, teams};

pub fn kind_words(kind: TeamKind) -> &'static str {
    match kind {
        TeamKind::Full => teams::FULL,
        TeamKind::Facts => teams::FACTS,
    }
}

#[component]
pub fn TeamList(
    teams: Vec<Team>,
    staff: Vec<Colleague>,
    recovery: Option<Recovery>,
    changed: Callback<String>,
) -> impl IntoView {
    let app = App::of_context();
    let line = move |team: Team| {
        let count = staff.iter().filter(|one| one.teams.iter().any(|held| held.team == team.id)).count();
        view! { <TeamLine team count changed /> }
    };
    let all = teams;
    view! {
        <section class="stack" aria-labelledby="teams">
            <h2 id="teams">{teams::HEADING}</h2>
            <p>{teams::LEAD}</p>
            <ul class="stack team-list">{all.into_iter().map(line).collect_view()}</ul>
            {recovery.filter(|_| app.is_administrator()).map(|recovery| view! { <NewTeam recovery changed /> })}
        </section>
    }
}

#[component]
fn TeamLine(team: Team, count: usize, changed: Callback<String>) -> impl IntoView {
    let app = App::of_context();
    let id = team.id;
    let mine = app.session.with_untracked(|session| {
        session.as_ref().is_some_and(|session| session.teams.iter().any(|one| one.id == id))
    });
    let about = [
        Some(kind_words(team.kind).to_owned()),
        team.intake.then(|| teams::INTAKE.to_owned()),
        // Only administrators are told of everybody.
        app.is_administrator().then(|| teams::members(&count.to_string())),
        mine.then(|| teams::MINE.to_owned()),
        (!team.recoverable).then(|| teams::UNSEALED.to_owned()),
    ];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(list::BESIDE);
    let writing = RwSignal::new(false);
    let label = teams::rename_label(&team.name);
    let name = StoredValue::new(team.name.clone());
    view! {
        <li class="stack" data-team=id.to_string()>
            <div class="row">
                <span><b>{team.name}</b></span>
                <span class="hint">{about}</span>
                {app.is_administrator().then(|| view! {
                    <button class="button small" type="button" aria-label=label aria-expanded=move || writing.get().to_string() on:click=move |_| {
                        writing.update(|writing| *writing = !*writing);
                        focus_soon("rename");
                    }>{teams::RENAME}</button>
                })}
            </div>
            {move || writing.get().then(|| view! { <Rename id name=name.get_value() changed /> })}
        </li>
    }
}

fn checked(name: RwSignal<String>, field: &'static str, faults: Faults) -> Option<String> {
    match one_line(&name.get_untracked(), TEAM_NAME_CHARS) {
        Ok(line) => {
            faults.clear();
            Some(line)
        }
        Err(_) => {
            faults.show_one(field, setup::TEAM_NAME_FAULT);
            None
        }
    }
}

#[component]
fn Rename(id: madobe_domain::ids::TeamId, name: String, changed: Callback<String>) -> impl IntoView {
    let app = App::of_context();
    let value = RwSignal::new(name);
    let (faults, busy) = (Faults::none(), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(name), false) = (checked(value, "rename", faults), busy.get_untracked()) else { return };
        busy.set(true);
        spawn(async move {
            let path = ["/api/staff/teams/", &id.to_string()].concat();
            let told = app.watch(Staff.tell("PUT", &path, &RenameTeam { name })).await;
            busy.try_set(false);
            match told {
                Ok(()) => changed.run(teams::RENAME_DONE.to_owned()),
                Err(error) => {
                    if let Some(words) = Trouble::from(error).said() {
                        faults.show_one("rename", words);
                    }
                }
            }
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <Summary faults />
            <Field id="rename" label=teams::NAME hint=teams::NAME_HINT value faults />
            <div class="row actions"><Act words=teams::RENAME_SAVE working=teams::MAKING busy /></div>
        </form>
    }
}

#[component]
fn NewTeam(recovery: Recovery, changed: Callback<String>) -> impl IntoView {
    let app = App::of_context();
    let (name, kind) = (RwSignal::new(String::new()), RwSignal::new("full".to_owned()));
    let (faults, busy) = (Faults::none(), RwSignal::new(false));
    let recovery = StoredValue::new(recovery);
    let kinds = [("full", teams::FULL), ("facts", teams::FACTS)];
    let kinds = kinds.map(|(value, words)| (value.to_owned(), words.to_owned())).to_vec();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(line), false) = (checked(name, "new-team", faults), busy.get_untracked()) else { return };
        busy.set(true);
        let kind = if kind.get_untracked() == "facts" { TeamKind::Facts } else { TeamKind::Full };
        spawn(async move {
            let made = async {
                let new = app.vault().found(line.clone(), kind, recovery.get_value()).await??;
                app.watch(Staff.tell("POST", "/api/staff/teams", &new)).await?;
                app.renew_keys().await;
                Ok::<_, Trouble>(())
            };
            let made = made.await;
            busy.try_set(false);
            match made {
                Ok(()) => {
                    name.try_set(String::new());
                    changed.run(teams::made(&line));
                }
                Err(Trouble::Refused(Refusal::Unknown)) => faults.show_one("new-team", teams::FIRST_DRILL),
                Err(found) => {
                    if let Some(words) = found.said() {
                        faults.show_one("new-team", list::sentences(teams::FAILED, &words));
                    }
                }
            }
        });
    };
    view! {
        <form class="panel stack" id="team-form" novalidate on:submit=submit>
            <h3>{teams::NEW}</h3>
            <p>{teams::NEW_LEAD}</p>
            <Summary faults />
            <Field id="new-team" label=teams::NAME hint=teams::NAME_HINT value=name faults />
            <Choice id="new-team-kind" label=teams::KIND value=kind options=Signal::stored(kinds) />
            <div class="row actions"><Act words=teams::MAKE working=teams::MAKING busy /></div>
        </form>
    }
}
