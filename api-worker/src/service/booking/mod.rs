//! Talks: what is offered, holding a time, booking it, moving it, letting it go.
//!
//! Nobody is ever booked twice, because every tick of every person, room and seat is one row under a unique key, for
//! what is held as for what is booked, and because whoever is free is looked for in the very statement that takes them.

pub mod back;
pub mod calendar;
pub mod change;
pub mod feed;
pub mod figures;
pub mod free;
pub mod group;
pub mod hold;
pub mod mine;
pub mod note;
pub mod plan;
pub mod taking;
pub mod telling;

use crate::ports::Fault;
use crate::service::refusal::Refusal;
use madobe_domain::booking::need::Taking;
use madobe_domain::booking::tick::Tick;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::hash::same;
use madobe_domain::ids::{KindId, MailboxId, ReservationId, TeamId};
use madobe_domain::wire::booking::{Reservation, State};
use madobe_domain::wire::error::ErrorCode;
use serde::Deserialize;

use super::mailbox::MailboxClaim;

/// A reservation as it is stored.
#[derive(Deserialize)]
pub struct Row {
    pub id: ReservationId,
    pub team: TeamId,
    pub kind: KindId,
    pub state: u8,
    pub start: Tick,
    pub minutes: u16,
    pub taken: String,
    pub act: String,
    pub mailbox: Option<MailboxId>,
    pub token_hash: Option<Fixed<32>>,
    pub session: Option<ReservationId>,
    pub seats: Option<u16>,
    pub expires_at: Option<Timestamp>,
}

pub const LOOK: &str = "SELECT id, team, kind, state, start, minutes, taken, act, mailbox, token_hash, session, \
    seats, expires_at FROM reservations WHERE id = ?1";

impl Row {
    pub fn state(&self) -> Result<State, Fault> {
        match self.state {
            0 => Ok(State::Lapsed),
            1 => Ok(State::Held),
            2 => Ok(State::Booked),
            3 => Ok(State::Cancelled),
            _ => Err(Fault::new("state")),
        }
    }

    pub fn shown(&self) -> Result<Reservation, Fault> {
        let state = self.state()?;
        Ok(Reservation {
            id: self.id,
            kind: self.kind,
            state,
            start: self.start,
            minutes: self.minutes,
            expires_at: self.expires_at.filter(|_| state == State::Held),
        })
    }

    pub fn takings(&self) -> Result<Vec<Taking>, Fault> {
        serde_json::from_str(&self.taken).map_err(|_| Fault::new("taken"))
    }

    /// A stranger's reservation and one that does not exist look the same.
    pub fn of(row: Option<Self>, claim: &MailboxClaim) -> Result<Self, Refusal> {
        let own = |row: &Self| {
            row.mailbox == Some(claim.id)
                && row.token_hash.as_ref().is_some_and(|hash| same(hash, &claim.token_hash))
        };
        row.filter(own).ok_or(ErrorCode::Forbidden.into())
    }
}
