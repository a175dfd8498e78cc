//! What was promised about keeping: a closed consultation is erased so many days after it was closed, as far as when its
//! writer deletes it. Whoever writes again is not closed any more, so nothing that lives is let go.

use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::audit::Act;
use crate::service::desk;
use madobe_domain::booking::tick::{DAY_TICKS, Tick};
use serde::Deserialize;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// Erased in one batch.
const AT_ONCE: i64 = 25;
/// Batches in one go; the rest is erased the next day.
const ROUNDS: u32 = 40;

#[derive(Deserialize)]
struct Erased {
    #[allow(dead_code)]
    id: String,
}

const ERASE: &str = "UPDATE cases SET erased_at = ?1 WHERE id IN (SELECT id FROM cases \
        WHERE erased_at IS NULL AND closed_at < ?2 ORDER BY closed_at LIMIT ?3) \
    RETURNING id";
/// Those of the statement before: nothing else was erased just now and closed so long ago.
macro_rules! these {
    ($before:literal, $after:literal) => {
        concat!($before, " (SELECT id FROM cases WHERE erased_at = ?1 AND closed_at < ?2)", $after)
    };
}
const AUDIT: &str = "INSERT INTO audit (at, staff, action, case_id, detail) \
    SELECT ?1, NULL, ?3, id, NULL FROM cases WHERE erased_at = ?1 AND closed_at < ?2";
const FEED: &str = these!(
    "INSERT INTO feed (team, case_id, kind, ref) SELECT DISTINCT recipient, case_id, 3, 0 FROM grants \
     WHERE version > 0 AND case_id IN",
    ""
);
/// What leads from a mailbox to its talks.
const TALKS: [&str; 2] = [
    "UPDATE reservations SET mailbox = NULL, token_hash = NULL WHERE mailbox IN (SELECT m.id FROM mailboxes m \
        JOIN cases c ON c.id = m.case_id WHERE c.erased_at = ?1 AND c.closed_at < ?2)",
    "DELETE FROM waiting WHERE mailbox IN (SELECT m.id FROM mailboxes m \
        JOIN cases c ON c.id = m.case_id WHERE c.erased_at = ?1 AND c.closed_at < ?2)",
];
/// Nobody is booked twice in what is over: its ticks need not be kept. Looked for among the talks of the last days.
const OVER: &str = "DELETE FROM occupied WHERE reservation IN \
    (SELECT id FROM reservations WHERE start >= ?1 AND start < ?2)";
const WIPED: [&str; 5] = [
    these!("DELETE FROM entries WHERE case_id IN", ""),
    these!("DELETE FROM grants WHERE case_id IN", ""),
    these!("DELETE FROM seen WHERE case_id IN", ""),
    these!("DELETE FROM drafts WHERE case_id IN", ""),
    these!("DELETE FROM presence WHERE case_id IN", ""),
];
const TOMBSTONES: &str = these!(
    "UPDATE mailboxes SET deleted_at = ?1, public_key = '' WHERE case_id IN",
    " AND deleted_at IS NULL"
);

/// Erases what is due, some at a time, each time in one batch. Gives how many consultations were erased.
pub async fn erase_due(deps: &Deps) -> Result<usize, Fault> {
    let settings = desk::read(deps).await?.settings.clone();
    let now = deps.now();
    let today = Tick::at(now);
    let over = Statement::new(OVER).bind(today.plus(-7 * DAY_TICKS).0).bind(today.plus(-DAY_TICKS).0);
    deps.batch(vec![over]).await?;
    let before = now.millis() - i64::from(settings.retention_days) * DAY_MILLIS;
    let mut erased = 0;
    for round in 0..ROUNDS {
        // A moment of its own for each batch: by it, what is erased together is known.
        let at = now.millis() + i64::from(round);
        let these = |sql| Statement::new(sql).bind(at).bind(before);
        let mut batch =
            vec![these(ERASE).bind(AT_ONCE), these(AUDIT).bind(Act::ErasedByRetention.code()), these(FEED)];
        batch.extend(WIPED.map(these));
        batch.extend(TALKS.map(these));
        batch.push(these(TOMBSTONES));
        let gone = deps.batch(batch).await?.take()?.rows::<Erased>()?.len();
        erased += gone;
        if gone < AT_ONCE as usize {
            break;
        }
    }
    Ok(erased)
}
