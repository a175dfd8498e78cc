//! /mailbox: the code opens it; inside are the letters, what was asked for, and every way to change or end it.

mod action;
mod compose;
mod draft;
mod ending;
mod entry;
pub mod inside;
mod letters;
mod poll;
mod promises;
mod room;
mod session;
mod status;

use super::desk_facts::DeskFacts;
use super::error_summary::ErrorSummary;
use super::jobs;
use super::kept_code::KeptCode;
use crate::page::{element, focus_soon};
use crate::thread::Thread;
use crate::words::public::mailbox as words;
use entry::Door;
use leptos::mount::mount_to;
use leptos::prelude::*;
use session::Session;
use std::rc::Rc;
use web_sys::HtmlElement;

const DELETED: &str = "deleted-h";

/// What the page shows.
#[derive(Clone)]
pub enum Place {
    Door,
    Inside(Rc<Session>),
    /// Nothing is left of it. `before`: somebody deleted it earlier.
    Deleted { before: bool },
}

pub fn attach() {
    let Some(mount) = element::<HtmlElement>("mailbox") else { return };
    mount_to(mount, view).forget();
}

fn view() -> AnyView {
    let thread = Thread::start(jobs::handler);
    super::stop_on_leave(&thread);
    let place = RwSignal::new_local(Place::Door);
    let door = Door { thread, desk: DeskFacts::default(), summary: ErrorSummary::mount(), place };
    Effect::new(move || {
        let inside = place.with(|place| !matches!(place, Place::Door));
        if let Some(step) = element::<HtmlElement>("entry-step") {
            step.set_hidden(inside);
        }
    });
    // Within half an hour of sending, this tab still knows the code.
    door.attach(KeptCode::find().map(|kept| kept.groups.concat()));
    let show = move || match place.get() {
        Place::Door => None,
        Place::Inside(session) => Some(room::view(session, place)),
        Place::Deleted { before } => Some(deleted(before)),
    };
    show.into_any()
}

/// The keys, the code and the draft go with the letters.
fn erase(session: &Session, place: RwSignal<Place, LocalStorage>, before: bool) {
    session.close();
    KeptCode::forget();
    draft::forget();
    place.set(Place::Deleted { before });
    focus_soon(DELETED);
}

/// The keys are gone, as when the browser needed the memory: back to the door. The draft stays where it is.
fn ask_again(session: &Session, place: RwSignal<Place, LocalStorage>) {
    session.close();
    place.set(Place::Door);
    entry::say(words::AGAIN_CODE);
    focus_soon(entry::FIELD);
}

fn deleted(before: bool) -> AnyView {
    let text = if before { words::DELETED_BEFORE } else { words::DELETED_TEXT };
    view! {
        <section class="panel done" id="deleted" aria-labelledby=DELETED>
            <h1 id=DELETED tabindex="-1">{words::DELETED}</h1>
            <p>{text}</p>
            <p><a class="line-link" href="/">{words::HOME}</a></p>
        </section>
    }
    .into_any()
}
