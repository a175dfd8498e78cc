//! 「つづけて書く」: one more letter to the same place.

use super::action::Action;
use super::draft;
use super::session::Session;
use crate::page::{document, element, focus_soon, is_hidden, listen, sleep, spawn};
use crate::public::dom;
use crate::public::letter_fault::fault_words;
use crate::time;
use crate::words::public::mailbox as words;
use madobe_domain::log::record::Record;
use madobe_domain::text::LetterText;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;

const FIELD: &str = "more";
const PAUSE_MILLIS: i32 = 1_000;

fn typed() -> String {
    element::<HtmlTextAreaElement>(FIELD).map(|field| field.value()).unwrap_or_default()
}

fn set(text: &str) {
    if let Some(field) = element::<HtmlTextAreaElement>(FIELD) {
        field.set_value(text);
    }
}

/// Shows the form or the button that opens it.
fn open(open: bool) {
    dom::show("more-form", open);
    dom::show("more-door", !open);
}

pub fn attach(session: Rc<Session>) {
    let kept = draft::find(&session.inside().case);
    open(kept.is_some());
    set(&kept.unwrap_or_default());
    dom::on("write-more", "click", |_| {
        open(true);
        focus_soon(FIELD);
    });
    dom::on("more-cancel", "click", |_| {
        open(false);
        focus_soon("write-more");
    });
    keep_draft(session.clone());
    let action = Action::new(session, "more-send", "more-status");
    dom::on_submit("more-form", move || send(&action));
}

fn keep_draft(session: Rc<Session>) {
    let keep = move || {
        if !session.is_closed() {
            draft::keep(&session.inside().case, &typed());
        }
    };
    let (now, late) = (Rc::new(Cell::new(0_u32)), keep.clone());
    dom::on(FIELD, "input", move |_| {
        dom::beside(FIELD, None);
        let this = now.get().wrapping_add(1);
        now.set(this);
        let (now, late) = (now.clone(), late.clone());
        spawn(async move {
            sleep(PAUSE_MILLIS).await;
            if now.get() == this {
                late();
            }
        });
    });
    listen(&document(), "visibilitychange", move |_| {
        if is_hidden() {
            keep();
        }
    });
}

fn send(action: &Rc<Action>) {
    let text = match LetterText::parse(&typed()) {
        Ok(text) => text,
        Err(fault) => {
            dom::beside(FIELD, Some(&fault_words(fault)));
            return focus_soon(FIELD);
        }
    };
    dom::beside(FIELD, None);
    let session = action.session.clone();
    action.append(Record::Letter { text, answer: None, introduction: None }, move || {
        set("");
        draft::forget();
        open(false);
        focus_soon("write-more");
        match session.inside().promised {
            Some(day) => words::sent(&time::day(day)),
            None => words::SENT_PLAIN.to_owned(),
        }
    });
}
