//! For whom a talk without a consultation is: a sealed note that the team reads, and nobody else.

use super::calendar::{ONE, TalkRow};
use crate::deps::Deps;
use crate::ports::Statement;
use crate::service::refusal::Refusal;
use crate::service::team::KeyHolder;
use madobe_domain::booking::tick::{DAY_TICKS, Tick};
use madobe_domain::ids::ReservationId;
use madobe_domain::limits::NOTE_DAYS;
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::{SealedNote, TalkNote};
use madobe_domain::wire::error::ErrorCode;

/// What is sealed to a former key opens for nobody who came since.
pub(super) fn to_present_key(holder: &KeyHolder, note: Option<&SealedNote>) -> Result<(), Refusal> {
    let stale = note.is_some_and(|note| note.key != holder.version());
    if stale { Err(ErrorCode::StaleKey.into()) } else { Ok(()) }
}

const CHANGE: &str = "UPDATE reservations SET note = ?3, note_key = ?4 \
    WHERE id = ?2 AND team = ?1 AND state = 2 AND mailbox IS NULL AND seats IS NULL AND start >= ?5 \
      AND (?4 IS NULL OR EXISTS (SELECT 1 FROM teams WHERE id = ?1 AND version = ?4)) \
      AND (?6 IS NULL OR note_key < ?4)";
const FORGET: &str =
    "UPDATE reservations SET note = NULL, note_key = NULL WHERE start < ?1 AND note IS NOT NULL";

/// Talks that began before this keep no note.
fn oldest(today: Tick) -> i64 {
    today.plus(-NOTE_DAYS * DAY_TICKS).0
}

/// Sets, corrects or removes the note of a talk that is booked for nobody with a mailbox. Sent again, it is done.
pub async fn change(
    deps: &Deps,
    holder: &KeyHolder,
    id: &ReservationId,
    to: &TalkNote,
) -> Result<(), Refusal> {
    to_present_key(holder, to.note.as_ref())?;
    let oldest = oldest(Tick::at(deps.now()));
    let mut statements = holder.signed.touch();
    statements.extend([
        Statement::new(CHANGE)
            .bind(&holder.team)
            .bind(id)
            .bind(to.note.as_ref().map(|note| &note.sealed))
            .bind(to.note.as_ref().map(|note| note.key))
            .bind(oldest)
            .bind(to.renewed.then_some(1_u32)),
        Statement::new(ONE).bind(&holder.team).bind(id),
    ]);
    let row = deps.batch(statements).await?.last()?.first::<TalkRow>()?.ok_or(ErrorCode::Forbidden)?;
    if row.row.mailbox.is_some() || row.row.seats.is_some() {
        return Err(Refusal::invalid("note"));
    }
    let talk = row.shown()?;
    if talk.note == to.note {
        Ok(())
    } else if to.renewed || talk.state != State::Booked || talk.start.0 < oldest {
        Err(ErrorCode::Conflict.into())
    } else {
        // The team has another key since a moment ago.
        Err(ErrorCode::StaleKey.into())
    }
}

/// What nobody needs any more, long after the talk.
pub fn forget(today: Tick) -> Statement {
    Statement::new(FORGET).bind(oldest(today))
}
