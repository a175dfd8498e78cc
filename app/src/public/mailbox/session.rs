//! An opened mailbox. Its keys are in the thread beside the page and nowhere else; this holds the right to ask
//! the server, the code as it was typed, and the last view.

use super::action::Said;
use super::inside::Inside;
use super::jobs::{Job, Opened, Read};
use crate::api::{ApiError, Mailbox};
use crate::page::{is_online, measure, sleep};
use crate::public::desk_facts::DeskFacts;
use crate::public::error_summary::ErrorSummary;
use crate::public::handed;
use crate::thread::{Thread, ThreadError};
use crate::words::public::entry as words;
use leptos::prelude::*;
use madobe_domain::ids::FileId;
use madobe_domain::log::record::{Promises, Record};
use madobe_domain::wire::booking::Waiting;
use madobe_domain::wire::error::ErrorCode;
use std::cell::{Cell, RefCell};
use zeroize::Zeroizing;

/// Sent again by itself so many times.
const RETRIES: u32 = 2;
const FIRST_PAUSE_MILLIS: u32 = 1_500;
/// As often as somebody else may have been quicker before this gives up.
const RESEALS: u32 = 5;

#[derive(Clone, PartialEq)]
pub enum Refusal {
    Api(ApiError),
    Thread(ThreadError),
    /// What came does not open with this code.
    Unread,
    /// It was changed elsewhere since it was looked at: a person has to look again.
    Moved,
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<ThreadError> for Refusal {
    fn from(error: ThreadError) -> Self {
        Self::Thread(error)
    }
}

pub struct Session {
    /// Which conversation it is.
    pub case: String,
    pub inside: RwSignal<Inside>,
    /// The newest words about something that was done here.
    pub said: RwSignal<Said>,
    /// What needs a look, at the top of the page: the one that the door has used.
    pub summary: ErrorSummary,
    /// Of everything that is drawn and kept while it is open.
    owner: Owner,
    /// The line at the door.
    pub status: RwSignal<&'static str>,
    thread: Thread,
    client: Mailbox,
    /// Sealed, and perhaps received: the same entry is sent again, so that it cannot double.
    pending: RefCell<Option<(Record, String)>>,
    closed: Cell<bool>,
    /// As it was typed, for whoever goes on to the bookings.
    code: RefCell<Zeroizing<String>>,
    /// Pictures that were opened here, and where they are shown: by the handle of the file.
    pub opened: RwSignal<Vec<(FileId, Option<String>)>>,
}

impl Session {
    pub async fn open(
        thread: Thread,
        desk: &DeskFacts,
        code: String,
        status: RwSignal<&'static str>,
        summary: ErrorSummary,
    ) -> Result<Self, Refusal> {
        status.set(words::FETCHING);
        let desk = desk.get().await?.text.clone();
        status.set(words::STRETCHING);
        let job = Job::Open { code: code.clone(), desk };
        let opened: Option<Opened> = thread.ask(&job, |_| ()).await?;
        let opened = opened.ok_or(Refusal::Unread)?;
        measure("madobe-stretch", opened.millis);
        status.set(words::FETCHING);
        let client = Mailbox::new(opened.bearer);
        let inside = read(&thread, &client, 0).await?;
        let (owner, case) = (Owner::new(), inside.case.clone());
        let (inside, said, opened) =
            owner.with(|| (RwSignal::new(inside), RwSignal::new(Said::default()), RwSignal::default()));
        Ok(Self {
            case,
            inside,
            said,
            summary,
            owner,
            status,
            thread,
            client,
            pending: RefCell::default(),
            closed: Cell::new(false),
            code: RefCell::new(Zeroizing::new(code)),
            opened,
        })
    }

    /// Draws what ends with it.
    pub fn draw(&self, draw: impl FnOnce()) {
        self.owner.with(draw);
    }

    /// As last seen; none, once it is closed.
    pub fn promises(&self) -> Promises {
        self.inside.try_with_untracked(|inside| inside.promises).unwrap_or_default()
    }

    fn set(&self, inside: Inside) {
        if !self.is_closed() && self.inside.with_untracked(|before| *before != inside) {
            self.inside.set(inside);
        }
    }

    /// Fetches what came since. Says whether a new reply is among it.
    pub async fn refresh(&self) -> Result<bool, Refusal> {
        // What it showed is gone by then.
        if self.is_closed() {
            return Err(Refusal::Thread(ThreadError::Lost));
        }
        let (last_seq, replies) = self.inside.with_untracked(|inside| (inside.last_seq, inside.replies));
        let inside = read(&self.thread, &self.client, last_seq).await?;
        let news = inside.replies > replies;
        self.set(inside);
        Ok(news)
    }

    /// Adds a record to the conversation. Where something came in between, it goes after that: both stay.
    pub async fn append(&self, record: Record) -> Result<(), Refusal> {
        let (mut tries, mut reseals) = (0, 0);
        loop {
            let append = self.sealed(&record).await?;
            let error = match self.client.append(append).await {
                Ok(appended) => {
                    self.pending.borrow_mut().take();
                    let job = Job::Add { appended };
                    let inside: Option<Inside> = self.thread.ask(&job, |_| ()).await?;
                    self.set(inside.ok_or(Refusal::Unread)?);
                    return Ok(());
                }
                Err(error) => error,
            };
            if error.code() == Some(ErrorCode::TailMoved) && reseals < RESEALS {
                reseals += 1;
                self.pending.borrow_mut().take();
                let before = self.promises();
                self.refresh().await?;
                // What came in between may wait for an answer, too.
                let joins = matches!(record, Record::Joined { .. });
                if joins || matches!(record, Record::PromisesChanged { .. }) && self.promises() != before {
                    return Err(Refusal::Moved);
                }
            } else if error.is_passing() && tries < RETRIES && is_online() {
                sleep(FIRST_PAUSE_MILLIS * 3_u32.pow(tries)).await;
                tries += 1;
            } else {
                return Err(error.into());
            }
        }
    }

    async fn sealed(&self, record: &Record) -> Result<String, Refusal> {
        if let Some((same, append)) = &*self.pending.borrow()
            && same == record
        {
            return Ok(append.clone());
        }
        let job = Job::Seal { record: record.clone() };
        let append: Option<String> = self.thread.ask(&job, |_| ()).await?;
        let append = append.ok_or(Refusal::Thread(ThreadError::Lost))?;
        *self.pending.borrow_mut() = Some((record.clone(), append.clone()));
        Ok(append)
    }

    /// A file of this conversation: with its sealed bytes it goes there, without it comes back.
    pub async fn carry(&self, file: FileId, sealed: Option<&[u8]>) -> Result<Vec<u8>, ApiError> {
        self.client.carry(file, sealed).await
    }

    /// The kinds of talk that this mailbox waits for.
    pub async fn waiting(&self) -> Result<Vec<Waiting>, ApiError> {
        self.client.waiting().await
    }

    pub async fn delete(&self) -> Result<(), ApiError> {
        self.client.delete().await
    }

    /// The page of bookings, which this tab goes to now, opens with the same code.
    pub fn hand_over(&self) {
        handed::give(&self.code.borrow());
    }

    /// Forgets the keys, the code and the letters. Whoever asks later finds nothing.
    pub fn close(&self) {
        self.closed.set(true);
        self.code.take();
        self.thread.stop();
        for (_, address) in self.opened.try_get_untracked().unwrap_or_default() {
            let _ = address.map(|address| web_sys::Url::revoke_object_url(&address));
        }
        self.owner.cleanup();
    }

    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }
}

/// Every page from `after` on.
async fn read(thread: &Thread, client: &Mailbox, mut after: i64) -> Result<Inside, Refusal> {
    loop {
        let page = client.page(after).await?;
        let read: Option<Read> = thread.ask(&Job::Read { page }, |_| ()).await?;
        let Read { inside, more } = read.ok_or(Refusal::Unread)?;
        // A server that says there is more, and sends nothing, is not asked for ever.
        if !more || inside.last_seq <= after {
            return Ok(inside);
        }
        after = inside.last_seq;
    }
}
