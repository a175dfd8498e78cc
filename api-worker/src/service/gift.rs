//! Giving a case to another team, and its facts to a team that counts. Giving is sealing its keys to them; the writer sees in the
//! mailbox who holds it.

use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::audit::{Act, record_if_changed};
use crate::service::case::CaseHolder;
use crate::service::refusal::Refusal;
use crate::service::rotation::is_team;
use crate::service::session::Signed;
use madobe_domain::ids::{CaseId, TeamId};
use madobe_domain::limits::RESEAL_CASES;
use madobe_domain::log::entry::{Compartment, GENESIS};
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::{Grant, PublicKeyBytes};
use madobe_domain::wire::rotation::Reseal;
use madobe_domain::wire::staff_case::Holders;
use serde::{Deserialize, Serialize};

const HOLDERS: &str = "SELECT t.id, t.name, t.version, t.public_key, max(g.mask & 1) AS reads \
    FROM grants g JOIN teams t ON t.id = g.recipient WHERE g.case_id = ?1 AND g.version > 0 \
    GROUP BY t.id ORDER BY t.id";

#[derive(Deserialize)]
struct HolderRow {
    id: TeamId,
    name: String,
    version: u32,
    public_key: PublicKeyBytes,
    reads: u8,
}

/// Who holds the case, with the keys of now: whom a new staff key is sealed to, and to whom it need not be given.
pub async fn holders(deps: &Deps, holder: &CaseHolder) -> Result<Holders, Refusal> {
    let mut statements = holder.signed.touch();
    statements.push(Statement::new(HOLDERS).bind(&holder.case));
    let rows: Vec<HolderRow> = deps.batch(statements).await?.last()?.rows()?;
    let mut found = Holders { teams: Vec::new(), counting: Vec::new() };
    for HolderRow { id, name, version, public_key, reads } in rows {
        if reads == 1 {
            found.teams.push(TeamKey { id, name, version, public_key });
        } else {
            found.counting.push(id);
        }
    }
    Ok(found)
}

/// A team that reads gets everything there is, one that counts the facts: neither more nor less, so that nobody holds half a case.
const GIVE: &str = "INSERT INTO grants (case_id, recipient, version, mask, sealed) SELECT ?1, ?2, ?3, ?4, ?5 \
    FROM teams t JOIN cases c ON c.id = ?1 AND c.erased_at IS NULL \
    WHERE t.id = ?2 AND t.version = ?3 \
      AND ?4 = CASE WHEN t.kind = 'facts' THEN 4 WHEN c.tail_staff = ?6 THEN 5 ELSE 7 END \
      AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.case_id = ?1 AND g.recipient = ?2 AND (g.mask & 1 = 1 OR t.kind = 'facts'))";
const FEED: &str = "INSERT INTO feed (team, case_id, kind, ref) \
    SELECT ?2, ?1, 1, ?3 WHERE changes() = 1 \
    UNION ALL SELECT ?2, ?1, 2, e.seq FROM (SELECT seq FROM entries \
        WHERE case_id = ?1 AND compartment & CAST(?3 AS INTEGER) <> 0 ORDER BY seq) e WHERE changes() = 1";
const GIVEN: &str = "SELECT EXISTS (SELECT 1 FROM grants WHERE case_id = ?1 AND recipient = ?2 AND version > 0 \
        AND mask & 1 >= CAST(?3 AS INTEGER) & 1) AS given, \
    EXISTS (SELECT 1 FROM teams WHERE id = ?2) AS team";

#[derive(Deserialize)]
struct Given {
    given: u8,
    team: u8,
}

/// Gives the case. A team that holds it already holds it. `stale_key`: the team has another key by now, or notes were begun meanwhile;
/// fetch and seal again.
pub async fn give(deps: &Deps, holder: &CaseHolder, grant: &Grant) -> Result<(), Refusal> {
    if !holder.reads() {
        return Err(ErrorCode::Forbidden.into());
    }
    let (Some(mask), Some((team, version))) = (grant.mask(), is_team(&grant.recipient)) else {
        return Err(Refusal::invalid("grant"));
    };
    if grant.case != holder.case {
        return Err(Refusal::invalid("grant.case"));
    }
    let mut statements = holder.signed.touch();
    let give = Statement::new(GIVE).bind(&holder.case).bind(&team).bind(version).bind(mask);
    statements.extend([
        give.bind(&grant.sealed).bind(&GENESIS),
        Statement::new(FEED).bind(&holder.case).bind(&team).bind(mask),
        record_if_changed(deps.now(), &holder.signed.staff, Act::CaseGiven, &holder.case, team.to_string()),
        Statement::new(GIVEN).bind(&holder.case).bind(&team).bind(mask),
    ]);
    let given: Given = deps.batch(statements).await?.last()?.first()?.ok_or(Fault::new("given"))?;
    match given {
        Given { given: 1, .. } => Ok(()),
        Given { team: 1, .. } => Err(ErrorCode::StaleKey.into()),
        _ => Err(ErrorCode::Forbidden.into()),
    }
}

/// One gift of facts as the statements read it.
#[derive(Serialize)]
struct Facts {
    case: CaseId,
    team: TeamId,
    version: u32,
    sealed: String,
}

/// Those that are given by somebody who reads the case, to a team that counts, and not there yet.
macro_rules! facts {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " FROM (SELECT json_extract(value, '$.case') AS case_id, json_extract(value, '$.team') AS team, \
                json_extract(value, '$.version') AS version, json_extract(value, '$.sealed') AS sealed FROM json_each(?2)) j \
              JOIN teams t ON t.id = j.team AND t.version = j.version AND t.kind = 'facts' \
              JOIN cases c ON c.id = j.case_id AND c.erased_at IS NULL ",
            $after,
            " WHERE EXISTS (SELECT 1 FROM memberships m JOIN grants g ON g.case_id = j.case_id AND g.recipient = m.team \
                AND g.version > 0 AND g.mask & 1 = 1 WHERE m.staff = ?1 \
                AND EXISTS (SELECT 1 FROM member_keys k WHERE k.team = m.team AND k.recipient = ?1)) \
              AND NOT EXISTS (SELECT 1 FROM grants x WHERE x.case_id = j.case_id AND x.recipient = j.team)"
        )
    };
}
/// What the teams are told comes before the grants, which it looks for.
const FACTS_KEYS: &str =
    facts!("INSERT INTO feed (team, case_id, kind, ref) SELECT j.team, j.case_id, 1, 4", "");
const FACTS_ENTRIES: &str = facts!(
    "INSERT INTO feed (team, case_id, kind, ref) SELECT j.team, j.case_id, 2, e.seq",
    "JOIN entries e ON e.case_id = j.case_id AND e.compartment = 4"
);
const FACTS_GRANTS: &str = facts!(
    "INSERT INTO grants (case_id, recipient, version, mask, sealed) SELECT j.case_id, j.team, j.version, 4, j.sealed",
    ""
);

/// Gives the facts of several cases to teams that count. What may not be given, or is there, is passed over.
pub async fn facts(deps: &Deps, signed: &Signed, request: &Reseal) -> Result<(), Refusal> {
    if request.grants.len() > RESEAL_CASES {
        return Err(Refusal::invalid("grants"));
    }
    let mut all = Vec::with_capacity(request.grants.len());
    for grant in &request.grants {
        let Some((team, version)) = is_team(&grant.recipient) else { return Err(Refusal::invalid("grants")) };
        if grant.compartments != [Compartment::Facts] {
            return Err(Refusal::invalid("grants"));
        }
        all.push(Facts { case: grant.case, team, version, sealed: grant.sealed.to_string() });
    }
    let json = serde_json::to_string(&all).map_err(|_| Fault::new("json"))?;
    let mut statements = signed.touch();
    let on = |sql| Statement::new(sql).bind(&signed.staff).bind(&json);
    statements.extend([
        on(FACTS_KEYS),
        on(FACTS_ENTRIES),
        on(FACTS_GRANTS),
        record_if_changed(deps.now(), &signed.staff, Act::FactsGiven, None::<&str>, None::<&str>),
    ]);
    deps.batch(statements).await?;
    Ok(())
}
