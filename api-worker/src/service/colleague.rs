//! Colleagues: who they are, what they may do, and being kept out for a while.

use crate::deps::Deps;
use crate::ports::Statement;
use crate::service::audit::{Act, NONE, record, record_if_changed};
use crate::service::refusal::Refusal;
use crate::service::session::{Administrator, Signed};
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::PublicKeyBytes;
use madobe_domain::wire::session::Role;
use madobe_domain::wire::team::{Called, CalledTeam, ChangeRole, Colleague, Colleagues, Membership, Names};
use serde::Deserialize;

macro_rules! columns {
    ($from:literal) => {
        concat!(
            "SELECT st.id, st.login, st.name, st.role, st.public_key, st.suspended_at IS NOT NULL AS suspended, \
                theirs.team, k.sealed IS NOT NULL AS has_key, k.voucher ",
            $from,
            " LEFT JOIN teams t ON t.id = theirs.team \
            LEFT JOIN member_keys k ON k.team = t.id AND k.version = t.version AND k.recipient = st.id "
        )
    };
}
const SHARED: &str = concat!(
    columns!(
        "FROM memberships mine JOIN memberships theirs ON theirs.team = mine.team \
         JOIN staff st ON st.id = theirs.staff"
    ),
    "WHERE mine.staff = ?1 ORDER BY st.name, st.id, theirs.joined_at"
);
const EVERYONE: &str = concat!(
    columns!("FROM staff st LEFT JOIN memberships theirs ON theirs.staff = st.id"),
    "WHERE ?1 IS NOT NULL ORDER BY st.name, st.id, theirs.joined_at"
);
const INVITES: &str = "SELECT i.id, i.team, i.created_by, i.expires_at FROM invites i \
    WHERE i.used_at IS NULL AND i.expires_at > ?2 \
      AND (?3 = 1 OR EXISTS (SELECT 1 FROM memberships m WHERE m.staff = ?1 AND m.team = i.team)) \
    ORDER BY i.expires_at";
/// The teams in which `st` reads cases now.
macro_rules! reads {
    ($what:literal, $mine:literal) => {
        concat!(
            "(SELECT ",
            $what,
            " FROM memberships m JOIN teams t ON t.id = m.team AND t.kind = 'full' \
              WHERE m.staff = st.id AND st.suspended_at IS NULL \
                AND EXISTS (SELECT 1 FROM member_keys k WHERE k.team = m.team AND k.recipient = m.staff) \
                AND m.team ",
            $mine,
            " (SELECT team FROM memberships WHERE staff = ?1))"
        )
    };
}
/// Who was in my teams once is among them, and who wrote in the desk that a team of mine came along from: what they wrote still has
/// their name.
const NAMES: &str = concat!(
    "SELECT st.id, st.name, ",
    reads!("group_concat(m.team)", "IN"),
    " AS reads, ",
    reads!("count(*)", "NOT IN"),
    " AS elsewhere FROM staff st WHERE ?2 = 1 OR st.id IN ( \
    SELECT theirs.staff FROM memberships mine JOIN memberships theirs ON theirs.team = mine.team WHERE mine.staff = ?1 \
    UNION SELECT d.staff FROM memberships mine JOIN departures d ON d.team = mine.team WHERE mine.staff = ?1) \
    UNION SELECT p.id, p.name, NULL, 0 FROM former_people p \
    WHERE EXISTS (SELECT 1 FROM memberships m JOIN former_seeds f ON f.team = m.team WHERE m.staff = ?1)"
);
/// Every team that reads, and whether anybody can do so for it now.
const TEAMS: &str = "SELECT t.id, t.name, EXISTS (SELECT 1 FROM memberships m \
      JOIN staff st ON st.id = m.staff AND st.suspended_at IS NULL \
      JOIN member_keys k ON k.team = m.team AND k.recipient = m.staff WHERE m.team = t.id) AS here \
    FROM teams t WHERE t.kind = 'full' ORDER BY t.intake DESC, t.name, t.id";

#[derive(Deserialize)]
struct CalledRow {
    id: StaffId,
    name: String,
    /// With commas between them.
    reads: Option<String>,
    elsewhere: u32,
}

impl CalledRow {
    fn told(self) -> Called {
        let Self { id, name, reads, elsewhere } = self;
        let teams = reads.unwrap_or_default();
        let reads = teams.split(',').filter_map(|team| TeamId::parse(team).ok()).collect();
        Called { id, name, reads: Some(reads), elsewhere: elsewhere > 0 }
    }
}

#[derive(Deserialize)]
struct TeamRow {
    id: TeamId,
    name: String,
    here: u8,
}

impl TeamRow {
    fn told(self) -> CalledTeam {
        let Self { id, name, here } = self;
        CalledTeam { id, name, here: here == 1 }
    }
}

#[derive(Deserialize)]
struct Row {
    id: StaffId,
    login: String,
    name: String,
    role: Role,
    public_key: PublicKeyBytes,
    suspended: u8,
    team: Option<TeamId>,
    has_key: u8,
    voucher: Option<Fixed<32>>,
}

/// Everyone who shares a team with me, or for an administrator everyone; and the open invitations. Opening this list is noted.
pub async fn list(deps: &Deps, signed: &Signed) -> Result<Colleagues, Refusal> {
    let now = deps.now();
    let all = signed.role == Role::Administrator;
    let mut statements = signed.touch();
    statements.push(record(now, &signed.staff, Act::AccountsListed, NONE, NONE));
    let skip = statements.len();
    statements.extend([
        Statement::new(if all { EVERYONE } else { SHARED }).bind(&signed.staff),
        Statement::new(INVITES).bind(&signed.staff).bind(now).bind(u8::from(all)),
    ]);
    let mut outcomes = deps.batch(statements).await?;
    let rows = outcomes.skip(skip).take()?.rows::<Row>()?;
    let mut staff: Vec<Colleague> = Vec::new();
    for row in rows {
        let Row { id, login, name, role, public_key, suspended, team, has_key, voucher } = row;
        if staff.last().is_none_or(|last| last.id != id) {
            let suspended = suspended == 1;
            staff.push(Colleague { id, login, name, role, public_key, teams: Vec::new(), suspended });
        }
        if let (Some(last), Some(team)) = (staff.last_mut(), team) {
            last.teams.push(Membership { team, has_key: has_key == 1, voucher });
        }
    }
    let invites = outcomes.take()?.rows()?;
    Ok(Colleagues { staff, invites })
}

/// What the people are called whose words stand in my cases, and which of them read with me; and the teams that read. Nothing is
/// noted: every inbox asks for it.
pub async fn names(deps: &Deps, signed: &Signed) -> Result<Names, Refusal> {
    let all = u8::from(signed.role == Role::Administrator);
    let mut statements = signed.touch();
    let skip = statements.len();
    statements.extend([Statement::new(NAMES).bind(&signed.staff).bind(all), Statement::new(TEAMS)]);
    let mut outcomes = deps.batch(statements).await?;
    let staff = outcomes.skip(skip).take()?.rows::<CalledRow>()?;
    let teams = outcomes.take()?.rows::<TeamRow>()?;
    Ok(Names {
        staff: staff.into_iter().map(CalledRow::told).collect(),
        teams: teams.into_iter().map(TeamRow::told).collect(),
    })
}

#[derive(Deserialize)]
struct State {
    role: Role,
    suspended: u8,
}

const STATE: &str = "SELECT role, suspended_at IS NOT NULL AS suspended FROM staff WHERE id = ?1";
/// Somebody else would still look after the accounts.
macro_rules! unless_last {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " WHERE id = ?1 AND (role <> 'administrator' OR EXISTS (SELECT 1 FROM staff o \
                WHERE o.role = 'administrator' AND o.suspended_at IS NULL AND o.id <> ?1))",
            $after
        )
    };
}
const SUSPEND: &str = unless_last!("UPDATE staff SET suspended_at = ?2", " AND suspended_at IS NULL");
const BAR: &str = "UPDATE sessions SET barred = 1 WHERE staff = ?1 \
    AND EXISTS (SELECT 1 FROM staff WHERE id = ?1 AND suspended_at IS NOT NULL)";

/// Keeps somebody out from this moment: their sessions end, and signing in is refused. Their keys stay as they are, so it can be
/// undone. Nobody does it to themselves.
pub async fn suspend(
    deps: &Deps,
    Administrator(signed): &Administrator,
    staff: &StaffId,
) -> Result<(), Refusal> {
    if *staff == signed.staff {
        return Err(ErrorCode::Forbidden.into());
    }
    let now = deps.now();
    let mut statements = signed.touch();
    statements.extend([
        Statement::new(SUSPEND).bind(staff).bind(now),
        record_if_changed(now, &signed.staff, Act::Suspended, NONE, staff.to_string()),
        Statement::new(BAR).bind(staff),
        Statement::new(STATE).bind(staff),
    ]);
    match deps.batch(statements).await?.last()?.first::<State>()? {
        Some(state) if state.suspended == 1 => Ok(()),
        Some(_) => Err(ErrorCode::LastOne.into()),
        None => Err(ErrorCode::Forbidden.into()),
    }
}

const RESTORE: &str = "UPDATE staff SET suspended_at = NULL WHERE id = ?1 AND suspended_at IS NOT NULL";

/// Lets them sign in again. Sessions that ended stay ended.
pub async fn restore(
    deps: &Deps,
    Administrator(signed): &Administrator,
    staff: &StaffId,
) -> Result<(), Refusal> {
    let mut statements = signed.touch();
    statements.extend([
        Statement::new(RESTORE).bind(staff),
        record_if_changed(deps.now(), &signed.staff, Act::Restored, NONE, staff.to_string()),
        Statement::new(STATE).bind(staff),
    ]);
    let state = deps.batch(statements).await?.last()?.first::<State>()?;
    state.map(drop).ok_or(ErrorCode::Forbidden.into())
}

const CHANGE_ROLE: &str = unless_last!("UPDATE staff SET role = ?2", " AND role <> ?2");

/// Makes somebody an administrator, or a member again. The last administrator stays one.
pub async fn change_role(
    deps: &Deps,
    Administrator(signed): &Administrator,
    staff: &StaffId,
    change: ChangeRole,
) -> Result<(), Refusal> {
    let role = match change.role {
        Role::Administrator => "administrator",
        Role::Member => "member",
    };
    let mut statements = signed.touch();
    statements.extend([
        Statement::new(CHANGE_ROLE).bind(staff).bind(role),
        record_if_changed(deps.now(), &signed.staff, Act::RoleChanged, NONE, staff.to_string()),
        Statement::new(STATE).bind(staff),
    ]);
    match deps.batch(statements).await?.last()?.first::<State>()? {
        Some(state) if state.role == change.role => Ok(()),
        Some(_) => Err(ErrorCode::LastOne.into()),
        None => Err(ErrorCode::Forbidden.into()),
    }
}
