//! What was promised about keeping: a closed consultation is erased so many days after it was closed, as far as when its
//! writer deletes it. Whoever writes again is not closed any more, so nothing that lives is let go.

use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::booking::note;
use crate::service::desk;
use crate::service::file;
use crate::service::refusal::Refusal;
use crate::service::session::Administrator;
use madobe_domain::booking::tick::{DAY_TICKS, Tick};
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{CaseId, StaffId};
use madobe_domain::limits::RETENTION_ROWS;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::retention::{Retention, ToErase};
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
const WIPED: [&str; 6] = [
    these!("DELETE FROM files WHERE case_id IN", ""),
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

/// What goes with those cases, once the teams were told.
fn wiping(at: i64, before: i64) -> Vec<Statement> {
    let all = WIPED.into_iter().chain(TALKS).chain([TOMBSTONES]);
    all.map(|sql| Statement::new(sql).bind(at).bind(before)).collect()
}

/// Erases what is due, some at a time, each time in one batch. Gives how many consultations were erased.
pub async fn erase_due(deps: &Deps) -> Result<usize, Fault> {
    let settings = desk::read(deps).await?.settings.clone();
    let now = deps.now();
    let today = Tick::at(now);
    let over = Statement::new(OVER).bind(today.plus(-7 * DAY_TICKS).0).bind(today.plus(-DAY_TICKS).0);
    deps.batch(vec![over, note::forget(today)]).await?;
    let before = now.millis() - i64::from(settings.retention_days) * DAY_MILLIS;
    let mut erased = 0;
    for round in 0..ROUNDS {
        // A moment of its own for each batch: by it, what is erased together is known.
        let at = now.millis() + i64::from(round);
        let these = |sql| Statement::new(sql).bind(at).bind(before);
        let mut batch =
            vec![these(ERASE).bind(AT_ONCE), these(AUDIT).bind(Act::ErasedByRetention.code()), these(FEED)];
        batch.extend(wiping(at, before));
        let gone = deps.batch(batch).await?.take()?.rows::<Erased>()?.len();
        erased += gone;
        if gone < AT_ONCE as usize {
            break;
        }
    }
    Ok(erased)
}

const NEXT: &str = "SELECT c.id, c.closed_at, e.asked_by, e.asked_at FROM cases c \
        LEFT JOIN erasures e ON e.case_id = c.id AND e.asked_at >= c.closed_at \
    WHERE c.closed_at IS NOT NULL AND c.erased_at IS NULL ORDER BY c.closed_at, c.id LIMIT ?1";
const COUNTS: &str = "SELECT (SELECT count(*) FROM cases WHERE closed_at IS NOT NULL AND erased_at IS NULL) AS closed, \
    (SELECT count(*) FROM audit WHERE at >= ?1 AND action IN ('erased_by_retention', 'erased_by_two', 'erased_by_writer')) \
        AS erased";

#[derive(Deserialize)]
struct NextRow {
    id: CaseId,
    closed_at: Timestamp,
    asked_by: Option<StaffId>,
    asked_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Counts {
    closed: u32,
    erased: u32,
}

/// What will be erased, and when. No content: a handle and its days.
pub async fn preview(deps: &Deps, Administrator(signed): &Administrator) -> Result<Retention, Refusal> {
    let days = desk::read(deps).await?.settings.retention_days;
    let now = deps.now();
    let mut statements = signed.touch();
    let skip = statements.len();
    statements.extend([
        Statement::new(NEXT).bind(RETENTION_ROWS),
        Statement::new(COUNTS).bind(now.millis() - 30 * DAY_MILLIS),
    ]);
    let mut outcomes = deps.batch(statements).await?;
    let rows: Vec<NextRow> = outcomes.skip(skip).take()?.rows()?;
    let counts: Counts = outcomes.take()?.first()?.ok_or(Fault::new("counts"))?;
    let next = |row: NextRow| ToErase {
        case: row.id,
        closed_at: row.closed_at,
        due_at: Timestamp(row.closed_at.millis() + i64::from(days) * DAY_MILLIS),
        asked_by: row.asked_by,
        asked_at: row.asked_at,
    };
    let next = rows.into_iter().map(next).collect();
    Ok(Retention { days, closed: counts.closed, next, erased: counts.erased })
}

const ASK: &str = "INSERT INTO erasures (case_id, asked_by, asked_at) SELECT id, ?2, ?3 FROM cases \
    WHERE id = ?1 AND closed_at IS NOT NULL AND erased_at IS NULL \
    ON CONFLICT (case_id) DO UPDATE SET asked_by = ?2, asked_at = ?3 \
        WHERE asked_at < (SELECT closed_at FROM cases WHERE id = ?1)";
const TAKE_BACK: &str = "DELETE FROM erasures WHERE case_id = ?1";
const STATE: &str = "SELECT closed_at IS NOT NULL AS closed, erased_at IS NOT NULL AS erased, \
        EXISTS (SELECT 1 FROM erasures e WHERE e.case_id = ?1 AND e.asked_at >= closed_at) AS asked \
    FROM cases WHERE id = ?1";

#[derive(Deserialize)]
struct State {
    closed: u8,
    erased: u8,
    asked: u8,
}

/// Asks that a closed consultation be erased before its day. Nothing goes until somebody else confirms it.
pub async fn ask(deps: &Deps, Administrator(signed): &Administrator, case: &CaseId) -> Result<(), Refusal> {
    let now = deps.now();
    let mut statements = signed.touch();
    statements.extend([
        Statement::new(ASK).bind(case).bind(&signed.staff).bind(now),
        record_if_changed(now, &signed.staff, Act::ErasureAsked, case, NONE),
        Statement::new(STATE).bind(case),
    ]);
    match deps.batch(statements).await?.last()?.first::<State>()? {
        Some(State { erased: 1, .. }) => Err(ErrorCode::Deleted.into()),
        Some(State { asked: 1, .. }) => Ok(()),
        Some(_) => Err(ErrorCode::Conflict.into()),
        None => Err(ErrorCode::Forbidden.into()),
    }
}

/// Takes the question back, whoever asked it.
pub async fn take_back(
    deps: &Deps,
    Administrator(signed): &Administrator,
    case: &CaseId,
) -> Result<(), Refusal> {
    let mut statements = signed.touch();
    statements.extend([
        Statement::new(TAKE_BACK).bind(case),
        record_if_changed(deps.now(), &signed.staff, Act::ErasureWithdrawn, case, NONE),
    ]);
    deps.batch(statements).await?;
    Ok(())
}

/// Asked for by somebody else since it was closed.
const CONFIRM: &str = "UPDATE cases SET erased_at = ?1 WHERE id = ?2 AND erased_at IS NULL AND closed_at IS NOT NULL \
    AND EXISTS (SELECT 1 FROM erasures e WHERE e.case_id = ?2 AND e.asked_by <> ?3 AND e.asked_at >= cases.closed_at)";
const ANY_DAY: i64 = 1 << 52;

/// The second person: erases it as far as its writer would.
pub async fn confirm(
    deps: &Deps,
    Administrator(signed): &Administrator,
    case: &CaseId,
) -> Result<(), Refusal> {
    let now = deps.now();
    let mut statements = signed.touch();
    statements.extend([
        Statement::new(CONFIRM).bind(now).bind(case).bind(&signed.staff),
        record_if_changed(now, &signed.staff, Act::ErasedByTwo, case, NONE),
        Statement::new(FEED).bind(now).bind(ANY_DAY),
    ]);
    // Those erased at this very moment: this one, or one that is being erased just so.
    statements.extend(wiping(now.millis(), ANY_DAY));
    let before = statements.len();
    statements.extend([file::gone_of_case(case), Statement::new(STATE).bind(case)]);
    let mut outcomes = deps.batch(statements).await?;
    let gone = outcomes.skip(before).take()?;
    match outcomes.last()?.first::<State>()? {
        Some(State { erased: 1, .. }) => Ok(file::take_out(deps, &gone).await?),
        Some(State { closed: 1, asked: 1, .. }) => Err(ErrorCode::Forbidden.into()),
        Some(_) => Err(ErrorCode::Conflict.into()),
        None => Err(ErrorCode::Forbidden.into()),
    }
}
