//! The sealed form: one JSON object a line, in this order: the desk, its people, its teams; then each case by rising id (as it is written), with its
//! entries by rising `seq` and a line that closes it, or as gone; at last the end. Nothing in it opens without keys.

use super::{Tails, VERSION, digest};
use crate::bytes::Fixed;
use crate::clock::Timestamp;
use crate::crypto::params::StretchParams;
use crate::ids::{CaseId, MailboxId, StaffId, TeamId};
use crate::log::entry::{EntryHash, StoredEntry};
use crate::wire::grant::{Grant, PublicKeyBytes, SealedKey};
use crate::wire::team::TeamKind;
use serde::{Deserialize, Serialize};

pub const SEALED_FORMAT: &str = "madobe-sealed";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Line {
    Desk(Box<DeskLine>),
    Person(PersonLine),
    Team(TeamLine),
    Case(CaseLine),
    Entry(Box<EntryLine>),
    Held(HeldLine),
    Gone(GoneLine),
    End(EndLine),
}

/// What every code and every seal of the desk depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeskLine {
    pub format: String,
    pub version: u32,
    pub made_at: Timestamp,
    pub salt: Fixed<16>,
    pub stretch: StretchParams,
    /// Public half of the printed recovery key.
    pub recovery: PublicKeyBytes,
    /// No entry of the file has a higher `seq`.
    pub newest: i64,
}

/// What somebody is called who wrote here. No account goes along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonLine {
    pub id: StaffId,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamLine {
    pub id: TeamId,
    pub name: String,
    pub reads: TeamKind,
    /// Of the present key.
    pub version: u32,
    /// Every grant is also sealed to this version.
    pub resealed: u32,
    pub created_at: Timestamp,
    /// Every key that it had, by rising version.
    pub keys: Vec<TeamKeyLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamKeyLine {
    pub version: u32,
    pub public_key: PublicKeyBytes,
    pub created_at: Timestamp,
    /// The seed, sealed to the recovery key. Absent where nobody sealed it so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<SealedKey>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseLine {
    pub case: CaseId,
    pub created_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryLine {
    pub stored: StoredEntry,
    /// `stored.entry.hash()`
    pub hash: EntryHash,
}

/// The end of a case, and who can open it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldLine {
    pub case: CaseId,
    pub entries: u32,
    pub tails: Tails,
    pub mailboxes: Vec<MailboxLine>,
    pub grants: Vec<Grant>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxLine {
    pub id: MailboxId,
    pub token_hash: Fixed<32>,
    /// Absent of one that its owner deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_key: Option<PublicKeyBytes>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

/// A case that was erased: its code is still told so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoneLine {
    pub case: CaseId,
    pub created_at: Timestamp,
    pub erased_at: Timestamp,
    pub mailboxes: Vec<MailboxLine>,
}

/// What the file must have come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EndLine {
    pub cases: u64,
    pub gone: u64,
    pub entries: u64,
    /// Of all lines before this one.
    pub digest: Fixed<32>,
}

/// Writes a file, line after line.
#[derive(Debug, Clone)]
pub struct Writing {
    digest: Fixed<32>,
    pub cases: u64,
    pub gone: u64,
    pub entries: u64,
}

impl Default for Writing {
    fn default() -> Self {
        Self { digest: Fixed([0; 32]), cases: 0, gone: 0, entries: 0 }
    }
}

impl Writing {
    /// The line with its line feed.
    pub fn line(&mut self, line: &Line) -> String {
        match line {
            Line::Held(_) => self.cases += 1,
            Line::Gone(_) => self.gone += 1,
            Line::Entry(_) => self.entries += 1,
            _ => {}
        }
        let mut text = serde_json::to_string(line).unwrap_or_default();
        self.digest = digest(&self.digest, &text);
        text.push('\n');
        text
    }

    /// The last line.
    pub fn end(mut self) -> String {
        let Self { digest, cases, gone, entries } = self;
        self.line(&Line::End(EndLine { cases, gone, entries, digest }))
    }
}

impl DeskLine {
    pub fn is_known(&self) -> bool {
        self.format == SEALED_FORMAT && self.version == VERSION
    }
}
