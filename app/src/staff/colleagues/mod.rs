//! `/staff/colleagues`: who is here, who still needs a key, the teams and their keys, and invitations. `/staff/colleagues/{id}`: what
//! administrators may change for one of them.
use std::collections::BTreeMap;

use leptos::prelude::*;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::StaffId;
use madobe_domain::limits::DRILL_DAYS;
use madobe_domain::log::work::Carer;
use madobe_domain::wire::recovery::Recovery;
use madobe_domain::wire::session::Role;
use madobe_domain::wire::team::{Colleague, Colleagues as All, Team};

mod away;
mod give;
mod invites;
mod keywork;
mod lost;
mod person;
mod teams;

use super::app::App;
use super::case::who;
use super::row::Standing;
use super::trouble::Trouble;
use crate::api::ApiError;
use crate::api::staff::Staff;
use crate::time;
use crate::ui::place::{focus_soon, title};
use crate::words::common::list;
use crate::words::staff::{self, colleagues};
use give::Give;
use invites::{Invites, Link};
use keywork::KeyWork;
use teams::TeamList;

pub use away::Away;
pub use person::Person;

/// What both screens are drawn from.
#[derive(Clone)]
struct Known {
    all: All,
    teams: Vec<Team>,
    /// For administrators.
    recovery: Option<Recovery>,
}

async fn known(app: App) -> Result<Known, ApiError> {
    let all = app.watch(Staff.colleagues()).await?;
    let teams = app.watch(Staff.teams()).await?.teams;
    let recovery = match app.is_administrator() {
        true => app.watch(Staff.ask("/api/staff/recovery")).await.ok(),
        false => None,
    };
    app.renew_names().await;
    Ok(Known { all, teams, recovery })
}

/// Has nobody tried the printed key for half a year, or ever?
pub fn drill_due(recovery: &Recovery, now: Timestamp) -> bool {
    let last = recovery.last_drill.unwrap_or(recovery.since);
    now.seconds_since(last) > DRILL_DAYS * 24 * 3600
}

#[component]
pub fn Colleagues() -> impl IntoView {
    title(colleagues::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let all = LocalResource::new(move || known(app));
    let said = RwSignal::new(None::<String>);
    let link = RwSignal::new(None::<Link>);
    let changed = Callback::new(move |words: String| {
        said.set(Some(words));
        // What was pressed goes with the list that is drawn anew.
        focus_soon("said-done");
        all.refetch();
    });
    view! {
        <main class="sheet wide stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{colleagues::HEADING}</h1>
            <p><a href="/staff/account">{staff::me::TITLE}</a></p>
            <div role="status">{move || said.get().map(|words| view! { <p class="panel done" id="said-done" tabindex="-1">{words}</p> })}</div>
            {move || match all.get() {
                None => view! { <p class="status" role="status">{staff::LOADING}</p> }.into_any(),
                Some(Err(error)) => view! {
                    <div class="panel warning" role="alert">
                        <p>{list::sentences(colleagues::FAILED, &Trouble::from(error).words())}</p>
                        <button class="button small" type="button" on:click=move |_| all.refetch()>{staff::AGAIN}</button>
                    </div>
                }.into_any(),
                Some(Ok(known)) => view! { <Shown known changed link /> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn Shown(known: Known, changed: Callback<String>, link: RwSignal<Option<Link>>) -> impl IntoView {
    let app = App::of_context();
    let Known { all, teams, recovery } = known;
    let keyless = |one: &Colleague| {
        let waits = one.teams.iter().filter(|team| !team.has_key && app.holds(team.team) && !one.suspended);
        waits.map(|team| team.team).collect::<Vec<_>>()
    };
    let waiting: Vec<_> =
        all.staff.iter().flat_map(|one| keyless(one).into_iter().map(|team| (one.clone(), team))).collect();
    let work: Vec<_> = teams.iter().filter(|team| app.holds(team.id)).cloned().collect();
    let administrator = app.is_administrator();
    let due =
        recovery.as_ref().map(|recovery| (drill_due(recovery, time::now()), recovery.last_drill.is_none()));
    let reminder = match due {
        Some((_, true)) => Some(colleagues::DRILL_NEVER),
        Some((true, false)) => Some(colleagues::DRILL_DUE),
        _ => None,
    };
    let team_list = teams.clone();
    let name_of = StoredValue::new(teams.clone());
    let rows = all.staff.clone();
    view! {
        {work.into_iter().map(|team| view! { <KeyWork team changed /> }).collect_view()}
        {waiting.into_iter().map(|(one, team)| view! { <Give one team changed /> }).collect_view()}
        {reminder.map(|words| view! {
            <p class="panel info" id="drill-due">{words}" "<a href="/staff/recovery">{colleagues::RECOVERY}</a></p>
        })}
        <div class="table-wrap" tabindex="0" role="region" aria-label=colleagues::TABLE>
            <table class="table blocks">
                <thead><tr>
                    <th scope="col">{colleagues::NAME}</th>
                    <th scope="col">{staff::field::LOGIN}</th>
                    <th scope="col">{colleagues::ROLE}</th>
                    <th scope="col">{colleagues::TEAMS}</th>
                    <th scope="col">{colleagues::KEY}</th>
                    <th scope="col">{colleagues::AWAY}</th>
                    {administrator.then(|| view! { <th scope="col">{colleagues::OFFICE}</th> })}
                </tr></thead>
                <tbody>{rows.into_iter().map(|one| view! { <Line one teams=name_of administrator /> }).collect_view()}</tbody>
            </table>
        </div>
        {administrator.then(|| view! { <Left /> })}
        <TeamList teams=team_list staff=all.staff.clone() recovery changed />
        {administrator.then(|| view! {
            <Invites open=all.invites teams link />
            <section class="stack" aria-labelledby="office">
                <h2 id="office">{colleagues::OFFICE}</h2>
                <div class="row actions">
                    <a class="button" href="/staff/recovery">{colleagues::RECOVERY}</a>
                    <a class="button" href="/staff/acts">{colleagues::ACTS}</a>
                    <a class="button" href="/staff/erasing">{colleagues::ERASING}</a>
                    <a class="button" href="/staff/exports">{colleagues::EXPORTS}</a>
                    <a class="button" href="/staff/moving">{colleagues::MOVING}</a>
                </div>
            </section>
        })}
    }
}

/// Whoever is here no more and still has cases: somebody should look after them.
#[component]
fn Left() -> impl IntoView {
    let app = App::of_context();
    let left = Memo::new(move |_| {
        let today = app.list.now.get().date_in_japan();
        app.list.rows.with(|rows| {
            app.list.readers.with(|readers| {
                let mut left: BTreeMap<StaffId, usize> = BTreeMap::new();
                for row in rows.values().filter(|row| row.answered != Standing::Closed) {
                    let by = row.work.looked_after(today).filter(|by| readers.is_gone(*by, row));
                    by.and_then(Carer::person)
                        .into_iter()
                        .for_each(|staff| *left.entry(staff).or_default() += 1);
                }
                left
            })
        })
    });
    let line = move |(id, count): (StaffId, usize)| {
        let href = ["/staff/colleagues/", &id.to_string(), "/away"].concat();
        view! { <p class="panel info">{colleagues::left(&who(app, id), &count.to_string())}" "<a href=href>{colleagues::GIVE_CASES}</a></p> }
    };
    move || left.get().into_iter().map(line).collect_view()
}

#[component]
fn Line(one: Colleague, teams: StoredValue<Vec<Team>>, administrator: bool) -> impl IntoView {
    let me = App::of_context().me();
    let role = if one.role == Role::Administrator { colleagues::ADMINISTRATOR } else { colleagues::MEMBER };
    let keyed = !one.teams.is_empty() && one.teams.iter().all(|team| team.has_key);
    let key = match (one.suspended, keyed) {
        (true, _) => colleagues::SUSPENDED,
        (false, true) => colleagues::HAS_KEY,
        (false, false) => colleagues::NO_KEY,
    };
    let names = teams.with_value(|teams| {
        let named = |id| teams.iter().find(|team| team.id == id).map(|team| team.name.clone());
        one.teams.iter().filter_map(|member| named(member.team)).collect::<Vec<_>>().join(list::JOINT)
    });
    let names = if names.is_empty() { colleagues::NO_TEAM.to_owned() } else { names };
    let href = ["/staff/colleagues/", &one.id.to_string()].concat();
    let label = colleagues::change_label(&one.name);
    let away_label = colleagues::give_cases_label(&one.name);
    view! {
        <tr>
            <th scope="row">{one.name}{(me == Some(one.id)).then_some(colleagues::YOU)}</th>
            <td data-label=staff::field::LOGIN>{one.login}</td>
            <td>{role}</td>
            <td>{names}</td>
            <td data-label=colleagues::KEY>{key}</td>
            <td><a class="button small" href=[&href, "/away"].concat() aria-label=away_label>{colleagues::GIVE_CASES}</a></td>
            {administrator.then(|| view! { <td><a class="button small" href=href aria-label=label>{colleagues::CHANGE}</a></td> })}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::bytes::Fixed;

    #[test]
    fn half_a_year_without_a_look_is_too_long() {
        let day = |days: i64| Timestamp(0).plus_seconds(days * 24 * 3600);
        let tried = |last_drill| Recovery {
            public_key: Fixed([0; 1216]),
            since: day(0),
            last_drill,
            seeds: Vec::new(),
        };
        assert!(!drill_due(&tried(None), day(180)));
        assert!(drill_due(&tried(None), day(181)));
        assert!(!drill_due(&tried(Some(day(100))), day(280)));
        assert!(drill_due(&tried(Some(day(100))), day(281)));
    }
}
