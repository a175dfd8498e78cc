//! Booking, as staff see it, beneath `/api/staff/teams/{team}/booking`: `GET|PUT plan`, `PUT absences`,
//! `GET calendar`, `GET free`, `POST reservations`, `PUT|DELETE reservations/{id}`, `POST reservations/{id}/return`,
//! `PUT reservations/{id}/came`, `PUT reservations/{id}/note`, `GET months`, `GET|PUT|DELETE feed`. What a calendar program fetches is `GET /api/booking/feed/{secret}.ics`.

use crate::booking::conflict::Conflict;
use crate::booking::plan::{Away, Plan};
use crate::booking::taking::Taking;
use crate::booking::tick::Tick;
use crate::bytes::{Fixed, Opaque};
use crate::clock::Timestamp;
use crate::ids::{CaseId, ChangeId, KindId, ReservationId, RoomId, StaffId};
use crate::limits::SEALED_NOTE_BYTES;
use crate::wire::booking::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub type NoteBytes = Opaque<SEALED_NOTE_BYTES>;

/// A plan with its version: a change names the version it started from. Version 0: there is none yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VersionedPlan {
    pub version: u32,
    pub plan: Plan,
}

/// When I am not there, in place of what stood there for me.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyAbsences {
    pub version: u32,
    pub away: Vec<Away>,
}

/// `?from=2026-12-01&days=7`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
pub struct CalendarQuery {
    #[serde(with = "crate::clock::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String), param(value_type = String))]
    pub from: NaiveDate,
    /// 1 to 62.
    pub days: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarPage {
    /// By time.
    pub talks: Vec<StaffTalk>,
    /// Public holidays among these days, and those on which the desk is shut of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
}

/// A day that is not like the week says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holiday {
    #[serde(with = "crate::clock::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub day: NaiveDate,
    /// What a public holiday is called, in Japanese; nothing where the desk is shut of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The week does not count on it. A public holiday on which the desk is open is named all the same.
    #[serde(default)]
    pub shut: bool,
}

/// A talk or a group's session, as the team that holds it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffTalk {
    pub id: ReservationId,
    pub kind: KindId,
    pub state: State,
    /// Who of the staff cancelled it. None, and yet a time: whoever it is with. Neither: not known, as of what was cancelled before
    /// that was kept, or went with its group or its consultation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_by: Option<StaffId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    pub start: Tick,
    pub minutes: u16,
    /// People, room or seat, as `[handle, from, to]`.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Vec<String>>))]
    pub taken: Vec<Taking>,
    /// The consultation it belongs to; none: a session, or someone whom staff booked for without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// For a group's session: how many seats it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<Conflict>,
    /// For whom it is, where it belongs to no consultation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<SealedNote>,
}

/// A [`crate::booking::note::Note`], as the team's members alone can read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SealedNote {
    /// The version of the team's key that it is sealed to.
    pub key: u32,
    pub sealed: NoteBytes,
}

/// The note of a talk in place of the one it has; none: it is removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TalkNote {
    pub note: Option<SealedNote>,
    /// The same words sealed anew: only in place of what is sealed to an older key, so that nobody's correction is lost.
    #[serde(default)]
    pub renewed: bool,
}

/// Books for someone, or sets the time of a group's session (`session`). Sent again, it is answered as done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewTalk {
    pub id: ReservationId,
    pub kind: KindId,
    pub start: Tick,
    /// Who holds it; none named: whoever of the kind's people is free.
    #[serde(default)]
    pub people: Vec<StaffId>,
    /// Where; none named: whichever of the kind's rooms is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// The consultation it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    #[serde(default)]
    pub session: bool,
    /// Not on a day on which the desk is shut, unless those who hold it are there all the same; refused as `invalid` with
    /// the field `shut`.
    #[serde(default)]
    pub only_open: bool,
    /// For whom it is: where there is neither a consultation nor a session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<SealedNote>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MoveTalk {
    pub change: ChangeId,
    pub start: Tick,
    #[serde(default)]
    pub people: Vec<StaffId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
}

/// Whether the visitor came; none: not known, as before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Came {
    pub came: Option<bool>,
}

/// `?month=2026-12-01`: the month in which this day lies.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
pub struct MonthQuery {
    #[serde(with = "crate::clock::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String), param(value_type = String))]
    pub month: NaiveDate,
}

/// Talks whose time lies in one month, counted. A group's session is none; each seat in it is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthFigures {
    /// Booked at some time, cancelled or not.
    pub asked: u32,
    /// Noted as held, as whoever came to the door is at once.
    pub held: u32,
    /// Noted as not held. Nobody is counted by name.
    pub not_held: u32,
    /// Over, with nothing noted.
    pub unnoted: u32,
    pub moved: u32,
    pub cancelled: u32,
    pub rooms: Vec<RoomUse>,
}

/// In the hours in which somebody of the plan is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomUse {
    pub room: RoomId,
    pub open_minutes: u32,
    /// With what is left empty after each talk.
    pub used_minutes: u32,
}

/// A new address for one's own calendar program, in place of the one before. The secret is made in the browser and stands
/// only in the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewFeed {
    pub secret_hash: Fixed<32>,
}

/// Whether there is an address, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedState {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at: Option<Timestamp>,
}
