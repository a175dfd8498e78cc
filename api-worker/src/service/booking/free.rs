//! What is offered, and when it is free. One round trip.

use super::calendar::day_of;
use super::plan::{self, Terms};
use crate::deps::Deps;
use crate::ports::{Fault, Outcomes, Statement};
use crate::service::refusal::Refusal;
use crate::service::team::KeyHolder;
use madobe_domain::booking::free::{Calendar, nearest};
use madobe_domain::booking::need::Taking;
use madobe_domain::booking::plan::{Kind, Who};
use madobe_domain::booking::tick::{DAY_TICKS, Span, Tick};
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{KindId, ReservationId, RoomId, StaffId, TeamId};
use madobe_domain::wire::booking::{BookingCode, Free, FreeKind, FreeQuery, Offer, OfferedKind};
use serde::Deserialize;

/// What the desk offers to those who write. A desk without a plan offers nothing.
pub async fn offer(deps: &Deps) -> Result<Offer, Refusal> {
    let terms = Terms::take(&mut deps.batch(vec![plan::intake()]).await?)?;
    let kinds = terms.as_ref().map(|terms| terms.plan.kinds.as_slice()).unwrap_or_default();
    Ok(Offer { kinds: kinds.iter().filter(|kind| kind.who != Who::Staff).map(OfferedKind::from).collect() })
}

/// Everything taken by talks that begin in these ticks, as one text of takings for about a day: the database hands out no
/// row of any length. What is held no longer does not count.
const TAKEN: &str = "SELECT group_concat(substr(taken, 2, length(taken) - 2)) AS taken \
    FROM reservations WHERE start >= ?1 AND start < ?2 AND (state = 2 OR (state = 1 AND expires_at > ?3)) \
    GROUP BY start / 288";
/// Sessions that have a seat left.
const SESSIONS: &str = "SELECT id, team, kind, start FROM reservations s \
    WHERE start >= ?1 AND start < ?2 AND state = 2 AND seats IS NOT NULL \
      AND seats > (SELECT count(*) FROM occupied o JOIN reservations r ON r.id = o.reservation \
          WHERE o.resource >= s.id || '/' AND o.resource < s.id || '0' \
            AND (r.state = 2 OR r.expires_at > ?3)) \
    ORDER BY start";

#[derive(Deserialize)]
struct TakenRow {
    taken: String,
}

#[derive(Deserialize)]
pub struct SessionRow {
    pub id: ReservationId,
    pub team: TeamId,
    pub kind: KindId,
    pub start: Tick,
}

/// What is taken in some days, and the sessions in them.
pub struct Taken {
    pub takings: Vec<Taking>,
    pub sessions: Vec<SessionRow>,
}

impl Taken {
    /// Asked over a day more on either side: what begins there may reach in.
    pub fn statements(days: Span, now: Timestamp) -> [Statement; 2] {
        let within = |sql, margin: i64| {
            Statement::new(sql).bind(days.from.plus(-margin).0).bind(days.to.plus(margin).0).bind(now)
        };
        [within(TAKEN, DAY_TICKS), within(SESSIONS, 0)]
    }

    pub fn take(outcomes: &mut Outcomes) -> Result<Self, Fault> {
        let days: Vec<TakenRow> = outcomes.take()?.rows()?;
        let all: Vec<&str> = days.iter().map(|day| day.taken.as_str()).collect();
        let takings =
            serde_json::from_str(&["[", &all.join(","), "]"].concat()).map_err(|_| Fault::new("taken"))?;
        Ok(Self { takings, sessions: outcomes.take()?.rows()? })
    }

    fn starts(&self, terms: &Terms, calendar: &Calendar<'_>, kind: &Kind, now: Timestamp) -> Vec<Tick> {
        if !kind.is_group() {
            return calendar.free(kind, now);
        }
        let window = kind.window(now);
        let of_kind = self.sessions.iter().filter(|session| {
            session.kind == kind.id
                && session.team == terms.team
                && session.start >= window.from
                && session.start < window.to
        });
        let mut starts: Vec<Tick> = of_kind.map(|session| session.start).collect();
        starts.dedup();
        starts
    }
}

const MOST_DAYS: u16 = 31;
/// Staff book for as long ahead as anybody may.
const STAFF_DAYS: u16 = 366;

fn days(query: &FreeQuery, now: Timestamp) -> Result<Span, Refusal> {
    if !(1..=MOST_DAYS).contains(&query.days) {
        return Err(Refusal::invalid("days"));
    }
    let from = Tick::of_day(query.from.unwrap_or_else(|| now.date_in_japan()));
    Ok(Span { from, to: from.plus(i64::from(query.days) * DAY_TICKS) })
}

/// When talks of these kinds can begin; their limits are those they come with.
fn found(
    terms: &Terms,
    taken: &Taken,
    days: Span,
    now: Timestamp,
    kinds: impl Iterator<Item = Kind>,
) -> Free {
    let calendar = Calendar::new(&terms.plan, &terms.settings, days, &taken.takings);
    let kinds = kinds.map(|kind| FreeKind {
        kind: kind.id,
        starts: taken.starts(terms, &calendar, &kind, now),
        last_day: kind.window(now).to.plus(-1).day(),
    });
    Free { kinds: kinds.collect() }
}

/// Could a visitor hold this very time now? `taken`: of its day.
pub fn is_open(terms: &Terms, taken: &Taken, kind: &KindId, start: Tick, now: Timestamp) -> bool {
    let offered = terms.plan.kind(kind).filter(|kind| kind.who != Who::Staff);
    let calendar = Calendar::new(&terms.plan, &terms.settings, day_of(start), &taken.takings);
    offered.is_some_and(|kind| taken.starts(terms, &calendar, kind, now).contains(&start))
}

/// When talks of every kind, or of one, can begin.
pub async fn free(deps: &Deps, query: &FreeQuery) -> Result<Free, Refusal> {
    let now = deps.now();
    let days = days(query, now)?;
    let mut statements = vec![plan::intake()];
    statements.extend(Taken::statements(days, now));
    let mut outcomes = deps.batch(statements).await?;
    let Some(terms) = Terms::take(&mut outcomes)? else { return Ok(Free { kinds: Vec::new() }) };
    let taken = Taken::take(&mut outcomes)?;
    let asked = |kind: &&Kind| kind.who != Who::Staff && query.kind.is_none_or(|only| only == kind.id);
    let kinds = terms.plan.kinds.iter().filter(asked).cloned();
    Ok(found(&terms, &taken, days, now, kinds))
}

/// Whom and what staff ask for by name. Nobody and nothing: whatever is free.
#[derive(Default)]
pub struct Named<'a> {
    pub people: &'a [StaffId],
    pub room: Option<&'a RoomId>,
}

impl Named<'_> {
    /// The kind as whoever books for someone may have it: without lead time, held by those who are named, there.
    fn of(&self, kind: &Kind) -> Kind {
        let mut kind = Kind { lead_minutes: 0, horizon_days: STAFF_DAYS, ..kind.clone() };
        if !self.people.is_empty() {
            kind.staff = u8::try_from(self.people.len()).unwrap_or(u8::MAX);
            kind.people = self.people.to_vec();
        }
        if let Some(room) = self.room {
            kind.rooms = vec![*room];
        }
        kind
    }
}

/// The same for whoever books for someone: every kind of the team, from now on, without lead time or horizon; where
/// somebody is named, when they are free.
pub async fn free_for_staff(
    deps: &Deps,
    holder: &KeyHolder,
    query: &FreeQuery,
    person: Option<StaffId>,
) -> Result<Free, Refusal> {
    let now = deps.now();
    let days = days(query, now)?;
    let named = Named { people: person.as_slice(), room: None };
    let mut statements = holder.signed.touch();
    let skip = statements.len();
    statements.push(plan::of_team(&holder.team));
    statements.extend(Taken::statements(days, now));
    let mut outcomes = deps.batch(statements).await?;
    outcomes.skip(skip);
    let Some(terms) = Terms::take(&mut outcomes)? else { return Ok(Free { kinds: Vec::new() }) };
    let taken = Taken::take(&mut outcomes)?;
    let asked = |kind: &&Kind| query.kind.is_none_or(|only| only == kind.id);
    let kinds = terms.plan.kinds.iter().filter(asked).map(|kind| named.of(kind));
    Ok(found(&terms, &taken, days, now, kinds))
}

/// Days looked through for a time near the one that was taken.
const NEAR_BEFORE: i64 = 7;
const NEAR_AFTER: i64 = 21;

/// Somebody was quicker: which times are left near the one that was wished for.
pub async fn taken(deps: &Deps, team: &TeamId, kind: &KindId, wished: Tick) -> Result<Refusal, Fault> {
    near(deps, team, kind, wished, None).await
}

/// The same for staff, of those they named.
pub async fn taken_for_staff(
    deps: &Deps,
    team: &TeamId,
    kind: &KindId,
    wished: Tick,
    named: &Named<'_>,
) -> Result<Refusal, Fault> {
    near(deps, team, kind, wished, Some(named)).await
}

async fn near(
    deps: &Deps,
    team: &TeamId,
    kind: &KindId,
    wished: Tick,
    named: Option<&Named<'_>>,
) -> Result<Refusal, Fault> {
    let now = deps.now();
    let today = Tick::of_day(now.date_in_japan());
    let midnight = Tick::of_day(wished.day());
    let days = Span {
        from: midnight.plus(-NEAR_BEFORE * DAY_TICKS).max(today),
        to: midnight.max(today).plus(NEAR_AFTER * DAY_TICKS),
    };
    let mut statements = vec![plan::of_team(team)];
    statements.extend(Taken::statements(days, now));
    let mut outcomes = deps.batch(statements).await?;
    let mut near = Vec::new();
    if let Some(terms) = Terms::take(&mut outcomes)? {
        let taken = Taken::take(&mut outcomes)?;
        let calendar = Calendar::new(&terms.plan, &terms.settings, days, &taken.takings);
        if let Some(kind) = terms.plan.kind(kind) {
            let kind = named.map_or_else(|| kind.clone(), |named| named.of(kind));
            near = nearest(&taken.starts(&terms, &calendar, &kind, now), wished, 3);
        }
    }
    Ok(Refusal::Booking { code: BookingCode::SlotTaken, nearest: near })
}
