//! What /mailbox asks of the thread beside it, and the keys that stay over there.

use super::inside::Inside;
use crate::page::ticks;
use crate::random::rng;
use crate::thread::{Answer, Handler};
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::ids::CaseId;
use madobe_domain::log::case::CaseView;
use madobe_domain::log::compose::seal_entry;
use madobe_domain::log::entry::{Author, Compartment, Entry, EntryHash, GENESIS, StoredEntry};
use madobe_domain::log::open::open_entries;
use madobe_domain::log::record::Record;
use madobe_domain::wire::mailbox::MailboxPage;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub enum Job {
    /// Stretches a typed code and keeps what it opens. Answer: `Option<Opened>`.
    Open { code: String, salt: Fixed<16>, stretch: StretchParams },
    /// Takes in what the server sent. Answer: `Option<Inside>`; none where the keys do not fit.
    Read { page: MailboxPage },
    /// Takes in what the server has just accepted. Answer: `Option<Inside>`.
    Add { stored: StoredEntry },
    /// The next entry of the conversation. Answer: `Option<Entry>`.
    Seal { record: Record },
}

#[derive(Serialize, Deserialize)]
pub struct Opened {
    pub bearer: String,
    pub millis: f64,
}

pub fn handler() -> Handler {
    let mut keeper = Keeper::default();
    Handler::new(move |job, _| keeper.act(job))
}

#[derive(Default)]
pub(in crate::public) struct Keeper {
    keys: Option<MailboxKeys>,
    case: Option<OpenCase>,
}

struct OpenCase {
    id: CaseId,
    keys: CaseKeys,
    stored: Vec<StoredEntry>,
    tail: EntryHash,
    teams: Vec<String>,
}

impl OpenCase {
    fn new(id: CaseId) -> Self {
        Self { id, keys: CaseKeys::default(), stored: Vec::new(), tail: GENESIS, teams: Vec::new() }
    }

    fn look(&mut self) -> Inside {
        let view = CaseView::fold(open_entries(self.id, &self.keys, &self.stored));
        self.tail = view.tail(Compartment::Conversation);
        Inside::of(self.id, &view, self.teams.clone())
    }
}

impl Keeper {
    pub(in crate::public) fn act(&mut self, job: Job) -> Answer {
        match job {
            Job::Open { code, salt, stretch } => {
                let code = zeroize::Zeroizing::new(code);
                answer(&Code::parse(&code).ok().and_then(|code| self.open(&code, &salt, stretch)))
            }
            Job::Read { page } => answer(&self.read(page)),
            Job::Add { stored } => answer(&self.add(stored)),
            Job::Seal { record } => answer(&self.seal(&record)),
        }
    }

    fn open(&mut self, code: &Code, salt: &Fixed<16>, stretch: StretchParams) -> Option<Opened> {
        let begun = ticks();
        self.case = None;
        self.keys = MailboxKeys::derive(code, salt, stretch).ok();
        let bearer = self.keys.as_ref()?.dangerous_bearer();
        Some(Opened { bearer, millis: ticks() - begun })
    }

    fn read(&mut self, page: MailboxPage) -> Option<Inside> {
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
        case.teams = page.teams.into_iter().map(|team| team.name).collect();
        Some(case.look())
    }

    fn add(&mut self, stored: StoredEntry) -> Option<Inside> {
        let case = self.case.as_mut()?;
        case.stored.push(stored);
        Some(case.look())
    }

    fn seal(&self, record: &Record) -> Option<Entry> {
        let OpenCase { id, keys, tail, .. } = self.case.as_ref()?;
        seal_entry(&mut rng(), keys, *id, Compartment::Conversation, Author::Writer, *tail, record).ok()
    }
}

fn answer<T: Serialize>(answer: &Option<T>) -> Answer {
    serde_json::to_string(answer)
}
