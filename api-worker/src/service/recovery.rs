//! The printed recovery key. The server keeps what is sealed to it and when somebody last saw that it opens; it can check neither.

use crate::deps::Deps;
use crate::ports::Statement;
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::refusal::Refusal;
use crate::service::session::{Administrator, Signed};
use madobe_domain::clock::Timestamp;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::PublicKeyBytes;
use madobe_domain::wire::recovery::{Drill, Recovery};
use madobe_domain::wire::session::Role;
use serde::Deserialize;

const KEY: &str = "SELECT public_key, created_at, drilled_at FROM recovery WHERE only = 1";
const SEEDS: &str = "SELECT t.id AS team, t.name, t.version, t.public_key, k.sealed, k.voucher \
    FROM teams t JOIN member_keys k ON k.team = t.id AND k.version = t.version AND k.recipient = 'recovery' \
    WHERE ?2 = 1 OR EXISTS (SELECT 1 FROM memberships m WHERE m.team = t.id AND m.staff = ?1) \
    ORDER BY t.intake DESC, t.created_at, t.id";

#[derive(Deserialize)]
struct KeyRow {
    public_key: PublicKeyBytes,
    created_at: Timestamp,
    drilled_at: Option<Timestamp>,
}

/// What it is to open: of every team for an administrator, otherwise of one's own, whose next key has to be sealed to it. Of no use to
/// whoever has not the printed key.
pub async fn read(deps: &Deps, signed: &Signed) -> Result<Recovery, Refusal> {
    let all = u8::from(signed.role == Role::Administrator);
    let mut statements = signed.touch();
    let skip = statements.len();
    statements.extend([Statement::new(KEY), Statement::new(SEEDS).bind(&signed.staff).bind(all)]);
    let mut outcomes = deps.batch(statements).await?;
    let key: KeyRow = outcomes.skip(skip).take()?.first()?.ok_or(ErrorCode::Forbidden)?;
    let seeds = outcomes.take()?.rows()?;
    Ok(Recovery { public_key: key.public_key, since: key.created_at, last_drill: key.drilled_at, seeds })
}

const GIVE: &str = "INSERT INTO member_keys (team, recipient, version, sealed, voucher) \
    SELECT ?1, 'recovery', ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM teams WHERE id = ?1 AND version = ?2) \
      AND EXISTS (SELECT 1 FROM member_keys WHERE team = ?1 AND version = ?2 AND recipient = ?5) \
    ON CONFLICT (team, recipient, version) DO UPDATE SET sealed = excluded.sealed, voucher = excluded.voucher \
        WHERE member_keys.voucher IS NULL";
const DRILLED: &str = "UPDATE recovery SET drilled_at = ?1 WHERE only = 1";

/// Notes that the printed key was tried and opened everything. Seals that lacked a voucher come with one, from those who hold the
/// team's key themselves.
pub async fn drill(deps: &Deps, Administrator(signed): &Administrator, drill: &Drill) -> Result<(), Refusal> {
    let now = deps.now();
    let mut statements = signed.touch();
    for key in &drill.keys {
        statements.push(
            Statement::new(GIVE)
                .bind(&key.team)
                .bind(key.version)
                .bind(&key.sealed)
                .bind(&key.voucher)
                .bind(&signed.staff),
        );
    }
    statements.extend([
        Statement::new(DRILLED).bind(now),
        record_if_changed(now, &signed.staff, Act::RecoveryDrilled, NONE, NONE),
    ]);
    deps.batch(statements).await?;
    Ok(())
}
