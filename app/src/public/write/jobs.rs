//! What /write asks of the thread beside it, and the keys that stay over there. Nothing here opens a letter. What the
//! server is told goes through the page as text: the page has no use for its parts.

use crate::page::ticks;
use crate::public::desk_facts::Desk;
use crate::random::rng;
use crate::thread::{Answer, Handler};
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::crypto::work::solve;
use madobe_domain::log::compose::FirstLetter;
use madobe_domain::log::record::Written;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::intake::{Challenge, Work};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// `desk` is the text of `GET /api/desk`.
#[derive(Serialize, Deserialize)]
pub enum Job {
    /// Draws a code and keeps what it opens. Answer: `Option<Made>`.
    MakeCode { desk: String },
    /// Takes up a code that was made before a reload. Answer: `Option<String>`, the right to its mailbox.
    Recall { desk: String, code: String },
    /// Says after each round how many are done, and keeps the solution. Answer: `Option<u32>`, in milliseconds.
    Solve { challenge: Challenge },
    /// `records`: the letter and its facts as they are sealed, in JSON. Answer: `Option<String>`, a `NewMailbox` with the
    /// newest solution, or with none yet; the same records are sealed once.
    SealFirst { desk: String, records: [String; 2] },
    /// The right to the mailbox whose keys are here. Answer: `Option<String>`.
    Bearer,
}

#[derive(Serialize, Deserialize)]
pub struct Made {
    pub groups: [String; 5],
    pub millis: u32,
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
    sealed: Option<([String; 2], TeamKey, FirstLetter)>,
}

/// Made into text by the page, which has no need to be able to read it again.
struct Json<'a>(&'a str);

impl Written for Json<'_> {
    fn json(&self) -> Vec<u8> {
        self.0.as_bytes().to_vec()
    }
}

impl Keeper {
    pub(in crate::public) fn act(&mut self, job: Job, progress: &dyn Fn(u32)) -> Answer {
        match job {
            Job::MakeCode { desk } => answer(&self.make_code(&desk)),
            Job::Recall { desk, code } => answer(&self.recall(&desk, &Zeroizing::new(code))),
            Job::Solve { challenge } => answer(&self.solve(challenge, progress)),
            Job::SealFirst { desk, records } => answer(&self.seal_first(&desk, records)),
            Job::Bearer => answer(&self.keys.as_ref().map(MailboxKeys::dangerous_bearer)),
        }
    }

    fn make_code(&mut self, desk: &str) -> Option<Made> {
        let begun = ticks();
        let desk = Desk::read(desk)?;
        let code = Code::make(&mut rng());
        *self = Self { keys: MailboxKeys::derive(&code, &desk.salt, desk.stretch).ok(), ..Self::default() };
        self.keys.as_ref()?;
        Some(Made { groups: code.dangerous_groups(), millis: since(begun) })
    }

    fn recall(&mut self, desk: &str, code: &str) -> Option<String> {
        let (desk, code) = (Desk::read(desk)?, Code::parse(code).ok()?);
        *self = Self { keys: MailboxKeys::derive(&code, &desk.salt, desk.stretch).ok(), ..Self::default() };
        self.keys.as_ref().map(MailboxKeys::dangerous_bearer)
    }

    fn solve(&mut self, challenge: Challenge, progress: &dyn Fn(u32)) -> Option<u32> {
        let begun = ticks();
        self.work = solve(challenge, &self.keys.as_ref()?.id, |round| progress(round as u32));
        self.work.is_some().then(|| since(begun))
    }

    fn seal_first(&mut self, desk: &str, records: [String; 2]) -> Option<String> {
        let (keys, team) = (self.keys.as_ref()?, Desk::read(desk)?.team?);
        let work = self.work.clone().unwrap_or_else(Work::none);
        if !self.sealed.as_ref().is_some_and(|(same, to, _)| *same == records && *to == team) {
            let [letter, facts] = &records;
            let first = FirstLetter::seal(&mut rng(), keys, &team, &Json(letter), &Json(facts)).ok()?;
            self.sealed = Some((records, team, first));
        }
        let (.., first) = self.sealed.as_ref()?;
        serde_json::to_string(&first.with_work(work)).ok()
    }
}

fn since(begun: f64) -> u32 {
    (ticks() - begun) as u32
}

fn answer<T: Serialize>(answer: &Option<T>) -> Answer {
    serde_json::to_string(answer)
}
