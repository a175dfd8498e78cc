//! One's own talks for a calendar program, under a secret address that its owner makes and ends.

use crate::deps::Deps;
use crate::ports::Statement;
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::refusal::Refusal;
use crate::service::team::KeyHolder;
use madobe_domain::booking::feed::{Event, feed};
use madobe_domain::booking::tick::{DAY_TICKS, Tick};
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::hash::feed_secret_hash;
use madobe_domain::ids::ReservationId;
use madobe_domain::wire::calendar::{FeedState, NewFeed};
use madobe_domain::wire::error::ErrorCode;
use serde::Deserialize;

const STATE: &str = "SELECT made_at FROM calendar_feeds WHERE team = ?1 AND staff = ?2";
const MAKE: &str = "INSERT INTO calendar_feeds (team, staff, secret_hash, made_at) VALUES (?1, ?2, ?3, ?4) \
    ON CONFLICT (team, staff) DO UPDATE SET secret_hash = excluded.secret_hash, made_at = excluded.made_at \
        WHERE secret_hash <> excluded.secret_hash";
const END: &str = "DELETE FROM calendar_feeds WHERE team = ?1 AND staff = ?2";

#[derive(Deserialize)]
struct StateRow {
    made_at: Timestamp,
}

fn of(holder: &KeyHolder, sql: &'static str) -> Statement {
    Statement::new(sql).bind(&holder.team).bind(&holder.signed.staff)
}

pub async fn state(deps: &Deps, holder: &KeyHolder) -> Result<FeedState, Refusal> {
    let mut statements = holder.signed.touch();
    statements.push(of(holder, STATE));
    let row: Option<StateRow> = deps.batch(statements).await?.last()?.first()?;
    Ok(FeedState { made_at: row.map(|row| row.made_at) })
}

/// The address before it, if there was one, leads nowhere from now on.
pub async fn make(deps: &Deps, holder: &KeyHolder, new: &NewFeed) -> Result<FeedState, Refusal> {
    let now = deps.now();
    let mut statements = holder.signed.touch();
    statements.extend([
        of(holder, MAKE).bind(&new.secret_hash).bind(now),
        record_if_changed(now, &holder.signed.staff, Act::FeedMade, NONE, holder.team.to_string()),
        of(holder, STATE),
    ]);
    let row: Option<StateRow> = deps.batch(statements).await?.last()?.first()?;
    Ok(FeedState { made_at: row.map(|row| row.made_at) })
}

/// Done twice, it is done.
pub async fn end(deps: &Deps, holder: &KeyHolder) -> Result<(), Refusal> {
    let mut statements = holder.signed.touch();
    statements.extend([
        of(holder, END),
        record_if_changed(deps.now(), &holder.signed.staff, Act::FeedEnded, NONE, holder.team.to_string()),
    ]);
    deps.batch(statements).await.map(drop).map_err(Refusal::from)
}

/// Whoever lost the team's key, or left the team, has no talks in it.
const OWNER: &str = "SELECT 1 AS yes FROM calendar_feeds f WHERE f.secret_hash = ?1 AND EXISTS (SELECT 1 FROM member_keys k \
    JOIN memberships m ON m.staff = k.recipient AND m.team = k.team \
    JOIN staff s ON s.id = k.recipient WHERE k.team = f.team AND k.recipient = f.staff AND s.suspended_at IS NULL)";
const TALKS: &str = "SELECT r.id, r.start, r.minutes FROM calendar_feeds f JOIN reservations r ON r.team = f.team \
    WHERE f.secret_hash = ?1 AND r.start >= ?2 AND r.start < ?3 AND r.state = 2 \
      AND EXISTS (SELECT 1 FROM json_each(r.taken) one WHERE json_extract(one.value, '$[0]') = f.staff) \
    ORDER BY r.start, r.id LIMIT 2000";
const DAYS_BACK: i64 = 31;
const DAYS_AHEAD: i64 = 366;

#[derive(Deserialize)]
struct Yes {
    #[serde(rename = "yes")]
    _yes: u8,
}

#[derive(Deserialize)]
struct TalkRow {
    id: ReservationId,
    start: Tick,
    minutes: u16,
}

/// What stands behind a secret. An address that ended and one that never was look the same.
pub async fn show(deps: &Deps, secret: &[u8; 32]) -> Result<String, Refusal> {
    let hash = feed_secret_hash(secret);
    let now = deps.now();
    let today = Tick::of_day(now.date_in_japan());
    let (from, to) = (today.plus(-DAYS_BACK * DAY_TICKS), today.plus(DAYS_AHEAD * DAY_TICKS));
    let statements =
        vec![Statement::new(OWNER).bind(&hash), Statement::new(TALKS).bind(&hash).bind(from.0).bind(to.0)];
    let mut outcomes = deps.batch(statements).await?;
    if outcomes.take()?.first::<Yes>()?.is_none() {
        return Err(ErrorCode::Forbidden.into());
    }
    let rows: Vec<TalkRow> = outcomes.take()?.rows()?;
    let events: Vec<Event> =
        rows.into_iter().map(|row| Event { id: row.id, start: row.start, minutes: row.minutes }).collect();
    Ok(feed(&events, now))
}
