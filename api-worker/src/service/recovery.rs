//! The printed recovery key. The server keeps what is sealed to it and when somebody last saw that it opens; it can check neither.

use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::refusal::Refusal;
use crate::service::session::{Administrator, Signed};
use madobe_domain::clock::Timestamp;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::PublicKeyBytes;
use madobe_domain::wire::recovery::{Drill, NewRecoveryKey, Recovery, RecoveryGiven};
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
    SELECT ?1, 'recovery', ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM recovery WHERE public_key = ?6) \
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
                .bind(&signed.staff)
                .bind(drill.to.as_ref()),
        );
    }
    statements.extend([
        Statement::new(DRILLED).bind(now),
        record_if_changed(now, &signed.staff, Act::RecoveryDrilled, NONE, NONE),
    ]);
    deps.batch(statements).await?;
    Ok(())
}

/// Of two who exchange it at once, one does; and nobody does who has not the present key of a team that they hold.
const RENEW: &str = "UPDATE recovery SET public_key = ?1, created_at = ?2, drilled_at = NULL \
    WHERE only = 1 AND public_key = ?3 AND NOT EXISTS (SELECT 1 FROM member_keys k \
        JOIN teams t ON t.id = k.team AND t.version = k.version \
        WHERE k.recipient = ?4 AND NOT EXISTS (SELECT 1 FROM json_each(?5) j \
            WHERE j.value ->> 'team' = t.id AND j.value ->> 'version' = t.version))";
/// Right after it was noted: all that the former key opened, also of teams for which there is nothing in its place yet.
const FORGET: &str = "DELETE FROM member_keys WHERE recipient = 'recovery' AND changes() = 1";
macro_rules! is_present {
    () => {
        "EXISTS (SELECT 1 FROM recovery WHERE public_key = ?1)"
    };
}
const SEALS: &str = concat!(
    "INSERT INTO member_keys (team, recipient, version, sealed, voucher) \
     SELECT j.value ->> 'team', 'recovery', j.value ->> 'version', j.value ->> 'sealed', j.value ->> 'voucher' \
     FROM json_each(?2) j WHERE ",
    is_present!(),
    " AND EXISTS (SELECT 1 FROM member_keys m WHERE m.recipient = ?3 AND m.team = j.value ->> 'team' \
        AND m.version = j.value ->> 'version') ON CONFLICT DO NOTHING"
);
const STALE: &str = concat!(
    "UPDATE teams SET stale_since = coalesce(stale_since, ?2) WHERE ?3 = 1 AND ",
    is_present!(),
    " AND EXISTS (SELECT 1 FROM recovery WHERE created_at = ?2)"
);
const PRESENT: &str = "SELECT public_key FROM recovery WHERE only = 1";

#[derive(Deserialize)]
struct Present {
    public_key: PublicKeyBytes,
}

/// A new printed key in place of the former one, which opens nothing from then on. All of it in one batch.
pub async fn renew(
    deps: &Deps,
    Administrator(signed): &Administrator,
    new: &NewRecoveryKey,
) -> Result<(), Refusal> {
    if new.public_key == new.former {
        return Err(Refusal::invalid("public_key"));
    }
    let keys = json(&new.keys)?;
    let now = deps.now();
    let mut statements = signed.touch();
    statements.extend([
        Statement::new(RENEW)
            .bind(&new.public_key)
            .bind(now)
            .bind(&new.former)
            .bind(&signed.staff)
            .bind(&keys),
        record_if_changed(now, &signed.staff, Act::RecoveryRenewed, NONE, NONE),
        Statement::new(FORGET),
        Statement::new(SEALS).bind(&new.public_key).bind(&keys).bind(&signed.staff),
        Statement::new(STALE).bind(&new.public_key).bind(now).bind(u8::from(new.seen)),
        Statement::new(PRESENT),
    ]);
    let present: Present = deps.batch(statements).await?.last()?.first()?.ok_or(ErrorCode::Forbidden)?;
    if present.public_key == new.public_key {
        Ok(())
    } else if present.public_key == new.former {
        // A team's key was made anew since they were sealed.
        Err(ErrorCode::StaleKey.into())
    } else {
        Err(ErrorCode::Conflict.into())
    }
}

fn json(keys: &[RecoveryGiven]) -> Result<String, Fault> {
    serde_json::to_string(keys).map_err(|_| Fault::new("json"))
}
