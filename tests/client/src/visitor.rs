//! Somebody who writes for the first time.

use crate::error::ClientError;
use crate::http::Server;
use crate::letter::Words;
use crate::mailbox::Mailbox;
use crate::random::rng;
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::crypto::work::solve;
use madobe_domain::log::compose::FirstLetter;
use madobe_domain::wire::desk::Desk;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::intake::{Challenge, MailboxMade, NewMailbox, Work};

/// How often a send is tried where no answer comes.
const TRIES: usize = 5;

pub struct Visitor {
    server: Server,
}

/// A sealed letter with its code, ready to be sent as often as it takes.
pub struct Prepared {
    pub code: Code,
    pub keys: MailboxKeys,
    pub desk: Desk,
    first: FirstLetter,
}

impl Prepared {
    /// Makes the code, stretches it and seals the words to it and to the desk.
    pub fn seal(desk: Desk, words: &Words) -> Result<Self, ClientError> {
        let mut rng = rng();
        let code = Code::make(&mut rng);
        let keys = MailboxKeys::derive(&code, &desk.salt, desk.stretch)?;
        let team = desk.team.as_ref().ok_or(ClientError::NoTeam)?;
        let letter = words.letter().map_err(|_| ClientError::Words("not a letter"))?;
        let first = FirstLetter::seal(&mut rng, &keys, team, &letter, &words.facts())?;
        Ok(Self { code, keys, desk, first })
    }

    pub fn work(&self, challenge: Challenge) -> Result<Work, ClientError> {
        solve(challenge, &self.keys.id, |_| ()).ok_or(ClientError::TooMuchWork)
    }

    pub fn request(&self, work: Work) -> NewMailbox {
        self.first.with_work(work)
    }

    /// The twenty digits as they are written down.
    pub fn code_text(&self) -> String {
        self.code.dangerous_groups().join("-")
    }
}

impl Visitor {
    pub fn new(server: &Server) -> Self {
        Self { server: server.clone() }
    }

    pub fn desk(&self) -> Result<Desk, ClientError> {
        self.server.get("/api/desk")
    }

    pub fn challenge(&self) -> Result<Challenge, ClientError> {
        self.server.call::<(), _>("POST", "/api/intake/challenge", &[], None)
    }

    pub fn prepare(&self, words: &Words) -> Result<Prepared, ClientError> {
        Prepared::seal(self.desk()?, words)
    }

    /// One try.
    pub fn post(&self, request: &NewMailbox) -> Result<MailboxMade, ClientError> {
        self.server.call("POST", "/api/mailboxes", &[], Some(request))
    }

    /// Solves what it is asked to solve, and sends the same again where no answer comes.
    pub fn send(&self, prepared: &Prepared) -> Result<MailboxMade, ClientError> {
        let mut request = prepared.request(prepared.work(self.challenge()?)?);
        let mut tries = 0;
        loop {
            match self.post(&request) {
                Err(ClientError::Network(_)) if tries < TRIES => {}
                Err(ClientError::Refused { detail, .. })
                    if matches!(detail.code, ErrorCode::Work | ErrorCode::MoreWork) && tries < TRIES =>
                {
                    let challenge = detail.challenge.ok_or(ClientError::Words("no challenge came"))?;
                    request = prepared.request(prepared.work(challenge)?);
                }
                outcome => return outcome,
            }
            tries += 1;
        }
    }

    /// Everything from words to an open mailbox.
    pub fn write(&self, words: &Words) -> Result<Mailbox, ClientError> {
        let prepared = self.prepare(words)?;
        self.send(&prepared)?;
        Ok(Mailbox::with_keys(&self.server, prepared.keys, prepared.code.dangerous_groups().join("-")))
    }
}
