//! The door: a code in any reasonable spelling, checked before anything is sent.

use super::Place;
use super::session::{Refusal, Session};
use crate::errors;
use crate::page::{document, element, focus_soon, listen};
use crate::public::desk_facts::DeskFacts;
use crate::public::error_summary::{ErrorSummary, FieldFault};
use crate::public::kept_code::KeptCode;
use crate::thread::Thread;
use crate::time;
use crate::words::public::entry as words;
use leptos::prelude::*;
use madobe_domain::crypto::code::{Code, CodeFault};
use madobe_domain::wire::error::ErrorCode;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, HtmlInputElement};

pub const FIELD: &str = "code";

#[derive(Clone)]
pub struct Door {
    pub thread: Thread,
    pub desk: DeskFacts,
    pub summary: ErrorSummary,
    pub place: RwSignal<Place, LocalStorage>,
}

impl Door {
    /// Takes over the static form. `known`: a code that opens it without asking.
    pub fn attach(&self, known: Option<String>) {
        let busy = Rc::new(Cell::new(false));
        let open = {
            let (door, busy) = (self.clone(), busy.clone());
            move |typed: String| {
                if busy.replace(true) {
                    return;
                }
                let (door, busy) = (door.clone(), busy.clone());
                spawn_local(async move {
                    door.try_open(typed).await;
                    busy.set(false);
                });
            }
        };
        // The salt, ahead of the press.
        let desk = self.desk.clone();
        spawn_local(async move {
            let _ = desk.get().await;
        });
        if let Some(field) = field() {
            let summary = self.summary;
            listen(&field, "input", move |_| {
                summary.clear();
                beside(None);
            });
        }
        if let Some(form) = element::<HtmlElement>("entry") {
            let open = open.clone();
            listen(&form, "submit", move |event| {
                event.prevent_default();
                open(typed());
            });
        }
        let Some(button) = element::<HtmlElement>("open") else { return };
        let pressed = button.has_attribute("data-pressed");
        let _ = button.remove_attribute("data-pressed");
        match known {
            Some(code) => open(code),
            None if pressed => open(typed()),
            None => say(""),
        }
    }

    async fn try_open(&self, typed: String) {
        if let Err(fault) = Code::parse(&typed) {
            return self.refuse(code_fault(fault));
        }
        self.summary.clear();
        beside(None);
        busy_button(true);
        let opened = Session::open(self.thread.clone(), &self.desk, typed, say).await;
        busy_button(false);
        say("");
        match opened {
            Ok(session) => {
                if let Some(field) = field() {
                    field.set_value("");
                }
                self.place.set(Place::Inside(Rc::new(session)));
            }
            Err(refusal) => self.refused(refusal),
        }
    }

    fn refused(&self, refusal: Refusal) {
        match &refusal {
            Refusal::Api(error) if error.code() == Some(ErrorCode::Deleted) => {
                KeptCode::forget();
                self.thread.stop();
                self.place.set(Place::Deleted { before: true });
                focus_soon(super::DELETED);
            }
            Refusal::Api(error) if error.code() == Some(ErrorCode::Unauthorised) => {
                KeptCode::forget();
                self.refuse(words::UNKNOWN.to_owned());
            }
            Refusal::Api(error) => self.refuse(errors::words(error, time::now())),
            Refusal::Thread(error) => self.refuse(errors::thread_words(*error).to_owned()),
            Refusal::Unread => self.refuse(words::UNREAD.to_owned()),
        }
    }

    fn refuse(&self, words: String) {
        beside(Some(&words));
        self.summary.show(vec![FieldFault { field: FIELD, words }]);
    }
}

fn field() -> Option<HtmlInputElement> {
    element(FIELD)
}

fn typed() -> String {
    field().map(|field| field.value()).unwrap_or_default()
}

fn beside(words: Option<&str>) {
    if let Some(place) = element::<HtmlElement>("code-error") {
        place.set_text_content(words);
        place.set_hidden(words.is_none());
    }
    if let Some(field) = field() {
        let _ = match words {
            Some(_) => field.set_attribute("aria-invalid", "true"),
            None => field.remove_attribute("aria-invalid"),
        };
    }
}

/// One quiet line on what is being done.
pub fn say(words: &'static str) {
    if let Some(status) = document().get_element_by_id("open-status") {
        status.set_text_content(Some(words));
    }
}

fn busy_button(busy: bool) {
    if let Some(button) = element::<HtmlElement>("open") {
        let _ = if busy { button.set_attribute("aria-busy", "true") } else { button.remove_attribute("aria-busy") };
    }
}

fn code_fault(fault: CodeFault) -> String {
    match fault {
        CodeFault::Empty => words::EMPTY.to_owned(),
        CodeFault::Short { missing } => words::short(&missing.to_string()),
        CodeFault::Long { over } => words::long(&over.to_string()),
        CodeFault::CheckDigit => words::CHECK_DIGIT.to_owned(),
    }
}
