//! One thing being done to the mailbox, and what is said about it: the same for a letter, a promise, an ending.

use super::session::{Refusal, Session};
use crate::page::spawn;
use crate::public::dom;
use crate::public::error_summary::FieldFault;
use crate::words::public::mailbox as words;
use crate::{errors, time};
use leptos::prelude::*;
use madobe_domain::log::record::Record;
use madobe_domain::wire::error::ErrorCode;
use std::cell::Cell;
use std::rc::Rc;

/// What was said about the thing before no longer holds, so there is one for all of them.
#[derive(Clone, Default)]
pub struct Said {
    /// The id of the line that says it.
    place: &'static str,
    words: String,
    wrong: bool,
}

pub struct Action {
    pub session: Rc<Session>,
    busy: RwSignal<bool>,
    /// A polite line.
    status: &'static str,
    /// What one is led to where a press did not work, and beside what it is said.
    field: &'static str,
    /// What is still so when it did not work.
    failed: &'static str,
    /// Said instead where it goes on by itself once there is a network: whoever made this sees to that.
    again: Option<&'static str>,
    /// It does go on by itself.
    pub waits: Cell<bool>,
    /// What was pressed for is not what stands there any more.
    changed: Cell<bool>,
}

impl Action {
    pub fn new(
        session: Rc<Session>,
        button: &'static str,
        status: &'static str,
        field: &'static str,
        failed: &'static str,
    ) -> Rc<Self> {
        Self::make(session, button, status, field, failed, None)
    }

    pub fn make(
        session: Rc<Session>,
        button: &'static str,
        status: &'static str,
        field: &'static str,
        failed: &'static str,
        again: Option<&'static str>,
    ) -> Rc<Self> {
        let (busy, said) = (RwSignal::new(false), session.said);
        let here = move || said.with(|said| (said.place == status).then(|| said.clone())).unwrap_or_default();
        dom::busy(button, move || busy.get());
        dom::words(status, move || here().words);
        dom::decided(status, "class", move || Some(if here().wrong { "error" } else { "status" }.to_owned()));
        let (waits, changed) = (Cell::default(), Cell::default());
        Rc::new(Self { session, busy, status, field, failed, again, waits, changed })
    }

    pub fn is_busy(&self) -> bool {
        self.busy.get_untracked()
    }

    /// Only a press does it from now on.
    pub fn stop_waiting(&self) {
        self.changed.set(true);
        if self.waits.replace(false) {
            self.say(self.failed.to_owned(), true);
        }
    }

    pub fn say(&self, words: String, wrong: bool) {
        self.session.said.set(Said { place: self.status, words, wrong });
    }

    /// Above and beside the field, with the focus: somebody has just pressed.
    pub fn refuse(&self, words: String) {
        self.session.summary.show(FieldFault { field: self.field, words });
    }

    /// Adds a record; `done` is called once it is there and says it in words.
    pub fn append(self: &Rc<Self>, record: Record, done: impl FnOnce() -> String + 'static) {
        let this = self.clone();
        self.run(words::SENDING, async move {
            this.session.append(record).await?;
            this.say(done(), false);
            Ok(())
        });
    }

    /// A second press waits for the first.
    pub fn run(self: &Rc<Self>, doing: &str, work: impl Future<Output = Result<(), Refusal>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.changed.set(false);
        // What goes on by itself takes the focus from nobody.
        let pressed = !self.waits.replace(false);
        if pressed {
            self.session.summary.clear();
        }
        self.say(doing.to_owned(), false);
        let this = self.clone();
        spawn(async move {
            let outcome = work.await;
            match outcome {
                // Deleted: nothing is left to say it on.
                _ if this.session.is_closed() => return,
                Ok(()) => {}
                Err(refusal) => this.failed(&refusal, pressed),
            }
            if !this.session.is_closed() {
                this.busy.set(false);
            }
        });
    }

    fn failed(&self, refusal: &Refusal, pressed: bool) {
        let words = match refusal {
            Refusal::Api(error) if error.code() == Some(ErrorCode::Deleted) => {
                return super::deleted(Some(&self.session), true);
            }
            Refusal::Api(error) => match self.again.filter(|_| error.is_passing()) {
                Some(_) if self.changed.get() => return self.say(self.failed.to_owned(), true),
                Some(words) => {
                    self.waits.set(true);
                    return self.say(words.to_owned(), true);
                }
                None => [self.failed, &errors::words(error, time::now())].concat(),
            },
            Refusal::Moved => words::PROMISES_MOVED.to_owned(),
            Refusal::Thread(_) | Refusal::Unread => return super::ask_again(&self.session),
        };
        if pressed {
            self.say(String::new(), false);
            self.refuse(words);
        } else {
            self.say(words, true);
        }
    }
}
