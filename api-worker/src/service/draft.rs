//! Unfinished texts of staff: kept sealed for whoever writes them, so that a crash or another desk loses nothing.

use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::case::CaseHolder;
use crate::service::refusal::Refusal;
use madobe_domain::limits::DRAFT_DAYS;
use madobe_domain::wire::draft::{DraftKind, MyDrafts, SaveDraft, SavedDraft, StoredDraft};
use madobe_domain::wire::error::ErrorCode;

const READ: &str = "SELECT kind, version, saved_at, sealed FROM drafts WHERE staff = ?1 AND case_id = ?2";
const KEPT: &str = "SELECT kind, version, saved_at, sealed FROM drafts \
    WHERE staff = ?1 AND case_id = ?2 AND kind = ?3";
const SAVE: &str = "INSERT INTO drafts (staff, case_id, kind, version, saved_at, sealed) \
    SELECT ?1, ?2, ?3, ?4 + 1, ?5, ?6 WHERE coalesce((SELECT version FROM drafts \
        WHERE staff = ?1 AND case_id = ?2 AND kind = ?3), 0) = ?4 \
    ON CONFLICT (staff, case_id, kind) DO UPDATE SET \
        version = excluded.version, saved_at = excluded.saved_at, sealed = excluded.sealed";
const FORGET: &str = "DELETE FROM drafts WHERE staff = ?1 AND case_id = ?2 AND kind = ?3 \
    AND version = coalesce(?4, version)";
const ERASE: &str = "DELETE FROM drafts WHERE saved_at < ?1";

fn on(holder: &CaseHolder, sql: &'static str) -> Statement {
    Statement::new(sql).bind(&holder.signed.staff).bind(&holder.case)
}

/// Mine of this case.
pub async fn read(deps: &Deps, holder: &CaseHolder) -> Result<MyDrafts, Refusal> {
    let mut statements = holder.signed.touch();
    statements.push(on(holder, READ));
    Ok(MyDrafts { drafts: deps.batch(statements).await?.last()?.rows()? })
}

/// Keeps it, unless another screen of mine has kept something since. The same sent again is done already.
pub async fn save(
    deps: &Deps,
    holder: &CaseHolder,
    kind: DraftKind,
    save: &SaveDraft,
) -> Result<SavedDraft, Refusal> {
    if !holder.reads() {
        return Err(ErrorCode::Forbidden.into());
    }
    let on = |sql| on(holder, sql).bind(kind.name());
    let mut statements = holder.signed.touch();
    statements.extend([on(SAVE).bind(save.version).bind(deps.now()).bind(&save.sealed), on(KEPT)]);
    match deps.batch(statements).await?.last()?.first::<StoredDraft>()? {
        Some(kept) if kept.sealed == save.sealed && Some(kept.version) == save.version.checked_add(1) => {
            Ok(SavedDraft { version: kept.version })
        }
        _ => Err(ErrorCode::Conflict.into()),
    }
}

/// Sent, or not wanted. One that is not there is gone already, and what was kept over it since is another.
pub async fn forget(
    deps: &Deps,
    holder: &CaseHolder,
    kind: DraftKind,
    version: Option<u32>,
) -> Result<(), Refusal> {
    let mut statements = holder.signed.touch();
    statements.push(on(holder, FORGET).bind(kind.name()).bind(version));
    deps.batch(statements).await?;
    Ok(())
}

/// What nobody touched for long goes.
pub async fn erase_old(deps: &Deps) -> Result<(), Fault> {
    let before = deps.now().plus_seconds(-DRAFT_DAYS * 24 * 3600);
    deps.batch(vec![Statement::new(ERASE).bind(before)]).await?;
    Ok(())
}
