//! One thing being done to the mailbox, and what is said about it: the same for a letter, a promise, an ending.

use super::session::{Refusal, Session};
use crate::page::spawn;
use crate::public::dom;
use crate::words::public::mailbox as words;
use crate::{errors, time};
use madobe_domain::log::record::Record;
use madobe_domain::wire::error::ErrorCode;
use std::cell::Cell;
use std::rc::Rc;

pub struct Action {
    pub session: Rc<Session>,
    busy: Cell<bool>,
    button: &'static str,
    /// A polite line.
    status: &'static str,
}

impl Action {
    pub fn new(session: Rc<Session>, button: &'static str, status: &'static str) -> Rc<Self> {
        Rc::new(Self { session, busy: Cell::new(false), button, status })
    }

    pub fn say(&self, words: &str) {
        // What was said about the thing before no longer holds.
        for status in ["more-status", "promises-status", "enough-status", "delete-status"] {
            dom::clear(status);
        }
        dom::text(self.status, words);
        dom::attribute(self.status, "class", Some("status"));
    }

    /// Adds a record; `done` is called once it is there and says it in words.
    pub fn append(self: &Rc<Self>, record: Record, done: impl FnOnce() -> String + 'static) {
        let this = self.clone();
        self.run(words::SENDING, async move {
            this.session.append(record).await?;
            this.say(&done());
            Ok(())
        });
    }

    /// A second press waits for the first.
    pub fn run(self: &Rc<Self>, doing: &str, work: impl Future<Output = Result<(), Refusal>> + 'static) {
        if self.busy.replace(true) {
            return;
        }
        dom::busy(self.button, true);
        self.say(doing);
        let this = self.clone();
        spawn(async move {
            let outcome = work.await;
            this.busy.set(false);
            dom::busy(this.button, false);
            if let Err(refusal) = outcome {
                this.failed(&refusal);
            }
        });
    }

    fn failed(&self, refusal: &Refusal) {
        match refusal {
            Refusal::Api(error) if error.code() == Some(ErrorCode::Deleted) => {
                self.session.close();
                super::deleted(true);
            }
            Refusal::Api(error) => {
                self.say(&[words::FAILED, &errors::words(error, time::now())].concat());
                dom::attribute(self.status, "class", Some("error"));
            }
            Refusal::Thread(_) | Refusal::Unread => super::ask_again(&self.session),
        }
    }
}
