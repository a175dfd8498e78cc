//! What staff change in a case: `POST /api/staff/cases/{case}/entries` (answered by `Appended`),
//! `PUT /api/staff/cases/{case}/seen`, `GET /api/staff/cases/{case}/holders` `POST /api/staff/cases/{case}/grants`
//! and `PUT|GET|DELETE /api/staff/cases/{case}/files/{file}` (sealed bytes as they are).

use crate::ids::{FileId, TeamId};
use crate::log::entry::Entry;
use crate::wire::desk::TeamKey;
use crate::wire::grant::Grant;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffAppend {
    pub entry: Entry,
    /// With the first entry of the staff compartment: its new key, sealed to every team that holds the case.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// With an entry that closes or reopens the case: the flag that retention goes by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<bool>,
    /// The files that the entry names: they stay from now on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileId>,
}

/// Everything up to this `seq` was on my screen. 0: mark it unread again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Seen {
    pub seq: i64,
}

/// Who holds a case, with the keys of now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holders {
    /// Those that hold the conversation.
    pub teams: Vec<TeamKey>,
    /// Those that hold the facts alone.
    pub counting: Vec<TeamId>,
}

/// Gives the case to another team: all that there is for one that reads, the facts for one that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GiveCase {
    pub grant: Grant,
}
