//! What will be erased, and erasing before its day, which takes two administrators.
//!
//! `GET /api/staff/retention`, `PUT|DELETE /api/staff/retention/{case}` (asked for, or taken back),
//! `POST /api/staff/retention/{case}/erasure` (the second person).

use crate::clock::Timestamp;
use crate::ids::{CaseId, StaffId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retention {
    /// Days after which a closed consultation is erased.
    pub days: u32,
    /// Closed and not erased so far, in all.
    pub closed: u32,
    /// The next to be erased, the earliest first, at most [`crate::limits::RETENTION_ROWS`].
    pub next: Vec<ToErase>,
    /// Erased in the last thirty days.
    pub erased: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ToErase {
    pub case: CaseId,
    pub closed_at: Timestamp,
    pub due_at: Timestamp,
    /// Who asked that it be erased before that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<StaffId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
}
