//! The sealed form: one JSON object a line, in this order: the desk, its people, its teams; then each case by rising id (as it is written), with its
//! entries by rising `seq`, what lies beside its letters and a line that closes it, or as gone; at last the end. Nothing in it opens without keys.

use super::{Tails, digest};
use crate::bytes::{Fixed, Opaque};
use crate::clock::Timestamp;
use crate::crypto::hash::file_hash;
use crate::crypto::params::StretchParams;
use crate::ids::{CaseId, FileId, MailboxId, StaffId, TeamId};
use crate::limits::SEALED_FILE_BYTES;
use crate::log::entry::{EntryHash, StoredEntry};
use crate::wire::grant::{Grant, PublicKeyBytes, SealedKey};
use crate::wire::team::TeamKind;
use serde::{Deserialize, Serialize};

pub const SEALED_FORMAT: &str = "madobe-sealed";
/// The first one left out what lies beside letters. It is taken in as it is.
pub const SEALED_VERSION: u32 = 2;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Line {
    Desk(Box<DeskLine>),
    Person(PersonLine),
    Team(TeamLine),
    Case(CaseLine),
    Entry(Box<EntryLine>),
    File(FileLine),
    Bytes(BytesLine),
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

/// A file beside a letter or reply of the open case. Its bytes are the next line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileLine {
    pub case: CaseId,
    pub id: FileId,
    /// Absent where the writer put it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<StaffId>,
    pub made_at: Timestamp,
    /// Sealed bytes.
    pub size: u32,
    /// Of these bytes (`crypto::hash::file_hash`): they are in no digest of the lines.
    pub hash: Fixed<32>,
}

/// The sealed bytes of the file in the line before, as they were stored. Only ever in the file: to a desk and from it they go by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BytesLine {
    pub bytes: SealedFile,
}

/// All sealed bytes of one file.
pub type SealedFile = Opaque<SEALED_FILE_BYTES>;

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
    /// Of all lines before this one, but those of bytes.
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
        if !matches!(line, Line::Bytes(_)) {
            self.digest = digest(&self.digest, &text);
        }
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
        self.format == SEALED_FORMAT && (1..=SEALED_VERSION).contains(&self.version)
    }
}

impl FileLine {
    /// These are its bytes.
    pub fn is_of(&self, sealed: &[u8]) -> bool {
        sealed.len() == self.size as usize && file_hash(sealed) == self.hash
    }
}
