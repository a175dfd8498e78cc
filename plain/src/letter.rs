//! The first letter of a plain form.
//!
//! The code comes from the ticket alone: one form, one code. Everything sealed comes from the ticket and the words
//! together: the same form again is the same bytes, and other words under the same ticket share no key or nonce with it.

use crate::derive::{PlainKey, stream};
use crate::ticket::Ticket;
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::ids::{CaseId, MailboxId};
use madobe_domain::log::compose::FirstLetter;
use madobe_domain::log::file::Files;
use madobe_domain::log::record::{About, AgeBand, AnswerWish, Facts, Introduction, Promises, Record};
use madobe_domain::log::weather::Weather;
use madobe_domain::text::LetterText;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::intake::{NewMailbox, Work};
use zeroize::Zeroizing;

/// One required field; everything else is the writer's to leave out.
pub struct Words {
    pub text: LetterText,
    pub answer: Option<AnswerWish>,
    pub call_me: Option<String>,
    pub about: Option<About>,
    pub promises: Promises,
    pub age: Option<AgeBand>,
    pub ward: Option<String>,
    /// A short answer is fine.
    pub short: bool,
    pub weather: Option<Weather>,
}

impl Words {
    fn letter(&self) -> Record {
        let introduction =
            Introduction { call_me: self.call_me.clone(), about: self.about, promises: self.promises };
        Record::Letter {
            text: self.text.clone(),
            answer: self.answer,
            introduction: Some(introduction),
            weather: self.weather,
            short: self.short,
            files: Files::NONE,
        }
    }

    fn facts(&self) -> Record {
        Record::FactsChanged {
            facts: Facts { about: self.about, age: self.age, ward: self.ward.clone(), source: None },
        }
    }
}

fn drawn(key: &PlainKey, ticket: &Ticket, words: &Words) -> chacha20::ChaCha20Rng {
    let (letter, facts) = (Zeroizing::new(words.letter().to_json()), Zeroizing::new(words.facts().to_json()));
    stream(key, "madobe/plain/letter/1", &[ticket.nonce(), &letter, &facts])
}

/// The code of this form.
pub fn code(key: &PlainKey, ticket: &Ticket) -> Code {
    Code::make(&mut stream(key, "madobe/plain/code/1", &[ticket.nonce()]))
}

/// The consultation that these words under this ticket become. Found without stretching anything.
pub fn case(key: &PlainKey, ticket: &Ticket, words: &Words) -> CaseId {
    // The first thing that `FirstLetter::seal` draws.
    CaseId::make(&mut drawn(key, ticket, words))
}

/// A letter sealed to its mailbox and to the desk.
pub struct Sealed {
    first: FirstLetter,
    pub mailbox: MailboxId,
    pub token_hash: Fixed<32>,
}

/// Stretches the code (64 MiB, a good part of a second) and seals. Nothing: the parameters are out of bounds, or the words
/// do not fit into an entry.
pub fn seal(
    key: &PlainKey,
    ticket: &Ticket,
    words: &Words,
    (salt, params): (&Fixed<16>, StretchParams),
    team: &TeamKey,
) -> Option<Sealed> {
    let keys = MailboxKeys::derive(&code(key, ticket), salt, params).ok()?;
    let mut rng = drawn(key, ticket, words);
    let first = FirstLetter::seal(&mut rng, &keys, team, &words.letter(), &words.facts()).ok()?;
    Some(Sealed { first, mailbox: keys.id, token_hash: keys.token_hash() })
}

impl Sealed {
    pub fn with_work(&self, work: Work) -> NewMailbox {
        self.first.with_work(work)
    }
}
