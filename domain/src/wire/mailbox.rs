//! `GET /api/mailbox`, `POST /api/mailbox/entries`, `DELETE /api/mailbox`,
//! `PUT|GET /api/mailbox/files/{file}` (sealed bytes as they are), with the token of the code:
//! `Authorization: Bearer base64url(mailbox id 16 | token 32)`.

use crate::ids::{CaseId, FileId, TeamId};
use crate::log::entry::{Entry, StoredEntry};
use crate::wire::grant::Grant;
use serde::{Deserialize, Serialize};

/// `?after=SEQ`: only entries with a higher `seq`; 0 or absent: from the beginning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
pub struct MailboxQuery {
    #[serde(default)]
    pub after: i64,
}

/// What the mailbox holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxPage {
    pub case: CaseId,
    /// The compartment keys, sealed to this mailbox.
    pub grants: Vec<Grant>,
    /// Every team that holds the case.
    pub teams: Vec<HoldingTeam>,
    /// Conversation and facts, by rising `seq`.
    pub entries: Vec<StoredEntry>,
    /// There is more after the last entry.
    pub more: bool,
    /// The desk has put the consultation aside. Why stands where the writer cannot read; that it was done, they may know.
    #[serde(default)]
    pub closed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoldingTeam {
    pub id: TeamId,
    pub name: String,
    /// It holds the facts alone, and cannot read a letter.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub counts_only: bool,
}

/// One more entry by the writer, in conversation or facts. Answered by `Appended`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailboxAppend {
    pub entry: Entry,
    /// The files that the entry names: they stay from now on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileId>,
}
