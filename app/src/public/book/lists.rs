//! The lists to choose from: ways to talk, days, times; and what was chosen.

use super::form::Form;
use super::{Book, Handle, handle};
use crate::page::{document, sleep, spawn};
use crate::public::dom;
use crate::public::kept_code::KeptCode;
use crate::time;
use crate::words::public::book as words;
use leptos::prelude::*;
use madobe_domain::booking::plan::{Means, Who};
use madobe_domain::booking::tick::Tick;
use madobe_domain::log::record::About;
use madobe_domain::wire::booking::OfferedKind;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// No more days than these at once.
pub const DAYS_AT_ONCE: usize = 5;
const NEAREST: usize = 3;

/// What the desk wrote: a voice that reads aloud has to know in which language.
pub fn as_written(words: &str) -> AnyView {
    let words = words.to_owned();
    if cfg!(feature = "en") { view! { <span lang="ja">{words}</span> }.into_any() } else { words.into_any() }
}

pub fn means_words(kind: &OfferedKind) -> String {
    let means = match kind.means {
        Means::Chat => words::CHAT,
        Means::Video => words::VIDEO,
        Means::Phone => words::PHONE,
        Means::Visit => words::VISIT,
        Means::HomeVisit => words::HOME_VISIT,
    };
    let group = if kind.group { [words::JOINT, words::GROUP].concat() } else { String::new() };
    [means, &group, words::JOINT, &words::minutes(&kind.minutes.to_string())].concat()
}

/// What is particular about that day; the desk's own words stand before it.
const fn on_the_day(means: Means) -> &'static str {
    match means {
        Means::Chat => words::DAY_CHAT,
        Means::Video => words::DAY_VIDEO,
        Means::Phone => words::DAY_PHONE,
        Means::Visit => words::DAY_VISIT,
        Means::HomeVisit => words::DAY_HOME_VISIT,
    }
}

/// Days with the times free on them.
pub fn by_day(starts: &[Tick]) -> Vec<(Tick, Vec<Tick>)> {
    let mut days: Vec<(Tick, Vec<Tick>)> = Vec::new();
    for start in starts {
        let day = Tick::of_day(start.day());
        match days.last_mut() {
            Some((last, times)) if *last == day => times.push(*start),
            _ => days.push((day, vec![*start])),
        }
    }
    days
}

/// The three nearest to that time, in order.
pub fn nearest(starts: &[Tick], wished: Tick) -> Vec<Tick> {
    let mut near: Vec<Tick> = starts.iter().copied().filter(|start| *start != wished).collect();
    near.sort_unstable_by_key(|start| (start.0.abs_diff(wished.0), start.0));
    near.truncate(NEAREST);
    near.sort_unstable();
    near
}

pub fn mount(book: &Rc<Book>) {
    let this = handle(book);
    let (kinds, form, starts, shown) = (book.kinds, book.form, book.starts, book.days_shown);
    let (near, moving, knows_free) = (book.near, book.moving, book.knows_free());
    let ways = move || kinds.with(|kinds| kinds.as_deref().map(|all| ways(this, all)));
    dom::island("kinds", ways.into_any());
    let days = move || {
        starts.with(|starts| {
            by_day(starts).into_iter().take(shown.get()).map(|day| day_row(this, day)).collect::<Vec<_>>()
        })
    };
    dom::island("days", days.into_any());
    let count = move || starts.with(|starts| by_day(starts).len());
    dom::shown("days-more", move || count() > shown.get());
    // Where they did not come, nobody knows whether there are none.
    dom::shown("days-none", move || knows_free() && count() == 0);
    let close = move || match moving.get() {
        // Moving by a little is what most people want.
        Some(one) if near.with(Vec::is_empty) => starts.with(|starts| nearest(starts, one.start)),
        _ => near.get(),
    };
    let nearest = move || {
        let (minutes, moves) = (form.with(minutes), moving.with(Option::is_some));
        close().into_iter().map(|start| near_row(this, start, minutes, moves)).collect::<Vec<_>>()
    };
    dom::island("near", nearest.into_any());
}

/// The times of a day, and what was chosen. Apart from the lists: the page is put together in short turns.
pub fn mount_chosen(book: &Rc<Book>) {
    let this = handle(book);
    let (form, starts, moving) = (book.form, book.starts, book.moving);
    let times = move || {
        let (day, minutes) = form.with(|form| (form.day, minutes(form)));
        starts.with(|starts| {
            by_day(starts).into_iter().find(|(of, _)| Some(*of) == day).map(|day| time_list(&day, minutes))
        })
    };
    dom::island("times", times.into_any());
    dom::words("time-next", move || {
        if moving.with(Option::is_some) { words::MOVE_HERE } else { words::NEXT }.to_owned()
    });
    let chosen = move || form.with(|form| chosen(this, form));
    dom::island("chosen", chosen.into_any());
    for place in ["check-day", "done-day"] {
        let all = move || form.with(|form| form.kind.as_ref().map(|kind| (once(this, kind), day_of(kind))));
        dom::island(place, all.into_any());
    }
    dom::words("words-hint", move || {
        let means = form.with(|form| form.kind.as_ref().map(|kind| kind.means));
        let more = match means {
            Some(Means::Phone) => words::WORDS_PHONE,
            Some(Means::HomeVisit) => words::WORDS_HOME_VISIT,
            _ => "",
        };
        [words::WORDS_WHY, more].concat()
    });
}

/// More days are there: to the first of the new ones.
pub fn focus_day(place: usize) {
    spawn(async move {
        sleep(0).await;
        let new = ["#days .door:nth-of-type(", &(place + 1).to_string(), ")"].concat();
        if let Ok(Some(row)) = document().query_selector(&new) {
            let _ = row.unchecked_into::<HtmlElement>().focus();
        }
    });
}

fn minutes(form: &Form) -> u16 {
    form.kind.as_ref().map_or(0, |kind| kind.minutes)
}

fn ways(book: Handle, kinds: &[OfferedKind]) -> Vec<AnyView> {
    let existing = book.get_value().is_existing();
    let open = kinds.iter().filter(|kind| kind.who == Who::Anyone || existing);
    let rows: Vec<AnyView> = open.map(|kind| way(book, kind.clone())).collect();
    if rows.is_empty() {
        return vec![view! { <p>{words::CLOSED}</p> }.into_any()];
    }
    rows
}

fn way(book: Handle, kind: OfferedKind) -> AnyView {
    let chosen = kind.clone();
    let about = (!kind.about.is_empty()).then(|| view! { <small>{as_written(&kind.about)}</small> });
    view! {
        <button class="door" type="button" on:click=move |_| book.get_value().kind(chosen.clone())>
            <span>{as_written(&kind.name)}<small>{means_words(&kind)}</small>{about}</span>
        </button>
    }
    .into_any()
}

fn day_row(book: Handle, (day, times): (Tick, Vec<Tick>)) -> AnyView {
    let date = day.day();
    view! {
        <button class="door" type="button" on:click=move |_| book.get_value().day(day)>
            <span><time datetime=time::iso_day(date)>{time::day(date)}</time>
            <small>{words::day_free(&times.len().to_string())}</small></span>
        </button>
    }
    .into_any()
}

fn near_row(book: Handle, start: Tick, minutes: u16, moves: bool) -> AnyView {
    let hint = moves.then(|| view! { <small>{words::MOVE_HERE}</small> });
    view! {
        <button class="door" type="button" on:click=move |_| book.get_value().choose(start)>
            <span><time datetime=time::iso(start.time())>{time::span(start.time(), minutes)}</time>{hint}</span>
        </button>
    }
    .into_any()
}

fn time_list((day, times): &(Tick, Vec<Tick>), minutes: u16) -> AnyView {
    let rows: Vec<AnyView> = times.iter().map(|start| time_row(*start, minutes)).collect();
    view! {
        <fieldset class="choices two" aria-describedby="times-error">
            <legend class="label"><time datetime=time::iso_day(day.day())>{time::day(day.day())}</time></legend>
            {rows}
        </fieldset>
    }
    .into_any()
}

fn time_row(start: Tick, minutes: u16) -> AnyView {
    view! {
        <label class="choice"><input type="radio" name="start" value=start.0.to_string()/>
            <time datetime=time::iso(start.time())>{time::hours(start.time(), minutes)}</time>
        </label>
    }
    .into_any()
}

/// What the desk says about it, and what need not be said on that day.
pub fn day_of(kind: &OfferedKind) -> Vec<AnyView> {
    let own = (!kind.about.is_empty()).then(|| as_written(&kind.about));
    let group = if kind.group { words::DAY_GROUP } else { words::DAY_SILENT };
    let all =
        own.into_iter().chain([on_the_day(kind.means), group, words::DAY_END].map(|words| words.into_any()));
    all.map(|words| view! { <li>{words}</li> }.into_any()).collect()
}

/// Who has a code may have asked for no calls and no visits: that holds, but for what they book now.
fn once(book: Handle, kind: &OfferedKind) -> Option<AnyView> {
    let words = match kind.means {
        Means::Phone => words::ONCE_PHONE,
        Means::HomeVisit => words::ONCE_HOME_VISIT,
        _ => return None,
    };
    let book = book.get_value();
    // After a reload the code is not in hand any more; what was booked with it is known.
    let with_theirs =
        book.form.with_untracked(|form| form.booked && !form.with_code) && KeptCode::find().is_none();
    (book.is_existing() || with_theirs).then(|| view! { <li>{words}</li> }.into_any())
}

fn chosen(book: Handle, form: &Form) -> Vec<AnyView> {
    let row = |question: AnyView, answer: AnyView| {
        view! { <div><dt>{question}</dt><dd>{answer}</dd></div> }.into_any()
    };
    let mut rows = Vec::new();
    // Whoever has a code said it long ago.
    if let Some(about) = form.about.filter(|_| !book.get_value().is_existing()) {
        let who = match about {
            About::Myself => words::WHO_MYSELF,
            About::Agency => words::WHO_AGENCY,
            _ => words::WHO_FAMILY,
        };
        rows.push(row(words::ROW_WHO.into_any(), who.into_any()));
    }
    if let Some(kind) = &form.kind {
        let how = view! { {as_written(&kind.name)}<br/>{means_words(kind)} };
        rows.push(row(words::ROW_HOW.into_any(), how.into_any()));
    }
    if let Some(start) = form.start {
        let when = time::span(start.time(), minutes(form));
        let when = view! { <time datetime=time::iso(start.time())>{when}</time> }.into_any();
        rows.push(row(words::ROW_WHEN.into_any(), when));
    }
    for one in form.answered() {
        rows.push(row(as_written(one.question.as_str()), one.answer.as_str().to_owned().into_any()));
    }
    rows
}
