//! Who waits is told of a time that was given back: three times at most, so only of one that a visitor could hold at that
//! moment. Not of one that is too near or too far, at which nobody is there, or which the talk that moved still overlaps.

use super::calendar::day_of;
use super::free::{Taken, is_open};
use super::plan::{self, Terms};
use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::mailbox::MailboxClaim;
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::{KindId, MailboxId, ReservationId, TeamId};
use serde::Deserialize;

/// A time that was given back, of a kind for which somebody else waits.
#[derive(Deserialize)]
pub struct Freed {
    team: TeamId,
    kind: KindId,
    start: Tick,
    mailbox: Option<MailboxId>,
}

macro_rules! freed {
    ($start:literal, $which:literal) => {
        concat!(
            "SELECT r.team, r.kind, ",
            $start,
            " AS start, r.mailbox FROM reservations r WHERE ",
            $which,
            " AND EXISTS (SELECT 1 FROM waiting w \
                WHERE w.kind = r.kind AND w.told < 3 AND w.mailbox IS NOT r.mailbox)"
        )
    };
}
/// A group's session gives no time back: its seats do.
const FREED: &str = freed!(
    "coalesce(r.was, r.start)",
    "changes() = 1 AND r.id = ?1 AND r.expires_at IS NULL AND r.seats IS NULL"
);
/// Those that come first: among them is one that can be had, if there is any.
const OF_MAILBOX: &str = concat!(
    freed!("r.start", "r.mailbox = ?1 AND r.token_hash = ?2 AND r.state = 2 AND r.start > ?3"),
    " ORDER BY r.start LIMIT 10"
);

/// Reads what the statement right before it gave back, for [`tell`].
pub fn freed(id: &ReservationId) -> Statement {
    Statement::new(FREED).bind(id)
}

/// Reads what will be given back with this mailbox.
pub fn freed_with(claim: &MailboxClaim, now: Tick) -> Statement {
    Statement::new(OF_MAILBOX).bind(&claim.id).bind(&claim.token_hash).bind(now.0)
}

const TELL: &str = "UPDATE waiting SET told = told + 1, start = ?2 \
    WHERE kind = ?1 AND told < 3 AND mailbox IS NOT ?3";

/// Once it is free, in order of time: of each kind the first that can be had. Where nobody waits, nothing is asked.
pub async fn tell(deps: &Deps, freed: &[Freed]) {
    // What was given back is given back all the same.
    if let Err(fault) = told(deps, freed).await {
        deps.log.error(&fault.0);
    }
}

async fn told(deps: &Deps, freed: &[Freed]) -> Result<(), Fault> {
    if freed.is_empty() {
        return Ok(());
    }
    let now = deps.now();
    let mut statements = vec![plan::intake()];
    statements.extend(freed.iter().flat_map(|one| Taken::statements(day_of(one.start), now)));
    let mut outcomes = deps.batch(statements).await?;
    let Some(terms) = Terms::take(&mut outcomes)? else { return Ok(()) };
    let mut kinds: Vec<KindId> = Vec::new();
    let mut tell = Vec::new();
    for one in freed {
        let taken = Taken::take(&mut outcomes)?;
        if one.team == terms.team
            && !kinds.contains(&one.kind)
            && is_open(&terms, &taken, &one.kind, one.start, now)
        {
            kinds.push(one.kind);
            tell.push(Statement::new(TELL).bind(&one.kind).bind(one.start.0).bind(one.mailbox.as_ref()));
        }
    }
    if tell.is_empty() { Ok(()) } else { deps.batch(tell).await.map(drop) }
}
