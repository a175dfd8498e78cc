//! `GET /api/staff/sync?after=CURSOR`: everything that came to my teams since the cursor.

use crate::ids::{CaseId, TeamId};
use crate::log::entry::StoredEntry;
use crate::wire::desk::TeamKey;
use crate::wire::grant::Grant;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
pub struct SyncQuery {
    /// The `cursor` of the page before; 0 or absent: from the beginning.
    #[serde(default)]
    pub after: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncPage {
    /// Ask for what comes after this next time.
    pub cursor: i64,
    /// There is more now.
    pub more: bool,
    /// Grants to my teams, before the entries they open.
    pub grants: Vec<Grant>,
    /// By rising `seq` within a case.
    pub entries: Vec<StoredEntry>,
    /// Cases that their writers deleted, or that were let go: forget them.
    pub erased: Vec<CaseId>,
    /// How far I have seen the cases of this page.
    pub seen: Vec<SeenCase>,
    /// The teams of the cases in this page that more than one holds: whom a new staff key is sealed to, and who counts.
    pub holders: Vec<CaseHolders>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeenCase {
    pub case: CaseId,
    pub seq: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseHolders {
    pub case: CaseId,
    /// Those that hold the conversation.
    pub teams: Vec<TeamKey>,
    /// Those that hold the facts alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counting: Vec<TeamId>,
}
