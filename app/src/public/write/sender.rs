//! From the first look at step 2 to the code on the screen. While somebody is still choosing, the code is made
//! and the proof of work solved, so that pressing "send" waits for little. One flow at a time: a second press
//! of the same button changes nothing.

use super::form::Records;
use super::jobs::{Job, Made, Solved};
use super::pending::Pending;
use crate::api::{Anonymous, ApiError, Mailbox};
use crate::page::{measure, sleep, spawn};
use crate::public::desk_facts::DeskFacts;
use crate::public::kept_code::KeptCode;
use crate::thread::{Thread, ThreadError};
use leptos::prelude::*;
use madobe_domain::log::entry::Entry;
use madobe_domain::log::record::{AnswerWish, Record};
use madobe_domain::wire::error::{ErrorCode, ErrorDetail};
use madobe_domain::wire::intake::{Challenge, NewMailbox, Work};
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
    Failed(Trouble),
    Sent(KeptCode),
}

#[derive(Clone, PartialEq)]
pub enum Trouble {
    Api(ApiError),
    Thread,
    /// This browser cannot do what the desk asks for.
    Browser,
    /// With the desk's own words.
    Paused(String),
}

impl From<ApiError> for Trouble {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<ThreadError> for Trouble {
    fn from(_: ThreadError) -> Self {
        Self::Thread
    }
}

pub struct Sender {
    desk: DeskFacts,
    thread: Thread,
    stage: RwSignal<Stage>,
    busy: Cell<bool>,
    /// What is to be sent as soon as everything is ready.
    wanted: RefCell<Option<Records>>,
    code: RefCell<Option<[String; 5]>>,
    work: RefCell<Option<Work>>,
    /// Sealed once; each try sends the same.
    sealed: RefCell<Option<(Records, NewMailbox)>>,
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
            work: RefCell::default(),
            sealed: RefCell::default(),
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
                // Trouble with what nobody has asked for yet is nobody's trouble: the press tries again.
                let asked = this.wanted.borrow_mut().take().is_some();
                this.set(if asked { Stage::Failed(trouble) } else { Stage::Idle });
            }
        });
    }

    pub fn send(self: &Rc<Self>, records: Records) {
        if self.stage.with_untracked(|stage| matches!(stage, Stage::Sent(_))) {
            return;
        }
        *self.wanted.borrow_mut() = Some(records);
        self.prepare();
    }

    fn set(&self, stage: Stage) {
        self.stage.set(stage);
    }

    async fn run(self: &Rc<Self>) -> Result<(), Trouble> {
        self.make_code().await?;
        if self.work.borrow().is_none() {
            let challenge = Anonymous.challenge().await?;
            self.solve(challenge, false).await?;
        }
        let wanted = self.wanted.borrow().clone();
        let Some(records) = wanted else {
            self.set(Stage::Idle);
            return Ok(());
        };
        let kept = self.deliver(&records).await?;
        self.set(Stage::Sent(kept));
        Ok(())
    }

    async fn make_code(&self) -> Result<(), Trouble> {
        if self.code.borrow().is_some() {
            return Ok(());
        }
        let desk = self.desk.get().await?;
        self.set(Stage::Code);
        let job = Job::MakeCode { salt: desk.salt, stretch: desk.stretch };
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
        let solved = self.thread.ask::<Option<Solved>>(&job, progress).await;
        let Some(solved) = solved? else {
            // The keys went with a worker that ended: a new code, then.
            self.code.borrow_mut().take();
            return Err(Trouble::Browser);
        };
        measure("madobe-work", solved.millis);
        *self.work.borrow_mut() = Some(solved.work);
        Ok(())
    }

    async fn deliver(self: &Rc<Self>, records: &Records) -> Result<KeptCode, Trouble> {
        let (mut tries, mut repairs) = (0, 0);
        self.set(Stage::Sending);
        loop {
            let pending = self.pending(records).await?;
            pending.keep();
            let error = match pending.send().await {
                Ok(kept) => return Ok(kept),
                Err(error) => error,
            };
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
                    self.sealed.borrow_mut().take();
                }
                // An earlier try of an earlier wording did arrive: this one goes after it.
                ApiError::Code(ErrorDetail { code: ErrorCode::Conflict, .. }) => {
                    return self.add(records).await;
                }
                ApiError::Code(ErrorDetail { code: ErrorCode::Paused, .. }) => {
                    let notice = self.desk.fresh().await.ok().and_then(|desk| desk.settings.paused.clone());
                    return Err(notice.map_or(Trouble::Api(error), Trouble::Paused));
                }
                _ if error.is_passing() && tries < RETRIES && crate::page::is_online() => {
                    self.set(Stage::Again);
                    sleep(FIRST_PAUSE_MILLIS * 3_u32.pow(tries)).await;
                    tries += 1;
                    continue;
                }
                _ => return Err(error.into()),
            }
            self.set(Stage::Sending);
        }
    }

    /// The letter as it goes over the wire, sealed anew only where its words or the desk's key changed.
    async fn sealed(&self, records: &Records) -> Result<NewMailbox, Trouble> {
        let work = self.work.borrow().clone().ok_or(Trouble::Thread)?;
        if let Some((same, mailbox)) = &*self.sealed.borrow()
            && same == records
        {
            return Ok(NewMailbox { work, ..mailbox.clone() });
        }
        let desk = self.desk.get().await?;
        let Some(team) = desk.team.clone() else {
            // Asked again at the next press: it may be open by then.
            self.desk.fresh().await?;
            return Err(Trouble::Api(ApiError::Code(ErrorDetail {
                code: ErrorCode::NotOpen,
                field: None,
                retry_after: None,
                challenge: None,
            })));
        };
        let Records { letter, facts } = records.clone();
        let job = Job::SealFirst { desk: Box::new(team), letter, facts, work };
        let Some(mailbox) = self.thread.ask::<Option<NewMailbox>>(&job, |_| ()).await? else {
            self.forget_keys();
            return Err(Trouble::Thread);
        };
        *self.sealed.borrow_mut() = Some((records.clone(), mailbox.clone()));
        Ok(mailbox)
    }

    fn forget_keys(&self) {
        self.code.borrow_mut().take();
        self.work.borrow_mut().take();
        self.sealed.borrow_mut().take();
    }

    /// As one more letter in the mailbox that is already there.
    async fn add(&self, records: &Records) -> Result<KeptCode, Trouble> {
        let bearer: Option<String> = self.thread.ask(&Job::Bearer, |_| ()).await?;
        let mailbox = Mailbox::new(bearer.ok_or(Trouble::Thread)?);
        let page = mailbox.page(0).await?;
        let job = Job::SealNext { page, record: records.letter.clone() };
        let entry: Option<Entry> = self.thread.ask(&job, |_| ()).await?;
        let appended = mailbox.append(entry.ok_or(Trouble::Thread)?).await?;
        let pending = self.pending(records).await?;
        Pending::forget();
        Ok(pending.receipt(appended.promised))
    }

    /// Everything that a try needs, and the receipt after it.
    async fn pending(&self, records: &Records) -> Result<Pending, Trouble> {
        let mailbox = self.sealed(records).await?;
        let desk = self.desk.get().await?;
        let no_answer = Some(AnswerWish::NoAnswerNeeded);
        Ok(Pending {
            groups: self.code.borrow().clone().ok_or(Trouble::Thread)?,
            wants_answer: !matches!(&records.letter, Record::Letter { answer, .. } if *answer == no_answer),
            desk: desk.settings.name.clone(),
            promise: desk.promise,
            mailbox,
        })
    }
}
