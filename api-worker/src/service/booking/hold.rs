//! Holding a time for ten minutes, holding it longer, and booking what is held.

use super::free::taken;
use super::group::{Group, Session, roomiest};
use super::plan::{self, Terms};
use super::taking::{lapse, occupy, pick, picking};
use super::{LOOK, Row};
use crate::deps::Deps;
use crate::ports::{Brake, Fault, Statement};
use crate::service::address::AddressKey;
use crate::service::intake::{WAIT_SECONDS, worked};
use crate::service::mailbox::MailboxClaim;
use crate::service::refusal::Refusal;
use madobe_domain::booking::need::{Need, Presence, Rules, Taking};
use madobe_domain::booking::plan::{Kind, Who};
use madobe_domain::booking::tick::{DAY_TICKS, Span, Tick};
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::hash::same;
use madobe_domain::ids::{ReservationId, TeamId};
use madobe_domain::limits::{HOLD_SECONDS, HOLD_SECONDS_AT_MOST, TALKS_AHEAD};
use madobe_domain::wire::booking::{BookingCode, NewHold, Reservation, State};
use madobe_domain::wire::error::ErrorCode;
use serde::Deserialize;

const MAILBOX: &str = "SELECT token_hash, deleted_at FROM mailboxes WHERE id = ?1";

#[derive(Deserialize)]
struct MailboxRow {
    token_hash: Fixed<32>,
    deleted_at: Option<i64>,
}

/// What this mailbox had at that very time before it gave it back.
const GIVEN_BACK: &str = "SELECT taken, made_by FROM reservations \
    WHERE mailbox = ?1 AND token_hash = ?2 AND kind = ?3 AND start = ?4 AND start > ?5 AND state = 3 \
    ORDER BY made_at DESC LIMIT 1";

#[derive(Deserialize)]
struct GivenBack {
    taken: String,
    made_by: Option<String>,
}

impl GivenBack {
    /// The same people and the same room again, or any seat of the group that meets then.
    fn needs(&self, kind: &Kind, start: Tick, session: Option<&Session>) -> Option<Vec<Need>> {
        if kind.is_group() {
            return Some(session?.needs(start));
        }
        let taken: Vec<Taking> = serde_json::from_str(&self.taken).ok()?;
        Some(taken.into_iter().map(|one| Need(1, vec![one])).collect())
    }
}

/// Made from what is free in the very statement, unless the plan changed since it was read, or the mailbox made talks
/// enough before it. What the desk had made stays the desk's where somebody comes back to it, and does not count.
const HOLD: &str = concat!(
    pick!(),
    "INSERT INTO reservations (id, team, kind, state, start, minutes, taken, act, mailbox, token_hash, session, \
        made_at, expires_at, made_by) \
    SELECT ?3, ?5, ?6, 1, ?7, ?8, picked.taken, ?3, ?4, ?9, ?10, ?11, ?12, ?16 FROM picked \
    WHERE EXISTS (SELECT 1 FROM plans WHERE team = ?5 AND version = ?13) \
      AND NOT EXISTS (SELECT 1 FROM reservations WHERE id = ?3) \
      AND (?10 IS NULL OR EXISTS (SELECT 1 FROM reservations WHERE id = ?10 AND state = 2 AND start = ?7)) \
      AND (?16 IS NOT NULL OR (SELECT count(*) FROM reservations \
          WHERE mailbox = ?4 AND state = 2 AND start > ?14 AND made_by IS NULL) < ?15)"
);
/// What the mailbox held before: one person looks at one time.
const LET_GO: [&str; 2] = [
    "DELETE FROM occupied WHERE reservation IN (SELECT id FROM reservations \
        WHERE mailbox = ?2 AND state = 1 AND id <> ?1) AND EXISTS (SELECT 1 FROM reservations WHERE id = ?1 AND state = 1)",
    "UPDATE reservations SET state = 0 WHERE mailbox = ?2 AND state = 1 AND id <> ?1 \
        AND EXISTS (SELECT 1 FROM reservations WHERE id = ?1 AND state = 1)",
];
const AHEAD: &str = "SELECT count(*) AS count FROM reservations \
    WHERE mailbox = ?1 AND state = 2 AND start > ?2 AND made_by IS NULL";

#[derive(Deserialize)]
struct Count {
    count: u32,
}

/// What the desk offers at that time, if it offers it to this person.
fn needs(
    terms: &Terms,
    kind: &Kind,
    start: Tick,
    session: Option<&Session>,
    now: Timestamp,
    turn: usize,
) -> Option<Vec<Need>> {
    if kind.is_group() {
        let window = kind.window(now);
        let session = session.filter(|_| start >= window.from && start < window.to)?;
        return Some(session.needs(start));
    }
    let midnight = Tick::of_day(start.day());
    let days = Span { from: midnight, to: midnight.plus(DAY_TICKS) };
    Presence::new(&terms.plan, &terms.settings, days).needs(kind, start, now, Rules::Visitor, turn)
}

/// Holds a time.
///
/// The mailbox exists and this is its token, or there is none yet and the work for it is done. Then one batch lets go
/// of what was held too long, takes whoever is free, and lets go of what this mailbox held before.
pub async fn hold(
    deps: &Deps,
    from: &AddressKey,
    claim: &MailboxClaim,
    new: &NewHold,
) -> Result<Reservation, Refusal> {
    if !deps.limiter.allow(Brake::Mailbox, format!("hold:{}", claim.id)).await {
        return Err(Refusal::Wait(WAIT_SECONDS));
    }
    let mut outcomes = deps
        .batch(vec![
            Statement::new(LOOK).bind(&new.id),
            Statement::new(MAILBOX).bind(&claim.id),
            plan::intake(),
            roomiest(Group::Intake(&new.kind), new.start, deps.now()),
            Statement::new(GIVEN_BACK)
                .bind(&claim.id)
                .bind(&claim.token_hash)
                .bind(&new.kind)
                .bind(new.start.0)
                .bind(Tick::at(deps.now()).0),
        ])
        .await?;
    if let Some(row) = outcomes.take()?.first::<Row>()? {
        return made(deps, claim, new, Some(row)).await;
    }
    let mailbox = outcomes.take()?.first::<MailboxRow>()?;
    may_hold(deps, from, claim, new, mailbox.as_ref()).await?;
    let terms = Terms::take(&mut outcomes)?.ok_or(ErrorCode::NotOpen)?;
    let offered = terms.plan.kind(&new.kind).filter(|kind| match kind.who {
        Who::Anyone => true,
        Who::Writers => mailbox.is_some(),
        Who::Staff => false,
    });
    let kind = offered.ok_or(ErrorCode::Forbidden)?;
    let session = outcomes.take()?.first::<Session>()?.filter(|_| kind.is_group());
    let session = session.as_ref();
    let now = deps.now();
    let turn = usize::from(u16::from_le_bytes(deps.random_bytes()));
    // Who gave a time back may change their mind, however near it is by now, and also where the desk had put it.
    let before = outcomes.take()?.first::<GivenBack>()?;
    let made_by = before.as_ref().and_then(|before| before.made_by.clone());
    let again = || before.and_then(|before| before.needs(kind, new.start, session));
    let Some(needs) = needs(&terms, kind, new.start, session, now, turn).or_else(again) else {
        return Err(taken(deps, &terms.team, &kind.id, new.start).await?);
    };
    let mut statements = lapse(now);
    statements.push(
        picking(HOLD, &needs, &new.id, &claim.id)?
            .bind(&terms.team)
            .bind(&kind.id)
            .bind(new.start.0)
            .bind(u32::from(kind.minutes))
            .bind(&claim.token_hash)
            .bind(session.map(|session| session.id.to_string()))
            .bind(now)
            .bind(now.plus_seconds(HOLD_SECONDS))
            .bind(terms.version)
            .bind(Tick::at(now).0)
            .bind(TALKS_AHEAD)
            .bind(made_by.clone()),
    );
    statements.extend(LET_GO.map(|sql| Statement::new(sql).bind(&new.id).bind(&claim.id)));
    statements.push(occupy(&new.id, &new.id));
    statements.push(Statement::new(LOOK).bind(&new.id));
    statements.push(Statement::new(AHEAD).bind(&claim.id).bind(Tick::at(now).0));
    let mut outcomes = deps.batch(statements).await?;
    let row = outcomes.skip(6).take()?.first::<Row>()?;
    let ahead: Count = outcomes.take()?.first()?.ok_or(Fault::new("ahead"))?;
    if row.is_none() && made_by.is_none() && ahead.count >= TALKS_AHEAD {
        return Err(Refusal::Booking { code: BookingCode::Enough, nearest: Vec::new() });
    }
    if row.is_none() {
        return Err(taken(deps, &terms.team, &kind.id, new.start).await?);
    }
    made(deps, claim, new, row).await
}

/// A mailbox that is there is held to its token; one that is not there yet, to the work that will make it.
async fn may_hold(
    deps: &Deps,
    from: &AddressKey,
    claim: &MailboxClaim,
    new: &NewHold,
    mailbox: Option<&MailboxRow>,
) -> Result<(), Refusal> {
    if let Some(row) = mailbox {
        return match row.deleted_at {
            _ if !same(&row.token_hash, &claim.token_hash) => Err(ErrorCode::Unauthorised.into()),
            Some(_) => Err(ErrorCode::Deleted.into()),
            None => Ok(()),
        };
    }
    let Some(work) = &new.work else { return Err(ErrorCode::Unauthorised.into()) };
    match worked(deps, work, &claim.id)? {
        Some(late) => Err(late),
        None if deps.limiter.allow(Brake::Hard, from.counting("hold")).await => Ok(()),
        None => Err(Refusal::Wait(WAIT_SECONDS)),
    }
}

/// The answer to what is stored under this id, if it is this very request.
async fn made(
    deps: &Deps,
    claim: &MailboxClaim,
    new: &NewHold,
    row: Option<Row>,
) -> Result<Reservation, Refusal> {
    let row = Row::of(row, claim)?;
    if row.kind != new.kind {
        return Err(ErrorCode::Conflict.into());
    }
    match row.state()? {
        State::Held | State::Booked if row.start == new.start => Ok(row.shown()?),
        State::Lapsed => Err(taken(deps, &row.team, &row.kind, new.start).await?),
        _ => Err(ErrorCode::Conflict.into()),
    }
}

/// As long as nobody else has it by now, what ran out is held again.
const EXTEND: &str = "UPDATE reservations SET expires_at = min(?4, made_at + ?5) \
    WHERE id = ?1 AND mailbox = ?2 AND token_hash = ?3 AND state = 1";

/// Ten more minutes, two hours at most.
pub async fn extend(deps: &Deps, claim: &MailboxClaim, id: &ReservationId) -> Result<Reservation, Refusal> {
    let now = deps.now();
    let extend = Statement::new(EXTEND)
        .bind(id)
        .bind(&claim.id)
        .bind(&claim.token_hash)
        .bind(now.plus_seconds(HOLD_SECONDS))
        .bind(HOLD_SECONDS_AT_MOST * 1000);
    let row = deps.batch(vec![extend, Statement::new(LOOK).bind(id)]).await?.last()?.first()?;
    let row = Row::of(row, claim)?;
    match row.state()? {
        State::Held | State::Booked => Ok(row.shown()?),
        State::Lapsed | State::Cancelled => Err(taken(deps, &row.team, &row.kind, row.start).await?),
    }
}

/// Whatever is still held is booked, also a little late: until somebody else comes, it is nobody's.
const CONFIRM: &str = "UPDATE reservations SET state = 2, expires_at = NULL \
    WHERE id = ?1 AND mailbox = ?2 AND token_hash = ?3 AND state = 1 AND start > ?4 \
      AND (session IS NULL OR EXISTS (SELECT 1 FROM reservations s WHERE s.id = reservations.session AND s.state = 2)) \
      AND EXISTS (SELECT 1 FROM mailboxes WHERE id = ?2 AND token_hash = ?3 AND deleted_at IS NULL)";

/// Right after it: who has a time of that kind waits for none.
const WAITS_NO_LONGER: &str = "DELETE FROM waiting WHERE changes() = 1 AND mailbox = ?2 \
    AND kind = (SELECT kind FROM reservations WHERE id = ?1)";

/// Books what is held. The mailbox is there by now. Booked already: done.
pub async fn confirm(deps: &Deps, claim: &MailboxClaim, id: &ReservationId) -> Result<Reservation, Refusal> {
    let confirm =
        Statement::new(CONFIRM).bind(id).bind(&claim.id).bind(&claim.token_hash).bind(Tick::at(deps.now()).0);
    let waits = Statement::new(WAITS_NO_LONGER).bind(id).bind(&claim.id);
    let row = deps.batch(vec![confirm, waits, Statement::new(LOOK).bind(id)]).await?.last()?.first()?;
    let row = Row::of(row, claim)?;
    match row.state()? {
        State::Booked => Ok(row.shown()?),
        State::Lapsed | State::Cancelled => Err(refused(deps, &row.team, &row).await?),
        // Held, and not booked: there is no such mailbox yet, or the time is over.
        State::Held if row.start <= Tick::at(deps.now()) => Err(refused(deps, &row.team, &row).await?),
        State::Held if row.session.is_some() => Err(refused(deps, &row.team, &row).await?),
        State::Held => Err(ErrorCode::Unauthorised.into()),
    }
}

async fn refused(deps: &Deps, team: &TeamId, row: &Row) -> Result<Refusal, Fault> {
    taken(deps, team, &row.kind, row.start).await
}
