//! The way back from a cancellation by the desk: for whoever cancelled, for a while, at that time or at another one. Somebody who
//! was quicker keeps what they have.

use super::calendar::{ONE, TalkRow, done, needs, not_past};
use super::free::{Named, taken_for_staff as taken};
use super::plan::{self, Terms};
use super::taking::{lapse, occupy, pick, picking, untell};
use super::{LOOK, Row, group};
use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::refusal::Refusal;
use crate::service::team::KeyHolder;
use madobe_domain::booking::need::{Need, seats};
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::ReservationId;
use madobe_domain::limits::RETURN_SECONDS;
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::{MoveTalk, StaffTalk};
use madobe_domain::wire::error::ErrorCode;
use serde::Deserialize;

/// Nothing that ran out comes back, no seat of a group that does not meet then, and nothing of a mailbox that is gone.
const RETURN: &str = concat!(
    pick!(),
    "UPDATE reservations SET state = 2, moves = moves + (start <> ?5), start = ?5, minutes = ?6, taken = picked.taken, \
        act = ?7, gone_by = NULL, gone_at = NULL, gone_with = NULL FROM picked \
    WHERE id = ?3 AND act <> ?7 AND state = 3 AND team = ?8 AND expires_at IS NULL \
      AND gone_by = ?10 AND gone_at >= ?11 \
      AND EXISTS (SELECT 1 FROM plans WHERE team = ?8 AND version = ?9) \
      AND (session IS NULL OR EXISTS (SELECT 1 FROM reservations s \
          WHERE s.id = reservations.session AND s.state = 2 AND s.start = ?5)) \
      AND (mailbox IS NULL OR EXISTS (SELECT 1 FROM mailboxes m \
          WHERE m.id = reservations.mailbox AND m.deleted_at IS NULL))"
);
const SESSION: &str = "SELECT s.seats, s.start FROM reservations r JOIN reservations s ON s.id = r.session \
    WHERE r.id = ?1 AND s.state = 2 AND s.seats IS NOT NULL";
const GONE: &str = "SELECT gone_by = ?2 AND gone_at >= ?3 AS mine FROM reservations WHERE id = ?1";

#[derive(Deserialize)]
struct SessionRow {
    seats: u16,
    start: Tick,
}

#[derive(Deserialize)]
struct Gone {
    mine: Option<u8>,
}

/// Books again what this person cancelled. Named nobody and at its own time: with the same people in the same room. Sent again
/// under the same id, it is done.
pub async fn returned(
    deps: &Deps,
    holder: &KeyHolder,
    id: &ReservationId,
    to: &MoveTalk,
) -> Result<StaffTalk, Refusal> {
    let (team, me, now) = (&holder.team, &holder.signed.staff, deps.now());
    let since = now.plus_seconds(-RETURN_SECONDS);
    let mut statements = holder.signed.touch();
    let skip = statements.len();
    statements.extend([
        plan::of_team(team),
        Statement::new(LOOK).bind(id),
        Statement::new(SESSION).bind(id),
        Statement::new(GONE).bind(id).bind(me).bind(since),
    ]);
    let mut outcomes = deps.batch(statements).await?;
    outcomes.skip(skip);
    let terms = Terms::take(&mut outcomes)?.ok_or(ErrorCode::Forbidden)?;
    let row = outcomes.take()?.first::<Row>()?.filter(|row| row.team == *team);
    let row = row.ok_or(ErrorCode::Forbidden)?;
    let session: Option<SessionRow> = outcomes.take()?.first()?;
    let gone: Gone = outcomes.take()?.first()?.ok_or(Fault::new("gone"))?;
    let change = to.change.to_string();
    let again = row.act == change;
    // What was only held was nobody's yet.
    let booked = row.state()? == State::Cancelled && row.expires_at.is_none();
    let theirs = again || (booked && gone.mine == Some(1));
    if !theirs {
        return Err(ErrorCode::Conflict.into());
    }
    if !again {
        not_past(deps, to.start)?;
    }
    let named = Named { people: &to.people, room: to.room.as_ref() };
    let kind = terms.plan.kind(&row.kind).ok_or(ErrorCode::Conflict)?;
    let same = to.start == row.start && to.people.is_empty() && to.room.is_none();
    let minutes = if same { row.minutes } else { kind.minutes };
    let needs = match (&row.session, &session) {
        (Some(id), Some(session)) if session.start == to.start => {
            Some(vec![seats(id, session.seats, to.start)])
        }
        // The group does not meet then, or not at all.
        (Some(_), _) => return Err(ErrorCode::Conflict.into()),
        (None, _) if same => Some(row.takings()?.into_iter().map(|one| Need(1, vec![one])).collect()),
        (None, _) => needs(&terms, kind, to.start, deps, &to.people, to.room.as_ref())?,
    };
    let Some(needs) = needs else { return Err(taken(deps, team, &kind.id, to.start, &named).await?) };
    let mut statements = lapse(now);
    statements.extend([
        picking(RETURN, &needs, id, NONE)?
            .bind(to.start.0)
            .bind(u32::from(minutes))
            .bind(&change)
            .bind(team)
            .bind(terms.version)
            .bind(me)
            .bind(since),
        record_if_changed(now, me, Act::TalkReturned, NONE, id.to_string()),
        untell(id),
        occupy(id, &change),
    ]);
    statements.extend(group::returning(id, &to.change));
    statements.push(Statement::new(ONE).bind(team).bind(id));
    match deps.batch(statements).await?.last()?.first::<TalkRow>()? {
        Some(row) if row.row.act == change && row.row.start == to.start => done(&terms, row),
        Some(row) if row.row.act == change => Err(ErrorCode::Conflict.into()),
        _ => Err(taken(deps, team, &kind.id, to.start, &named).await?),
    }
}
