//! From the first look at step 2 to the code on the screen. While somebody is still choosing, the code is made
//! and the proof of work solved, so that pressing "send" waits for little. One flow at a time: a second press
//! of the same button changes nothing.

use super::form::{Form, Records};
use super::jobs::{Job, Made};
use super::pending::{Pending, Waits};
use super::trouble::{Trouble, found};
use crate::api::{Anonymous, ApiError, Mailbox};
use crate::page::{measure, sleep, spawn};
use crate::public::desk_facts::DeskFacts;
use crate::public::kept_code::KeptCode;
use crate::thread::Thread;
use leptos::prelude::*;
use madobe_domain::log::record::AnswerWish;
use madobe_domain::wire::error::{ErrorCode, ErrorDetail};
use madobe_domain::wire::intake::Challenge;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Sent again by itself so many times, waiting longer each time.
const RETRIES: u32 = 2;
const FIRST_PAUSE_MILLIS: u32 = 1_500;
/// Fresh puzzles or keys taken up in one go, before a person is asked.
const REPAIRS: u32 = 4;

#[derive(Clone, PartialEq)]
pub enum Stage {
    Idle,
    /// Stretching the code.
    Code,
    /// Rounds of the proof of work that are done.
    Work {
        done: u32,
        more: bool,
    },
    Sending,
    Again,
    /// In this tab, until there is a network, because somebody chose that.
    Waiting {
        unsure: bool,
    },
    /// A letter from before a reload is being looked for.
    Looking,
    Failed(Trouble),
    Sent(Arrived),
}

/// What is there now, and what of the last wording is not.
#[derive(Clone, PartialEq)]
pub struct Arrived {
    pub kept: KeptCode,
    /// An earlier wording is there, in this case: what was pressed for now is not sent.
    pub earlier: Option<String>,
}

pub struct Sender {
    desk: DeskFacts,
    thread: Thread,
    stage: RwSignal<Stage>,
    busy: Cell<bool>,
    /// What is to be sent as soon as everything is ready.
    wanted: RefCell<Option<Form>>,
    code: RefCell<Option<[String; 5]>>,
    /// The thread has solved the puzzle for that code.
    worked: Cell<bool>,
    /// Somebody chose to wait here.
    waits: Cell<bool>,
    /// A try was not answered, and none since says that nothing is there: a letter with this code may have arrived.
    unsure: Cell<bool>,
}

impl Sender {
    pub fn new(thread: Thread, desk: DeskFacts, stage: RwSignal<Stage>) -> Rc<Self> {
        Rc::new(Self {
            desk,
            thread,
            stage,
            busy: Cell::new(false),
            wanted: RefCell::default(),
            code: RefCell::default(),
            worked: Cell::new(false),
            waits: Cell::new(false),
            unsure: Cell::new(false),
        })
    }

    pub fn prepare(self: &Rc<Self>) {
        if self.busy.replace(true) {
            return;
        }
        let this = self.clone();
        spawn(async move {
            let outcome = this.run().await;
            this.busy.set(false);
            if let Err(trouble) = outcome {
                let trouble = trouble.after(this.unsure.get());
                // Trouble with what nobody has asked for yet is nobody's trouble: the press tries again.
                let asked = this.wanted.borrow_mut().take().is_some();
                this.set(if !asked {
                    Stage::Idle
                } else if this.waits.get() && trouble.passes() {
                    Stage::Waiting { unsure: matches!(trouble, Trouble::Unsure(_)) }
                } else {
                    this.waits.set(false);
                    Stage::Failed(trouble)
                });
            }
        });
    }

    pub fn send(self: &Rc<Self>, form: Form) {
        if self.stage.with_untracked(|stage| matches!(stage, Stage::Sent(_))) {
            return;
        }
        *self.wanted.borrow_mut() = Some(form);
        self.prepare();
    }

    /// Sealed and kept in this tab, so that it stays the same letter whatever becomes of the page, and of a copy of the tab.
    pub async fn put_aside(&self, form: &Form, waits: Waits) -> Result<Pending, Trouble> {
        self.make_code().await?;
        let pending = Pending { waits, ..self.pending(form).await? };
        pending.keep();
        Ok(pending)
    }

    /// From now on it is sent again by itself (whoever calls this sees to the times), or no longer.
    pub fn wait(&self, waits: bool, unsure: bool) {
        self.waits.set(waits);
        self.set(if waits { Stage::Waiting { unsure } } else { Stage::Idle });
    }

    pub fn waits(&self) -> bool {
        self.waits.get()
    }

    pub fn is_unsure(&self) -> bool {
        self.unsure.get()
    }

    /// Nothing else begins until a letter was looked for.
    pub fn hold(&self) {
        self.busy.set(true);
    }

    /// Did that letter arrive? Its code is taken up either way, so that what is sent next goes to the same place. Gives
    /// its case.
    pub async fn look_for(&self, pending: &Pending) -> Result<Option<String>, Trouble> {
        self.hold();
        let found = self.find(pending).await;
        self.unsure.set(found.is_err());
        self.busy.set(false);
        found
    }

    async fn find(&self, pending: &Pending) -> Result<Option<String>, Trouble> {
        let desk = self.desk.get().await?.text.clone();
        let job = Job::Recall { desk, code: pending.groups.concat() };
        let bearer: Option<String> = self.thread.ask(&job, |_| ()).await?;
        let bearer = bearer.ok_or(Trouble::Thread)?;
        *self.code.borrow_mut() = Some(pending.groups.clone());
        found(Mailbox::new(bearer).page(0).await).map_err(Trouble::Api)
    }

    fn set(&self, stage: Stage) {
        self.stage.set(stage);
    }

    async fn run(self: &Rc<Self>) -> Result<(), Trouble> {
        self.make_code().await?;
        if !self.worked.get() {
            let challenge = Anonymous.challenge().await?;
            self.solve(challenge, false).await?;
        }
        let wanted = self.wanted.borrow().clone();
        let Some(form) = wanted else {
            self.set(Stage::Idle);
            return Ok(());
        };
        let arrived = self.deliver(&form).await?;
        self.set(Stage::Sent(arrived));
        Ok(())
    }

    async fn make_code(&self) -> Result<(), Trouble> {
        if self.code.borrow().is_some() {
            return Ok(());
        }
        let desk = self.desk.get().await?.text.clone();
        self.set(Stage::Code);
        let job = Job::MakeCode { desk };
        let made: Made = self.thread.ask::<Option<_>>(&job, |_| ()).await?.ok_or(Trouble::Browser)?;
        measure("madobe-stretch", made.millis);
        *self.code.borrow_mut() = Some(made.groups);
        Ok(())
    }

    async fn solve(self: &Rc<Self>, challenge: Challenge, more: bool) -> Result<(), Trouble> {
        self.set(Stage::Work { done: 0, more });
        let job = Job::Solve { challenge };
        let this = self.clone();
        let progress = move |done| this.set(Stage::Work { done, more });
        let Some(millis) = self.thread.ask::<Option<u32>>(&job, progress).await? else {
            self.forget_keys();
            return Err(Trouble::Browser);
        };
        measure("madobe-work", millis);
        self.worked.set(true);
        Ok(())
    }

    async fn deliver(self: &Rc<Self>, form: &Form) -> Result<Arrived, Trouble> {
        let (mut tries, mut repairs) = (0, 0);
        self.set(Stage::Sending);
        loop {
            let pending = self.pending(form).await?;
            pending.keep();
            // Where the browser knows that there is no network, nothing can have left.
            let online = crate::page::is_online();
            let error = match pending.send().await {
                Ok(kept) => return Ok(Arrived { kept, earlier: None }),
                Err(error) => error,
            };
            if online && error.is_passing() {
                self.unsure.set(true);
            }
            match &error {
                ApiError::Code(ErrorDetail {
                    code: code @ (ErrorCode::Work | ErrorCode::MoreWork),
                    challenge: Some(challenge),
                    ..
                }) if repairs < REPAIRS => {
                    repairs += 1;
                    self.solve(challenge.clone(), *code == ErrorCode::MoreWork).await?;
                }
                ApiError::Code(ErrorDetail { code: ErrorCode::StaleKey, .. }) if repairs < REPAIRS => {
                    repairs += 1;
                    self.desk.fresh().await?;
                }
                // An earlier try of an earlier wording did arrive.
                ApiError::Code(ErrorDetail { code: ErrorCode::Conflict, .. }) => {
                    return self.earlier(&pending).await;
                }
                ApiError::Code(ErrorDetail { code: ErrorCode::Paused, .. }) => {
                    self.nothing_is_there();
                    let notice =
                        self.desk.fresh().await.ok().and_then(|asked| asked.desk.settings.paused.clone());
                    return Err(notice.map_or(Trouble::Api(error), Trouble::Paused));
                }
                _ if error.is_passing() && tries < RETRIES && crate::page::is_online() => {
                    self.set(Stage::Again);
                    sleep(FIRST_PAUSE_MILLIS * 3_u32.pow(tries)).await;
                    tries += 1;
                    continue;
                }
                _ => {
                    if !error.is_passing() || !(self.unsure.get() || self.waits.get()) {
                        self.nothing_is_there();
                    }
                    return Err(error.into());
                }
            }
            self.set(Stage::Sending);
        }
    }

    /// The desk says so, which answers what is stored as stored whatever stands against it; or no try has left.
    fn nothing_is_there(&self) {
        self.unsure.set(false);
        Pending::forget();
    }

    /// The letter as it goes over the wire.
    async fn sealed(&self, form: &Form) -> Result<String, Trouble> {
        let asked = self.desk.get().await?;
        if asked.desk.team.is_none() {
            // Asked again at the next press: it may be open by then.
            self.desk.fresh().await?;
            return Err(Trouble::Api(ApiError::Code(ErrorDetail {
                code: ErrorCode::NotOpen,
                field: None,
                retry_after: None,
                challenge: None,
            })));
        }
        // The page has looked at the name before it let anybody send.
        let records = Records::of(form).map_err(|_| Trouble::Thread)?.to_json();
        let job = Job::SealFirst { desk: asked.text.clone(), records };
        let sealed: Option<String> = self.thread.ask(&job, |_| ()).await?;
        sealed.ok_or_else(|| self.forget_keys())
    }

    /// The keys went with a worker that ended.
    fn forget_keys(&self) -> Trouble {
        self.code.borrow_mut().take();
        self.worked.set(false);
        Trouble::Thread
    }

    async fn earlier(&self, pending: &Pending) -> Result<Arrived, Trouble> {
        let bearer: Option<String> = self.thread.ask(&Job::Bearer, |_| ()).await?;
        let page = Mailbox::new(bearer.ok_or(Trouble::Thread)?).page(0).await;
        let case = found(page)?.ok_or(ApiError::Server)?;
        Pending::forget();
        // While it waits nobody changes it: what is there is this letter, sent from a copy of the tab.
        let earlier = (!self.waits.get()).then_some(case);
        Ok(Arrived { kept: pending.receipt(None), earlier })
    }

    /// Everything that a try needs, and the receipt after it.
    async fn pending(&self, form: &Form) -> Result<Pending, Trouble> {
        let mailbox = self.sealed(form).await?;
        let asked = self.desk.get().await?;
        Ok(Pending {
            groups: self.code.borrow().clone().ok_or(Trouble::Thread)?,
            wants_answer: form.choices.answer() != Some(AnswerWish::NoAnswerNeeded),
            desk: asked.desk.settings.name.clone(),
            promise: asked.desk.promise,
            mailbox,
            text: form.text.as_str().to_owned(),
            waits: if self.waits.get() { Waits::Here } else { Waits::No },
            unsure: self.unsure.get(),
        })
    }
}
