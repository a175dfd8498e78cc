//! Reading what staff did. Reading it is noted, too.

use crate::deps::Deps;
use crate::ports::Statement;
use crate::service::audit::{Act, NONE, record};
use crate::service::refusal::Refusal;
use crate::service::session::Administrator;
use chrono::{Months, NaiveDate};
use madobe_domain::clock::Timestamp;
use madobe_domain::limits::AUDIT_ROWS;
use madobe_domain::wire::audit::{AuditPage, AuditQuery};

const ROWS: &str = "SELECT a.n, a.at, a.staff, st.name, a.action, a.case_id AS \"case\", a.detail, \
        coalesce(whom.name, t.name) AS about \
    FROM audit a LEFT JOIN staff st ON st.id = a.staff LEFT JOIN staff whom ON whom.id = a.detail \
        LEFT JOIN teams t ON t.id = a.detail \
    WHERE (?1 IS NULL OR a.n < ?1) AND (?2 IS NULL OR a.action = ?2) AND (?3 IS NULL OR a.staff = ?3) \
      AND a.at >= ?4 AND a.at < ?5 \
    ORDER BY a.n DESC LIMIT ?6";

/// From the first moment of the month in Japan to the first of the next.
fn month(text: &str) -> Option<(Timestamp, Timestamp)> {
    let first: NaiveDate = format!("{text}-01").parse().ok()?;
    let next = first.checked_add_months(Months::new(1))?;
    let at = |day: NaiveDate| Some(Timestamp::from_japan(day.and_hms_opt(0, 0, 0)?));
    Some((at(first)?, at(next)?))
}

/// One page. Only a first page is noted, so that leafing through it does not fill it.
pub async fn read(
    deps: &Deps,
    Administrator(signed): &Administrator,
    query: &AuditQuery,
) -> Result<AuditPage, Refusal> {
    let (from, to) = match query.month.as_deref() {
        Some(text) if text.len() == 7 => month(text).ok_or(Refusal::invalid("month"))?,
        Some(_) => return Err(Refusal::invalid("month")),
        None => (Timestamp(0), Timestamp(i64::from(i32::MAX) * 1_000_000)),
    };
    let mut statements = signed.touch();
    if query.before.is_none() {
        statements.push(record(deps.now(), &signed.staff, Act::AuditRead, NONE, NONE));
    }
    statements.push(
        Statement::new(ROWS)
            .bind(query.before)
            .bind(query.action.as_deref())
            .bind(query.staff.as_ref())
            .bind(from)
            .bind(to)
            .bind(AUDIT_ROWS + 1),
    );
    let mut acts: Vec<_> = deps.batch(statements).await?.last()?.rows()?;
    let more = acts.len() > AUDIT_ROWS as usize;
    acts.truncate(AUDIT_ROWS as usize);
    Ok(AuditPage { acts, more })
}
