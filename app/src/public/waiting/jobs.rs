//! What the letter that waits asks of the thread beside the page. It goes through as text; nothing here reads its words.

use crate::public::desk_facts::Desk;
use crate::random::rng;
use crate::thread::{Answer, Handler};
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::crypto::work::solve;
use madobe_domain::json;
use madobe_domain::log::compose::grant_anew;
use madobe_domain::wire::intake::{Challenge, NewMailbox};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// `mailbox` is the letter as it was kept, `desk` the text of `GET /api/desk`. Answer: `Option<String>`, the letter as it is
/// to be sent from now on.
#[derive(Serialize, Deserialize)]
pub enum Job {
    Solve {
        mailbox: String,
        challenge: Challenge,
    },
    /// Gives it to the desk's present key. None: it is not this code's letter.
    GrantAnew {
        mailbox: String,
        desk: String,
        code: String,
    },
}

pub fn handler() -> Handler {
    Handler::new(|job, _| act(job))
}

pub(in crate::public) fn act(job: Job) -> Answer {
    let letter = match job {
        Job::Solve { mailbox, challenge } => solved(&mailbox, challenge),
        Job::GrantAnew { mailbox, desk, code } => granted(&mailbox, &desk, &Zeroizing::new(code)),
    };
    serde_json::to_string(&letter.and_then(|letter| serde_json::to_string(&letter).ok()))
}

fn solved(mailbox: &str, challenge: Challenge) -> Option<NewMailbox> {
    let letter: NewMailbox = json::read(mailbox).ok()?;
    let work = solve(challenge, &letter.mailbox, |_| ())?;
    Some(NewMailbox { work, ..letter })
}

fn granted(mailbox: &str, desk: &str, code: &str) -> Option<NewMailbox> {
    let (desk, code) = (Desk::read(desk)?, Code::parse(code).ok()?);
    let keys = MailboxKeys::derive(&code, &desk.salt, desk.stretch).ok()?;
    grant_anew(&mut rng(), &keys, &desk.team?, json::read(mailbox).ok()?).ok()
}
