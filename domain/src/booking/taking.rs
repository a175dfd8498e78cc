//! What a talk takes: so many people, a room, or one seat of a group, each for a span of ticks.

use super::tick::{Span, Tick};
use crate::ids::ReservationId;
use serde::{Deserialize, Serialize};

/// A person, a room or a seat for a span: `[handle, from, to]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Taking(pub String, pub Tick, pub Tick);

impl Taking {
    pub const fn span(&self) -> Span {
        Span { from: self.1, to: self.2 }
    }
}

/// So many of these: `[count, [taking, …]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need(pub u8, pub Vec<Taking>);

/// The handle under which one seat of a session is taken.
pub fn seat(session: &ReservationId, number: u16) -> String {
    format!("{session}/{number}")
}

/// One seat of this session.
pub fn seats(session: &ReservationId, seats: u16, start: Tick) -> Need {
    let seat = |number| Taking(seat(session, number), start, start.plus(1));
    Need(1, (1..=seats).map(seat).collect())
}
