//! `/staff/colleagues/{id}/away`: whoever is away, or has left, gives their cases to somebody, to a team or to nobody, in one go. What
//! is given stands there first; one press takes all of it back.
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madobe_domain::ids::{CaseId, StaffId};
use madobe_domain::limits::HOLD_DAYS;
use madobe_domain::log::work::{Carer, WorkRecord};

use crate::page::spawn;
use crate::staff::app::App;
use crate::staff::case::{called, cared_for, who};
use crate::staff::due::Due;
use crate::staff::inbox::{name, standing_class, standing_words};
use crate::staff::list::List;
use crate::staff::row::{Row, Standing};
use crate::time;
use crate::ui::fault::{Faults, Summary};
use crate::ui::place::{focus_soon, title};
use crate::ui::told::then;
use crate::vault::Writing;
use crate::words::staff::{self, away, bulk, person, work};

/// Until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Day(NaiveDate),
    ForGood,
}

/// What is looked after by `of` today and is not done with, or what is theirs and looked after by somebody else.
fn cases(rows: impl Iterator<Item = Arc<Row>>, of: StaffId, today: NaiveDate, given: bool) -> Vec<Arc<Row>> {
    let is = |row: &Arc<Row>| {
        let open = row.answered != Standing::Closed;
        let by = row.work.looked_after(today);
        let theirs = row.work.away(today).is_some_and(|(away, _)| away == of);
        let at_it = by == Some(Carer::Person(of));
        open && if given { theirs && !at_it } else { at_it }
    };
    let mut all: Vec<Arc<Row>> = rows.filter(is).collect();
    all.sort_by_cached_key(|row| row.place(today));
    all
}

/// What is looked after for somebody else goes back to them on their day, whoever looks after it meanwhile.
fn record(row: &Row, to: Option<Carer>, span: Span, of: StaffId, today: NaiveDate) -> WorkRecord {
    match (row.work.away(today), span) {
        (Some((whose, until)), _) if whose != of => WorkRecord::covered(whose, to, until),
        (_, Span::Day(until)) => WorkRecord::covered(of, to, until),
        (_, Span::ForGood) => WorkRecord::assigned(to),
    }
}

pub(super) fn now_of(list: List, of: StaffId, given: bool) -> Vec<Arc<Row>> {
    let today = list.now.get().date_in_japan();
    list.rows.with(|rows| cases(rows.values().cloned(), of, today, given))
}

#[component]
pub fn Away() -> impl IntoView {
    title(away::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let id = use_params_map().with_untracked(|params| StaffId::parse(&params.get("id")?).ok());
    let Some(of) = id else {
        return view! { <main class="sheet stack" id="main" tabindex="-1"><p class="panel info">{person::GONE}</p></main> }.into_any();
    };
    let mine = app.me() == Some(of);
    let heading = move || if mine { away::HEADING_ME.to_owned() } else { away::heading(&who(app, of)) };
    let theirs = Memo::new(move |_| now_of(app.list, of, false));
    let given = Memo::new(move |_| now_of(app.list, of, true));
    let loading = move || !app.list.loaded.get();
    view! {
        <main class="sheet stack" id="main" tabindex="-1">
            <p><a class="button small" href="/staff/colleagues">{person::BACK}</a></p>
            <h1 id="heading" tabindex="-1">{heading}</h1>
            <p>{away::LEAD}</p>
            {move || loading().then(|| view! { <p class="status" role="status">{staff::LOADING}</p> })}
            <Back of given />
            <section class="stack" aria-labelledby="theirs-heading">
                <h2 id="theirs-heading" tabindex="-1">{move || away::count(&theirs.with(Vec::len).to_string())}</h2>
                <Cases rows=theirs id="theirs" />
                {move || if theirs.with(Vec::is_empty) {
                    (!loading()).then(|| view! { <p class="empty" id="theirs-none">{away::NONE}</p> }).into_any()
                } else {
                    ().into_any()
                }}
                <p class="hint">{away::ONLY_MINE}</p>
            </section>
            <Give of theirs />
        </main>
    }
    .into_any()
}

#[component]
fn Cases(rows: Memo<Vec<Arc<Row>>>, id: &'static str) -> impl IntoView {
    let app = App::of_context();
    let line = move |row: Arc<Row>| {
        let today = app.list.now.get_untracked().date_in_japan();
        let standing = row.standing(today);
        let due = row.promised.map(|day| Due::of(day, today).words());
        view! {
            <li class="row">
                <a href=["/staff/cases/", &row.id.to_string()].concat()>{name(&row)}</a>
                <span class=standing_class(standing)>{standing_words(standing)}</span>
                {due.map(|words| view! { <span class="badge">{words}</span> })}
                {cared_for(app, &row.work, today).map(|words| view! { <span class="hint">{words}</span> })}
            </li>
        }
    };
    let shown = move || rows.get().into_iter().map(line).collect_view();
    view! { <ul class="few" id=id>{shown}</ul> }
}

/// What somebody looks after meanwhile, back before its day.
#[component]
fn Back(of: StaffId, given: Memo<Vec<Arc<Row>>>) -> impl IntoView {
    let app = App::of_context();
    let back = move |_| {
        let all: Vec<(CaseId, Writing)> = given.with_untracked(|rows| {
            let record = || Writing::Work(WorkRecord::Assigned { to: Some(of) });
            rows.iter().map(|row| (row.id, record())).collect()
        });
        let said = away::said_back(&all.len().to_string());
        app.work_all(all, said);
        focus_soon("theirs-heading");
    };
    move || {
        (!given.with(Vec::is_empty)).then(|| {
            view! {
                <section class="panel info stack" aria-labelledby="given-heading">
                    <h2 id="given-heading">{away::given(&given.with(Vec::len).to_string())}</h2>
                    <Cases rows=given id="given" />
                    <div class="row"><button class="button" type="button" id="take-back" on:click=back>{away::BACK}</button></div>
                </section>
            }
        })
    }
}

/// Fields, and what is said beside each.
type Wrong = Vec<(&'static str, String)>;

/// As it was chosen and typed, checked.
fn chosen(to: &str, for_good: bool, day: &str, today: NaiveDate) -> Result<(Option<Carer>, Span), Wrong> {
    let whom = match to {
        "nobody" => Ok(None),
        to => Carer::parse(to).map(Some).map_err(|_| ("away-to", away::TO_FAULT.to_owned())),
    };
    let may = |day: &NaiveDate| {
        *day > today && today.checked_add_days(Days::new(HOLD_DAYS)).is_some_and(|last| *day <= last)
    };
    let span = match for_good {
        true => Ok(Span::ForGood),
        false => match time::parse_day(day).filter(may) {
            Some(day) => Ok(Span::Day(day)),
            None => Err(("away-day", work::DAY_FAULT.to_owned())),
        },
    };
    match (whom, span) {
        (Ok(to), Ok(span)) => Ok((to, span)),
        (to, span) => Err(to.err().into_iter().chain(span.err()).collect()),
    }
}

#[component]
fn Give(of: StaffId, theirs: Memo<Vec<Arc<Row>>>) -> impl IntoView {
    let app = App::of_context();
    let (to, day) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let for_good = RwSignal::new(false);
    let faults = Faults::none();
    // Whoever is here now, as soon as that is known: who left, or may not sign in, looks after nothing.
    let known = LocalResource::new(move || app.renew_names());
    let options = move || {
        let mut all = if known.get().is_some() { app.can_be_given(None) } else { Vec::new() };
        all.retain(|(_, to)| *to != Carer::Person(of));
        // Where the list changes, nobody else is chosen in somebody's place.
        let option = |(name, to_whom): (String, Carer)| {
            let id = to_whom.to_string();
            let own = id.clone();
            view! { <option value=id prop:selected=move || to.with(|to| *to == own)>{name}</option> }
        };
        all.into_iter().map(option).collect_view()
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let today = app.list.now.get_untracked().date_in_japan();
        let found = to
            .with_untracked(|to| day.with_untracked(|day| chosen(to, for_good.get_untracked(), day, today)));
        let (to_whom, span) = match found {
            Ok(found) => found,
            Err(wrong) => {
                faults.show(wrong);
                return;
            }
        };
        faults.clear();
        spawn(async move {
            // What a colleague took a moment ago is theirs.
            let _ = app.sync().await;
            let rows = theirs.get_untracked();
            // What they could not open stays where it is.
            let may = |row: &&Arc<Row>| to_whom.is_none_or(|to| app.may_read(to, row));
            let all: Vec<(CaseId, Writing)> = rows
                .iter()
                .filter(may)
                .map(|row| (row.id, Writing::Work(record(row, to_whom, span, of, today))))
                .collect();
            let left = rows.len() - all.len();
            let left = if left > 0 { bulk::left_as_they_were(&left.to_string()) } else { String::new() };
            if all.is_empty() {
                if !left.is_empty() {
                    app.say.soon(left);
                }
                return;
            }
            let count = all.len().to_string();
            let said = match to_whom {
                Some(Carer::Person(to)) => away::said_given(&count, &who(app, to)),
                Some(team) => bulk::said_assigned(&count, &called(app, team)),
                None => away::said_nobody(&count),
            };
            app.work_all(all, then(&said, &left));
            focus_soon("theirs-heading");
        });
    };
    let error = move |field: &'static str| {
        move || {
            faults.of(field).map(|words| view! { <p class="error" id=[field, "-error"].concat()>{words}</p> })
        }
    };
    let form = move || {
        view! {
            <form class="stack" id="away-form" novalidate on:submit=submit>
                <h2>{away::GIVE}</h2>
                <Summary faults />
                <div class="field">
                    <label class="label" for="away-to">{away::TO}</label>
                    {error("away-to")}
                    <select class="input" id="away-to" aria-describedby="away-to-error" aria-invalid=move || faults.of("away-to").map(|_| "true")
                        on:change:target=move |event| to.set(event.target().value())>
                        <option value="">{away::CHOOSE}</option>
                        <option value="nobody">{work::NOBODY}</option>
                        {options}
                    </select>
                </div>
                <fieldset class="choices">
                    <legend class="label">{away::UNTIL}</legend>
                    <label class="choice">
                        <input type="radio" name="span" id="away-until" prop:checked=move || !for_good.get() on:change=move |_| for_good.set(false) />
                        <span>{away::UNTIL_DAY}</span>
                    </label>
                    <label class="choice">
                        <input type="radio" name="span" id="away-for-good" prop:checked=move || for_good.get() on:change=move |_| for_good.set(true) />
                        <span>{away::FOR_GOOD}</span>
                    </label>
                </fieldset>
                <div class="field" hidden=move || for_good.get()>
                    <label class="label" for="away-day">{away::DAY}</label>
                    <p class="hint">{away::DAY_HINT}</p>
                    {error("away-day")}
                    <input class="input day" id="away-day" type="date" aria-describedby="away-day-error" aria-invalid=move || faults.of("away-day").map(|_| "true")
                        prop:value=move || day.get() on:input:target=move |event| day.set(event.target().value()) />
                </div>
                <div class="row actions">
                    <button class="button primary" type="submit">{move || away::give_count(&theirs.with(Vec::len).to_string())}</button>
                </div>
            </form>
        }
    };
    let any = Memo::new(move |_| !theirs.with(Vec::is_empty));
    move || any.get().then(form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::row::tests::{day, row};
    use madobe_domain::ids::TeamId;
    use madobe_domain::log::work::Cover;

    fn colleague(number: u8) -> StaffId {
        StaffId::from_bytes([number; 16])
    }

    fn rows() -> Vec<Arc<Row>> {
        let of = |number, assigned: Option<u8>, cover: Option<(Option<u8>, &str)>| {
            let mut row = row(number, None, i64::from(number));
            row.work.assigned = assigned.map(|number| Carer::Person(colleague(number)));
            row.work.cover =
                cover.map(|(to, until)| Cover { to: to.map(|to| colleague(to).into()), until: day(until) });
            row
        };
        let mut closed = of(5, Some(1), None);
        closed.answered = Standing::Closed;
        let all = [
            of(1, Some(1), None),
            of(2, Some(2), None),
            of(3, Some(1), Some((Some(2), "2026-11-28"))),
            of(4, Some(3), Some((Some(1), "2026-11-29"))),
            closed,
            of(6, Some(1), Some((None, "2026-11-20"))),
            of(7, Some(1), Some((None, "2026-11-30"))),
        ];
        all.into_iter().map(Arc::new).collect()
    }

    fn numbers(given: bool, today: &str) -> Vec<u8> {
        let mut all: Vec<u8> = cases(rows().into_iter(), colleague(1), day(today), given)
            .iter()
            .map(|row| row.id.as_bytes()[0])
            .collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn open_cases_are_given_and_what_was_given_comes_back_by_its_day() {
        assert_eq!(numbers(false, "2026-11-26"), [1, 4, 6]);
        assert_eq!(numbers(true, "2026-11-26"), [3, 7]);
        assert_eq!(numbers(false, "2026-11-29"), [1, 3, 6], "4 is its owner's again");
        assert_eq!(numbers(true, "2026-11-29"), [7]);
    }

    #[test]
    fn what_is_looked_after_for_another_stays_theirs() {
        let rows = rows();
        let (of, today) = (colleague(1), day("2026-11-26"));
        let made = |row: &Row, span| record(row, Some(colleague(9).into()), span, of, today);
        let span = Span::Day(day("2026-12-01"));
        let covered = |of, until: &str| WorkRecord::Covered {
            of: colleague(of),
            to: Some(colleague(9)),
            until: day(until),
        };
        assert_eq!(made(&rows[0], span), covered(1, "2026-12-01"));
        assert_eq!(made(&rows[3], span), covered(3, "2026-11-29"));
        assert_eq!(made(&rows[3], Span::ForGood), covered(3, "2026-11-29"));
        assert_eq!(made(&rows[0], Span::ForGood), WorkRecord::Assigned { to: Some(colleague(9)) });
        let team = TeamId::from_bytes([9; 16]);
        let to_team = |row: &Row, span| record(row, Some(team.into()), span, of, today);
        let until = |of, until: &str| WorkRecord::CoveredTeam { of: colleague(of), team, until: day(until) };
        assert_eq!(to_team(&rows[0], span), until(1, "2026-12-01"));
        assert_eq!(to_team(&rows[3], Span::ForGood), until(3, "2026-11-29"));
        assert_eq!(to_team(&rows[0], Span::ForGood), WorkRecord::AssignedTeam { team });
    }

    #[test]
    fn every_fault_is_said_at_once_and_for_good_needs_no_day() {
        let today = day("2026-11-26");
        let wrong = chosen("", false, "2026-11-26", today).unwrap_err();
        assert_eq!(wrong.iter().map(|(field, _)| *field).collect::<Vec<_>>(), ["away-to", "away-day"]);
        assert!(chosen("x", true, "", today).is_err());
        assert_eq!(chosen("nobody", true, "", today), Ok((None, Span::ForGood)));
        let id = colleague(3).to_string();
        assert_eq!(
            chosen(&id, false, "2026-11-27", today),
            Ok((Some(Carer::Person(colleague(3))), Span::Day(day("2026-11-27"))))
        );
        let team = Carer::Team(TeamId::from_bytes([3; 16]));
        assert_eq!(chosen(&team.to_string(), true, "", today), Ok((Some(team), Span::ForGood)));
        assert!(chosen(&id, false, "2027-11-28", today).is_err());
    }
}
