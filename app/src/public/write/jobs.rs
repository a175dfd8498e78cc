//! What /write asks of the thread beside it, and the keys that stay over there. Nothing here opens a letter.

use crate::page::ticks;
use crate::random::rng;
use crate::thread::{Answer, Handler};
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::crypto::work::solve;
use madobe_domain::log::compose::{FirstLetter, seal_entry};
use madobe_domain::log::entry::{Author, Compartment, Entry};
use madobe_domain::log::record::Record;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::intake::{Challenge, NewMailbox, Work};
use madobe_domain::wire::mailbox::MailboxPage;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub enum Job {
    /// Draws a code and keeps what it opens. Answer: `Option<Made>`.
    MakeCode { salt: Fixed<16>, stretch: StretchParams },
    /// Says after each round how many are done. Answer: `Option<Solved>`.
    Solve { challenge: Challenge },
    /// Answer: `Option<NewMailbox>`, ready to be sent and sent again.
    SealFirst { desk: Box<TeamKey>, letter: Record, facts: Record, work: Work },
    /// The right to the mailbox whose keys are here. Answer: `Option<String>`.
    Bearer,
    /// One more letter, after everything that is in that mailbox. Answer: `Option<Entry>`.
    SealNext { page: MailboxPage, record: Record },
}

#[derive(Serialize, Deserialize)]
pub struct Made {
    pub groups: [String; 5],
    pub millis: f64,
}

#[derive(Serialize, Deserialize)]
pub struct Solved {
    pub work: Work,
    pub millis: f64,
}

pub fn handler() -> Handler {
    let mut keeper = Keeper::default();
    Handler::new(move |job, progress| keeper.act(job, progress))
}

#[derive(Default)]
pub(in crate::public) struct Keeper {
    keys: Option<MailboxKeys>,
}

impl Keeper {
    pub(in crate::public) fn act(&mut self, job: Job, progress: &dyn Fn(u32)) -> Answer {
        match job {
            Job::MakeCode { salt, stretch } => answer(&self.make_code(&salt, stretch)),
            Job::Solve { challenge } => answer(&self.solve(challenge, progress)),
            Job::SealFirst { desk, letter, facts, work } => {
                answer(&self.seal_first(&desk, &letter, &facts, work))
            }
            Job::Bearer => answer(&self.keys.as_ref().map(MailboxKeys::dangerous_bearer)),
            Job::SealNext { page, record } => answer(&self.seal_next(&page, &record)),
        }
    }

    fn make_code(&mut self, salt: &Fixed<16>, stretch: StretchParams) -> Option<Made> {
        let begun = ticks();
        let code = Code::make(&mut rng());
        self.keys = MailboxKeys::derive(&code, salt, stretch).ok();
        self.keys.as_ref()?;
        Some(Made { groups: code.dangerous_groups(), millis: ticks() - begun })
    }

    fn solve(&self, challenge: Challenge, progress: &dyn Fn(u32)) -> Option<Solved> {
        let begun = ticks();
        let work = solve(challenge, &self.keys.as_ref()?.id, |round| progress(round as u32))?;
        Some(Solved { work, millis: ticks() - begun })
    }

    fn seal_first(&self, desk: &TeamKey, letter: &Record, facts: &Record, work: Work) -> Option<NewMailbox> {
        let first = FirstLetter::seal(&mut rng(), self.keys.as_ref()?, desk, letter, facts).ok()?;
        Some(first.with_work(work))
    }

    /// The keys of that case come from its grants: they were made for a wording that is no longer here.
    fn seal_next(&self, page: &MailboxPage, record: &Record) -> Option<Entry> {
        let pair = self.keys.as_ref()?.pair();
        let mut keys = CaseKeys::default();
        for grant in page.grants.iter().filter(|grant| grant.case == page.case) {
            let _ = keys.accept(grant, pair);
        }
        let conversation =
            page.entries.iter().filter(|stored| stored.entry.compartment == Compartment::Conversation);
        let tail = conversation.max_by_key(|stored| stored.seq)?.entry.hash();
        seal_entry(&mut rng(), &keys, page.case, Compartment::Conversation, Author::Writer, tail, record).ok()
    }
}

fn answer<T: Serialize>(answer: &Option<T>) -> Answer {
    serde_json::to_string(answer)
}
