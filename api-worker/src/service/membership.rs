//! Who is in which team. Being in it gives nothing by itself: its key comes from a member's hand.

use crate::deps::Deps;
use crate::ports::Statement;
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::refusal::Refusal;
use crate::service::session::Administrator;
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::wire::error::ErrorCode;
use serde::Deserialize;

const ADD: &str = "INSERT INTO memberships (staff, team, joined_at) SELECT ?2, ?1, ?3 \
    WHERE EXISTS (SELECT 1 FROM teams WHERE id = ?1) AND EXISTS (SELECT 1 FROM staff WHERE id = ?2) \
    ON CONFLICT DO NOTHING";
const NOT_GONE: &str = "DELETE FROM departures WHERE team = ?1 AND staff = ?2 AND changes() = 1";
const IN: &str = "SELECT EXISTS (SELECT 1 FROM teams WHERE id = ?1) AS team, \
    EXISTS (SELECT 1 FROM memberships WHERE team = ?1 AND staff = ?2) AS member";

#[derive(Deserialize)]
struct In {
    team: u8,
    member: u8,
}

/// Puts a colleague into one more team. Until a member gives them its key, they see nothing of it.
pub async fn add(
    deps: &Deps,
    Administrator(signed): &Administrator,
    team: &TeamId,
    staff: &StaffId,
) -> Result<(), Refusal> {
    let now = deps.now();
    let mut statements = signed.touch();
    let on = |sql| Statement::new(sql).bind(team).bind(staff);
    statements.extend([
        on(ADD).bind(now),
        record_if_changed(now, &signed.staff, Act::MemberAdded, NONE, staff.to_string()),
        on(NOT_GONE),
        on(IN),
    ]);
    match deps.batch(statements).await?.last()?.first::<In>()? {
        Some(found) if found.member == 1 => Ok(()),
        _ => Err(ErrorCode::Forbidden.into()),
    }
}

/// Of the present key: held by this member, and by somebody else who may sign in.
macro_rules! held {
    () => {
        "EXISTS (SELECT 1 FROM member_keys k JOIN teams t ON t.id = k.team AND t.version = k.version \
            JOIN memberships m ON m.team = k.team AND m.staff = k.recipient WHERE k.team = ?1 AND k.recipient = ?2)"
    };
}
macro_rules! held_by_another {
    () => {
        "EXISTS (SELECT 1 FROM member_keys k JOIN teams t ON t.id = k.team AND t.version = k.version \
            JOIN memberships m ON m.team = k.team AND m.staff = k.recipient \
            JOIN staff st ON st.id = k.recipient \
            WHERE k.team = ?1 AND k.recipient <> ?2 AND st.suspended_at IS NULL)"
    };
}
/// Whoever leaves with the present key makes it one that somebody outside may have.
const STALE: &str = concat!(
    "UPDATE teams SET stale_since = ?3 WHERE id = ?1 AND stale_since IS NULL AND ",
    held!(),
    " AND ",
    held_by_another!()
);
const LEAVE: &str = concat!(
    "DELETE FROM memberships WHERE team = ?1 AND staff = ?2 AND (NOT ",
    held!(),
    " OR ",
    held_by_another!(),
    ")"
);
const GONE: &str = "INSERT INTO departures (team, staff, left_at) SELECT ?1, ?2, ?3 WHERE changes() = 1 \
    ON CONFLICT (team, staff) DO UPDATE SET left_at = ?3";
/// What a member was handed ends with the membership.
const KEYS: &str = "DELETE FROM member_keys WHERE team = ?1 AND recipient = ?2 \
    AND NOT EXISTS (SELECT 1 FROM memberships WHERE team = ?1 AND staff = ?2)";

/// Ends a membership at once; the team's key is then to be made anew by one of its members. Administrators may do it who are not
/// in the team themselves, and also to themselves. The last who holds the key stays: without them nobody could read the cases.
pub async fn remove(
    deps: &Deps,
    Administrator(signed): &Administrator,
    team: &TeamId,
    staff: &StaffId,
) -> Result<(), Refusal> {
    let now = deps.now();
    let mut statements = signed.touch();
    let on = |sql| Statement::new(sql).bind(team).bind(staff);
    statements.extend([
        on(STALE).bind(now),
        on(LEAVE),
        on(GONE).bind(now),
        record_if_changed(now, &signed.staff, Act::MemberRemoved, NONE, staff.to_string()),
        on(KEYS),
        on(IN),
    ]);
    match deps.batch(statements).await?.last()?.first::<In>()? {
        Some(found) if found.member == 1 => Err(ErrorCode::LastOne.into()),
        Some(found) if found.team == 1 => Ok(()),
        _ => Err(ErrorCode::Forbidden.into()),
    }
}

/// The same two within a key made anew, where [`super::rotation`] has already found that somebody holds the next key.
pub(super) fn leaving(team: &TeamId, staff: Option<&StaffId>) -> [Statement; 2] {
    const LEFT: &str = "DELETE FROM memberships WHERE team = ?1 AND staff = ?2 AND changes() >= 1";
    [LEFT, KEYS].map(|sql| Statement::new(sql).bind(team).bind(staff))
}
