//! The talks of one mailbox, and its places on waiting lists.

use super::Row;
use super::plan::{self, Terms};
use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::mailbox::MailboxClaim;
use crate::service::refusal::Refusal;
use madobe_domain::booking::plan::{Kind, Who};
use madobe_domain::booking::tick::{DAY_TICKS, Tick};
use madobe_domain::ids::KindId;
use madobe_domain::wire::booking::{MyTalks, OfferedKind};
use madobe_domain::wire::error::ErrorCode;
use serde::Deserialize;

const RIGHT: &str = "SELECT 1 AS one FROM mailboxes WHERE id = ?1 AND token_hash = ?2 AND deleted_at IS NULL";
/// Those that are long over do not count, and what was only looked at comes last: a series of half a year is there as a whole.
const TALKS: &str = "SELECT id, team, kind, state, start, minutes, taken, act, mailbox, token_hash, session, seats, \
        expires_at FROM reservations WHERE mailbox = ?1 AND token_hash = ?2 AND start > ?3 \
    ORDER BY state = 0, start DESC LIMIT 200";
/// The page shows a talk for a week after its end.
const DAYS_BACK: i64 = 8;
const WAITING: &str = "SELECT w.kind, w.told, w.start FROM waiting w JOIN mailboxes m ON m.id = w.mailbox \
    WHERE w.mailbox = ?1 AND m.token_hash = ?2";
/// The kinds of all these that the desk does not offer to those who write.
const KINDS: &str = "WITH mine AS ( \
        SELECT team, kind FROM reservations WHERE mailbox = ?1 AND token_hash = ?2 AND start > ?3 \
        UNION SELECT t.id, w.kind FROM waiting w JOIN mailboxes m ON m.id = w.mailbox JOIN teams t ON t.intake = 1 \
            WHERE w.mailbox = ?1 AND m.token_hash = ?2) \
    SELECT DISTINCT k.value AS json FROM mine JOIN teams t ON t.id = mine.team JOIN plans p ON p.team = t.id \
        JOIN json_each(p.json, '$.kinds') k ON json_extract(k.value, '$.id') = mine.kind \
    WHERE t.intake = 0 OR json_extract(k.value, '$.who') = 'staff'";

#[derive(Deserialize)]
struct One {
    #[allow(dead_code)]
    one: u8,
}

#[derive(Deserialize)]
struct KindRow {
    json: String,
}

impl KindRow {
    fn shown(&self) -> Result<OfferedKind, Fault> {
        let kind: Kind = serde_json::from_str(&self.json).map_err(|_| Fault::new("kind"))?;
        Ok(OfferedKind::from(&kind))
    }
}

/// Every talk of this mailbox. One that is not made yet has those that it holds.
pub async fn read(deps: &Deps, claim: &MailboxClaim) -> Result<MyTalks, Refusal> {
    let own = |sql| Statement::new(sql).bind(&claim.id).bind(&claim.token_hash);
    let since = Tick::at(deps.now()).plus(-DAYS_BACK * DAY_TICKS);
    let statements = vec![own(RIGHT), own(TALKS).bind(since.0), own(WAITING), own(KINDS).bind(since.0)];
    let mut outcomes = deps.batch(statements).await?;
    let known = outcomes.take()?.first::<One>()?.is_some();
    let rows: Vec<Row> = outcomes.take()?.rows()?;
    if !known && rows.is_empty() {
        return Err(ErrorCode::Unauthorised.into());
    }
    let reservations = rows.iter().map(Row::shown).collect::<Result<_, _>>()?;
    let waiting = outcomes.take()?.rows()?;
    let kinds: Vec<KindRow> = outcomes.take()?.rows()?;
    let kinds = kinds.iter().map(KindRow::shown).collect::<Result<_, _>>()?;
    Ok(MyTalks { reservations, waiting, kinds })
}

const WAIT: &str = "INSERT INTO waiting (kind, mailbox, since) SELECT ?3, ?1, ?4 \
    WHERE EXISTS (SELECT 1 FROM mailboxes WHERE id = ?1 AND token_hash = ?2 AND deleted_at IS NULL) \
    ON CONFLICT (kind, mailbox) DO UPDATE SET since = excluded.since, told = 0, start = NULL WHERE told >= 3";
const LEAVE: &str = "DELETE FROM waiting WHERE kind = ?3 AND mailbox = ?1 \
    AND EXISTS (SELECT 1 FROM mailboxes WHERE id = ?1 AND token_hash = ?2)";

/// Waits for a time of this kind. Waiting already: done. Told three times already: from the beginning.
pub async fn wait(deps: &Deps, claim: &MailboxClaim, kind: &KindId) -> Result<(), Refusal> {
    let own = |sql| Statement::new(sql).bind(&claim.id).bind(&claim.token_hash);
    let mut outcomes = deps.batch(vec![own(RIGHT), plan::intake()]).await?;
    outcomes.take()?.first::<One>()?.ok_or(ErrorCode::Unauthorised)?;
    let terms = Terms::take(&mut outcomes)?.ok_or(ErrorCode::NotOpen)?;
    terms.plan.kind(kind).filter(|kind| kind.who != Who::Staff).ok_or(ErrorCode::Forbidden)?;
    deps.batch(vec![own(WAIT).bind(kind).bind(deps.now())]).await?;
    Ok(())
}

/// Waits no longer. Not waiting: done.
pub async fn leave(deps: &Deps, claim: &MailboxClaim, kind: &KindId) -> Result<(), Refusal> {
    let own = |sql| Statement::new(sql).bind(&claim.id).bind(&claim.token_hash);
    let mut outcomes = deps.batch(vec![own(RIGHT), own(LEAVE).bind(kind)]).await?;
    outcomes.take()?.first::<One>()?.ok_or(ErrorCode::Unauthorised)?;
    Ok(())
}

/// When the consultation is deleted: its times are free again, but for a talk that has begun, in whose room people still sit; and
/// nothing leads from a talk to its mailbox any more.
const ERASE: [&str; 3] = [
    "DELETE FROM occupied WHERE reservation IN \
        (SELECT id FROM reservations WHERE mailbox = ?1 AND token_hash = ?2 AND (state <> 2 OR start > ?3))",
    "DELETE FROM waiting WHERE mailbox = ?1 AND EXISTS (SELECT 1 FROM mailboxes WHERE id = ?1 AND token_hash = ?2)",
    "UPDATE reservations SET state = CASE WHEN state = 1 THEN 0 WHEN state = 2 AND start > ?3 THEN 3 ELSE state END, \
        mailbox = NULL, token_hash = NULL WHERE mailbox = ?1 AND token_hash = ?2",
];

/// To stand before the mailbox's own tombstone.
pub fn erasing(deps: &Deps, claim: &MailboxClaim) -> Vec<Statement> {
    let now = Tick::at(deps.now()).0;
    let own = |sql: &'static str| {
        let own = Statement::new(sql).bind(&claim.id).bind(&claim.token_hash);
        if sql.contains("?3") { own.bind(now) } else { own }
    };
    ERASE.map(own).into()
}
