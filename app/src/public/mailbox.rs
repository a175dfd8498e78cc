//! /mailbox: the code opens it; inside are the letters, what was asked for, and every way to change or end it.

mod action;
mod compose;
mod ending;
mod entry;
mod freed;
pub mod jobs;
mod joining;
mod letters;
mod photos;
mod poll;
mod promises;
mod room;
mod session;
mod status;

pub use madobe_domain::log::inside;

use super::desk_facts::DeskFacts;
use super::dom;
use super::error_summary::ErrorSummary;
use super::kept_code::KeptCode;
use super::next_draft;
use crate::page::{focus_soon, listen, spawn, turn, window};
use crate::thread::Thread;
use crate::words::public::mailbox as words;
use entry::Door;
use leptos::prelude::Set;
use session::Session;
use std::rc::Rc;

const PLACE: &str = "mailbox";

pub fn attach() {
    spawn(async {
        turn().await;
        attach_in_turns().await;
    });
}

async fn attach_in_turns() {
    let thread = Thread::start(jobs::handler);
    super::stop_on_leave(&thread);
    turn().await;
    let summary = ErrorSummary::mount();
    turn().await;
    let door = Rc::new(Door::new(thread, DeskFacts::default(), summary));
    // Within half an hour of sending, this tab still knows the code.
    door.attach(KeptCode::find().map(|kept| kept.groups.concat()));
    super::ready();
}

/// The door gives way to the letters.
fn enter(session: Rc<Session>) {
    dom::show("entry-step", false);
    // What comes now is no memory.
    dom::show("kept-page", false);
    dom::text(PLACE, "");
    dom::stamp("mailbox-room", PLACE);
    let here = session.clone();
    session.draw(move || room::attach(here));
    close_when_left(session);
}

/// Browsers keep pages alive for whoever goes back to them: one that was left holds no letter. Where this tab still knows the
/// code, coming back opens it, as a reload does.
fn close_when_left(session: Rc<Session>) {
    let left = session.clone();
    listen(&window(), "pagehide", move |_| {
        if !left.is_closed() {
            ask_again(&left);
        }
    });
    listen(&window(), "pageshow", move |_| {
        if session.is_closed() && KeptCode::find().is_some() {
            let _ = window().location().reload();
        }
    });
}

/// The keys, the code and the draft go with the letters. `session`: none, where it did not open any more. `before`: somebody
/// deleted it earlier.
fn deleted(session: Option<&Session>, before: bool) {
    KeptCode::forget();
    if let Some(session) = session {
        session.close();
        session.summary.clear();
        next_draft::forget(&session.case);
    }
    dom::show("entry-step", false);
    dom::text(PLACE, "");
    dom::stamp("mailbox-deleted", PLACE);
    dom::show("deleted-now", !before);
    dom::show("deleted-before", before);
    focus_soon("deleted-h");
}

/// The keys are gone, as when the browser needed the memory, or the page was left: back to the door. The draft stays where it is.
fn ask_again(session: &Session) {
    session.close();
    session.summary.clear();
    dom::text(PLACE, "");
    dom::show("entry-step", true);
    session.status.set(words::AGAIN_CODE);
    focus_soon(entry::FIELD);
}
