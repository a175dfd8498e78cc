//! From the first choice to the booked talk: the code, the work, the hold, the sealed words, and the booking.
//! One thing at a time; what was done is not done again.

use super::form::Form;
use super::jobs::{Job, Opened};
use super::trouble::Trouble;
use crate::api::booking::BookError;
use crate::api::{Anonymous, ApiError, Mailbox};
use crate::page::sleep;
use crate::public::desk_facts::DeskFacts;
use crate::thread::Thread;
use madobe_domain::ids::ReservationId;
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::wire::booking::{MoveTo, NewHold, Reservation, State};
use madobe_domain::wire::error::{ErrorCode, ErrorDetail};
use madobe_domain::wire::intake::{Challenge, Work};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

/// Fresh puzzles or tails taken up in one go, before a person is asked.
pub const REPAIRS: u32 = 4;
/// Sent again by itself so many times, waiting longer each time.
const RETRIES: u32 = 2;
const FIRST_PAUSE_MILLIS: u32 = 1_500;
/// How often it is looked whether what goes before is done.
const TURN_MILLIS: u32 = 40;

pub struct Booker {
    pub(super) thread: Thread,
    pub(super) desk: DeskFacts,
    mailbox: RefCell<Option<Rc<Mailbox>>>,
    groups: RefCell<Option<[String; 5]>>,
    work: RefCell<Option<Work>>,
    /// The mailbox is there already.
    existing: Cell<bool>,
    /// The code was made here, and nobody has been shown it.
    fresh: Cell<bool>,
    /// The last record that is known to have arrived.
    pub(super) told: RefCell<Option<TalkRecord>>,
    /// What the calendar has already, and the conversation has not: in the order in which it was done.
    pub(super) unsent: RefCell<VecDeque<TalkRecord>>,
    taken: Cell<bool>,
}

/// Ends the turn of whoever has it.
struct Turn<'a>(&'a Cell<bool>);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl Booker {
    pub fn new(thread: Thread, desk: DeskFacts) -> Rc<Self> {
        Rc::new(Self {
            thread,
            desk,
            mailbox: RefCell::default(),
            groups: RefCell::default(),
            work: RefCell::default(),
            existing: Cell::new(false),
            fresh: Cell::new(false),
            told: RefCell::default(),
            unsent: RefCell::default(),
            taken: Cell::new(false),
        })
    }

    /// Two codes at once would be one too many: whatever makes or uses one waits for the one before.
    async fn turn(&self) -> Turn<'_> {
        while self.taken.replace(true) {
            sleep(TURN_MILLIS).await;
        }
        Turn(&self.taken)
    }

    pub fn is_existing(&self) -> bool {
        self.existing.get()
    }

    pub fn groups(&self) -> Option<[String; 5]> {
        self.groups.borrow().clone()
    }

    /// A code that was made here and has not been shown yet.
    pub fn fresh_code(&self) -> Option<[String; 5]> {
        self.groups().filter(|_| self.fresh.get())
    }

    /// It is on the screen now.
    pub fn shown(&self) {
        self.fresh.set(false);
    }

    /// Which time the desk was told of last.
    pub fn told(&self) -> Option<ReservationId> {
        self.told.borrow().as_ref().map(|record| record.talk().reservation)
    }

    /// What has become of that time is known: a next one is booked beside it.
    pub fn settled(&self) {
        self.told.borrow_mut().take();
    }

    pub fn mailbox(&self) -> Option<Rc<Mailbox>> {
        self.mailbox.borrow().clone()
    }

    pub(super) async fn desk_text(&self) -> Result<String, ApiError> {
        Ok(self.desk.get().await?.text.clone())
    }

    fn opened(&self, opened: Option<Opened>) -> Result<Rc<Mailbox>, Trouble> {
        let Opened { groups, bearer } = opened.ok_or(Trouble::Browser)?;
        let mailbox = Rc::new(Mailbox::new(bearer));
        *self.mailbox.borrow_mut() = Some(mailbox.clone());
        *self.groups.borrow_mut() = Some(groups);
        self.work.borrow_mut().take();
        Ok(mailbox)
    }

    /// With a code that is there already: from now on everything goes to its mailbox.
    pub async fn open(&self, code: String) -> Result<(), Trouble> {
        let _turn = self.turn().await;
        self.recall(code).await?;
        // That was another mailbox's.
        self.unsent.borrow_mut().clear();
        self.existing.set(true);
        self.fresh.set(false);
        Ok(())
    }

    /// The code that was given opens nothing: as if nobody had given one.
    pub fn forget(&self) {
        self.mailbox.borrow_mut().take();
        self.groups.borrow_mut().take();
        self.work.borrow_mut().take();
        self.told.borrow_mut().take();
        self.unsent.borrow_mut().clear();
        self.existing.set(false);
        self.fresh.set(false);
    }

    async fn recall(&self, code: String) -> Result<Rc<Mailbox>, Trouble> {
        let job = Job::Open { desk: self.desk_text().await?, code };
        let opened = self.thread.ask(&job, |_| ()).await?;
        self.existing.set(false);
        self.opened(opened)
    }

    /// Makes a code where there is none.
    async fn code(&self) -> Result<Rc<Mailbox>, Trouble> {
        if let Some(mailbox) = self.mailbox() {
            return Ok(mailbox);
        }
        let job = Job::Make { desk: self.desk_text().await? };
        let mailbox = self.opened(self.thread.ask(&job, |_| ()).await?)?;
        self.fresh.set(true);
        Ok(mailbox)
    }

    async fn solve(&self, challenge: Challenge) -> Result<Work, Trouble> {
        let work: Option<Work> = self.thread.ask(&Job::Solve { challenge }, |_| ()).await?;
        let Some(work) = work else { return Err(self.forget_keys()) };
        *self.work.borrow_mut() = Some(work.clone());
        Ok(work)
    }

    /// The keys went with a worker that ended: the same code is stretched again.
    pub(super) fn forget_keys(&self) -> Trouble {
        self.mailbox.borrow_mut().take();
        self.work.borrow_mut().take();
        Trouble::Thread
    }

    /// After a worker ended, the code that is shown or held under is the one to go on with.
    pub(super) async fn ready(&self) -> Result<Rc<Mailbox>, Trouble> {
        let known = self.groups();
        match known.filter(|_| self.mailbox().is_none()) {
            Some(groups) => {
                let existing = self.existing.get();
                let mailbox = self.recall(groups.concat()).await?;
                self.existing.set(existing);
                Ok(mailbox)
            }
            None => self.code().await,
        }
    }

    /// The work for a mailbox that is still to be made.
    pub(super) async fn work(&self) -> Result<Option<Work>, Trouble> {
        if self.existing.get() {
            return Ok(None);
        }
        let known = self.work.borrow().clone();
        match known {
            Some(work) => Ok(Some(work)),
            None => self.solve(Anonymous.challenge().await?).await.map(Some),
        }
    }

    /// Gets ready while somebody is still choosing.
    pub async fn prepare(&self) -> Result<(), Trouble> {
        let _turn = self.turn().await;
        self.ready().await?;
        self.work().await.map(drop)
    }

    /// A fresh puzzle, where that is what the server asks for.
    pub(super) async fn repaired(&self, error: &BookError) -> Result<bool, Trouble> {
        let BookError::Api(ApiError::Code(ErrorDetail {
            code: ErrorCode::Work | ErrorCode::MoreWork,
            challenge: Some(challenge),
            ..
        })) = error
        else {
            return Ok(false);
        };
        self.solve(challenge.clone()).await.map(|_| true)
    }

    /// Holds the time that was chosen.
    pub async fn hold(&self, form: &Form) -> Result<Reservation, Trouble> {
        let _turn = self.turn().await;
        let mailbox = self.ready().await?;
        let (Some(kind), Some(start), Some(id)) = (&form.kind, form.start, form.reservation) else {
            return Err(Trouble::Thread);
        };
        for _ in 0..REPAIRS {
            let new = NewHold { id, kind: kind.id, start, work: self.work().await? };
            match mailbox.hold(&new).await {
                Ok(held) => return Ok(held),
                Err(error) if self.repaired(&error).await? => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ApiError::Server.into())
    }

    /// Holds it longer, under the code that it is held with, also after a worker ended.
    pub async fn extend(&self, id: &ReservationId) -> Result<Reservation, Trouble> {
        let _turn = self.turn().await;
        Ok(self.ready().await?.extend(id).await?)
    }

    /// A time that nobody wants any more. Where this goes nowhere it runs out by itself.
    pub async fn let_go(&self, id: &ReservationId) {
        let _turn = self.turn().await;
        if let Some(mailbox) = self.mailbox() {
            let _ = mailbox.cancel_talk(id).await;
        }
    }

    /// Tells the desk, sealed, and books. Sent again it is done.
    pub async fn book(&self, form: &Form) -> Result<(), Trouble> {
        let _turn = self.turn().await;
        let mailbox = self.ready().await?;
        let (Some(record), Some(id)) = (form.record(!self.existing.get()), form.reservation) else {
            return Err(Trouble::Thread);
        };
        // Held for a while from now on: the desk is told of no time that somebody else has by now.
        if self.told() != form.reservation {
            patiently(async || mailbox.extend(&id).await).await?;
        }
        if self.existing.get() {
            self.take_back(&mailbox, id).await?;
        }
        self.tell().await;
        // The words first: a time without them says nothing.
        if self.existing.get() {
            self.append(&record).await?;
        } else {
            self.make(&record).await?;
            self.existing.set(true);
        }
        let trouble = match patiently(async || mailbox.confirm(&id).await).await {
            Ok(_) => return Ok(()),
            Err(BookError::Api(error)) if error.is_passing() => Trouble::Unsure(error),
            Err(error) => error.into(),
        };
        if trouble.taken().is_some() {
            // What was just said of this time holds no longer.
            let lost = TalkRecord::TalkCancelled { talk: record.talk().clone() };
            let _ = self.append(&lost).await;
        }
        Err(trouble)
    }

    /// Whether the time that the desk was told of before was booked, nobody knows. Whoever books another one by now does not
    /// mean both.
    async fn take_back(&self, mailbox: &Mailbox, chosen: ReservationId) -> Result<(), Trouble> {
        let told = self.told.borrow().clone();
        let Some(TalkRecord::TalkAsked { talk, .. }) = told.filter(|told| told.talk().reservation != chosen)
        else {
            return Ok(());
        };
        match patiently(async || mailbox.cancel_talk(&talk.reservation).await).await {
            Ok(()) => self.append(&TalkRecord::TalkCancelled { talk }).await,
            Err(BookError::Api(error)) if error.is_passing() => Err(error.into()),
            // It has begun, or is none of this code's: it stays as it is.
            Err(_) => Ok(()),
        }
    }

    /// Moves a talk; the same change again, where an answer was lost, is done already. Then the desk is told.
    pub async fn shift(&self, id: &ReservationId, to: &MoveTo, record: &TalkRecord) -> Result<(), Trouble> {
        let _turn = self.turn().await;
        let mailbox = self.ready().await?;
        patiently(async || mailbox.move_talk(id, to).await).await?;
        self.unsent.borrow_mut().push_back(record.clone());
        self.tell().await;
        Ok(())
    }

    pub async fn cancel(&self, id: &ReservationId, record: &TalkRecord) -> Result<(), Trouble> {
        let _turn = self.turn().await;
        let mailbox = self.ready().await?;
        patiently(async || mailbox.cancel_talk(id).await).await?;
        self.unsent.borrow_mut().push_back(record.clone());
        self.tell().await;
        Ok(())
    }

    /// What the conversation could not be told before.
    pub async fn tell_again(&self) {
        let _turn = self.turn().await;
        self.tell().await;
    }

    /// After a reload in the middle of booking: what has become of the time?
    pub async fn look_for(&self, form: &Form) -> Result<Option<Reservation>, Trouble> {
        let Some(code) = &form.code else { return Ok(None) };
        let _turn = self.turn().await;
        // Also where nothing can be asked now: whatever is booked from here on is this code's.
        *self.groups.borrow_mut() = Some(code.clone());
        self.fresh.set(true);
        let made = form.told.is_some();
        self.existing.set(made);
        if made {
            *self.told.borrow_mut() = form.record(false).filter(|_| form.told == form.reservation);
        }
        let mailbox = self.recall(code.concat()).await?;
        self.existing.set(made);
        let talks = match mailbox.talks().await {
            Ok(talks) => talks.reservations,
            Err(BookError::Api(ApiError::Code(ErrorDetail { code: ErrorCode::Unauthorised, .. }))) => {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let live = |one: &Reservation| matches!(one.state, State::Held | State::Booked);
        Ok(talks.into_iter().find(|one| Some(one.id) == form.reservation && live(one)))
    }
}

/// Again, where no answer came: each of these acts is done once however often it is asked for.
pub(super) async fn patiently<T>(act: impl AsyncFn() -> Result<T, BookError>) -> Result<T, BookError> {
    let mut tries = 0;
    loop {
        match act().await {
            Err(BookError::Api(error)) if error.is_passing() && tries < RETRIES => {
                sleep(FIRST_PAUSE_MILLIS * 3_u32.pow(tries)).await;
                tries += 1;
            }
            outcome => return outcome,
        }
    }
}
