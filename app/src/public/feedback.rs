//! /feedback: three questions that may be skipped, sealed in the thread and sent without anything of a case. Until then
//! `first.js` keeps the words in the tab, like a letter's.

use super::desk_facts::DeskFacts;
use super::dom;
use super::error_summary::{ErrorSummary, FieldFault};
use super::mailbox::jobs::{self, Job, Sealed};
use crate::api::{Anonymous, ApiError};
use crate::page::{element, focus_soon, spawn};
use crate::thread::{Thread, ThreadError};
use crate::words::common::errors as error_words;
use crate::words::public::feedback as words;
use crate::{errors, time};
use leptos::prelude::*;
use madobe_domain::feedback::{Feedback, Scale};
use madobe_domain::text::TextFault;
use madobe_domain::wire::error::{ErrorCode, ErrorDetail};
use std::rc::Rc;
use web_sys::{HtmlElement, HtmlTextAreaElement};

const FIELD: &str = "wanted";
const BUTTON: &str = "open";
/// Fresh puzzles or keys taken up in one go, before a person is asked.
const REPAIRS: u32 = 4;

enum Trouble {
    Api(ApiError),
    Thread(ThreadError),
    /// The desk has no team yet, or a key that nothing can be sealed to.
    NotOpen,
}

impl From<ApiError> for Trouble {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<ThreadError> for Trouble {
    fn from(error: ThreadError) -> Self {
        Self::Thread(error)
    }
}

struct Form {
    thread: Thread,
    desk: DeskFacts,
    summary: ErrorSummary,
    busy: RwSignal<bool>,
    said: RwSignal<String>,
}

pub fn attach() {
    let thread = Thread::start(jobs::handler);
    super::stop_on_leave(&thread);
    let form = Rc::new(Form {
        thread,
        desk: DeskFacts::default(),
        summary: ErrorSummary::mount(),
        busy: RwSignal::new(false),
        said: RwSignal::default(),
    });
    let (busy, said) = (form.busy, form.said);
    dom::busy(BUTTON, move || busy.get());
    dom::words("open-status", move || said.get());
    let this = form.clone();
    dom::on("entry", "input", move |_| this.summary.clear());
    let this = form.clone();
    dom::on_submit("entry", move || this.send());
    // The button may have been pressed before this program came.
    let pressed = element::<HtmlElement>(BUTTON).is_some_and(|button| button.has_attribute("data-pressed"));
    dom::attribute(BUTTON, "data-pressed", None);
    super::ready();
    if pressed {
        form.send();
    }
}

fn field() -> Option<HtmlTextAreaElement> {
    element(FIELD)
}

fn given() -> Result<Feedback, TextFault> {
    let typed = field().map(|field| field.value()).unwrap_or_default();
    let scale = |name: &str| Scale::parse(&dom::chosen(name));
    Feedback::of(scale("easy"), scale("useful"), &typed)
}

fn fault_words(fault: TextFault) -> String {
    match fault {
        TextFault::TooLong { over } => words::too_long(&over.to_string()),
        TextFault::Empty | TextFault::Character => words::EMPTY.to_owned(),
    }
}

impl Form {
    fn send(self: &Rc<Self>) {
        if self.busy.get_untracked() {
            return;
        }
        let given = match given() {
            Ok(given) => given,
            Err(fault) => return self.summary.show(FieldFault { field: FIELD, words: fault_words(fault) }),
        };
        self.busy.set(true);
        self.summary.clear();
        self.said.set(crate::words::public::mailbox::SENDING.to_owned());
        let this = self.clone();
        spawn(async move {
            let sent = this.deliver(given).await;
            this.busy.set(false);
            match sent {
                Ok(()) => {
                    if let Some(field) = field() {
                        field.set_value("");
                    }
                    super::mark_sent();
                    dom::show("entry", false);
                    dom::show("thanks", true);
                    focus_soon("thanks-h");
                }
                Err(trouble) => {
                    this.said.set(String::new());
                    let words = [words::FAILED, &trouble_words(&trouble)].concat();
                    this.summary.show(FieldFault { field: FIELD, words });
                }
            }
        });
    }

    /// A puzzle is solved for this very piece; where the server wants another, or the desk's key is newer, once more.
    async fn deliver(&self, given: Feedback) -> Result<(), Trouble> {
        let mut desk = self.desk.get().await?.text.clone();
        let mut challenge = Anonymous.challenge().await?;
        for _ in 0..REPAIRS {
            let job =
                Job::Feedback { desk: desk.clone(), challenge: challenge.clone(), given: given.clone() };
            let sealed: Option<Sealed> = self.thread.ask(&job, |_| ()).await?;
            let error = match Anonymous.give_feedback(sealed.ok_or(Trouble::NotOpen)?.body).await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            match error {
                ApiError::Code(ErrorDetail {
                    code: ErrorCode::Work | ErrorCode::MoreWork,
                    challenge: Some(fresh),
                    ..
                }) => challenge = fresh,
                ref stale if stale.code() == Some(ErrorCode::StaleKey) => {
                    desk.clone_from(&self.desk.fresh().await?.text);
                }
                other => return Err(other.into()),
            }
        }
        Err(ApiError::Server.into())
    }
}

fn trouble_words(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Api(error) => errors::words(error, time::now()),
        Trouble::Thread(error) => errors::thread_words(*error).to_owned(),
        Trouble::NotOpen => error_words::NOT_OPEN.to_owned(),
    }
}
