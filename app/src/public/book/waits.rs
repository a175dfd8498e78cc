//! Places on waiting lists, among the talks of a code: what became free, and what is looked for meanwhile.

use super::booker::Booker;
use super::mine::{Talks, act, again, take};
use super::steps::Step;
use super::{Book, Handle, lists};
use crate::api::Anonymous;
use crate::page::{is_hidden, sleep, spawn};
use crate::time;
use crate::words::public::book as words;
use leptos::prelude::*;
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::KindId;
use madobe_domain::wire::booking::{MyTalks, OfferedKind, Waiting};
use std::rc::Rc;

/// After so many times the desk tells nothing more.
const TOLD_AT_MOST: u8 = 3;
/// How often is looked for whoever waits.
const LOOK_MILLIS: u32 = 30_000;

/// The time that somebody who waits was told of, unless it has passed.
fn told(one: &Waiting) -> Option<Tick> {
    one.start.filter(|start| start.time() > time::now())
}

/// The desk tells of times that somebody gave back. Those that its plan brought are found by looking: the first of the
/// next month of days. A group has other dates than the one that is waited for. `shown`: what stands there now, and stays
/// where it cannot be asked.
pub async fn look_for_free(mine: &mut MyTalks, kinds: &[OfferedKind], shown: &[Waiting]) {
    for one in mine.waiting.iter_mut().filter(|one| told(one).is_none()) {
        if !kinds.iter().any(|kind| kind.id == one.kind && !kind.group) {
            continue;
        }
        let today = time::iso_day(time::now().date_in_japan());
        one.start = match Anonymous.free(&one.kind, &today).await {
            Ok(free) => free.kinds.first().and_then(|kind| kind.starts.first()).copied(),
            Err(_) => shown.iter().find(|shown| shown.kind == one.kind).and_then(|shown| shown.start),
        };
    }
}

/// Whoever waits for a time sees it on the open page, too. What has not changed is not drawn anew.
pub fn watch(book: &Rc<Book>) {
    if book.watching.replace(true) {
        return;
    }
    let book = book.clone();
    spawn(async move {
        loop {
            sleep(LOOK_MILLIS).await;
            book.booker().tell_again().await;
            let Some(before) = book.talks.get_untracked() else { continue };
            if before.mine.waiting.is_empty()
                || is_hidden()
                || book.way.now() != Step::Mine
                || book.busy.get_untracked()
            {
                continue;
            }
            let Some(mailbox) = book.booker().mailbox() else { continue };
            let Ok(mut mine) = mailbox.talks().await else { continue };
            look_for_free(&mut mine, &before.kinds, &before.mine.waiting).await;
            let news =
                mine != before.mine && book.talks.with_untracked(|talks| talks.as_ref() == Some(&before));
            if news && !book.busy.get_untracked() {
                book.talks.update(|talks| {
                    if let Some(talks) = talks {
                        talks.mine = mine;
                    }
                });
            }
        }
    });
}

/// Other times are looked for on this page however often somebody was told; of a group nothing more is said.
const fn is_over(one: &Waiting, kind: &OfferedKind) -> bool {
    kind.group && one.told >= TOLD_AT_MOST
}

/// A place on a waiting list, with the time that became free last.
pub fn waiting(book: Handle, talks: &Talks, one: &Waiting) -> Option<AnyView> {
    let (kind, open) = (talks.kind(&one.kind)?, talks.offers(&one.kind));
    let (free, over) = (told(one).filter(|_| open), open && is_over(one, &kind));
    let said = match free {
        Some(start) => words::freed(&time::span(start.time(), kind.minutes)),
        None if !open => words::GONE.to_owned(),
        None if over => words::WAIT_OVER.to_owned(),
        None => words::WAITING.to_owned(),
    };
    let name = lists::as_written(&kind.name);
    let id = one.kind;
    let take = free.map(|start| {
        let kind = kind.clone();
        let press = move |_| take(&book.get_value(), &kind, start, None);
        view! { <button class="button" type="button" on:click=press>{words::FREED_TAKE}</button> }
    });
    let anew = (over && free.is_none()).then(|| {
        let press = move |_| waits(&book.get_value(), id, true);
        view! { <button class="button" type="button" on:click=press>{words::WAIT}</button> }
    });
    let stop = move |_| waits(&book.get_value(), id, false);
    let section = view! {
        <section class="panel info"><h2>{name}</h2><p>{said}</p><div class="row actions">
            {take}{anew}<button class="button quiet" type="button" on:click=stop>{words::WAIT_STOP}</button>
        </div></section>
    };
    Some(section.into_any())
}

/// On the waiting list of the kind that was chosen.
pub fn wait(book: &Rc<Book>) {
    match book.form.with_untracked(|form| form.kind.as_ref().map(|kind| kind.id)) {
        Some(kind) if book.is_existing() => waits(book, kind, true),
        _ => book.go(Step::Code),
    }
}

fn waits(book: &Rc<Book>, kind: KindId, on: bool) {
    act(book, async move |book: &Rc<Book>, booker: &Rc<Booker>| {
        let Some(mailbox) = booker.mailbox() else { return };
        match mailbox.wait(&kind, on).await {
            Ok(()) => {
                again(book, booker, if on { words::WAIT_BEGUN } else { words::WAIT_STOPPED }, None).await
            }
            Err(error) => book.stuck_then(&error.into(), move |book| waits(book, kind, on)),
        }
    });
}
