//! Booking, as visitors see it: `GET /api/booking`, `GET /api/booking/free`, and with the token of a code
//! `POST /api/booking/holds`, `GET /api/booking/reservations`, `PUT|DELETE /api/booking/reservations/{id}`,
//! `POST /api/booking/reservations/{id}/extend`, `POST /api/booking/reservations/{id}/confirm`,
//! `PUT|DELETE /api/booking/waiting/{kind}`.

use crate::booking::plan::{Kind, Means, Who};
use crate::booking::question::Question;
use crate::booking::tick::Tick;
use crate::clock::Timestamp;
use crate::ids::{ChangeId, KindId, ReservationId};
use crate::wire::intake::Work;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the desk offers to those who write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offer {
    pub kinds: Vec<OfferedKind>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfferedKind {
    pub id: KindId,
    pub name: String,
    pub about: String,
    pub means: Means,
    pub who: Who,
    pub minutes: u16,
    /// A group: its times are set by the desk.
    pub group: bool,
    /// What it asks of whoever takes a seat; each may be left open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
}

impl From<&Kind> for OfferedKind {
    fn from(kind: &Kind) -> Self {
        Self {
            id: kind.id,
            name: kind.name.clone(),
            about: kind.about.clone(),
            means: kind.means,
            who: kind.who,
            minutes: kind.minutes,
            group: kind.is_group(),
            questions: kind.questions.clone(),
        }
    }
}

/// `?from=2026-12-01&days=31`, for one kind with `&kind=…`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
pub struct FreeQuery {
    #[serde(default, with = "crate::clock::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>), param(value_type = Option<String>))]
    pub from: Option<NaiveDate>,
    /// 1 to 31.
    pub days: u16,
    #[serde(default)]
    pub kind: Option<KindId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Free {
    pub kinds: Vec<FreeKind>,
}

/// When a talk of one kind can begin, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FreeKind {
    pub kind: KindId,
    pub starts: Vec<Tick>,
    /// The last day on which anything may be booked at this moment.
    #[serde(with = "crate::clock::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub last_day: NaiveDate,
}

/// Holds a time for ten minutes. The same sent again is answered as done. What the mailbox held before is let go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewHold {
    pub id: ReservationId,
    pub kind: KindId,
    pub start: Tick,
    /// Where the mailbox is not made yet: the work that will make it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<Work>,
}

/// Another time for the same talk. Sent again under the same id, it is answered as done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MoveTo {
    pub change: ChangeId,
    pub start: Tick,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum State {
    /// For a short while, and then for whoever comes.
    Held,
    Booked,
    /// Held, and let go.
    Lapsed,
    Cancelled,
}

/// A talk, as the mailbox that it belongs to sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reservation {
    pub id: ReservationId,
    pub kind: KindId,
    pub state: State,
    pub start: Tick,
    pub minutes: u16,
    /// While it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// Everything about talks of one mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyTalks {
    /// From the newest time to the oldest; the last twenty.
    pub reservations: Vec<Reservation>,
    pub waiting: Vec<Waiting>,
    /// Kinds of these that are not in the offer: for staff alone, or another team's. What its team took out of the plan is in
    /// neither.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<OfferedKind>,
}

/// A place on the waiting list of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Waiting {
    pub kind: KindId,
    /// How often a time became free since. After the third nothing more is told.
    pub told: u8,
    /// The time that became free last; perhaps somebody has it by now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Tick>,
}

/// Why a booking did not happen. Besides the codes that every route knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BookingCode {
    /// Somebody was quicker, or it is not offered any more. Carries the nearest free times.
    SlotTaken,
    /// It has begun: now it can no longer be moved or cancelled here.
    Begun,
    /// This mailbox has as many talks before it as one may have.
    Enough,
}

impl BookingCode {
    pub const fn code(self) -> &'static str {
        match self {
            Self::SlotTaken => "slot_taken",
            Self::Begun => "begun",
            Self::Enough => "enough",
        }
    }
}

/// Body of an answer with status 409 by one of these codes: `ErrorBody`, with the times beside the code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BookingRefused {
    pub error: BookingRefusal,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BookingRefusal {
    pub code: BookingCode,
    /// The three free times nearest to the one that was wished for, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<Tick>,
}
