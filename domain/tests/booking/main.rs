//! Booking: ticks, who is there when, what is free, and that nobody is ever taken twice.
mod free;
mod hours;
mod plan;
mod record;
mod tick;

use chrono::{NaiveDate, NaiveDateTime};
use madobe_domain::booking::free::Calendar;
use madobe_domain::booking::need::Taking;
use madobe_domain::booking::plan::{Kind, Plan};
use madobe_domain::booking::sample;
use madobe_domain::booking::tick::{DAY_TICKS, Span, Tick};
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::settings::DeskSettings;
use madobe_domain::ids::{KindId, RoomId, StaffId};

const WHO: [StaffId; 2] = [StaffId::from_bytes([1; 16]), StaffId::from_bytes([2; 16])];
const ROOM: RoomId = RoomId::from_bytes([3; 16]);

fn at(text: &str) -> Timestamp {
    Timestamp::from_japan(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn tick(text: &str) -> Tick {
    Tick::at(at(text))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days(first: &str, count: i64) -> Span {
    let from = Tick::of_day(day(first));
    Span { from, to: from.plus(count * DAY_TICKS) }
}

/// From a day ahead to thirty.
fn kind() -> Kind {
    Kind { lead_minutes: 24 * 60, horizon_days: 30, ..sample::kind(KindId::from_bytes([4; 16]), &WHO[..1]) }
}

fn plan(kind: Kind) -> Plan {
    Plan { kinds: vec![kind], rooms: vec![sample::room(ROOM)], people: WHO.map(sample::person).into() }
}

fn free(plan: &Plan, settings: &DeskSettings, span: Span, taken: &[Taking], now: &str) -> Vec<String> {
    Calendar::new(plan, settings, span, taken)
        .free(&plan.kinds[0], at(now))
        .into_iter()
        .map(|tick| tick.time().in_japan().format("%m-%d %H:%M").to_string())
        .collect()
}
