//! One thing being done to the mailbox, and what is said about it: the same for a letter, a promise, an ending.

use super::session::{Refusal, Session};
use super::{Place, ask_again, erase};
use crate::errors;
use crate::time;
use crate::words::public::mailbox as words;
use leptos::prelude::*;
use madobe_domain::log::record::Record;
use madobe_domain::wire::error::ErrorCode;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

#[derive(Clone, PartialEq)]
pub enum Outcome {
    Quiet,
    Busy,
    Done(String),
    Failed(String),
}

#[derive(Clone)]
pub struct Action {
    pub session: Rc<Session>,
    pub place: RwSignal<Place, LocalStorage>,
    pub outcome: RwSignal<Outcome>,
}

impl Action {
    pub fn new(session: Rc<Session>, place: RwSignal<Place, LocalStorage>) -> Self {
        Self { session, place, outcome: RwSignal::new(Outcome::Quiet) }
    }

    /// Adds a record; `done` is called once it is there and says it in words. A second press waits for the first.
    pub fn append(&self, record: Record, done: impl FnOnce() -> String + 'static) {
        if self.begin() {
            let this = self.clone();
            spawn_local(async move {
                match this.session.append(record).await {
                    Ok(()) => this.outcome.set(Outcome::Done(done())),
                    Err(refusal) => this.failed(&refusal),
                }
            });
        }
    }

    /// False where something is under way already.
    pub fn begin(&self) -> bool {
        if self.outcome.get_untracked() == Outcome::Busy {
            return false;
        }
        self.outcome.set(Outcome::Busy);
        true
    }

    pub fn failed(&self, refusal: &Refusal) {
        let why = match refusal {
            Refusal::Api(error) if error.code() == Some(ErrorCode::Deleted) => {
                return erase(&self.session, self.place, true);
            }
            Refusal::Api(error) => errors::words(error, time::now()),
            Refusal::Thread(_) | Refusal::Unread => {
                return ask_again(&self.session, self.place);
            }
        };
        self.outcome.set(Outcome::Failed([words::FAILED, &why].concat()));
    }

    pub fn is_busy(&self) -> Signal<bool> {
        let outcome = self.outcome;
        Signal::derive(move || outcome.with(|outcome| *outcome == Outcome::Busy))
    }

    /// A polite line; a fault is said at once.
    pub fn line(&self, id: &'static str, busy: &'static str) -> AnyView {
        let outcome = self.outcome;
        let quiet = move || match outcome.get() {
            Outcome::Busy => busy.to_owned(),
            Outcome::Done(words) => words,
            Outcome::Quiet | Outcome::Failed(_) => String::new(),
        };
        let wrong = move || match outcome.get() {
            Outcome::Failed(words) => Some(view! { <p class="error" role="alert">{words}</p> }),
            _ => None,
        };
        view! { <p class="status" role="status" id=id>{quiet}</p>{wrong} }.into_any()
    }
}
