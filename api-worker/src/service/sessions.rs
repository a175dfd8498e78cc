//! One's own sessions: when they began and were last used, and ending them.

use crate::deps::Deps;
use crate::ports::Statement;
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::refusal::Refusal;
use crate::service::session::Signed;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::SessionId;
use madobe_domain::limits::{SESSION_IDLE_SECONDS, SESSION_SECONDS};
use madobe_domain::wire::session::{MySession, MySessions};
use serde::Deserialize;

const LIST: &str = "SELECT handle, created_at, last_used_at, token_hash = ?2 AS here FROM sessions \
    WHERE staff = ?1 AND handle IS NOT NULL AND barred = 0 AND last_used_at > ?3 AND created_at > ?4 \
    ORDER BY created_at DESC, handle";

#[derive(Deserialize)]
struct Row {
    handle: SessionId,
    created_at: Timestamp,
    last_used_at: Timestamp,
    here: u8,
}

/// Those that still live, the newest first.
pub async fn list(deps: &Deps, signed: &Signed) -> Result<MySessions, Refusal> {
    let now = deps.now();
    let mut statements = signed.touch();
    statements.push(
        Statement::new(LIST)
            .bind(&signed.staff)
            .bind(&signed.token_hash)
            .bind(now.plus_seconds(-SESSION_IDLE_SECONDS))
            .bind(now.plus_seconds(-SESSION_SECONDS)),
    );
    let rows: Vec<Row> = deps.batch(statements).await?.last()?.rows()?;
    let session = |row: Row| MySession {
        id: row.handle,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        here: row.here == 1,
    };
    Ok(MySessions { sessions: rows.into_iter().map(session).collect() })
}

const END: &str = "DELETE FROM sessions WHERE staff = ?1 AND handle = ?2";
const END_ALL: &str = "DELETE FROM sessions WHERE staff = ?1";

async fn ending(deps: &Deps, signed: &Signed, end: Statement) -> Result<(), Refusal> {
    let mut statements = signed.touch();
    statements.extend([end, record_if_changed(deps.now(), &signed.staff, Act::SessionsEnded, NONE, NONE)]);
    deps.batch(statements).await?;
    Ok(())
}

/// Ends one of mine. Somebody else's, and one that is not there, look ended.
pub async fn end(deps: &Deps, signed: &Signed, session: &SessionId) -> Result<(), Refusal> {
    ending(deps, signed, Statement::new(END).bind(&signed.staff).bind(session)).await
}

/// Ends all of mine, this one too.
pub async fn end_all(deps: &Deps, signed: &Signed) -> Result<(), Refusal> {
    ending(deps, signed, Statement::new(END_ALL).bind(&signed.staff)).await
}
