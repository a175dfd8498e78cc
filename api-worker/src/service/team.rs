//! Colleagues, invitations, and sealing a team's key to someone who joined.

use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::audit::{Act, NONE, record, record_if_changed};
use crate::service::refusal::Refusal;
use crate::service::session::{self, Administrator, SessionToken, Signed};
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{InviteId, StaffId, TeamId};
use madobe_domain::limits::INVITE_SECONDS;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::PublicKeyBytes;
use madobe_domain::wire::session::Role;
use madobe_domain::wire::team::{Colleague, Colleagues, Membership, NewInvite, OpenInvite, SealToMember};
use serde::Deserialize;

/// A member of a team who holds its present key. Made by [`right_to`] alone.
pub struct KeyHolder {
    pub signed: Signed,
    pub team: TeamId,
    version: u32,
}

impl KeyHolder {
    /// Of the team's present key.
    pub fn version(&self) -> u32 {
        self.version
    }
}

const RIGHT: &str = "SELECT t.version FROM sessions s JOIN memberships m ON m.staff = s.staff \
    JOIN teams t ON t.id = m.team \
    JOIN member_keys k ON k.team = t.id AND k.recipient = m.staff AND k.version = t.version \
    WHERE s.token_hash = ?1 AND m.team = ?2";

#[derive(Deserialize)]
struct VersionRow {
    version: u32,
}

/// The right to a team's key, found out together with the session. Another team and one that does not exist look the
/// same.
pub async fn right_to(deps: &Deps, token: &SessionToken, team: Option<TeamId>) -> Result<KeyHolder, Refusal> {
    let right = Statement::new(RIGHT).bind(&token.hash()).bind(team.as_ref());
    let (signed, mut outcomes) = session::live_with(deps, token, vec![right]).await?;
    match (team, outcomes.take()?.first::<VersionRow>()?) {
        (Some(team), Some(row)) => Ok(KeyHolder { signed, team, version: row.version }),
        _ => Err(ErrorCode::Forbidden.into()),
    }
}

const COLLEAGUES: &str = "SELECT st.id, st.login, st.name, st.role, st.public_key, theirs.team, \
        EXISTS (SELECT 1 FROM member_keys k JOIN teams t ON t.id = k.team AND t.version = k.version \
            WHERE k.team = theirs.team AND k.recipient = st.id) AS has_key \
    FROM memberships mine JOIN memberships theirs ON theirs.team = mine.team \
    JOIN staff st ON st.id = theirs.staff \
    WHERE mine.staff = ?1 AND st.suspended_at IS NULL ORDER BY st.name, st.id";
const INVITES: &str = "SELECT i.id, i.team, i.created_by, i.expires_at \
    FROM memberships m JOIN invites i ON i.team = m.team \
    WHERE m.staff = ?1 AND i.used_at IS NULL AND i.expires_at > ?2 ORDER BY i.expires_at";

#[derive(Deserialize)]
struct ColleagueRow {
    id: StaffId,
    login: String,
    name: String,
    role: Role,
    public_key: PublicKeyBytes,
    team: TeamId,
    has_key: u8,
}

/// Everyone who shares a team with me, and the open invitations to my teams. Opening this list is noted.
pub async fn colleagues(deps: &Deps, signed: &Signed) -> Result<Colleagues, Refusal> {
    let now = deps.now();
    let mut statements = signed.touch();
    statements.push(record(now, &signed.staff, Act::AccountsListed, NONE, NONE));
    let skip = statements.len();
    statements.extend([
        Statement::new(COLLEAGUES).bind(&signed.staff),
        Statement::new(INVITES).bind(&signed.staff).bind(now),
    ]);
    let mut outcomes = deps.batch(statements).await?;
    let rows = outcomes.skip(skip).take()?.rows::<ColleagueRow>()?;
    let mut staff: Vec<Colleague> = Vec::new();
    for row in rows {
        let ColleagueRow { id, login, name, role, public_key, team, has_key } = row;
        if staff.last().is_none_or(|last| last.id != id) {
            staff.push(Colleague { id, login, name, role, public_key, teams: Vec::new() });
        }
        if let Some(last) = staff.last_mut() {
            last.teams.push(Membership { team, has_key: has_key == 1 });
        }
    }
    Ok(Colleagues { staff, invites: outcomes.take()?.rows()? })
}

const INVITE: &str = "INSERT INTO invites (id, token_hash, team, created_by, expires_at) \
    SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM memberships WHERE staff = ?4 AND team = ?3) \
    ON CONFLICT DO NOTHING";
const MADE: &str = "SELECT id, team, created_by, expires_at, used_at, \
        team = ?2 AND token_hash = ?3 AND created_by = ?4 AS same FROM invites WHERE id = ?1";
const MINE: &str = "SELECT EXISTS (SELECT 1 FROM memberships WHERE staff = ?1 AND team = ?2) AS same";

#[derive(Deserialize)]
struct MadeRow {
    #[serde(flatten)]
    invite: OpenInvite,
    used_at: Option<Timestamp>,
    same: u8,
}

#[derive(Deserialize)]
struct SameRow {
    same: u8,
}

/// Invites someone to a team of mine. The same invitation sent again is done already.
pub async fn invite(
    deps: &Deps,
    Administrator(signed): &Administrator,
    new: &NewInvite,
) -> Result<OpenInvite, Refusal> {
    let now = deps.now();
    let mut statements = signed.touch();
    statements.extend([
        Statement::new(INVITE)
            .bind(&new.id)
            .bind(&new.token_hash)
            .bind(&new.team)
            .bind(&signed.staff)
            .bind(now.plus_seconds(INVITE_SECONDS)),
        record_if_changed(now, &signed.staff, Act::Invited, NONE, new.id.to_string()),
    ]);
    let skip = statements.len();
    statements.extend([
        Statement::new(MINE).bind(&signed.staff).bind(&new.team),
        Statement::new(MADE).bind(&new.id).bind(&new.team).bind(&new.token_hash).bind(&signed.staff),
    ]);
    let mut outcomes = deps.batch(statements).await?;
    let mine: SameRow = outcomes.skip(skip).take()?.first()?.ok_or(Fault::new("mine"))?;
    if mine.same != 1 {
        return Err(ErrorCode::Forbidden.into());
    }
    match outcomes.take()?.first::<MadeRow>()? {
        Some(row) if row.same == 1 && row.used_at.is_none() => Ok(row.invite),
        Some(row) if row.same == 1 => Err(ErrorCode::InviteClosed.into()),
        _ => Err(ErrorCode::Conflict.into()),
    }
}

const WITHDRAW: &str = "DELETE FROM invites WHERE id = ?1 AND used_at IS NULL \
    AND team IN (SELECT team FROM memberships WHERE staff = ?2)";
const LEFT: &str = "SELECT used_at IS NOT NULL AS same FROM invites \
    WHERE id = ?1 AND team IN (SELECT team FROM memberships WHERE staff = ?2)";

/// Withdraws an invitation. One that is not there, or not to a team of mine, looks withdrawn; one that was used
/// says so.
pub async fn withdraw(
    deps: &Deps,
    Administrator(signed): &Administrator,
    invite: &InviteId,
) -> Result<(), Refusal> {
    let mut statements = signed.touch();
    statements.extend([
        Statement::new(WITHDRAW).bind(invite).bind(&signed.staff),
        record_if_changed(deps.now(), &signed.staff, Act::InviteWithdrawn, NONE, invite.to_string()),
        Statement::new(LEFT).bind(invite).bind(&signed.staff),
    ]);
    match deps.batch(statements).await?.last()?.first::<SameRow>()? {
        Some(_) => Err(ErrorCode::InviteClosed.into()),
        None => Ok(()),
    }
}

const SEAL: &str = "INSERT INTO member_keys (team, recipient, version, sealed) SELECT ?1, ?2, ?3, ?4 \
    WHERE EXISTS (SELECT 1 FROM memberships WHERE staff = ?2 AND team = ?1) \
      AND EXISTS (SELECT 1 FROM teams WHERE id = ?1 AND version = ?3) ON CONFLICT DO NOTHING";
const SEALED: &str = "SELECT 1 AS same FROM member_keys WHERE team = ?1 AND recipient = ?2 AND version = ?3";

/// Seals the team's present key to a member. A key that is there already stays as it is.
pub async fn seal(deps: &Deps, holder: &KeyHolder, seal: &SealToMember) -> Result<(), Refusal> {
    if seal.version != holder.version {
        return Err(ErrorCode::StaleKey.into());
    }
    let mut statements = holder.signed.touch();
    let on = |sql| Statement::new(sql).bind(&holder.team).bind(&seal.staff).bind(seal.version);
    statements.extend([
        on(SEAL).bind(&seal.sealed),
        record_if_changed(deps.now(), &holder.signed.staff, Act::KeySealed, NONE, seal.staff.to_string()),
        on(SEALED),
    ]);
    match deps.batch(statements).await?.last()?.first::<SameRow>()? {
        Some(_) => Ok(()),
        None => Err(ErrorCode::Forbidden.into()),
    }
}
