//! What a colleague lost, given anew. An administrator makes a link and hands it over; what it does is done by its holder. With the
//! password still known, only the authenticator is new. With nothing known, the account gets a new key, and whoever used the link
//! sees nothing until a member of each team has compared numbers with them and given them its key: nobody resets into content alone.

use crate::deps::Deps;
use crate::ports::{Brake, Fault, Statement};
use crate::service::account::{self, Checked};
use crate::service::address::AddressKey;
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::intake::WAIT_SECONDS;
use crate::service::one_time;
use crate::service::passkey;
use crate::service::refusal::Refusal;
use crate::service::session::{self, Administrator, NewSession, SessionToken};
use crate::service::setup::brake;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::hash::{login_key_hash, reset_token_hash, same};
use madobe_domain::ids::StaffId;
use madobe_domain::limits::RESET_SECONDS;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::reset::{
    NewReset, ResetAccount, ResetCheck, ResetInfo, ResetKind, ResetOneTimeCode,
};
use madobe_domain::wire::session::Session;
use serde::Deserialize;

const fn code(kind: ResetKind) -> &'static str {
    match kind {
        ResetKind::OneTimeCode => "one_time_code",
        ResetKind::Account => "account",
    }
}

const MAKE: &str = "INSERT INTO resets (id, token_hash, staff, kind, created_by, expires_at) \
    SELECT ?1, ?2, id, ?4, ?5, ?6 FROM staff WHERE id = ?3 AND suspended_at IS NULL ON CONFLICT DO NOTHING";
const ONLY_THIS: &str =
    "DELETE FROM resets WHERE staff = ?1 AND id <> ?2 AND used_at IS NULL AND changes() = 1";
const MADE: &str = "SELECT staff = ?2 AND token_hash = ?3 AND kind = ?4 AND used_at IS NULL AS same FROM resets WHERE id = ?1";

#[derive(Deserialize)]
struct Same {
    same: u8,
}

/// Makes a link for a colleague; one made before it ends. For oneself only a new authenticator, which takes the password as well.
pub async fn make(
    deps: &Deps,
    Administrator(signed): &Administrator,
    staff: &StaffId,
    new: &NewReset,
) -> Result<(), Refusal> {
    if *staff == signed.staff && new.kind == ResetKind::Account {
        return Err(ErrorCode::Forbidden.into());
    }
    let now = deps.now();
    let mut statements = signed.touch();
    statements.extend([
        Statement::new(MAKE)
            .bind(&new.id)
            .bind(&new.token_hash)
            .bind(staff)
            .bind(code(new.kind))
            .bind(&signed.staff)
            .bind(now.plus_seconds(RESET_SECONDS)),
        record_if_changed(now, &signed.staff, Act::ResetMade, NONE, staff.to_string()),
        Statement::new(ONLY_THIS).bind(staff).bind(&new.id),
        Statement::new(MADE).bind(&new.id).bind(staff).bind(&new.token_hash).bind(code(new.kind)),
    ]);
    match deps.batch(statements).await?.last()?.first::<Same>()? {
        Some(row) if row.same == 1 => Ok(()),
        Some(_) => Err(ErrorCode::Conflict.into()),
        None => Err(ErrorCode::Forbidden.into()),
    }
}

const INFO: &str = "SELECT r.kind, r.staff, r.expires_at, st.login, st.name, st.salt, st.stretch, \
        EXISTS (SELECT 1 FROM passkeys WHERE staff = st.id) AS passkeys \
    FROM resets r JOIN staff st ON st.id = r.staff \
    WHERE r.token_hash = ?1 AND r.used_at IS NULL AND r.expires_at > ?2 AND st.suspended_at IS NULL";

#[derive(Deserialize)]
struct InfoRow {
    kind: ResetKind,
    staff: StaffId,
    expires_at: Timestamp,
    login: String,
    name: String,
    salt: Fixed<16>,
    stretch: String,
    passkeys: u8,
}

/// What the link is for, told to whoever holds it.
pub async fn check(deps: &Deps, from: &AddressKey, check: &ResetCheck) -> Result<ResetInfo, Refusal> {
    brake(deps, from).await?;
    let hash = reset_token_hash(check.token.as_bytes());
    let read = Statement::new(INFO).bind(&hash).bind(deps.now());
    let row = deps.batch(vec![read]).await?.take()?.first::<InfoRow>()?.ok_or(ErrorCode::InviteClosed)?;
    Ok(ResetInfo {
        kind: row.kind,
        staff: row.staff,
        login: row.login,
        name: row.name,
        salt: row.salt,
        stretch: serde_json::from_str(&row.stretch).map_err(|_| Fault::new("stretch"))?,
        expires_at: row.expires_at,
        passkeys: row.passkeys == 1,
    })
}

const USE: &str = "UPDATE resets SET used_at = ?1 \
    WHERE token_hash = ?2 AND staff = ?3 AND kind = ?4 AND used_at IS NULL AND expires_at > ?1 \
      AND EXISTS (SELECT 1 FROM staff WHERE id = ?3 AND suspended_at IS NULL AND (?5 IS NULL OR login = ?5))";
const NEW_CODE: &str =
    "UPDATE staff SET totp_sealed = ?2, totp_last_step = ?3 WHERE id = ?1 AND changes() = 1";

/// `login`: what an account that is given a new key has to be called still.
fn spend(
    now: Timestamp,
    token: &Fixed<32>,
    staff: &StaffId,
    kind: ResetKind,
    login: Option<&str>,
) -> Statement {
    let hash = reset_token_hash(token.as_bytes());
    Statement::new(USE).bind(now).bind(&hash).bind(staff).bind(code(kind)).bind(login)
}

/// A new authenticator, for whoever holds the link and knows the password. Ends every other session.
pub async fn one_time_code(
    deps: &Deps,
    from: &AddressKey,
    request: &ResetOneTimeCode,
) -> Result<(Session, SessionToken), Refusal> {
    let info = check(deps, from, &ResetCheck { token: request.token }).await?;
    if !deps.limiter.allow(Brake::SignIn, from.counting_login(&deps.keys, &info.login)).await {
        return Err(Refusal::Wait(WAIT_SECONDS));
    }
    let account = account::by_id(deps, &info.staff).await?.ok_or(ErrorCode::InviteClosed)?;
    if !same(&account.login_key_hash, &login_key_hash(request.login_key.as_bytes())) {
        return Err(ErrorCode::SignIn.into());
    }
    let step = one_time::step(request.totp_secret.as_bytes(), &request.totp_code, deps.now())
        .ok_or(ErrorCode::OneTimeCode)?;
    let sealed = one_time::seal(
        &deps.keys.one_time,
        &info.staff,
        request.totp_secret.as_bytes(),
        deps.random_bytes(),
    )?;
    let new = NewSession::draw(deps, info.staff);
    let mut statements = vec![
        spend(deps.now(), &request.token, &info.staff, ResetKind::OneTimeCode, None),
        Statement::new(NEW_CODE).bind(&info.staff).bind(sealed).bind(step),
    ];
    statements.append(&mut new.statements(Act::OneTimeCodeReset));
    statements.push(new.end_others());
    let mut outcomes = deps.batch(statements).await?;
    outcomes.skip(4);
    let session = account::session(deps, &mut outcomes)?.ok_or(ErrorCode::InviteClosed)?;
    Ok((session, new.token))
}

/// `?4` and `?12` belong to an account that is made; here it is one that is kept.
const NEW_ACCOUNT: &str = "UPDATE staff SET name = ?3, salt = ?5, stretch = ?6, login_key_hash = ?7, public_key = ?8, \
        wrapped_seed = ?9, totp_sealed = ?10, totp_last_step = ?11 \
    WHERE id = ?1 AND login = ?2 AND ?4 = 'kept' AND created_at <= ?12 AND changes() = 1";
/// What was sealed to the key that is lost.
const OLD_KEYS: &str = "DELETE FROM member_keys WHERE recipient = ?1 \
    AND EXISTS (SELECT 1 FROM staff WHERE id = ?1 AND public_key = ?2)";

/// A new account key under the same handle and login. Every key of a team that was sealed to the old one goes, every passkey, which
/// wraps it, and every session ends but the one that this opens.
pub async fn account(
    deps: &Deps,
    from: &AddressKey,
    request: &ResetAccount,
) -> Result<(Session, SessionToken), Refusal> {
    brake(deps, from).await?;
    let checked = Checked::new(deps, &request.account)?;
    let staff = request.account.id;
    let new = NewSession::draw(deps, staff);
    let mut statements = vec![
        spend(deps.now(), &request.token, &staff, ResetKind::Account, Some(checked.login.as_str())),
        checked.bind(deps, NEW_ACCOUNT, "kept")?,
    ];
    let opening = new.statements(Act::AccountReset);
    let before = statements.len() + opening.len();
    statements.extend(opening);
    let to = &request.account.public_key;
    statements.extend([
        new.end_others(),
        Statement::new(OLD_KEYS).bind(&staff).bind(to),
        passkey::end_all(&staff, to),
        record_if_changed(deps.now(), &staff, Act::PasskeyRemoved, NONE, NONE),
    ]);
    // Read once more, now that the old keys are gone.
    statements.extend(new.read());
    let mut outcomes = deps.batch(statements).await?;
    outcomes.skip(before + 4);
    if let Some(session) = account::session(deps, &mut outcomes)? {
        return Ok((session, new.token));
    }
    // The answer to this very request was lost: it is done, and a code that was not used before opens another session.
    if checked.was_made(deps).await? {
        let opened = session::open(deps, &staff, checked.step, Act::SignedIn).await?;
        return opened.ok_or(ErrorCode::OneTimeCode.into());
    }
    Err(ErrorCode::InviteClosed.into())
}
