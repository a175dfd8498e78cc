//! The talks on screen: a column a day, or of one day a column a person or a room.
use std::sync::Arc;

use leptos::prelude::*;
use madobe_domain::booking::plan::Plan;
use madobe_domain::ids::StaffId;
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::StaffTalk;

use super::Calendar;
use super::day::Grid;
use super::drag::Drag;
use super::grid::Spot;
use super::names::{conflict_words, kind, means_words, people_and_room, person, whom};
use super::place::View;
use super::shown::{Head, columns, is_movable, seats};
use crate::staff::app::App;
use crate::time;
use crate::words::common::list;
use crate::words::staff::{self, calendar};

#[component]
pub fn Columns() -> impl IntoView {
    let here = Calendar::of_context();
    move || {
        // Never the talks of another day under this one's heading.
        let Some((place, talks)) = here.shown.get().filter(|(place, _)| *place == here.place.get()) else {
            let words = if here.trouble.with(Option::is_some) { "" } else { staff::LOADING };
            return view! { <p class="empty" role="status">{words}</p> }.into_any();
        };
        let plan = here.plan.get();
        let today = here.app.list.now.get_untracked().date_in_japan();
        let all = columns(place, &plan, &talks);
        if all.is_empty() {
            return view! { <p class="empty">{calendar::EMPTY}</p> }.into_any();
        }
        let nothing = all.iter().all(|(_, of)| of.is_empty());
        let nothing = nothing.then(|| view! { <p class="empty">{calendar::EMPTY}</p> });
        let grid = (place.view == View::Day).then(|| Grid::of(here, place, &plan, &talks));
        let grid = grid.as_ref();
        here.hours.set_value(grid.map(|grid| grid.hours));
        let class = match place.view {
            View::List => "cal-list",
            View::Week => "cal-columns",
            View::Day => "cal-columns cal-day",
        };
        let column = |(at, (head, of)): (usize, (Head, Vec<&StaffTalk>))| {
            let id = ["cal-", &at.to_string()].concat();
            let empty = of.is_empty().then_some("");
            let over =
                move || here.drag.with(|drag| drag.is_some_and(|drag| drag.over == Some(at))).then_some("");
            let mut spots = grid.map(|grid| grid.spots(&of)).unwrap_or_default().into_iter();
            let cards =
                of.into_iter().map(|talk| card(here, &plan, &talks, talk, spots.next())).collect_view();
            let behind = grid.map(|grid| grid.behind(here, &plan, &head));
            view! {
                <section class="cal-column" aria-labelledby=id data-empty=empty data-place=at.to_string() data-over=over>
                    <h3 id=id.clone() aria-current=(head == Head::Day(today)).then_some("date")>
                        {heading(here, &plan, &head)}{holiday(here, &head)}
                    </h3>
                    {behind}
                    <ol class="talks">{cards}</ol>
                </section>
            }
        };
        let dragging = move || here.drag.with(|drag| drag.is_some_and(|drag| drag.begun)).then_some("");
        view! {
            <div class=class data-dragging=dragging style=("--ticks", grid.map(Grid::ticks))>
                {grid.map(Grid::axis)}
                {all.into_iter().enumerate().map(column).collect_view()}
            </div>
            {nothing}
        }
        .into_any()
    }
}

fn heading(here: Calendar, plan: &Plan, head: &Head) -> String {
    match head {
        Head::Day(day) => time::day(*day),
        Head::Person(handle) => {
            StaffId::parse(handle).map(|staff| person(here.app, staff)).unwrap_or_default()
        }
        Head::Room(room) => plan.room(room).map(|room| room.name.clone()).unwrap_or_default(),
        Head::Others => calendar::OTHERS.to_owned(),
    }
}

fn holiday(here: Calendar, head: &Head) -> Option<impl IntoView + use<>> {
    let Head::Day(day) = *head else { return None };
    let (name, lang) = here.holiday(day)?;
    Some(view! { " " <span class="cal-holiday" lang=lang>{name}</span> })
}

/// A few words for how it stands.
pub fn standing(app: App, talk: &StaffTalk) -> Option<(&'static str, String)> {
    let (class, words) = match (talk.state, talk.came) {
        (State::Held, _) => ("badge", calendar::HELD),
        (State::Cancelled, _) => return Some(("badge", cancelled(app, talk))),
        (_, Some(true)) => ("badge done", calendar::CAME),
        (_, Some(false)) => ("badge", calendar::CAME_NOT),
        _ => return None,
    };
    Some((class, words.to_owned()))
}

/// By whom, where that is known.
fn cancelled(app: App, talk: &StaffTalk) -> String {
    match (talk.cancelled_by, talk.cancelled_at) {
        (Some(staff), _) => calendar::cancelled_by(&person(app, staff)),
        (None, Some(_)) => calendar::CANCELLED_SELF.to_owned(),
        (None, None) => calendar::CANCELLED.to_owned(),
    }
}

fn card(
    here: Calendar,
    plan: &Plan,
    talks: &Arc<Vec<StaffTalk>>,
    talk: &StaffTalk,
    spot: Option<Spot>,
) -> impl IntoView + use<> {
    let id = talk.id;
    let (people, room) = people_and_room(here.app, plan, talk);
    let means = plan.kind(&talk.kind).map(|kind| means_words(kind.means));
    let facts: Vec<&str> =
        [means.unwrap_or_default(), &people, &room].into_iter().filter(|words| !words.is_empty()).collect();
    let facts = facts.join(list::BESIDE);
    let (inside, taken) = seats(id, talks);
    let (name, number) = match talk.seats {
        Some(all) => (calendar::seats(&all.to_string(), &taken.to_string()), String::new()),
        None => whom(here.app, talk.case),
    };
    let full = talk.seats.is_some_and(|all| taken >= usize::from(all) && talk.state == State::Booked);
    let full = full.then(|| view! { <span class="badge">{calendar::FULL}</span> });
    let list = talk.seats.map(|_| sheet(here, inside));
    let same = (name == number).then_some("");
    let name = here.notes.drawn(talk, name);
    let badge = standing(here.app, talk).map(|(class, words)| view! { <span class=class>{words}</span> });
    let conflict =
        talk.conflict.map(|conflict| view! { <span class="badge due">{conflict_words(conflict)}</span> });
    let dragged = Memo::new(move |_| here.drag.get().filter(|drag| drag.begun && drag.talk == id));
    view! {
        <li
            style=("--from", spot.map(|spot| spot.from.to_string()))
            style=("--long", spot.map(|spot| spot.long.to_string()))
            style=("--lane", spot.map(|spot| spot.lane.to_string()))
            style=("--lanes", spot.map(|spot| spot.lanes.to_string()))
        >
            <button
                class="talk"
                type="button"
                id=["talk-", id.to_string().as_str()].concat()
                data-gone=(talk.state == State::Cancelled).then_some("")
                data-movable=is_movable(talk).then_some("")
                data-dragged=move || dragged.get().map(|_| "")
                style:transform=move || dragged.get().map(Drag::shift)
                on:pointerdown=move |event| here.take(id, &event)
                on:click=move |_| here.open.set(Some(id))
            >
                <span class="talk-top">
                    <time datetime=time::iso(talk.start.time())>{time::hours(talk.start.time(), talk.minutes)}</time>
                    {badge}
                    {full}
                </span>
                <b>{kind(plan, &talk.kind)}</b>
                <span class="talk-who" data-same=same>{name}</span>
                <span class="talk-number">{number}</span>
                <span class="talk-facts">{facts}</span>
                {conflict}
            </button>
            {list}
        </li>
    }
}

/// On paper: who comes to a group, each with a box to tick.
fn sheet(here: Calendar, inside: Vec<StaffTalk>) -> impl IntoView {
    let line = move |seat: StaffTalk| {
        let (name, number) = whom(here.app, seat.case);
        let same = (name == number).then_some("");
        let row = seat.case.and_then(|case| here.app.list.row(case));
        let answers =
            row.and_then(|row| row.answers.iter().find(|(of, _)| *of == seat.id).map(|(_, all)| all.clone()));
        let name = here.notes.drawn(&seat, name);
        let answers: Vec<String> = answers
            .unwrap_or_default()
            .iter()
            .map(|one| list::of(one.question.as_str(), one.answer.as_str()))
            .collect();
        view! {
            <li>
                <span class="box"></span>
                <span class="talk-number">{number}</span>
                <span class="talk-who" data-same=same>{name}</span>
                {answers.into_iter().map(|words| view! { <span class="talk-who">{words}</span> }).collect_view()}
            </li>
        }
    };
    let booked = inside.into_iter().filter(|seat| seat.state == State::Booked);
    view! { <ul class="talk-sheet">{booked.map(line).collect_view()}</ul> }
}
