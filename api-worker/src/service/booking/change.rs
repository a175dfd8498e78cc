//! Moving and cancelling: by whoever holds the code, up to the beginning and without a reason; by the desk, any time.

use super::free::taken;
use super::group::{Group, Session, roomiest};
use super::plan::{Terms, of_reservation};
use super::taking::{free, lapse, occupy, pick, picking};
use super::telling::{Freed, freed, tell};
use super::{LOOK, Row, group};
use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::mailbox::MailboxClaim;
use crate::service::refusal::Refusal;
use madobe_domain::booking::need::{Presence, Rules};
use madobe_domain::booking::plan::Kind;
use madobe_domain::booking::tick::{DAY_TICKS, Span, Tick};
use madobe_domain::ids::{ReservationId, StaffId, TeamId};
use madobe_domain::wire::booking::{BookingCode, MoveTo, Reservation, State};
use madobe_domain::wire::error::ErrorCode;
use serde::Deserialize;

const BEGUN: Refusal = Refusal::Booking { code: BookingCode::Begun, nearest: Vec::new() };

/// The mailbox's own (`?3`, with its token `?4`) up to its beginning (`?2`), or any of the team's (`?5`); what is absent
/// does not count. What was only held was never a talk: it lapses, and is cancelled in nobody's calendar.
const CANCEL: &str = "UPDATE reservations SET state = CASE state WHEN 1 THEN 0 ELSE 3 END, was = NULL, gone_by = ?6, \
    gone_at = ?7 WHERE id = ?1 AND state IN (1, 2) \
    AND (?2 IS NULL OR start > ?2) AND (?3 IS NULL OR (mailbox = ?3 AND token_hash = ?4)) \
    AND (?5 IS NULL OR team = ?5)";
const RELEASE: &str = "DELETE FROM occupied WHERE reservation = ?1 \
    AND EXISTS (SELECT 1 FROM reservations WHERE id = ?1 AND state IN (0, 3))";
/// Whose reservation it is, for the statements above.
pub enum Whose<'a> {
    Mailbox(&'a MailboxClaim),
    /// Somebody of its staff.
    Team(&'a TeamId, &'a StaffId),
}

/// Cancels in the batch that begins with these statements, and tells whoever waits: the row as it is afterwards.
pub async fn cancelled(
    deps: &Deps,
    mut statements: Vec<Statement>,
    whose: &Whose<'_>,
    id: &ReservationId,
) -> Result<Option<Row>, Fault> {
    let cancel = Statement::new(CANCEL).bind(id);
    let now = deps.now();
    statements.push(match whose {
        Whose::Mailbox(claim) => cancel
            .bind(Tick::at(now).0)
            .bind(&claim.id)
            .bind(&claim.token_hash)
            .bind(None::<i64>)
            .bind(None::<i64>)
            .bind(now),
        Whose::Team(team, staff) => {
            cancel.bind(None::<i64>).bind(None::<i64>).bind(None::<i64>).bind(*team).bind(*staff).bind(now)
        }
    });
    if let Whose::Team(_, staff) = whose {
        statements.push(record_if_changed(now, *staff, Act::TalkCancelled, NONE, id.to_string()));
    }
    let before = statements.len();
    let on = |sql| Statement::new(sql).bind(id);
    let [release_seats, cancel_seats] = group::cancelling(id);
    statements.extend([freed(id), on(RELEASE), release_seats, cancel_seats, on(LOOK)]);
    let mut outcomes = deps.batch(statements).await?;
    let given_back: Vec<Freed> = outcomes.skip(before).take()?.rows()?;
    let row = outcomes.last()?.first()?;
    tell(deps, &given_back).await;
    Ok(row)
}

/// Lets go of what is held, or cancels what is booked. Done twice, it is done.
pub async fn cancel(deps: &Deps, claim: &MailboxClaim, id: &ReservationId) -> Result<(), Refusal> {
    let row = cancelled(deps, Vec::new(), &Whose::Mailbox(claim), id).await?;
    match Row::of(row, claim)?.state()? {
        State::Cancelled | State::Lapsed => Ok(()),
        State::Held | State::Booked => Err(BEGUN),
    }
}

/// The old time stays until the new one is taken, in one batch.
pub(super) const MOVE: &str = concat!(
    pick!(),
    "UPDATE reservations SET was = start, start = ?5, minutes = ?6, taken = picked.taken, act = ?7, session = ?8, \
        came = NULL, moves = moves + 1 FROM picked \
    WHERE id = ?3 AND act <> ?7 AND state = 2 AND seats IS NULL \
      AND (?9 IS NULL OR (start > ?9 AND mailbox = ?4 AND token_hash = ?10)) AND team = ?11 \
      AND EXISTS (SELECT 1 FROM plans WHERE team = ?11 AND version = ?12) \
      AND (?8 IS NULL OR EXISTS (SELECT 1 FROM reservations s WHERE s.id = ?8 AND s.state = 2 AND s.start = ?5))"
);

/// Whether it stood at that time before it was moved.
const WAS: &str = "SELECT was FROM reservations WHERE id = ?1 AND was = ?2";

#[derive(Deserialize)]
struct Was {
    #[allow(dead_code)]
    was: Tick,
}

/// Moves a talk to another time of the same kind, in one batch: afterwards it stands at the new time, or where it
/// stood. Sent again under the same id, it is done.
pub async fn shift(
    deps: &Deps,
    claim: &MailboxClaim,
    id: &ReservationId,
    to: &MoveTo,
) -> Result<Reservation, Refusal> {
    let mut outcomes = deps
        .batch(vec![
            Statement::new(LOOK).bind(id),
            of_reservation(id),
            roomiest(Group::Of(id), to.start, deps.now()),
            Statement::new(WAS).bind(id).bind(to.start.0),
        ])
        .await?;
    let row = Row::of(outcomes.take()?.first()?, claim)?;
    if row.act == to.change.to_string() {
        return moved(&row, to);
    }
    let now = deps.now();
    match row.state()? {
        State::Booked if row.start > Tick::at(now) => {}
        State::Booked => return Err(BEGUN),
        _ => return Err(ErrorCode::Conflict.into()),
    }
    let terms = Terms::take(&mut outcomes)?.ok_or(Fault::new("plan"))?;
    let session: Option<Session> = outcomes.take()?.first()?;
    let wished = || taken(deps, &row.team, &row.kind, to.start);
    let Some(kind) = terms.plan.kind(&row.kind) else { return Err(wished().await?) };
    // Whoever moved it may change their mind, however near the old time is by now.
    let back = outcomes.take()?.first::<Was>()?.is_some();
    let kind = &Kind { lead_minutes: if back { 0 } else { kind.lead_minutes }, ..kind.clone() };
    let needs = if kind.is_group() {
        let window = kind.window(now);
        let open = session.as_ref().filter(|_| to.start >= window.from && to.start < window.to);
        open.map(|session| session.needs(to.start))
    } else {
        let midnight = Tick::of_day(to.start.day());
        let days = Span { from: midnight, to: midnight.plus(DAY_TICKS) };
        let turn = usize::from(u16::from_le_bytes(deps.random_bytes()));
        Presence::new(&terms.plan, &terms.settings, days).needs(kind, to.start, now, Rules::Visitor, turn)
    };
    let Some(needs) = needs else { return Err(wished().await?) };
    let change = to.change.to_string();
    let mut statements = lapse(now);
    statements.push(
        picking(MOVE, &needs, id, &claim.id)?
            .bind(to.start.0)
            .bind(u32::from(kind.minutes))
            .bind(&change)
            .bind(session.filter(|_| kind.is_group()).map(|session| session.id.to_string()))
            .bind(Tick::at(now).0)
            .bind(&claim.token_hash)
            .bind(&row.team)
            .bind(terms.version),
    );
    let before = statements.len();
    statements.extend([freed(id), free(id, &change), occupy(id, &change), Statement::new(LOOK).bind(id)]);
    let mut outcomes = deps.batch(statements).await?;
    let given_back: Vec<Freed> = outcomes.skip(before).take()?.rows()?;
    let row = Row::of(outcomes.last()?.first()?, claim)?;
    tell(deps, &given_back).await;
    if row.act == change {
        return moved(&row, to);
    }
    Err(taken(deps, &row.team, &row.kind, to.start).await?)
}

fn moved(row: &Row, to: &MoveTo) -> Result<Reservation, Refusal> {
    if row.start == to.start { Ok(row.shown()?) } else { Err(ErrorCode::Conflict.into()) }
}
