//! The door: a code in any reasonable spelling, checked before anything is sent.

use super::session::{Refusal, Session};
use crate::page::{element, listen, spawn};
use crate::public::code_fault::code_fault;
use crate::public::desk_facts::DeskFacts;
use crate::public::dom;
use crate::public::error_summary::{ErrorSummary, FieldFault};
use crate::public::kept_code::KeptCode;
use crate::thread::Thread;
use crate::words::public::entry as words;
use crate::{errors, time};
use leptos::prelude::*;
use madobe_domain::crypto::code::Code;
use madobe_domain::wire::error::ErrorCode;
use std::rc::Rc;
use web_sys::HtmlInputElement;

pub const FIELD: &str = "code";

pub struct Door {
    thread: Thread,
    desk: DeskFacts,
    summary: ErrorSummary,
    busy: RwSignal<bool>,
    /// How far the opening is, or why it is asked for again.
    status: RwSignal<&'static str>,
}

fn field() -> Option<HtmlInputElement> {
    element(FIELD)
}

fn typed() -> String {
    field().map(|field| field.value()).unwrap_or_default()
}

impl Door {
    pub fn new(thread: Thread, desk: DeskFacts, summary: ErrorSummary) -> Self {
        Self { thread, desk, summary, busy: RwSignal::new(false), status: RwSignal::new("") }
    }

    /// Takes over the static form. `known`: a code that opens it without asking.
    pub fn attach(self: &Rc<Self>, known: Option<String>) {
        // The salt, ahead of the press.
        let desk = self.desk.clone();
        spawn(async move {
            let _ = desk.get().await;
        });
        if let Some(field) = field() {
            let this = self.clone();
            listen(&field, "input", move |_| this.summary.clear());
        }
        let this = self.clone();
        dom::on_submit("entry", move || this.open(typed()));
        let pressed = dom::at("open").is_some_and(|button| button.has_attribute("data-pressed"));
        dom::attribute("open", "data-pressed", None);
        let (busy, status) = (self.busy, self.status);
        dom::busy("open", move || busy.get());
        dom::words("open-status", move || status.get().to_owned());
        match known {
            Some(code) => self.open(code),
            None if pressed => self.open(typed()),
            None => {}
        }
    }

    fn open(self: &Rc<Self>, typed: String) {
        self.summary.clear();
        if let Err(fault) = Code::parse(&typed) {
            return self.refuse(code_fault(fault));
        }
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let this = self.clone();
        spawn(async move {
            let opened =
                Session::open(this.thread.clone(), &this.desk, typed, this.status, this.summary).await;
            this.busy.set(false);
            this.status.set("");
            match opened {
                Ok(session) => {
                    if let Some(field) = field() {
                        field.set_value("");
                    }
                    super::enter(Rc::new(session));
                }
                Err(refusal) => this.refused(&refusal),
            }
        });
    }

    fn refused(&self, refusal: &Refusal) {
        match refusal {
            Refusal::Api(error) if error.code() == Some(ErrorCode::Deleted) => {
                self.thread.stop();
                super::deleted(None, true);
            }
            Refusal::Api(error) if error.code() == Some(ErrorCode::Unauthorised) => {
                KeptCode::forget();
                self.refuse(words::UNKNOWN.to_owned());
            }
            Refusal::Api(error) => self.refuse(errors::words(error, time::now())),
            Refusal::Thread(error) => self.refuse(errors::thread_words(*error).to_owned()),
            Refusal::Unread | Refusal::Moved => self.refuse(words::UNREAD.to_owned()),
        }
    }

    fn refuse(&self, words: String) {
        self.summary.show(FieldFault { field: FIELD, words });
    }
}
