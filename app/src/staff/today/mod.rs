//! `/staff/today`: what a working day begins with. Every line leads to its case, or to the day in the calendar.
use std::collections::BTreeSet;

use leptos::prelude::*;
use madobe_domain::ids::CaseId;
use madobe_domain::limits::DRAFT_DAYS;

mod fold;
mod talks;
mod word;

use super::app::App;
use super::case::{cared_for, carer, who};
use super::due::{Due, ago_words};
use super::inbox::{name, standing_class, standing_words};
use super::number::short_number;
use crate::time;
use crate::ui::place::{focus_soon, title};
use crate::words::common::list;
use crate::words::staff::{ago, today as words, work};
use fold::{Line, Part, Why, summary};
use word::KeptWord;

pub fn today() -> AnyView {
    view! { <Today /> }.into_any()
}

fn heading(part: Part) -> &'static str {
    match part {
        Part::Danger => words::DANGER,
        Part::Came => words::CAME,
        Part::Promised => words::PROMISED,
        Part::Talks => words::TALKS,
        Part::Days => words::DAYS,
        Part::Quiet => words::QUIET,
        Part::Unfinished => words::UNFINISHED,
    }
}

fn id(part: Part) -> &'static str {
    match part {
        Part::Danger => "danger",
        Part::Came => "came",
        Part::Promised => "promised",
        Part::Talks => "talks",
        Part::Days => "days",
        Part::Quiet => "quiet",
        Part::Unfinished => "unfinished",
    }
}

/// Why it stands here, in a few words.
fn why_words(why: &Why, app: App) -> String {
    let now = app.list.now.get();
    match why {
        Why::Asked { by, at } => words::asked_ago(&who(app, *by), &ago_words(*at, now)),
        Why::Came(at) => match ago_words(*at, now) {
            moment if moment == ago::NOW => words::CAME_NOW.to_owned(),
            since => words::came_ago(&since),
        },
        Why::Promised(day) => {
            let today = now.date_in_japan();
            [&time::day_seen_from(*day, today), list::BESIDE, &Due::of(*day, today).words()].concat()
        }
        Why::Talk { start, minutes, name, .. } => [&time::hours(*start, *minutes), " ", name].concat(),
        Why::FollowUp => words::FOLLOW_UP.to_owned(),
        Why::Back => words::BACK.to_owned(),
        Why::Quiet(days) => words::quiet_for(&days.to_string()),
        Why::Unsent => words::UNSENT.to_owned(),
        Why::Sending => words::SENDING.to_owned(),
        Why::Draft => words::DRAFT.to_owned(),
    }
}

#[component]
fn Today() -> impl IntoView {
    title(words::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let list = app.list;
    let mine = RwSignal::new(false);
    let drafts = Memo::new(move |_| {
        let me = app.me();
        let mut all = list.drafted.get();
        app.presence.with(|presence| {
            all.extend(presence.drafts.iter().filter(|one| Some(one.staff) == me).map(|one| one.case));
        });
        all
    });
    let sending = Memo::new(move |_| {
        app.outgoing.with(|all| all.iter().map(|one| one.case).collect::<BTreeSet<CaseId>>())
    });
    let calendar = talks::of_today(app);
    let parts = Memo::new(move |_| {
        let now = list.now.get();
        let me =
            app.session.with(|session| session.as_ref().map(|session| session.id)).filter(|_| mine.get());
        list.rows.with(|rows| {
            let rows = rows.values().map(|row| &**row);
            drafts.with(|drafts| {
                list.unsent.with(|unsent| {
                    sending.with(|sending| {
                        calendar.with(|calendar| {
                            summary(rows, calendar.as_deref(), now, me, drafts, unsent, sending)
                        })
                    })
                })
            })
        })
    });
    let day = move || time::day(list.now.get().date_in_japan());
    let state = move || match (list.loaded.get(), parts.with(Vec::is_empty)) {
        (false, _) => view! { <p class="status" role="status">{words::OPENING}</p> }.into_any(),
        (true, true) => view! { <p class="panel info" id="nothing">{words::NOTHING}</p> }.into_any(),
        (true, false) => ().into_any(),
    };
    let choice = move |is: bool, words: &'static str| {
        view! {
            <button class="filter" type="button" aria-pressed=move || (mine.get() == is).to_string() on:click=move |_| mine.set(is)>{words}</button>
        }
    };
    view! {
        <main class="sheet stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{words::HEADING}</h1>
            <p>{day}</p>
            <div class="row" role="group" aria-label=words::WHOSE>{choice(false, words::ALL)}{choice(true, words::MINE)}</div>
            {state}
            <For each=move || parts.get() key=Clone::clone let:part><Section part=part.0 lines=part.1 /></For>
            {move || list.loaded.get().then(|| view! { <KeptWord /> })}
        </main>
    }
}

#[component]
fn Section(part: Part, lines: Vec<Line>) -> impl IntoView {
    let heading_id = [id(part), "-heading"].concat();
    let labelled = heading_id.clone();
    let count = lines.len().to_string();
    let kept = (part == Part::Unfinished).then(|| words::kept(&DRAFT_DAYS.to_string()));
    view! {
        <section class="stack" id=id(part) aria-labelledby=labelled>
            <h2 id=heading_id>{heading(part)}<span class="fold-state">{words::count(&count)}</span></h2>
            {kept.map(|words| view! { <p class="hint">{words}</p> })}
            <ul class="few">{lines.into_iter().map(|line| view! { <One line /> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn One(line: Line) -> impl IntoView {
    let app = App::of_context();
    let case = line.case;
    let why = line.why;
    let href = match case {
        Some(case) => ["/staff/cases/", &case.to_string()].concat(),
        None => {
            let today = app.list.now.get_untracked().date_in_japan();
            ["/staff/calendar/day/", &time::iso_day(today)].concat()
        }
    };
    let whom = match &why {
        Why::Talk { whom, .. } => whom.clone(),
        _ => None,
    };
    let about = move || {
        let row = app.list.row(case?)?;
        let today = app.list.now.get().date_in_japan();
        let standing = row.standing(today);
        let by = row
            .work
            .looked_after(today)
            .map_or_else(|| work::NOBODY.to_owned(), |of| work::looks_after(&carer(app, &row, of)));
        let by = [Some(by), cared_for(app, &row.work, today)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(list::BESIDE);
        Some(view! {
            <span class=standing_class(standing)>{standing_words(standing)}</span>
            <span class="hint">{by}</span>
        })
    };
    let named = move || match case {
        Some(case) => app.list.row(case).map_or_else(|| short_number(case), |row| name(&row)),
        None => whom.clone().unwrap_or_default(),
    };
    view! {
        <li class="row">
            <a href=href>{named}</a>
            <span>{move || why_words(&why, app)}</span>
            {about}
        </li>
    }
}
