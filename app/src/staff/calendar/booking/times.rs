//! Times to press instead of typing: what is free, and what lies near one that was taken.
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
}

/// What is free on the day that stands in the field, with whoever is chosen.
#[component]
pub fn FreeTimes(asked: Asked) -> impl IntoView {
    let here = Calendar::of_context();
    let known = RwSignal::new(Known::Nothing);
    let wanted = Memo::new(move |_| {
        let kind = KindId::parse(&asked.kind.get()).ok()?;
        Some((kind, place::day(&asked.day.get())?, StaffId::parse(&asked.person.get()).ok()))
    });
    Effect::new(move |_| {
        let Some(wish) = wanted.get() else { return known.set(Known::Nothing) };
        known.set(Known::Loading);
        let (kind, day, person) = wish;
        spawn(async move {
            let found = here.app.watch(here.talks.free(kind, day, person)).await;
            // Another day may have been chosen meanwhile.
            if wanted.try_get_untracked() == Some(Some(wish)) {
                known.try_set(match found {
                    Ok(found) => Known::Free(found.kinds.into_iter().flat_map(|kind| kind.starts).collect()),
                    Err(_) => Known::Failed,
                });
            }
        });
    });
    let hint = |words: &'static str| view! { <p class="hint">{words}</p> }.into_any();
    let time = move |start: Tick| {
        let words = clock(start.minute());
        let (pressed, set) = (words.clone(), words.clone());
        view! {
            <button class="filter" type="button" aria-pressed=move || (asked.time.get() == pressed).to_string()
                on:click=move |_| asked.time.set(set.clone())>{words}</button>
        }
    };
    view! {
        <div class="row" role="group" aria-label=calendar::FREE_LABEL id="book-free">
            {move || match known.get() {
                Known::Nothing => ().into_any(),
                Known::Loading => hint(staff::LOADING),
                Known::Failed => hint(calendar::FREE_FAILED),
                Known::Free(starts) if starts.is_empty() => hint(calendar::FREE_NONE),
                Known::Free(starts) => starts.into_iter().map(time).collect_view().into_any(),
            }}
        </div>
    }
}

/// The time was taken: what lies nearest to it.
#[component]
pub fn Near(asked: Asked, sending: Sending) -> impl IntoView {
    let choose = move |start: Tick| {
        asked.day.set(time::iso_day(start.day()));
        asked.time.set(clock(start.minute()));
        focus_soon("book-time");
    };
    let button = move |start: Tick| {
        let day = time::day_seen_from(start.day(), time::now().date_in_japan());
        let words = date::span_on(&day, &time::clock(start.time()));
        view! { <button class="filter" type="button" on:click=move |_| choose(start)>{words}</button> }
    };
    move || {
        let near = sending.near.get();
        (!near.is_empty()).then(|| {
            view! {
                <div class="row" role="group" aria-label=calendar::NEAR id="book-near">
                    <span>{calendar::NEAR}</span>
                    {near.into_iter().map(button).collect_view()}
                </div>
            }
        })
    }
}
