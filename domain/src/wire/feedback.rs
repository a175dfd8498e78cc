//! `POST /api/feedback`: what somebody thought of the desk, sealed to its team in their browser. `GET /api/staff/feedback`: the
//! sealed answers for the teams whose key one holds. The server counts them and cannot read them.

use crate::bytes::Opaque;
use crate::ids::{FeedbackId, TeamId};
use crate::limits::SEALED_FEEDBACK_BYTES;
use crate::wire::intake::Work;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub type SealedFeedback = Opaque<SEALED_FEEDBACK_BYTES>;

/// Carries neither a code nor anything of a case. Sent again unchanged, it is answered as done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewFeedback {
    pub id: FeedbackId,
    pub team: TeamId,
    /// Of the team's key.
    pub version: u32,
    pub sealed: SealedFeedback,
    /// As for a first letter, for `id` in place of a mailbox.
    pub work: Work,
}

/// One sealed piece as the server keeps it: with a day, and no time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoredFeedback {
    pub id: FeedbackId,
    pub team: TeamId,
    pub version: u32,
    #[serde(with = "crate::clock::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub day: NaiveDate,
    pub sealed: SealedFeedback,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedbackPage {
    /// The newest, by day.
    pub feedback: Vec<StoredFeedback>,
    /// All there are.
    pub total: u32,
}
