//! 「しないこと」 as it stands, and changing it: each change is one entry of the record.

use super::action::Action;
use super::session::{Refusal, Session};
use crate::page::focus_soon;
use crate::public::{dom, promise_list};
use crate::words::public::mailbox as words;
use leptos::prelude::*;
use madobe_domain::log::record::{Promises, Record};
use std::cell::Cell;
use std::rc::Rc;

pub fn attach(session: Rc<Session>) {
    let inside = session.inside;
    let now = move || inside.with(|inside| inside.promises);
    dom::items("promises-list", move || promise_list::names(&now()).into_iter().map(str::to_owned).collect());
    let aside = move || inside.with(|inside| inside.aside.any());
    dom::shown("promises-none", move || !now().any() && !aside());
    dom::shown("promises-aside", aside);
    let open = RwSignal::new(false);
    dom::shown("promises-form", move || open.get());
    dom::shown("promises-door", move || !open.get());
    let summary = session.summary;
    let go = move |on: bool| {
        summary.clear();
        open.set(on);
        focus_soon(if on { promise_list::BOXES } else { "promises-change" });
    };
    let seen = Rc::new(Cell::new(Promises::default()));
    let shown = seen.clone();
    dom::on("promises-change", "click", move |_| {
        show(&shown, inside.with_untracked(|inside| inside.promises));
        go(true);
    });
    dom::on(promise_list::BOXES, "input", move |_| summary.clear());
    let action = Action::new(session, "promises-save", "promises-status", promise_list::BOXES, words::FAILED);
    let working = action.clone();
    // What is being written cannot be called back, and its outcome is told here.
    dom::on("promises-cancel", "click", move |_| {
        if !working.is_busy() {
            go(false);
        }
    });
    dom::on_submit("promises-form", move || save(&action, &seen, open));
}

/// The boxes, and what they were like.
fn show(seen: &Cell<Promises>, promises: Promises) {
    promise_list::tick(&promises);
    seen.set(promises);
}

/// Another screen may have changed them since the boxes were shown: what holds now is fetched before anything is said about it.
fn save(action: &Rc<Action>, seen: &Rc<Cell<Promises>>, open: RwSignal<bool>) {
    let (this, session, seen) = (action.clone(), action.session.clone(), seen.clone());
    let promises = promise_list::read();
    action.run(words::SENDING, async move {
        session.refresh().await?;
        let now = session.promises();
        // As it was pressed for, it is there: an answer was lost, or the other screen wanted the same.
        if now != seen.get() && now != promises {
            return moved(&session, &seen);
        }
        if now != promises {
            match session.append(Record::PromisesChanged { promises }).await {
                Err(Refusal::Moved) => return moved(&session, &seen),
                other => other?,
            }
        }
        open.set(false);
        focus_soon("promises-change");
        this.say(words::PROMISES_SAVED.to_owned(), false);
        Ok(())
    });
}

/// The boxes show what holds now.
fn moved(session: &Session, seen: &Cell<Promises>) -> Result<(), Refusal> {
    show(seen, session.promises());
    Err(Refusal::Moved)
}
