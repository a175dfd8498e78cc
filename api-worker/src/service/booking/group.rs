//! Sessions of groups: which one has most seats left, and what becomes of its seats. Where it moves they move, and where it does not meet
//! nobody keeps one.

use crate::ports::Statement;
use madobe_domain::booking::need::{Need, seats};
use madobe_domain::booking::tick::{Span, Tick};
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{ChangeId, KindId, ReservationId, TeamId};
use serde::Deserialize;

/// A session of a group, and how many seats it has in all.
#[derive(Deserialize)]
pub struct Session {
    pub id: ReservationId,
    seats: u16,
}

impl Session {
    /// Any seat of it.
    pub fn needs(&self, start: Tick) -> Vec<Need> {
        vec![seats(&self.id, self.seats, start)]
    }
}

/// Which group is meant.
pub enum Group<'a> {
    /// Of the team that takes new letters.
    Intake(&'a KindId),
    Team(&'a TeamId, &'a KindId),
    /// The one of this talk.
    Of(&'a ReservationId),
}

/// Of several sessions at the same time, the one with most seats left. Of a talk that is not there, there is none.
const ROOMIEST: &str = "SELECT s.id, s.seats FROM reservations s WHERE s.start = ?1 AND s.state = 2 \
      AND s.seats IS NOT NULL \
      AND s.team = coalesce(?3, (SELECT team FROM reservations WHERE id = ?5), (SELECT id FROM teams WHERE intake = 1)) \
      AND s.kind = coalesce(?4, (SELECT kind FROM reservations WHERE id = ?5)) \
    ORDER BY s.seats - (SELECT count(*) FROM reservations seat WHERE seat.session = s.id \
        AND (seat.state = 2 OR (seat.state = 1 AND seat.expires_at > ?2))) DESC, s.id LIMIT 1";

/// Reads the session of this group that begins then, for [`Session`].
pub fn roomiest(group: Group<'_>, start: Tick, now: Timestamp) -> Statement {
    let (team, kind, talk) = match group {
        Group::Intake(kind) => (None, Some(kind), None),
        Group::Team(team, kind) => (Some(team), Some(kind), None),
        Group::Of(talk) => (None, None, Some(talk)),
    };
    Statement::new(ROOMIEST).bind(start.0).bind(now).bind(team).bind(kind).bind(talk)
}

/// Where no other session that can be booked by now has a seat: of a whole series, people are told of the first.
const OFFER: &str = "UPDATE waiting SET told = told + 1, start = (SELECT start FROM reservations WHERE id = ?1) \
    WHERE changes() = 1 AND told < 3 AND kind = (SELECT kind FROM reservations WHERE id = ?1) \
      AND EXISTS (SELECT 1 FROM reservations WHERE id = ?1 AND seats IS NOT NULL AND start >= ?2 AND start < ?3) \
      AND NOT EXISTS (SELECT 1 FROM reservations s WHERE s.kind = waiting.kind AND s.id <> ?1 AND s.state = 2 \
          AND s.start >= ?2 AND s.start < ?3 AND s.seats > (SELECT count(*) FROM reservations seat \
              WHERE seat.session = s.id AND seat.state IN (1, 2)))";

/// Right after a talk was made: whoever waits for a group is told of its new session, if it lies where a visitor may book.
pub fn offering(id: &ReservationId, window: Span) -> Statement {
    Statement::new(OFFER).bind(id).bind(window.from.0).bind(window.to.0)
}

const RELEASE: &str = "DELETE FROM occupied WHERE reservation IN (SELECT id FROM reservations WHERE session = ?1) \
    AND EXISTS (SELECT 1 FROM reservations WHERE id = ?1 AND state = 3)";
/// A seat that was only held was nobody's yet.
const CANCEL: &str = "UPDATE reservations SET state = CASE state WHEN 1 THEN 0 ELSE 3 END, gone_with = ?1 \
    WHERE session = ?1 AND state IN (1, 2) \
    AND EXISTS (SELECT 1 FROM reservations WHERE id = ?1 AND state = 3)";

/// After the session itself was cancelled.
pub fn cancelling(id: &ReservationId) -> [Statement; 2] {
    [RELEASE, CANCEL].map(|sql| Statement::new(sql).bind(id))
}

/// Whoever is still looking at the old time did not choose the new one.
const LET_GO: &str = "UPDATE reservations SET state = 0 WHERE session = ?1 AND state = 1 \
    AND EXISTS (SELECT 1 FROM reservations s WHERE s.id = ?1 AND s.act = ?2 AND s.start <> reservations.start)";
const LEAVE: &str = "DELETE FROM occupied WHERE reservation IN (SELECT id FROM reservations WHERE session = ?1) \
    AND EXISTS (SELECT 1 FROM reservations WHERE id = ?1 AND act = ?2)";
/// A seat has one taking, of one tick.
const FOLLOW: &str = "UPDATE reservations AS seat SET was = seat.start, start = s.start, minutes = s.minutes, \
        taken = json_array(json_array(json_extract(seat.taken, '$[0][0]'), s.start, s.start + 1)), \
        came = NULL, moves = seat.moves + 1 \
    FROM reservations s \
    WHERE s.id = ?1 AND s.act = ?2 AND seat.session = s.id AND seat.state = 2 AND seat.start <> s.start";
const SIT: &str = "INSERT INTO occupied (resource, tick, reservation) \
    SELECT json_extract(seat.taken, '$[0][0]'), seat.start, seat.id FROM reservations seat \
    WHERE seat.session = ?1 AND seat.state IN (1, 2) \
      AND EXISTS (SELECT 1 FROM reservations WHERE id = ?1 AND act = ?2)";

/// After the session itself was moved by this change. Of a talk that is no session, there is nothing to move.
pub fn moving(id: &ReservationId, change: &ChangeId) -> [Statement; 4] {
    let change = change.to_string();
    [LET_GO, LEAVE, FOLLOW, SIT].map(|sql| Statement::new(sql).bind(id).bind(&change))
}

/// Those who lost their seat because the group did not meet, as long as there is somebody to tell.
const BACK: &str = "UPDATE reservations AS seat SET state = 2, gone_with = NULL, start = s.start, minutes = s.minutes, \
        taken = json_array(json_array(json_extract(seat.taken, '$[0][0]'), s.start, s.start + 1)) \
    FROM reservations s \
    WHERE s.id = ?1 AND s.act = ?2 AND seat.gone_with = s.id AND seat.state = 3 AND seat.expires_at IS NULL \
      AND (seat.mailbox IS NULL OR EXISTS (SELECT 1 FROM mailboxes m \
          WHERE m.id = seat.mailbox AND m.deleted_at IS NULL))";

/// After the session itself was booked again by this change. Of a talk that is no session, there is nothing to bring back.
pub fn returning(id: &ReservationId, change: &ChangeId) -> [Statement; 3] {
    let change = change.to_string();
    [BACK, LEAVE, SIT].map(|sql| Statement::new(sql).bind(id).bind(&change))
}
