//! A team's key made anew, and its cases sealed to it.
//!
//! The key changes in one batch. What follows has no state of its own: a case is left for as long as the team holds it by an earlier
//! key only. So whoever stops halfway, or two at once, or a server that is killed, leaves nothing to be repaired.

use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::facts;
use crate::service::membership;
use crate::service::refusal::Refusal;
use crate::service::team::KeyHolder;
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::{CaseId, TeamId};
use madobe_domain::limits::{RESEAL_CASES, TEAM_MEMBERS};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::{Grant, PublicKeyBytes, Recipient, SealedKey, unmask};
use madobe_domain::wire::rotation::{Reseal, ResealCase, ResealPage, Rotation};
use madobe_domain::wire::session::Role;
use serde::{Deserialize, Serialize};

/// One holder of the next key, as the statements read it.
#[derive(Serialize)]
struct Holder {
    recipient: String,
    sealed: String,
    voucher: Fixed<32>,
    /// Of the recovery key: which one.
    to: Option<PublicKeyBytes>,
}

/// Every one of them is a member who holds the present key and may sign in.
const NEXT: &str = "UPDATE teams SET version = ?2, public_key = ?3, stale_since = NULL \
    WHERE id = ?1 AND version = ?2 - 1 AND NOT EXISTS (SELECT 1 FROM json_each(?4) h \
        WHERE json_extract(h.value, '$.recipient') <> 'recovery' AND NOT EXISTS (SELECT 1 FROM member_keys k \
            JOIN memberships m ON m.team = k.team AND m.staff = k.recipient \
            JOIN staff st ON st.id = k.recipient AND st.suspended_at IS NULL \
            WHERE k.team = ?1 AND k.version = ?2 - 1 AND k.recipient = json_extract(h.value, '$.recipient')))";
const KEY: &str = "INSERT INTO team_keys (team, version, public_key, created_at) \
    SELECT ?1, ?2, ?3, ?4 WHERE changes() = 1";
const HOLDERS: &str = "INSERT INTO member_keys (team, recipient, version, sealed, voucher) \
    SELECT ?1, json_extract(value, '$.recipient'), ?2, json_extract(value, '$.sealed'), json_extract(value, '$.voucher') \
    FROM json_each(?3) WHERE changes() = 1 AND (json_extract(value, '$.recipient') <> 'recovery' \
        OR EXISTS (SELECT 1 FROM recovery WHERE public_key = json_extract(value, '$.to')))";
/// The key that was sent is the present one.
macro_rules! is_present {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " EXISTS (SELECT 1 FROM teams WHERE id = ?1 AND version = ?2 AND public_key = ?3)",
            $after
        )
    };
}
const DEPARTED: &str = is_present!(
    "INSERT INTO departures (team, staff, left_at) SELECT ?1, ?4, ?5 WHERE ?4 IS NOT NULL AND",
    " AND EXISTS (SELECT 1 FROM staff WHERE id = ?4) ON CONFLICT DO NOTHING"
);
const LOOK: &str = is_present!("SELECT", " AS same");

#[derive(Deserialize)]
struct Same {
    same: u8,
}

fn holders(holder: &KeyHolder, rotation: &Rotation) -> Result<Vec<Holder>, Refusal> {
    let members = &rotation.members;
    let twice = |index: usize| {
        members
            .iter()
            .skip(index + 1)
            .any(|other| members.get(index).is_some_and(|one| one.staff == other.staff))
    };
    let mine = members.iter().any(|member| member.staff == holder.signed.staff);
    let gone = members.iter().any(|member| Some(member.staff) == rotation.remove);
    if members.len() > TEAM_MEMBERS || !mine || gone || (0..members.len()).any(twice) {
        return Err(Refusal::invalid("members"));
    }
    let mut all: Vec<Holder> = members
        .iter()
        .map(|member| Holder {
            recipient: member.staff.to_string(),
            sealed: member.sealed.to_string(),
            voucher: member.voucher,
            to: None,
        })
        .collect();
    all.extend(rotation.recovery.as_ref().map(|recovery| Holder {
        recipient: "recovery".to_owned(),
        sealed: recovery.sealed.to_string(),
        voucher: recovery.voucher,
        to: recovery.to,
    }));
    Ok(all)
}

/// Makes the next key the present one, and ends a membership with it. Of two at once one wins; the other is told that its key is old.
pub async fn rotate(deps: &Deps, holder: &KeyHolder, rotation: &Rotation) -> Result<(), Refusal> {
    let administrator = holder.signed.role == Role::Administrator;
    if rotation.remove.is_some() && !administrator {
        return Err(ErrorCode::Forbidden.into());
    }
    let all = serde_json::to_string(&holders(holder, rotation)?).map_err(|_| Fault::new("json"))?;
    let (team, now) = (&holder.team, deps.now());
    let remove = rotation.remove.as_ref();
    let next = |sql| Statement::new(sql).bind(team).bind(rotation.version).bind(&rotation.public_key);
    let mut statements = holder.signed.touch();
    statements.extend([
        next(NEXT).bind(&all),
        next(KEY).bind(now),
        Statement::new(HOLDERS).bind(team).bind(rotation.version).bind(&all),
        record_if_changed(now, &holder.signed.staff, Act::KeyRotated, NONE, team.to_string()),
    ]);
    statements.extend(membership::leaving(team, remove));
    statements.push(next(DEPARTED).bind(remove).bind(now));
    if let Some(staff) = remove {
        statements.push(record_if_changed(
            now,
            &holder.signed.staff,
            Act::MemberRemoved,
            NONE,
            staff.to_string(),
        ));
    }
    statements.push(next(LOOK));
    let look: Same = deps.batch(statements).await?.last()?.first()?.ok_or(Fault::new("look"))?;
    // Wherever letters come in, the key they are sealed to is another one now.
    deps.memory.replace(None);
    facts::renew(deps).await;
    if look.same == 1 { Ok(()) } else { Err(ErrorCode::StaleKey.into()) }
}

/// A grant to an earlier key that no grant to the present one covers.
macro_rules! left {
    () => {
        " FROM grants g WHERE g.recipient = ?1 AND g.version > 0 AND g.version < ?2 \
          AND NOT EXISTS (SELECT 1 FROM grants n WHERE n.case_id = g.case_id AND n.recipient = ?1 \
            AND n.version = ?2 AND n.mask & g.mask = g.mask)"
    };
}
/// Every earlier grant of each case that is left: together they hold all of its keys.
const PAGE: &str = concat!(
    "WITH page AS (SELECT DISTINCT g.case_id",
    left!(),
    " AND g.case_id > ?3 ORDER BY g.case_id LIMIT ?4) \
     SELECT o.case_id, o.version, o.mask, o.sealed FROM page p JOIN grants o ON o.case_id = p.case_id \
        AND o.recipient = ?1 AND o.version > 0 AND o.version < ?2 ORDER BY o.case_id, o.version DESC, o.mask"
);
const COUNT: &str = concat!("SELECT count(DISTINCT g.case_id) AS left_over", left!());

#[derive(Deserialize)]
struct OldGrant {
    case_id: CaseId,
    version: u32,
    mask: u8,
    sealed: SealedKey,
}

#[derive(Deserialize)]
struct Left {
    left_over: u32,
}

/// What is left to be sealed anew, a page at a time.
pub async fn page(deps: &Deps, holder: &KeyHolder, after: Option<CaseId>) -> Result<ResealPage, Refusal> {
    let KeyHolder { signed, team, version } = holder;
    let mut statements = signed.touch();
    let skip = statements.len();
    let on = |sql| Statement::new(sql).bind(team).bind(*version);
    let from = after.map(|case| case.to_string()).unwrap_or_default();
    statements.push(on(PAGE).bind(from).bind(RESEAL_CASES as u32 + 1));
    if after.is_none() {
        statements.push(on(COUNT));
    }
    let mut outcomes = deps.batch(statements).await?;
    let rows: Vec<OldGrant> = outcomes.skip(skip).take()?.rows()?;
    let left = match after {
        None => outcomes.take()?.first::<Left>()?.map(|left| left.left_over),
        Some(_) => None,
    };
    let mut cases: Vec<ResealCase> = Vec::new();
    for OldGrant { case_id: case, version, mask, sealed } in rows {
        if cases.last().is_none_or(|last| last.case != case) {
            cases.push(ResealCase { case, grants: Vec::new() });
        }
        let recipient = Recipient::Team { id: *team, version };
        if let Some(last) = cases.last_mut() {
            last.grants.push(Grant { case, recipient, compartments: unmask(mask), sealed });
        }
    }
    let more = cases.len() > RESEAL_CASES;
    cases.truncate(RESEAL_CASES);
    Ok(ResealPage { version: *version, left, cases, more })
}

/// One grant as the statements read it.
#[derive(Serialize)]
struct Anew {
    case: CaseId,
    mask: u8,
    sealed: String,
}

/// Those of a list that give the team nothing it did not hold, and that are not there yet.
macro_rules! anew {
    ($before:literal) => {
        concat!(
            $before,
            " FROM json_each(?3) j WHERE EXISTS (SELECT 1 FROM teams WHERE id = ?1 AND version = ?2) \
              AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.case_id = json_extract(j.value, '$.case') \
                AND g.recipient = ?1 AND g.version = ?2 AND g.mask = json_extract(j.value, '$.mask')) \
              AND json_extract(j.value, '$.mask') = json_extract(j.value, '$.mask') & ( \
                coalesce((SELECT max(o.mask & 1) + max(o.mask & 2) + max(o.mask & 4) FROM grants o \
                    WHERE o.case_id = json_extract(j.value, '$.case') AND o.recipient = ?1 AND o.version > 0), 0))"
        )
    };
}
/// What the team is told comes before the grant, which it looks for: see `service::sync`.
const FEED: &str = anew!(
    "INSERT INTO feed (team, case_id, kind, ref) \
     SELECT ?1, json_extract(j.value, '$.case'), 1, json_extract(j.value, '$.mask') + 8 * CAST(?2 AS INTEGER)"
);
const GRANTS: &str = anew!(
    "INSERT INTO grants (case_id, recipient, version, mask, sealed) \
     SELECT json_extract(j.value, '$.case'), ?1, ?2, json_extract(j.value, '$.mask'), json_extract(j.value, '$.sealed')"
);
/// The present one and the one before it stay: should one not open, the other does.
const PRUNE: &str = "DELETE FROM grants WHERE recipient = ?1 AND version > 0 \
    AND case_id IN (SELECT json_extract(value, '$.case') FROM json_each(?3)) \
    AND EXISTS (SELECT 1 FROM grants n WHERE n.case_id = grants.case_id AND n.recipient = ?1 AND n.version = ?2) \
    AND version < (SELECT max(o.version) FROM grants o WHERE o.case_id = grants.case_id AND o.recipient = ?1 \
        AND o.version < ?2)";
const DONE: &str = concat!(
    "UPDATE teams SET resealed = version WHERE id = ?1 AND version = ?2 AND NOT EXISTS (SELECT 1",
    left!(),
    ")"
);

/// Stores grants to the present key. An empty list asks whether that was all.
pub async fn reseal(deps: &Deps, holder: &KeyHolder, request: &Reseal) -> Result<(), Refusal> {
    let KeyHolder { signed, team, version } = holder;
    if request.grants.len() > RESEAL_CASES {
        return Err(Refusal::invalid("grants"));
    }
    let mut all = Vec::with_capacity(request.grants.len());
    for grant in &request.grants {
        let Some(mask) = grant.mask() else { return Err(Refusal::invalid("grants")) };
        match grant.recipient {
            Recipient::Team { id, version: to } if id == *team && to == *version => {}
            Recipient::Team { id, .. } if id == *team => return Err(ErrorCode::StaleKey.into()),
            _ => return Err(Refusal::invalid("grants")),
        }
        all.push(Anew { case: grant.case, mask, sealed: grant.sealed.to_string() });
    }
    let mut statements = signed.touch();
    let on = |sql| Statement::new(sql).bind(team).bind(*version);
    if all.is_empty() {
        statements.push(on(DONE));
    } else {
        let json = serde_json::to_string(&all).map_err(|_| Fault::new("json"))?;
        statements.extend([
            on(FEED).bind(&json),
            on(GRANTS).bind(&json),
            record_if_changed(deps.now(), &signed.staff, Act::KeysResealed, NONE, team.to_string()),
            on(PRUNE).bind(&json),
        ]);
    }
    deps.batch(statements).await?;
    Ok(())
}

/// For a team whose id was read already.
pub(super) fn is_team(recipient: &Recipient) -> Option<(TeamId, u32)> {
    match recipient {
        Recipient::Team { id, version } => Some((*id, *version)),
        Recipient::Mailbox { .. } => None,
    }
}
