//! Teams: who may use their keys, making and naming them, invitations, and sealing a team's key to someone who joined.

use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::facts;
use crate::service::refusal::Refusal;
use crate::service::session::{self, Administrator, SessionToken, Signed};
use crate::service::setup::{MEMBER_KEYS, MEMBERSHIP, TEAM_KEY};
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{InviteId, TeamId};
use madobe_domain::limits::{INVITE_SECONDS, TEAM_NAME_CHARS};
use madobe_domain::text::one_line;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::PublicKeyBytes;
use madobe_domain::wire::setup::NewTeam;
use madobe_domain::wire::team::{NewInvite, OpenInvite, RenameTeam, SealToMember, Team, TeamKind, Teams};
use serde::Deserialize;

/// A member of a team who holds its present key. Made by [`right_to`] alone.
pub struct KeyHolder {
    pub signed: Signed,
    pub team: TeamId,
    pub version: u32,
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

const INVITE: &str = "INSERT INTO invites (id, token_hash, team, created_by, expires_at) \
    SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM teams WHERE id = ?3) ON CONFLICT DO NOTHING";
const MADE: &str = "SELECT id, team, created_by, expires_at, used_at, \
        team = ?2 AND token_hash = ?3 AND created_by = ?4 AS same FROM invites WHERE id = ?1";
const THERE: &str = "SELECT EXISTS (SELECT 1 FROM teams WHERE id = ?1) AS same";

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

/// Invites someone to a team: administrators look after the accounts of all teams, and none of them reads by it, since the
/// team's key comes from a member's hand. The same invitation sent again is done already.
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
        Statement::new(THERE).bind(&new.team),
        Statement::new(MADE).bind(&new.id).bind(&new.team).bind(&new.token_hash).bind(&signed.staff),
    ]);
    let mut outcomes = deps.batch(statements).await?;
    let there: SameRow = outcomes.skip(skip).take()?.first()?.ok_or(Fault::new("team"))?;
    if there.same != 1 {
        return Err(ErrorCode::Forbidden.into());
    }
    match outcomes.take()?.first::<MadeRow>()? {
        Some(row) if row.same == 1 && row.used_at.is_none() => Ok(row.invite),
        Some(row) if row.same == 1 => Err(ErrorCode::InviteClosed.into()),
        _ => Err(ErrorCode::Conflict.into()),
    }
}

const WITHDRAW: &str = "DELETE FROM invites WHERE id = ?1 AND used_at IS NULL";
const LEFT: &str = "SELECT used_at IS NOT NULL AS same FROM invites WHERE id = ?1";

/// Withdraws an invitation. One that is not there looks withdrawn; one that was used says so.
pub async fn withdraw(
    deps: &Deps,
    Administrator(signed): &Administrator,
    invite: &InviteId,
) -> Result<(), Refusal> {
    let mut statements = signed.touch();
    statements.extend([
        Statement::new(WITHDRAW).bind(invite),
        record_if_changed(deps.now(), &signed.staff, Act::InviteWithdrawn, NONE, invite.to_string()),
        Statement::new(LEFT).bind(invite),
    ]);
    match deps.batch(statements).await?.last()?.first::<SameRow>()? {
        Some(_) => Err(ErrorCode::InviteClosed.into()),
        None => Ok(()),
    }
}

const SEAL: &str = "INSERT INTO member_keys (team, recipient, version, sealed, voucher) SELECT ?1, ?2, ?3, ?4, ?5 \
    WHERE EXISTS (SELECT 1 FROM memberships WHERE staff = ?2 AND team = ?1) \
      AND EXISTS (SELECT 1 FROM member_keys WHERE team = ?1 AND recipient = ?6 AND version = ?3) \
    ON CONFLICT DO NOTHING";
const SEALED: &str = "SELECT 1 AS same FROM member_keys WHERE team = ?1 AND recipient = ?2 AND version = ?3";

/// Seals a key of the team that this member holds, the present one or one before it, to another member. A key that is there already
/// stays as it is.
pub async fn seal(deps: &Deps, holder: &KeyHolder, seal: &SealToMember) -> Result<(), Refusal> {
    if seal.version > holder.version {
        return Err(ErrorCode::StaleKey.into());
    }
    let mut statements = holder.signed.touch();
    let on = |sql| Statement::new(sql).bind(&holder.team).bind(&seal.staff).bind(seal.version);
    statements.extend([
        on(SEAL).bind(&seal.sealed).bind(seal.voucher.as_ref()).bind(&holder.signed.staff),
        record_if_changed(deps.now(), &holder.signed.staff, Act::KeySealed, NONE, seal.staff.to_string()),
        on(SEALED),
    ]);
    match deps.batch(statements).await?.last()?.first::<SameRow>()? {
        Some(_) => Ok(()),
        None => Err(ErrorCode::Forbidden.into()),
    }
}

const TEAMS: &str = "SELECT t.id, t.name, t.kind, t.version, t.public_key, t.intake, t.stale_since, \
        t.resealed < t.version AS resealing, EXISTS (SELECT 1 FROM member_keys k \
            WHERE k.team = t.id AND k.recipient = 'recovery' AND k.version = t.version) AS recoverable \
    FROM teams t ORDER BY t.intake DESC, t.created_at, t.id";

#[derive(Deserialize)]
struct TeamRow {
    id: TeamId,
    name: String,
    kind: TeamKind,
    version: u32,
    public_key: PublicKeyBytes,
    intake: u8,
    stale_since: Option<Timestamp>,
    resealing: u8,
    recoverable: u8,
}

/// Every team: their names are no secret, since a case can be given to any of them and its writer is told so.
pub async fn teams(deps: &Deps, signed: &Signed) -> Result<Teams, Refusal> {
    let mut statements = signed.touch();
    statements.push(Statement::new(TEAMS));
    let rows: Vec<TeamRow> = deps.batch(statements).await?.last()?.rows()?;
    let team = |row: TeamRow| Team {
        id: row.id,
        name: row.name,
        kind: row.kind,
        version: row.version,
        public_key: row.public_key,
        intake: row.intake == 1,
        stale_since: row.stale_since,
        resealing: row.resealing == 1,
        recoverable: row.recoverable == 1,
    };
    Ok(Teams { teams: rows.into_iter().map(team).collect() })
}

const MAKE: &str = "INSERT INTO teams (id, name, version, public_key, intake, kind, created_at) \
    SELECT ?1, ?2, 1, ?3, 0, ?4, ?5 WHERE TRUE ON CONFLICT DO NOTHING";
const SAME: &str = "SELECT public_key = ?2 AND kind = ?3 AS same FROM teams WHERE id = ?1";

const fn kind(kind: TeamKind) -> &'static str {
    match kind {
        TeamKind::Full => "full",
        TeamKind::Facts => "facts",
    }
}

/// A further team, whose maker is its first member and holds its key. The same team sent again is made already.
pub async fn make(deps: &Deps, Administrator(signed): &Administrator, new: &NewTeam) -> Result<(), Refusal> {
    let name = one_line(&new.name, TEAM_NAME_CHARS).map_err(|_| Refusal::invalid("name"))?;
    let now = deps.now();
    let mut statements = signed.touch();
    statements.extend([
        Statement::new(MAKE).bind(&new.id).bind(name).bind(&new.public_key).bind(kind(new.kind)).bind(now),
        Statement::new(TEAM_KEY).bind(&new.id).bind(&new.public_key).bind(now),
        Statement::new(MEMBER_KEYS)
            .bind(&new.id)
            .bind(&signed.staff)
            .bind(&new.sealed_to_member)
            .bind(&new.sealed_to_recovery)
            .bind(new.member_voucher.as_ref())
            .bind(new.recovery_voucher.as_ref())
            .bind(new.recovery.as_ref()),
        Statement::new(MEMBERSHIP).bind(&signed.staff).bind(&new.id).bind(now),
        record_if_changed(now, &signed.staff, Act::TeamMade, NONE, new.id.to_string()),
        Statement::new(SAME).bind(&new.id).bind(&new.public_key).bind(kind(new.kind)),
    ]);
    match deps.batch(statements).await?.last()?.first::<SameRow>()? {
        Some(row) if row.same == 1 => Ok(()),
        _ => Err(ErrorCode::Conflict.into()),
    }
}

const RENAME: &str = "UPDATE teams SET name = ?2 WHERE id = ?1 AND name <> ?2";
const NAMED: &str = "SELECT name = ?2 AS same FROM teams WHERE id = ?1";

/// Gives a team another name: from then on writers see that one.
pub async fn rename(
    deps: &Deps,
    Administrator(signed): &Administrator,
    team: &TeamId,
    change: &RenameTeam,
) -> Result<(), Refusal> {
    let name = one_line(&change.name, TEAM_NAME_CHARS).map_err(|_| Refusal::invalid("name"))?;
    let mut statements = signed.touch();
    statements.extend([
        Statement::new(RENAME).bind(team).bind(&name),
        record_if_changed(deps.now(), &signed.staff, Act::TeamRenamed, NONE, team.to_string()),
        Statement::new(NAMED).bind(team).bind(&name),
    ]);
    match deps.batch(statements).await?.last()?.first::<SameRow>()? {
        Some(_) => {
            facts::renew(deps).await;
            Ok(())
        }
        None => Err(ErrorCode::Forbidden.into()),
    }
}
