//! Setting the desk up, once, and joining it by an invitation.

use crate::deps::Deps;
use crate::ports::{Brake, Fault, Statement};
use crate::service::account;
use crate::service::account::Checked;
use crate::service::address::AddressKey;
use crate::service::audit::Act;
use crate::service::desk;
use crate::service::intake::WAIT_SECONDS;
use crate::service::refusal::Refusal;
use crate::service::session::{self, NewSession, SessionToken};
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::hash::{invite_token_hash, same};
use madobe_domain::limits::TEAM_NAME_CHARS;
use madobe_domain::text::{one_line, parse_login};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::session::Session;
use madobe_domain::wire::setup::{InviteCheck, InviteInfo, Join, NewTeam, Setup, SetupState};
use madobe_domain::wire::team::TeamKind;
use serde::Deserialize;

const ANYONE: &str = "SELECT EXISTS (SELECT 1 FROM staff) AS there";

#[derive(Deserialize)]
struct AnyoneRow {
    there: i64,
}

/// Is the desk still to be set up?
pub async fn state(deps: &Deps) -> Result<SetupState, Refusal> {
    let mut outcomes = deps.batch(vec![Statement::new(ANYONE)]).await?;
    let row: AnyoneRow = outcomes.take()?.first()?.ok_or(Fault::new("anyone"))?;
    Ok(SetupState { open: row.there == 0 && deps.setup_token.is_some() })
}

macro_rules! insert_staff {
    ($condition:literal) => {
        concat!(
            "INSERT INTO staff (id, login, name, role, salt, stretch, login_key_hash, public_key, wrapped_seed, \
             totp_sealed, totp_last_step, created_at) \
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 WHERE ",
            $condition
        )
    };
}
const FIRST_STAFF: &str = insert_staff!("NOT EXISTS (SELECT 1 FROM staff)");
/// Takes new letters, and reads them: never one that counts.
const TEAM: &str = "INSERT INTO teams (id, name, version, public_key, intake, created_at) \
    SELECT ?1, ?2, 1, ?3, 1, ?4 WHERE changes() = 1";
pub(super) const TEAM_KEY: &str = "INSERT INTO team_keys (team, version, public_key, created_at) \
    SELECT ?1, 1, ?2, ?3 WHERE changes() = 1";
const RECOVERY: &str =
    "INSERT INTO recovery (only, public_key, created_at) SELECT 1, ?1, ?2 WHERE changes() = 1";
pub(super) const MEMBER_KEYS: &str = "INSERT INTO member_keys (team, recipient, version, sealed, voucher) \
    SELECT ?1, ?2, 1, ?3, ?5 WHERE changes() = 1 UNION ALL SELECT ?1, 'recovery', 1, ?4, ?6 WHERE changes() = 1 \
        AND EXISTS (SELECT 1 FROM recovery WHERE public_key = ?7)";
pub(super) const MEMBERSHIP: &str =
    "INSERT INTO memberships (staff, team, joined_at) SELECT ?1, ?2, ?3 WHERE changes() >= 1";

fn found_team(team: &NewTeam, name: &str, setup: &Setup, now: Timestamp) -> [Statement; 5] {
    let staff = &setup.account.id;
    [
        Statement::new(TEAM).bind(&team.id).bind(name).bind(&team.public_key).bind(now),
        Statement::new(TEAM_KEY).bind(&team.id).bind(&team.public_key).bind(now),
        Statement::new(RECOVERY).bind(&setup.recovery_public_key).bind(now),
        Statement::new(MEMBER_KEYS)
            .bind(&team.id)
            .bind(staff)
            .bind(&team.sealed_to_member)
            .bind(&team.sealed_to_recovery)
            .bind(team.member_voucher.as_ref())
            .bind(team.recovery_voucher.as_ref())
            .bind(&setup.recovery_public_key),
        Statement::new(MEMBERSHIP).bind(staff).bind(&team.id).bind(now),
    ]
}

/// The first administrator, the desk's team and the recovery key. Of two at once, one wins.
pub async fn set_up(
    deps: &Deps,
    from: &AddressKey,
    setup: &Setup,
) -> Result<(Session, SessionToken), Refusal> {
    brake(deps, from).await?;
    if !deps.setup_token.as_ref().is_some_and(|token| same(token, &setup.token)) {
        return Err(ErrorCode::SetupClosed.into());
    }
    let name = one_line(&setup.team.name, TEAM_NAME_CHARS).map_err(|_| Refusal::invalid("team.name"))?;
    if setup.team.kind != TeamKind::Full {
        return Err(Refusal::invalid("team.kind"));
    }
    let checked = Checked::new(deps, &setup.account)?;
    // Sees to it that there are a salt and settings.
    desk::read(deps).await?;
    let new = NewSession::draw(deps, setup.account.id);
    let mut statements = vec![checked.bind(deps, FIRST_STAFF, "administrator")?];
    statements.extend(found_team(&setup.team, &name, setup, deps.now()));
    let skip = statements.len() + 2;
    statements.append(&mut new.statements(Act::SetUp));
    let mut outcomes = deps.batch(statements).await?;
    outcomes.skip(skip);
    if let Some(session) = account::session(deps, &mut outcomes)? {
        deps.memory.replace(None);
        return Ok((session, new.token));
    }
    again(deps, &checked).await?.ok_or(ErrorCode::SetupClosed.into())
}

/// A retry of what was done: opens another session, with a one-time code that was not used before.
async fn again(deps: &Deps, checked: &Checked<'_>) -> Result<Option<(Session, SessionToken)>, Refusal> {
    if !checked.was_made(deps).await? {
        return Ok(None);
    }
    let opened = session::open(deps, &checked.account.id, checked.step, Act::SignedIn).await?;
    Ok(Some(opened.ok_or(ErrorCode::OneTimeCode)?))
}

/// Tokens are too long to guess; this only keeps the attempts cheap.
pub(super) async fn brake(deps: &Deps, from: &AddressKey) -> Result<(), Refusal> {
    let allowed = deps.limiter.allow(Brake::Hard, from.counting("door")).await;
    if allowed { Ok(()) } else { Err(Refusal::Wait(WAIT_SECONDS)) }
}

const INVITE: &str = "SELECT t.name, i.expires_at, i.used_at, \
        EXISTS (SELECT 1 FROM staff WHERE login = ?2) AS taken \
    FROM invites i JOIN teams t ON t.id = i.team WHERE i.token_hash = ?1";

#[derive(Deserialize)]
struct InviteRow {
    name: String,
    expires_at: Timestamp,
    used_at: Option<i64>,
    taken: u8,
}

/// Is the invitation good, and to which team? Only behind a good one: is a login name free?
pub async fn check_invite(
    deps: &Deps,
    from: &AddressKey,
    check: &InviteCheck,
) -> Result<InviteInfo, Refusal> {
    brake(deps, from).await?;
    let hash = invite_token_hash(check.token.as_bytes());
    let login = check.login.as_deref().map(parse_login).transpose().map_err(|_| Refusal::invalid("login"))?;
    let read = Statement::new(INVITE).bind(&hash).bind(login);
    let row = deps.batch(vec![read]).await?.take()?.first::<InviteRow>()?;
    let open = row.filter(|row| row.used_at.is_none() && row.expires_at > deps.now());
    match open {
        None => Err(ErrorCode::InviteClosed.into()),
        Some(row) if row.taken == 1 => Err(ErrorCode::LoginTaken.into()),
        Some(row) => Ok(InviteInfo { team_name: row.name }),
    }
}

const USE_INVITE: &str = "UPDATE invites SET used_at = ?1, used_by = ?2 \
    WHERE token_hash = ?3 AND used_at IS NULL AND expires_at > ?1 \
      AND NOT EXISTS (SELECT 1 FROM staff WHERE id = ?2 OR login = ?4)";
const JOINING_STAFF: &str = insert_staff!("changes() = 1");
const JOIN_TEAM: &str = "INSERT INTO memberships (staff, team, joined_at) \
    SELECT ?1, team, ?2 FROM invites WHERE token_hash = ?3 AND changes() = 1";
const WHY_NOT: &str = "SELECT EXISTS (SELECT 1 FROM invites \
        WHERE token_hash = ?1 AND used_at IS NULL AND expires_at > ?2) AS there";

/// Uses up an invitation and makes the account. The team's key comes later, from a colleague's browser.
pub async fn join(deps: &Deps, from: &AddressKey, join: &Join) -> Result<(Session, SessionToken), Refusal> {
    brake(deps, from).await?;
    let token_hash: Fixed<32> = invite_token_hash(join.token.as_bytes());
    let checked = Checked::new(deps, &join.account)?;
    let now = deps.now();
    let new = NewSession::draw(deps, join.account.id);
    let mut statements = vec![
        Statement::new(WHY_NOT).bind(&token_hash).bind(now),
        Statement::new(USE_INVITE).bind(now).bind(&join.account.id).bind(&token_hash).bind(&checked.login),
        checked.bind(deps, JOINING_STAFF, "member")?,
        Statement::new(JOIN_TEAM).bind(&join.account.id).bind(now).bind(&token_hash),
    ];
    statements.append(&mut new.statements(Act::Joined));
    let mut outcomes = deps.batch(statements).await?;
    let open: AnyoneRow = outcomes.take()?.first()?.ok_or(Fault::new("invite"))?;
    outcomes.skip(5);
    if let Some(session) = account::session(deps, &mut outcomes)? {
        return Ok((session, new.token));
    }
    if open.there == 1 {
        // The invitation is good: it was the login name, or a handle that is taken.
        return Err(ErrorCode::LoginTaken.into());
    }
    again(deps, &checked).await?.ok_or(ErrorCode::InviteClosed.into())
}
