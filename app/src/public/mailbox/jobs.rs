//! What /mailbox asks of the thread beside it, and the keys that stay over there. What the server says and is told goes
//! through the page as text: the page has no use for its parts.

use super::inside::Inside;
use crate::page::ticks;
use crate::public::desk_facts::Desk;
use crate::random::rng;
use crate::thread::{Answer, Handler};
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::crypto::feedback::seal_feedback;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::crypto::work::solve;
use madobe_domain::feedback::Feedback;
use madobe_domain::ids::{CaseId, FeedbackId, MailboxId};
use madobe_domain::json;
use madobe_domain::log::case::CaseView;
use madobe_domain::log::compose::seal_entry;
use madobe_domain::log::entry::{Author, Compartment, Entry, EntryHash, GENESIS, StoredEntry};
use madobe_domain::log::open::open_entries;
use madobe_domain::log::record::Record;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::feedback::{NewFeedback, SealedFeedback};
use madobe_domain::wire::intake::{Appended, Challenge};
use madobe_domain::wire::mailbox::{HoldingTeam, MailboxAppend, MailboxPage};
use serde::{Deserialize, Serialize};

/// `desk` is the text of `GET /api/desk`, `page` that of `GET /api/mailbox`.
#[derive(Serialize, Deserialize)]
pub enum Job {
    /// Stretches a typed code and keeps what it opens. Answer: `Option<Opened>`.
    Open { code: String, desk: String },
    /// Takes in what the server sent. Answer: `Option<Read>`; none where the keys do not fit.
    Read { page: String },
    /// Takes in what the server has just accepted of what was sealed here. Answer: `Option<Inside>`.
    Add { appended: Appended },
    /// The next entry of the conversation. Answer: `Option<String>`, a `MailboxAppend`.
    Seal { record: Record },
    /// For /feedback: solves the puzzle and seals the answers; the same answers to the same key are sealed once.
    /// Answer: `Option<Sealed>`; none where the desk has no key for it.
    Feedback { desk: String, challenge: Challenge, given: Feedback },
}

/// `body`: a `NewFeedback`.
#[derive(Serialize, Deserialize)]
pub struct Sealed {
    pub body: String,
}

#[derive(Serialize, Deserialize)]
pub struct Read {
    pub inside: Inside,
    /// The server has more than it sent.
    pub more: bool,
}

#[derive(Serialize, Deserialize)]
pub struct Opened {
    pub bearer: String,
    pub millis: u32,
}

pub fn handler() -> Handler {
    let mut keeper = Keeper::default();
    Handler::new(move |job, _| keeper.act(job))
}

#[derive(Default)]
pub(in crate::public) struct Keeper {
    keys: Option<MailboxKeys>,
    case: Option<OpenCase>,
    /// Each try sends the same.
    given: Option<(Feedback, TeamKey, FeedbackId, SealedFeedback)>,
}

struct OpenCase {
    id: CaseId,
    keys: CaseKeys,
    stored: Vec<StoredEntry>,
    tail: EntryHash,
    /// Sealed here, and not known to have arrived.
    sealed: Vec<Entry>,
    teams: Vec<HoldingTeam>,
    /// As the server says: the record of it is not for the writer.
    closed: bool,
}

impl OpenCase {
    fn new(id: CaseId) -> Self {
        Self {
            id,
            keys: CaseKeys::default(),
            stored: Vec::new(),
            tail: GENESIS,
            sealed: Vec::new(),
            teams: Vec::new(),
            closed: false,
        }
    }

    fn look(&mut self) -> Inside {
        let view = CaseView::fold(open_entries(self.id, &self.keys, &self.stored));
        self.tail = view.tail(Compartment::Conversation);
        Inside::of(self.id, &view, self.teams.clone(), self.closed)
    }
}

impl Keeper {
    pub(in crate::public) fn act(&mut self, job: Job) -> Answer {
        match job {
            Job::Open { code, desk } => {
                let code = zeroize::Zeroizing::new(code);
                answer(&Code::parse(&code).ok().and_then(|code| self.open(&code, &desk)))
            }
            Job::Read { page } => answer(&self.read(&page)),
            Job::Add { appended } => answer(&self.add(appended)),
            Job::Seal { record } => answer(&self.seal(&record)),
            Job::Feedback { desk, challenge, given } => answer(&self.feedback(&desk, challenge, given)),
        }
    }

    fn open(&mut self, code: &Code, desk: &str) -> Option<Opened> {
        let begun = ticks();
        let desk = Desk::read(desk)?;
        self.case = None;
        self.keys = MailboxKeys::derive(code, &desk.salt, desk.stretch).ok();
        let bearer = self.keys.as_ref()?.dangerous_bearer();
        Some(Opened { bearer, millis: (ticks() - begun) as u32 })
    }

    fn read(&mut self, page: &str) -> Option<Read> {
        let page: MailboxPage = json::read(page).ok()?;
        let keys = self.keys.as_ref()?;
        if self.case.as_ref().is_none_or(|case| case.id != page.case) {
            self.case = Some(OpenCase::new(page.case));
        }
        let case = self.case.as_mut()?;
        if case.keys.conversation.is_none() {
            for grant in page.grants.iter().filter(|grant| grant.case == page.case) {
                // One that does not open is not for us; what counts is that the conversation's key came.
                let _ = case.keys.accept(grant, keys.pair());
            }
            case.keys.conversation.as_ref()?;
        }
        case.stored.extend(page.entries);
        case.closed = page.closed;
        case.teams = page.teams;
        Some(Read { inside: case.look(), more: page.more })
    }

    fn add(&mut self, appended: Appended) -> Option<Inside> {
        let case = self.case.as_mut()?;
        let place = case.sealed.iter().position(|entry| entry.hash() == appended.hash)?;
        let entry = case.sealed.swap_remove(place);
        case.stored.push(appended.with(entry));
        // Whoever writes again takes it up again.
        case.closed = false;
        Some(case.look())
    }

    fn seal(&mut self, record: &Record) -> Option<String> {
        let OpenCase { id, keys, tail, sealed, .. } = self.case.as_mut()?;
        let place = Compartment::Conversation;
        let entry = seal_entry(&mut rng(), keys, *id, place, Author::Writer, *tail, record).ok()?;
        sealed.push(entry.clone());
        let files = match record {
            Record::Letter { files, .. } => files.ids(),
            _ => Vec::new(),
        };
        serde_json::to_string(&MailboxAppend { entry, files }).ok()
    }

    fn feedback(&mut self, desk: &str, challenge: Challenge, given: Feedback) -> Option<Sealed> {
        let team = Desk::read(desk)?.team?;
        if !self.given.as_ref().is_some_and(|(same, to, ..)| *same == given && *to == team) {
            let id = FeedbackId::make(&mut rng());
            let sealed = seal_feedback(&mut rng(), &id, &team, &given).ok()?;
            self.given = Some((given, team, id, sealed));
        }
        let (_, team, id, sealed) = self.given.as_ref()?;
        let work = solve(challenge, &MailboxId::from_bytes(*id.as_bytes()), |_| ())?;
        let (id, sealed) = (*id, sealed.clone());
        let new = NewFeedback { id, team: team.id, version: team.version, sealed, work };
        Some(Sealed { body: serde_json::to_string(&new).ok()? })
    }
}

fn answer<T: Serialize>(answer: &Option<T>) -> Answer {
    serde_json::to_string(answer)
}
