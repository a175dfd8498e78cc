//! What /book asks of the thread beside it, and the keys that stay over there. Nothing here opens a letter.

use crate::public::desk_facts::Desk;
use crate::random::rng;
use crate::thread::{Answer, Handler};
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::crypto::work::solve;
use madobe_domain::json;
use madobe_domain::log::compose::{FirstLetter, seal_entry};
use madobe_domain::log::entry::{Author, Compartment, GENESIS};
use madobe_domain::log::record::{About, Facts, Record};
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::wire::intake::{Challenge, Work};
use madobe_domain::wire::mailbox::{MailboxAppend, MailboxPage};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// `desk` is the text of `GET /api/desk`, `pages` those of `GET /api/mailbox`, from the first to the last.
#[derive(Serialize, Deserialize)]
pub enum Job {
    /// Draws a code and keeps what it opens. Answer: `Option<Opened>`.
    Make { desk: String },
    /// Stretches a code that is there already. Answer: `Option<Opened>`; none where it is no code.
    Open { desk: String, code: String },
    /// Says after each round how many are done. Answer: `Option<Work>`.
    Solve { challenge: Challenge },
    /// Answer: `Option<String>`, a `NewMailbox` with the newest solution; the same record is sealed once.
    SealFirst { desk: String, record: TalkRecord },
    /// Answer: `Option<String>`, a `MailboxAppend`.
    SealNext { pages: Vec<String>, record: TalkRecord },
}

#[derive(Serialize, Deserialize)]
pub struct Opened {
    pub groups: [String; 5],
    pub bearer: String,
}

pub fn handler() -> Handler {
    let mut keeper = Keeper::default();
    Handler::new(move |job, progress| keeper.act(job, progress))
}

#[derive(Default)]
pub(in crate::public) struct Keeper {
    keys: Option<MailboxKeys>,
    work: Option<Work>,
    /// Each try sends the same.
    sealed: Option<(TalkRecord, FirstLetter)>,
}

impl Keeper {
    pub(in crate::public) fn act(&mut self, job: Job, progress: &dyn Fn(u32)) -> Answer {
        match job {
            Job::Make { desk } => answer(&self.open(&desk, Some(Code::make(&mut rng())))),
            Job::Open { desk, code } => answer(&self.open(&desk, Code::parse(&Zeroizing::new(code)).ok())),
            Job::Solve { challenge } => answer(&self.solve(challenge, progress)),
            Job::SealFirst { desk, record } => answer(&self.seal_first(&desk, record)),
            Job::SealNext { pages, record } => answer(&self.seal_next(&pages, &record)),
        }
    }

    fn open(&mut self, desk: &str, code: Option<Code>) -> Option<Opened> {
        let (desk, code) = (Desk::read(desk)?, code?);
        *self = Self { keys: MailboxKeys::derive(&code, &desk.salt, desk.stretch).ok(), ..Self::default() };
        Some(Opened { groups: code.dangerous_groups(), bearer: self.keys.as_ref()?.dangerous_bearer() })
    }

    fn solve(&mut self, challenge: Challenge, progress: &dyn Fn(u32)) -> Option<Work> {
        self.work = solve(challenge, &self.keys.as_ref()?.id, |round| progress(round as u32));
        self.work.clone()
    }

    fn seal_first(&mut self, desk: &str, record: TalkRecord) -> Option<String> {
        let (keys, work, team) = (self.keys.as_ref()?, self.work.clone()?, Desk::read(desk)?.team?);
        if !self.sealed.as_ref().is_some_and(|(same, _)| *same == record) {
            let facts = Record::FactsChanged { facts: Facts { about: about(&record), ..Facts::default() } };
            let first = FirstLetter::seal(&mut rng(), keys, &team, &record, &facts).ok()?;
            self.sealed = Some((record, first));
        }
        let (_, first) = self.sealed.as_ref()?;
        serde_json::to_string(&first.with_work(work)).ok()
    }

    fn seal_next(&self, pages: &[String], record: &TalkRecord) -> Option<String> {
        let mut keys = CaseKeys::default();
        let mut tail = GENESIS;
        let mut case = None;
        for page in pages {
            let page: MailboxPage = json::read(page).ok()?;
            for grant in page.grants.iter().filter(|grant| grant.case == page.case) {
                let _ = keys.accept(grant, self.keys.as_ref()?.pair());
            }
            let said = |place| place == Compartment::Conversation;
            if let Some(last) = page.entries.iter().rev().find(|stored| said(stored.entry.compartment)) {
                tail = last.entry.hash();
            }
            case = Some(page.case);
        }
        let place = Compartment::Conversation;
        let entry = seal_entry(&mut rng(), &keys, case?, place, Author::Writer, tail, record).ok()?;
        serde_json::to_string(&MailboxAppend { entry, files: Vec::new() }).ok()
    }
}

fn about(record: &TalkRecord) -> Option<About> {
    match record {
        TalkRecord::TalkAsked { introduction: Some(introduction), .. } => introduction.about,
        _ => None,
    }
}

fn answer<T: Serialize>(answer: &Option<T>) -> Answer {
    serde_json::to_string(answer)
}
