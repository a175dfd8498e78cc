//! Times to press instead of typing: what is free, and what lies near one that was taken.
use chrono::NaiveDate;
use leptos::prelude::*;
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::{KindId, StaffId};

use super::super::Calendar;
use super::super::asking::{Asked, clock};
use super::super::place;
use super::send::Sending;
use crate::page::spawn;
use crate::time;
use crate::ui::place::focus_soon;
use crate::words::common::date;
use crate::words::staff::{self, calendar};

#[derive(Clone, PartialEq)]
enum Known {
    Nothing,
    Loading,
    /// Offline, or a server in trouble: any time can still be typed.
    Failed,
    Free(Vec<Tick>),
    /// Nothing on that day, and this after it.
    Next(Tick),
}

/// What is free on a day, or else the next after it. They come in order.
fn of_day(mut starts: Vec<Tick>, day: NaiveDate) -> Known {
    if let Some(next) = starts.first().copied().filter(|start| start.day() != day) {
        return Known::Next(next);
    }
    starts.retain(|start| start.day() == day);
    Known::Free(starts)
}

/// As many days as are looked through at once.
const MONTH: u16 = 31;

/// What is free on the day that stands in the field, with whoever is chosen, or when next. `seat`: of a seat that moves, when its
/// group meets now; then, when else in a month it meets and has a seat left.
#[component]
pub fn FreeTimes(asked: Asked, seat: Option<Tick>) -> impl IntoView {
    let here = Calendar::of_context();
    let known = RwSignal::new(Known::Nothing);
    let wanted = Memo::new(move |_| {
        let kind = KindId::parse(&asked.kind.get()).ok()?;
        if seat.is_some() {
            return Some((kind, (time::now().date_in_japan(), MONTH), None));
        }
        Some((kind, (place::day(&asked.day.get())?, MONTH), StaffId::parse(&asked.person.get()).ok()))
    });
    Effect::new(move |_| {
        let Some(wish) = wanted.get() else { return known.set(Known::Nothing) };
        known.set(Known::Loading);
        let (kind, days, person) = wish;
        spawn(async move {
            let found = here.app.watch(here.talks.free(kind, days, person)).await;
            // Another day may have been chosen meanwhile.
            if wanted.try_get_untracked() == Some(Some(wish)) {
                known.try_set(match found {
                    Ok(found) => {
                        let starts = found.kinds.into_iter().flat_map(|kind| kind.starts);
                        let starts = starts.filter(|start| Some(*start) != seat).collect();
                        if seat.is_some() { Known::Free(starts) } else { of_day(starts, days.0) }
                    }
                    Err(_) => Known::Failed,
                });
            }
        });
    });
    let hint = |words: &'static str| view! { <p class="hint">{words}</p> }.into_any();
    let time = move |start: Tick| {
        let words = if seat.is_some() { on_its_day(start) } else { clock(start.minute()) };
        let pressed = move || {
            let day = asked.day.with(|day| place::day(day) == Some(start.day()));
            (day && asked.time.with(|time| *time == clock(start.minute()))).to_string()
        };
        view! {
            <button class="filter" type="button" aria-pressed=pressed on:click=move |_| choose(asked, start)>{words}</button>
        }
    };
    let label = if seat.is_some() { calendar::SEAT_FREE } else { calendar::FREE_LABEL };
    let none = if seat.is_some() { calendar::SEAT_NONE } else { calendar::FREE_NONE };
    view! {
        <div class="row" role="group" aria-label=label id="book-free">
            {move || match known.get() {
                Known::Nothing => ().into_any(),
                Known::Loading => hint(staff::LOADING),
                Known::Failed => hint(calendar::FREE_FAILED),
                Known::Free(starts) if starts.is_empty() => hint(none),
                Known::Free(starts) => starts.into_iter().map(time).collect_view().into_any(),
                Known::Next(start) => view! {
                    <p class="hint">{calendar::FREE_NEXT}</p>
                    {elsewhen(asked, start)}
                }.into_any(),
            }}
        </div>
    }
}

/// Into the fields.
fn choose(asked: Asked, start: Tick) {
    asked.day.set(time::iso_day(start.day()));
    asked.time.set(clock(start.minute()));
}

fn on_its_day(start: Tick) -> String {
    let day = time::day_seen_from(start.day(), time::now().date_in_japan());
    date::span_on(&day, &time::clock(start.time()))
}

/// A time on another day, which is then typed already.
fn elsewhen(asked: Asked, start: Tick) -> impl IntoView {
    let take = move |_| {
        choose(asked, start);
        focus_soon("book-time");
    };
    view! { <button class="filter" type="button" on:click=take>{on_its_day(start)}</button> }
}

/// The time was taken: what lies nearest to it.
#[component]
pub fn Near(asked: Asked, sending: Sending) -> impl IntoView {
    move || {
        let near = sending.near.get();
        (!near.is_empty()).then(|| {
            view! {
                <div class="row" role="group" aria-label=calendar::NEAR id="book-near">
                    <span>{calendar::NEAR}</span>
                    {near.into_iter().map(|start| elsewhen(asked, start)).collect_view()}
                </div>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_a_free_time_names_the_next() {
        let day: NaiveDate = "2026-11-25".parse().unwrap();
        let (first, second) = (Tick::of_day(day).plus(120), Tick::of_day(day).plus(132));
        let later = first.plus(3 * 288);
        assert!(of_day(vec![first, second, later], day) == Known::Free(vec![first, second]));
        assert!(of_day(vec![later], day) == Known::Next(later));
        assert!(of_day(vec![], day) == Known::Free(vec![]));
    }
}
