//! `GET /api/staff/audit`: what staff did, without content. For administrators.

use crate::clock::Timestamp;
use crate::ids::{CaseId, StaffId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
pub struct AuditQuery {
    /// The `n` of the last row of the page before; absent: from the newest on.
    #[serde(default)]
    pub before: Option<i64>,
    /// Only this act.
    #[serde(default)]
    pub action: Option<String>,
    #[serde(default)]
    pub staff: Option<StaffId>,
    /// `2026-11`, as it is counted in Japan.
    #[serde(default)]
    pub month: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditPage {
    /// The newest first, at most [`crate::limits::AUDIT_ROWS`].
    pub acts: Vec<AuditRow>,
    pub more: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditRow {
    pub n: i64,
    pub at: Timestamp,
    /// Absent where the server did it by itself, or a writer did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffId>,
    /// What they are called, also after they left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub action: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// A code or a handle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Whom or which team the handle stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}
