//! `GET /api/staff/sync?after=CURSOR`: everything that came to my teams since the cursor.
//! `GET /api/staff/sync?before=CURSOR`: for a browser that has nothing yet. Whole cases, those first in which something
//! came last; a case in which something comes meanwhile is told by a sync after `newest`.

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
    /// Instead: whole cases in which nothing came since this place; 0: from the newest on. `after` is then the `newest` of
    /// the first such page, or 0 for that page itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncPage {
    /// Ask for what comes after this next time, or before it where that was asked.
    pub cursor: i64,
    /// With whole cases: the newest place there was. What comes later comes after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<i64>,
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
