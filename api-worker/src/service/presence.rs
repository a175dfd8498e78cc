//! Who is at which case just now. Noted for seconds, and written only when something changed or is about to run out: most
//! calls read a few rows and write none.

use crate::deps::Deps;
use crate::ports::Statement;
use crate::service::refusal::Refusal;
use crate::service::session::Signed;
use madobe_domain::ids::{CaseId, StaffId};
use madobe_domain::limits::{PRESENCE_LEFT_SECONDS, PRESENCE_SECONDS};
use madobe_domain::wire::presence::{At, Doing, Drafting, Here, Presence, Where};
use serde::Deserialize;

/// A case whose conversation no team of mine can read is no place to be: nothing is noted, and nothing is said of it.
const NOTE: &str = "INSERT INTO presence (tab, staff, case_id, doing, until) SELECT ?1, ?2, ?3, ?4, ?5 \
    WHERE EXISTS (SELECT 1 FROM memberships m JOIN grants g ON g.case_id = ?3 AND g.recipient = m.team \
            AND g.version > 0 AND (g.mask & 1) <> 0 \
        WHERE m.staff = ?2 AND EXISTS (SELECT 1 FROM member_keys k WHERE k.team = m.team AND k.recipient = ?2)) \
    ON CONFLICT (tab) DO UPDATE SET case_id = excluded.case_id, doing = excluded.doing, until = excluded.until \
    WHERE presence.staff = excluded.staff AND (presence.case_id <> excluded.case_id \
        OR presence.doing <> excluded.doing OR presence.until < ?6)";
const LEAVE: &str = "DELETE FROM presence WHERE tab = ?1 AND staff = ?2";
const SWEEP: &str = "DELETE FROM presence WHERE until < ?1";

/// What colleagues of my teams have to do with cases of the team that we share and whose key I hold.
macro_rules! shared {
    ($what:literal, $table:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM memberships mine JOIN memberships theirs ON theirs.team = mine.team JOIN ",
            $table,
            " p ON p.staff = theirs.staff JOIN grants g ON g.case_id = p.case_id AND g.recipient = mine.team \
                AND g.version > 0 AND (g.mask & 1) <> 0 \
             WHERE mine.staff = ?1 AND EXISTS \
                (SELECT 1 FROM member_keys k WHERE k.team = mine.team AND k.recipient = ?1) ",
            $rest
        )
    };
}
const HERE: &str = shared!(
    "p.case_id, p.staff, max(p.doing) AS doing",
    "presence",
    "AND p.staff <> ?1 AND p.until >= ?2 GROUP BY p.case_id, p.staff ORDER BY p.case_id, p.staff"
);
const DRAFTS: &str = shared!("DISTINCT p.case_id, p.staff", "drafts", "ORDER BY p.case_id, p.staff");

#[derive(Deserialize)]
struct HereRow {
    case_id: CaseId,
    staff: StaffId,
    doing: u8,
}

#[derive(Deserialize)]
struct DraftRow {
    case_id: CaseId,
    staff: StaffId,
}

const fn number(doing: Doing) -> u8 {
    match doing {
        Doing::Viewing => 1,
        Doing::Writing => 2,
    }
}

/// Notes where I am, and tells who else is where.
pub async fn tell(deps: &Deps, signed: &Signed, mine: &Where) -> Result<Presence, Refusal> {
    let now = deps.now();
    let mut statements = signed.touch();
    let by_tab = |sql| Statement::new(sql).bind(&mine.tab).bind(&signed.staff);
    statements.push(Statement::new(SWEEP).bind(now));
    statements.push(match mine.at {
        None => by_tab(LEAVE),
        Some(At { case, doing }) => by_tab(NOTE)
            .bind(&case)
            .bind(number(doing))
            .bind(now.plus_seconds(PRESENCE_SECONDS))
            .bind(now.plus_seconds(PRESENCE_LEFT_SECONDS)),
    });
    let skip = statements.len();
    statements.extend([
        Statement::new(HERE).bind(&signed.staff).bind(now),
        Statement::new(DRAFTS).bind(&signed.staff),
    ]);
    let mut outcomes = deps.batch(statements).await?;
    let here = outcomes.skip(skip).take()?.rows::<HereRow>()?.into_iter().map(|row| Here {
        case: row.case_id,
        staff: row.staff,
        doing: if row.doing == number(Doing::Writing) { Doing::Writing } else { Doing::Viewing },
    });
    let here = here.collect();
    let drafts = outcomes.take()?.rows::<DraftRow>()?.into_iter();
    Ok(Presence {
        here,
        drafts: drafts.map(|row| Drafting { case: row.case_id, staff: row.staff }).collect(),
    })
}
