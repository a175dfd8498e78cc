//! One talk in the list: to change, to cancel, not to come today. No reason is asked for, and one that is over is no fault.

use super::form::talk_of;
use super::{Handle, calendar_file, lists, mine};
use crate::public::dom;
use crate::time;
use crate::words::first::public::book as first;
use crate::words::public::book as words;
use leptos::prelude::*;
use madobe_domain::booking::plan::Means;
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::ReservationId;
use madobe_domain::log::talk::Talk;
use madobe_domain::wire::booking::{OfferedKind, Reservation, State};

/// Which talk, and at what time, somebody is asked about before it is cancelled.
pub type Asked = RwSignal<Option<(ReservationId, Tick)>>;

/// So long after it, a talk is still in the list.
const PAST_SECONDS: i64 = 7 * 24 * 3600;

/// As a record tells it to staff, whatever language is read here. What a kind was that is gone by now, only the records before say.
pub fn told(one: &Reservation, kind: Option<&OfferedKind>) -> Talk {
    kind.map_or_else(
        || Talk {
            reservation: one.id,
            name: first::NO_KIND.to_owned(),
            means: Means::Visit,
            start: one.start.time(),
            minutes: one.minutes,
        },
        |kind| talk_of(kind, one.id, one.start),
    )
}

/// None where there is nothing to say of it any more. `open`: its kind is offered, so that other times of it can be chosen here.
pub fn row(book: Handle, one: &Reservation, kind: Option<OfferedKind>, open: bool) -> Option<AnyView> {
    let now = time::now();
    let start = one.start.time();
    let end = start.plus_seconds(i64::from(one.minutes) * 60);
    let what = match one.state {
        State::Held | State::Lapsed => return None,
        State::Cancelled if start <= now => return None,
        State::Cancelled => view! { <p>{words::CANCELLED_BY}</p> }.into_any(),
        State::Booked if start > now => ahead(book, one, kind.clone(), open),
        State::Booked if end.plus_seconds(PAST_SECONDS) < now => return None,
        State::Booked => begun(book, kind.clone(), open, end < now),
    };
    let name = match kind {
        Some(kind) => view! { {lists::as_written(&kind.name)}<br/>{lists::means_words(&kind)} }.into_any(),
        None => words::NO_KIND.into_any(),
    };
    let when = time::span(start, one.minutes);
    let section = view! {
        <section class="panel"><h2><time datetime=time::iso(start)>{when}</time></h2><p>{name}</p>{what}</section>
    };
    Some(section.into_any())
}

fn ahead(book: Handle, one: &Reservation, kind: Option<OfferedKind>, open: bool) -> AnyView {
    let (asked, this) = (book.get_value().asked, (one.id, one.start));
    let today = one.start.day() == time::now().date_in_japan();
    // Whatever is asked of it, the row keeps its own copies.
    let drop_it = {
        let (one, kind) = (one.clone(), kind.clone());
        move |said: &'static str| mine::cancel(&book.get_value(), &one, kind.clone(), said)
    };
    let not_today = today.then(|| {
        let drop_it = drop_it.clone();
        let press = move |_| drop_it(words::NOT_TODAY_DONE);
        view! { <button class="button" type="button" on:click=press>{words::NOT_TODAY}</button> }
    });
    let sure = move || {
        let drop_it = drop_it.clone();
        (asked.get() == Some(this)).then(|| {
            let yes = move |_| drop_it(words::CANCELLED);
            view! {
                <div class="panel warning" role="status"><p>{words::CANCEL_SURE}</p><div class="row actions">
                    <button class="button" type="button" on:click=yes>{words::CANCEL_YES}</button>
                    <button class="button quiet" type="button" on:click=move |_| asked.set(None)>{words::CANCEL_NO}</button>
                </div></div>
            }
        })
    };
    let talk = told(one, kind.as_ref());
    let file = move |_| {
        let _ = calendar_file::save(&talk);
    };
    let day = kind.as_ref().map(|kind| {
        let day = lists::day_of(kind);
        view! { <details><summary>{words::DAY_OF}</summary><ul>{day}</ul></details> }
    });
    let letter = (!open).then(|| view! { <p>{words::MOVE_WRITE}</p> });
    let to_move = match kind.filter(|_| open) {
        Some(kind) => {
            let one = one.clone();
            let shift = move |_| mine::begin_move(&book.get_value(), &one, kind.clone());
            view! { <button class="button" type="button" on:click=shift>{words::MOVE}</button> }.into_any()
        }
        None => view! { <a class="button" href=mailbox()>{words::PAST_WRITE}</a> }.into_any(),
    };
    view! {
        {letter}
        <div class="row actions">{to_move}{not_today}
            <button class="button quiet" type="button" on:click=move |_| asked.set(Some(this))>{words::CANCEL}</button>
        </div>{sure}{day}
        <div class="row"><button class="button quiet" type="button" on:click=file>{words::CALENDAR}</button></div>
    }
    .into_any()
}

fn mailbox() -> String {
    [&dom::data("booking", "base"), "/mailbox"].concat()
}

/// Nobody is asked where they were: another time, or a letter instead.
fn begun(book: Handle, kind: Option<OfferedKind>, open: bool, over: bool) -> AnyView {
    let said = if over { words::PAST } else { words::NOW };
    let now = kind.as_ref().filter(|_| !over);
    // In these ways people talk by the mailbox, or come in through it.
    let within = now.is_some_and(|kind| matches!(kind.means, Means::Chat | Means::Video));
    let write = if within { words::OPEN_MAILBOX } else { words::PAST_WRITE };
    let day = now.map(|kind| view! { <ul>{lists::day_of(kind)}</ul> });
    let again = kind.filter(|_| open).map(|kind| {
        let press = move |_| {
            let book = book.get_value();
            book.moving.set(None);
            book.kind(kind.clone());
        };
        view! { <button class="button" type="button" on:click=press>{words::PAST_AGAIN}</button> }
    });
    view! {
        <p>{said}</p>{day}
        <div class="row actions">{again}<a class="button quiet" href=mailbox()>{write}</a></div>
    }
    .into_any()
}
