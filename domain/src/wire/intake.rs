//! `POST /api/intake/challenge` and `POST /api/mailboxes`: the first letter, which makes a mailbox.

use crate::bytes::{Fixed, Opaque};
use crate::clock::Timestamp;
use crate::crypto::work::ROUNDS;
use crate::ids::{CaseId, MailboxId};
use crate::log::entry::{Entry, StoredEntry};
use crate::wire::grant::{Grant, PublicKeyBytes};
use serde::{Deserialize, Serialize};

/// A puzzle handed out by the server, which keeps no record of it: the code over it is its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    pub nonce: Fixed<16>,
    pub issued_at: Timestamp,
    /// Leading zero bits asked for in each of the sixteen rounds.
    pub bits: u8,
    /// HMAC-SHA-256 over the three fields above.
    pub mac: Fixed<32>,
}

/// A solved challenge: one 32-bit number per round, big-endian, bound to the mailbox being made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Work {
    pub challenge: Challenge,
    pub solution: Opaque<{ ROUNDS * 4 }>,
}

impl Work {
    /// For a letter that is sealed before the server could be asked: sent like this, it is answered with a challenge.
    pub fn none() -> Self {
        let challenge =
            Challenge { nonce: Fixed([0; 16]), issued_at: Timestamp(0), bits: 0, mac: Fixed([0; 32]) };
        Self { challenge, solution: Opaque::zeros() }
    }
}

/// Makes a mailbox and its case with their first entries. Sent again unchanged, it is answered as done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMailbox {
    pub mailbox: MailboxId,
    /// SHA-256 of the mailbox token. The token itself comes with later requests.
    pub token_hash: Fixed<32>,
    pub public_key: PublicKeyBytes,
    pub case: CaseId,
    /// Exactly two: to the mailbox and to the desk's team, each for conversation and facts.
    pub grants: Vec<Grant>,
    /// Exactly two: the first letter (conversation) and the first facts, by the writer, both with a zero `prev`.
    pub entries: Vec<Entry>,
    pub work: Work,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxMade {
    pub entries: Vec<Appended>,
}

/// Where an entry now stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Appended {
    pub seq: i64,
    pub created_at: Timestamp,
    #[serde(default, with = "crate::clock::day::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub promised: Option<chrono::NaiveDate>,
    pub hash: Fixed<32>,
}

impl Appended {
    /// The stored entry that the server now holds.
    pub fn with(self, entry: Entry) -> StoredEntry {
        StoredEntry { seq: self.seq, created_at: self.created_at, promised: self.promised, entry }
    }
}
