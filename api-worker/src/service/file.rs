//! Files beside letters: sealed bytes that lie in a store of their own, and rows that say whose they are. A file belongs to
//! its case; whoever may read the conversation may fetch it, whoever may write in it may put one in.

use crate::deps::Deps;
use crate::ports::{Brake, Fault, Outcome, Statement};
use crate::service::case::CaseHolder;
use crate::service::intake::WAIT_SECONDS;
use crate::service::mailbox::MailboxClaim;
use crate::service::refusal::Refusal;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::hash::{file_hash, same};
use madobe_domain::ids::{CaseId, FileId};
use madobe_domain::limits::{FILE_UNNAMED_SECONDS, FILES_DAY_BYTES};
use madobe_domain::wire::error::ErrorCode;
use serde::Deserialize;

const DAY_SECONDS: i64 = 24 * 3600;

/// Someone who may put this file in: found out before a byte of it is read.
pub struct Coming {
    case: CaseId,
    file: FileId,
    /// What lies there already.
    kept: Option<Fixed<32>>,
    /// What alone it may be, where that is known before.
    wanted: Option<Fixed<32>>,
}

impl Coming {
    /// One that was announced, with its hash, by whoever's case it is.
    pub const fn announced(case: CaseId, file: FileId, hash: Fixed<32>) -> Self {
        Self { case, file, kept: None, wanted: Some(hash) }
    }
}

/// The name of a file in the store.
fn name(case: &CaseId, file: &FileId) -> String {
    format!("{case}/{file}")
}

/// A place for the file, unless this side of the case has put in enough for a day. Under a known name nothing changes.
macro_rules! begin {
    ($author:literal, $mine:literal, $from:literal) => {
        concat!(
            "INSERT INTO files (case_id, id, author, made_at, size) SELECT c.case_id, ?3, ",
            $author,
            ", ?4, ?5 FROM ",
            $from,
            " WHERE (SELECT coalesce(sum(f.size), 0) FROM files f \
                WHERE f.case_id = c.case_id AND f.author IS ",
            $mine,
            " AND f.made_at > ?6) + ?5 <= ?7 ON CONFLICT (case_id, id) DO NOTHING"
        )
    };
}
const BEGIN_MINE: &str = begin!(
    "NULL",
    "NULL",
    "(SELECT case_id FROM mailboxes WHERE id = ?1 AND token_hash = ?2 AND deleted_at IS NULL) c"
);
const BEGIN: &str =
    begin!("?2", "NOT NULL", "(SELECT id AS case_id FROM cases WHERE id = ?1 AND erased_at IS NULL) c");
const MINE: &str = "SELECT m.token_hash, m.case_id, m.deleted_at, f.id IS NOT NULL AS there, f.hash, f.made_at \
    FROM mailboxes m LEFT JOIN files f ON f.case_id = m.case_id AND f.id = ?2 WHERE m.id = ?1";
const KEPT: &str = "SELECT hash, made_at FROM files WHERE case_id = ?1 AND id = ?2";
const ARRIVED: &str = "UPDATE files SET hash = ?3, size = ?4 WHERE case_id = ?1 AND id = ?2 AND hash IS NULL";

#[derive(Deserialize)]
struct MineRow {
    token_hash: Fixed<32>,
    case_id: CaseId,
    deleted_at: Option<i64>,
    there: u8,
    hash: Option<Fixed<32>>,
    made_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct KeptRow {
    hash: Option<Fixed<32>>,
    made_at: Timestamp,
}

impl MineRow {
    /// An unknown mailbox and a wrong token look the same.
    fn verify(row: Option<Self>, claim: &MailboxClaim) -> Result<Self, Refusal> {
        match row {
            Some(row) if same(&row.token_hash, &claim.token_hash) => match row.deleted_at {
                None => Ok(row),
                Some(_) => Err(ErrorCode::Deleted.into()),
            },
            _ => Err(ErrorCode::Unauthorised.into()),
        }
    }
}

/// Seconds to wait where a day's worth is in: it becomes less by the hour.
const ENOUGH_SECONDS: u32 = 3600;

/// The writer's turn. `length`: of what is to come, as its sender says.
pub async fn begin_mine(
    deps: &Deps,
    claim: &MailboxClaim,
    file: FileId,
    length: usize,
) -> Result<Coming, Refusal> {
    if !deps.limiter.allow(Brake::Mailbox, format!("file:{}", claim.id)).await {
        return Err(Refusal::Wait(WAIT_SECONDS));
    }
    let begin = Statement::new(BEGIN_MINE).bind(&claim.id).bind(&claim.token_hash);
    let batch = vec![room(deps, begin, &file, length), Statement::new(MINE).bind(&claim.id).bind(&file)];
    let row = MineRow::verify(deps.batch(batch).await?.last()?.first()?, claim)?;
    match row.there {
        0 => Err(Refusal::Wait(ENOUGH_SECONDS)),
        _ => Ok(Coming { case: row.case_id, file, kept: row.hash, wanted: None }),
    }
}

fn room(deps: &Deps, begin: Statement, file: &FileId, length: usize) -> Statement {
    let now = deps.now();
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    begin.bind(file).bind(now).bind(length).bind(now.plus_seconds(-DAY_SECONDS)).bind(FILES_DAY_BYTES)
}

/// The turn of whoever may write in the case.
pub async fn begin(deps: &Deps, holder: &CaseHolder, file: FileId, length: usize) -> Result<Coming, Refusal> {
    if !holder.reads() {
        return Err(ErrorCode::Forbidden.into());
    }
    let mut statements = holder.signed.touch();
    let begin = Statement::new(BEGIN).bind(&holder.case).bind(&holder.signed.staff);
    statements.push(room(deps, begin, &file, length));
    statements.push(Statement::new(KEPT).bind(&holder.case).bind(&file));
    match deps.batch(statements).await?.last()?.first::<KeptRow>()? {
        None => Err(Refusal::Wait(ENOUGH_SECONDS)),
        Some(row) => Ok(Coming { case: holder.case, file, kept: row.hash, wanted: None }),
    }
}

/// Puts it into the store, and only then says so: what was answered is there. The same once more is done already; other bytes
/// under its name are refused.
pub async fn arrive(deps: &Deps, coming: &Coming, sealed: Vec<u8>) -> Result<(), Refusal> {
    let hash = file_hash(&sealed);
    if coming.wanted.is_some_and(|wanted| wanted != hash) {
        return Err(Refusal::invalid("file"));
    }
    if let Some(kept) = coming.kept {
        return if kept == hash { Ok(()) } else { Err(ErrorCode::Conflict.into()) };
    }
    let Coming { case, file, .. } = coming;
    let size = i64::try_from(sealed.len()).unwrap_or(i64::MAX);
    let name = name(case, file);
    deps.files.put(&name, sealed).await?;
    let batch = vec![
        Statement::new(ARRIVED).bind(case).bind(file).bind(&hash).bind(size),
        Statement::new(KEPT).bind(case).bind(file),
    ];
    match deps.batch(batch).await?.last()?.first::<KeptRow>()? {
        Some(KeptRow { hash: Some(kept), .. }) if kept == hash => Ok(()),
        Some(_) => Err(ErrorCode::Conflict.into()),
        // The case was erased, or the file taken out, meanwhile: nothing of it stays.
        None => {
            deps.files.delete(vec![name]).await?;
            Err(ErrorCode::Deleted.into())
        }
    }
}

/// The writer fetches one of their case. One that is not there and one of another case look the same.
pub async fn mine(deps: &Deps, claim: &MailboxClaim, file: &FileId) -> Result<Vec<u8>, Refusal> {
    let row = deps.batch(vec![Statement::new(MINE).bind(&claim.id).bind(file)]).await?.last()?.first()?;
    let row = MineRow::verify(row, claim)?;
    let made_at = row.made_at.filter(|_| row.hash.is_some()).ok_or(ErrorCode::Forbidden)?;
    stored(deps, &row.case_id, file, made_at).await
}

/// Whoever reads the conversation fetches one of it.
pub async fn fetch(deps: &Deps, holder: &CaseHolder, file: &FileId) -> Result<Vec<u8>, Refusal> {
    if !holder.reads() {
        return Err(ErrorCode::Forbidden.into());
    }
    let mut statements = holder.signed.touch();
    statements.push(Statement::new(KEPT).bind(&holder.case).bind(file));
    let row = deps.batch(statements).await?.last()?.first::<KeptRow>()?;
    let row = row.filter(|row| row.hash.is_some()).ok_or(ErrorCode::Forbidden)?;
    stored(deps, &holder.case, file, row.made_at).await
}

const REMOVE: &str = "DELETE FROM files WHERE case_id = ?1 AND id = ?2 AND author = ?3 AND named = 0";
/// What a row leads to stays in the store, also where it was put in again after it had gone: a tab that was open since then does that.
macro_rules! led_to_by_none {
    () => {
        " AND NOT EXISTS (SELECT 1 FROM files f WHERE f.case_id = substr(g.name, 1, instr(g.name, '/') - 1) \
            AND f.id = substr(g.name, instr(g.name, '/') + 1))"
    };
}
const GONE_NOW: &str = concat!("SELECT g.name FROM files_gone g WHERE g.name = ?1", led_to_by_none!());

/// Whoever put it in takes it out again: there is room for another at once. What an entry names stays, and so does a colleague's; one
/// that is not there is gone already. All of that looks the same.
pub async fn remove(deps: &Deps, holder: &CaseHolder, file: &FileId) -> Result<(), Refusal> {
    if !holder.reads() {
        return Err(ErrorCode::Forbidden.into());
    }
    let mut statements = holder.signed.touch();
    statements.extend([
        Statement::new(REMOVE).bind(&holder.case).bind(file).bind(&holder.signed.staff),
        Statement::new(GONE_NOW).bind(name(&holder.case, file)),
    ]);
    take_out(deps, &deps.batch(statements).await?.last()?).await?;
    Ok(())
}

/// How late the smaller store may show elsewhere what was just put in.
const LATE_SECONDS: i64 = 120;

/// A store that does not answer may answer the next time, and so may one that can be late; what it has lost is gone, which is told to
/// whoever asks and to the operator.
async fn stored(deps: &Deps, case: &CaseId, file: &FileId, made_at: Timestamp) -> Result<Vec<u8>, Refusal> {
    if let Some(sealed) = lying(deps, case, file).await? {
        return Ok(sealed);
    }
    let missing = Fault::new("file: missing");
    if made_at > deps.now().plus_seconds(-LATE_SECONDS) {
        return Err(missing.into());
    }
    deps.log.error(&missing.0);
    Err(ErrorCode::FileGone.into())
}

/// What lies in the store. Whether whoever asks may have it is not asked here.
pub async fn lying(deps: &Deps, case: &CaseId, file: &FileId) -> Result<Option<Vec<u8>>, Fault> {
    deps.files.get(&name(case, file)).await
}

/// Taken out of the store at once.
const AT_ONCE: u32 = 100;
/// Rounds in one go; the rest goes the next day.
const ROUNDS: u32 = 20;
const UNNAMED: &str = "DELETE FROM files WHERE named = 0 AND made_at < ?1";
const GONE: &str = concat!(
    "SELECT g.name FROM files_gone g WHERE (g.swept_at IS NULL OR g.swept_at < ?1)",
    led_to_by_none!(),
    " ORDER BY g.swept_at LIMIT ?2"
);
const FORGET: &str =
    "DELETE FROM files_gone WHERE swept_at < ?2 AND name IN (SELECT value FROM json_each(?1))";
const SWEPT: &str = "UPDATE files_gone SET swept_at = ?2 WHERE swept_at IS NULL AND name IN (SELECT value FROM json_each(?1))";

#[derive(Deserialize)]
struct GoneRow {
    name: String,
}

/// Takes out of the store what no row leads to any more.
pub async fn sweep(deps: &Deps) -> Result<(), Fault> {
    let now = deps.now();
    let day_ago = now.plus_seconds(-DAY_SECONDS);
    for _ in 0..ROUNDS {
        let gone = Statement::new(GONE).bind(day_ago).bind(AT_ONCE);
        let gone: Vec<GoneRow> = deps.batch(vec![gone]).await?.last()?.rows()?;
        if gone.is_empty() {
            break;
        }
        let names: Vec<String> = gone.into_iter().map(|row| row.name).collect();
        let json = serde_json::to_string(&names).map_err(|_| Fault::new("json"))?;
        deps.files.delete(names).await?;
        let batch = vec![
            Statement::new(FORGET).bind(&json).bind(day_ago),
            Statement::new(SWEPT).bind(&json).bind(now),
        ];
        deps.batch(batch).await?;
    }
    Ok(())
}

/// What is to be taken out of the store of one case, in the very batch that erased it.
macro_rules! gone_of {
    ($from:literal) => {
        concat!(
            "SELECT g.name FROM ",
            $from,
            " JOIN files_gone g ON g.name > m.case_id || '/' AND g.name < m.case_id || '0' LIMIT 1000"
        )
    };
}
const GONE_OF_MAILBOX: &str = gone_of!("(SELECT case_id FROM mailboxes WHERE id = ?1 AND token_hash = ?2) m");
const GONE_OF_CASE: &str = gone_of!("(SELECT ?1 AS case_id) m");

pub fn gone_of_mailbox(claim: &MailboxClaim) -> Statement {
    Statement::new(GONE_OF_MAILBOX).bind(&claim.id).bind(&claim.token_hash)
}

pub fn gone_of_case(case: &CaseId) -> Statement {
    Statement::new(GONE_OF_CASE).bind(case)
}

/// Takes them out at once. Where that fails, the next night does it: their rows are still there.
pub async fn take_out(deps: &Deps, gone: &Outcome) -> Result<(), Fault> {
    let names: Vec<String> = gone.rows::<GoneRow>()?.into_iter().map(|row| row.name).collect();
    if !names.is_empty()
        && let Err(fault) = deps.files.delete(names).await
    {
        deps.log.error(&fault.0);
    }
    Ok(())
}

/// What was put in and never named goes after a day.
pub async fn erase_old(deps: &Deps) -> Result<(), Fault> {
    let before = deps.now().plus_seconds(-FILE_UNNAMED_SECONDS);
    deps.batch(vec![Statement::new(UNNAMED).bind(before)]).await?;
    sweep(deps).await
}
