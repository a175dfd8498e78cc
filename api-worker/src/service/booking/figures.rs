//! What came of a month. One round trip after the right to it.

use super::free::Taken;
use super::plan::{self, Terms};
use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::refusal::Refusal;
use crate::service::team::KeyHolder;
use chrono::{Datelike, Months, NaiveDate};
use madobe_domain::booking::figures::room_use;
use madobe_domain::booking::tick::{Span, Tick};
use madobe_domain::wire::calendar::MonthFigures;
use serde::Deserialize;

/// A note is what makes a contact of a talk, so only what was noted counts as held. What is over (`?4`: now, in ticks of five minutes)
/// and has no note stands apart: nobody knows of it.
const COUNT: &str = "SELECT count(*) AS asked, \
        coalesce(sum(state = 2 AND came = 1), 0) AS held, \
        coalesce(sum(state = 2 AND came = 0), 0) AS not_held, \
        coalesce(sum(state = 2 AND came IS NULL AND start * 5 + minutes <= ?4 * 5), 0) AS unnoted, coalesce(sum(moves > 0), 0) AS moved, \
        coalesce(sum(state = 3), 0) AS cancelled \
    FROM reservations WHERE start >= ?2 AND start < ?3 AND team = ?1 AND state IN (2, 3) AND seats IS NULL \
        AND expires_at IS NULL";

#[derive(Deserialize)]
struct CountRow {
    asked: u32,
    held: u32,
    not_held: u32,
    unnoted: u32,
    moved: u32,
    cancelled: u32,
}

pub async fn read(deps: &Deps, holder: &KeyHolder, month: NaiveDate) -> Result<MonthFigures, Refusal> {
    let first = month.with_day(1).ok_or(Refusal::invalid("month"))?;
    let next = first.checked_add_months(Months::new(1)).ok_or(Refusal::invalid("month"))?;
    let span = Span { from: Tick::of_day(first), to: Tick::of_day(next) };
    let mut statements = holder.signed.touch();
    let skip = statements.len();
    statements.extend([
        plan::of_team(&holder.team),
        Statement::new(COUNT)
            .bind(&holder.team)
            .bind(span.from.0)
            .bind(span.to.0)
            .bind(Tick::at(deps.now()).0),
    ]);
    statements.extend(Taken::statements(span, deps.now()));
    let mut outcomes = deps.batch(statements).await?;
    outcomes.skip(skip);
    let terms = Terms::take(&mut outcomes)?;
    let count: CountRow = outcomes.take()?.first()?.ok_or(Fault::new("count"))?;
    let taken = Taken::take(&mut outcomes)?;
    let rooms = terms.map(|terms| room_use(&terms.plan, &terms.settings, span, &taken.takings));
    Ok(MonthFigures {
        asked: count.asked,
        held: count.held,
        not_held: count.not_held,
        unnoted: count.unnoted,
        moved: count.moved,
        cancelled: count.cancelled,
        rooms: rooms.unwrap_or_default(),
    })
}
