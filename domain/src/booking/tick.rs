//! Ticks: whole numbers of five minutes since 1970-01-01T00:00:00Z. Japan's clock is nine hours ahead, all year, and
//! nine hours are 108 ticks, so a day in Japan begins on a tick.

use crate::clock::Timestamp;
use crate::desk::hours::{DAY_MINUTES, Minute};
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

pub const TICK_MINUTES: Minute = 5;
const TICK_MILLIS: i64 = TICK_MINUTES as i64 * 60_000;
pub const DAY_TICKS: i64 = (DAY_MINUTES / TICK_MINUTES) as i64;

/// The beginning of five minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tick(pub i64);

impl Tick {
    /// The tick that is running at this moment.
    pub const fn at(time: Timestamp) -> Self {
        Self(time.millis().div_euclid(TICK_MILLIS))
    }

    /// The first tick that begins at this moment or after it.
    pub const fn from(time: Timestamp) -> Self {
        Self(time.millis().saturating_add(TICK_MILLIS - 1).div_euclid(TICK_MILLIS))
    }

    pub const fn time(self) -> Timestamp {
        Timestamp(self.0.saturating_mul(TICK_MILLIS))
    }

    /// Midnight in Japan, where this day begins.
    pub fn of_day(day: NaiveDate) -> Self {
        Self::at(Timestamp::from_japan(day.and_time(NaiveTime::MIN)))
    }

    pub fn day(self) -> NaiveDate {
        self.time().date_in_japan()
    }

    pub const fn plus(self, ticks: i64) -> Self {
        Self(self.0.saturating_add(ticks))
    }

    /// Minutes after midnight in Japan.
    pub fn minute(self) -> Minute {
        let ticks = self.0.saturating_sub(Self::of_day(self.day()).0).clamp(0, DAY_TICKS);
        Minute::try_from(ticks).unwrap_or_default() * TICK_MINUTES
    }
}

/// Whole ticks that so many minutes take; a begun one counts.
pub const fn ticks(minutes: Minute) -> i64 {
    minutes.div_ceil(TICK_MINUTES) as i64
}

/// From `from` up to `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Span {
    pub from: Tick,
    pub to: Tick,
}

impl Span {
    pub const fn overlaps(self, other: Self) -> bool {
        self.from.0 < other.to.0 && other.from.0 < self.to.0
    }

    pub const fn holds(self, other: Self) -> bool {
        self.from.0 <= other.from.0 && other.to.0 <= self.to.0
    }
}

/// Reads a time of day as people type it: `9:00`, `09:30`, `９：３０`, up to `24:00`. Hours and minutes only: a second,
/// and so a leap second, is no time at which a talk begins.
pub fn parse_minute(typed: &str) -> Option<Minute> {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '：' => ':',
        c => c,
    };
    let text: String = typed.trim().chars().map(narrow).collect();
    let (hours, minutes) = text.split_once(':')?;
    let number = |part: &str, digits: std::ops::RangeInclusive<usize>| {
        let sound = digits.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if sound { part.parse::<Minute>().ok() } else { None }
    };
    let (hours, minutes) = (number(hours, 1..=2)?, number(minutes, 2..=2)?);
    let minute = hours * 60 + minutes;
    (minutes < 60 && minute <= DAY_MINUTES && minute % TICK_MINUTES == 0).then_some(minute)
}
