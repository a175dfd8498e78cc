//! When somebody is there at a help line: weekly hours, which may go past midnight, and exceptions.

use super::hours::{DAY_MINUTES, Frame};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

/// How far ahead an opening is looked for: a rule that comes once a year is found.
const HORIZON_DAYS: u64 = 370;
/// Open for so long without a break: around the clock.
const ALWAYS_DAYS: i64 = 7;
const EXCEPTIONS: usize = 60;

/// A frame begins on its day and may end on the next: `close` is at most a day after `open`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineTimes {
    /// Monday first.
    pub week: [Vec<Frame>; 7],
    /// The last one that is about a day decides; no frames: nobody is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Exception {
    pub on: On,
    pub frames: Vec<Frame>,
}

/// Which days an exception is about. Both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum On {
    /// Public holidays.
    Holidays,
    /// The same day of each month.
    Monthly(u8),
    /// Every year, as month and day: may go past New Year.
    Yearly { from: (u8, u8), to: (u8, u8) },
    /// Once.
    Days {
        #[serde(with = "crate::clock::day")]
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        from: NaiveDate,
        #[serde(with = "crate::clock::day")]
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        to: NaiveDate,
    },
}

/// What the clock says about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Openness {
    Always,
    /// Somebody is there, until then.
    Until(NaiveDateTime),
    /// Somebody is there again from then on.
    From(NaiveDateTime),
    /// For as long as can be looked ahead, nobody is.
    Never,
}

impl On {
    fn is_about(&self, day: NaiveDate, is_holiday: &dyn Fn(NaiveDate) -> bool) -> bool {
        match *self {
            Self::Holidays => is_holiday(day),
            Self::Monthly(of_month) => day.day() == u32::from(of_month),
            Self::Yearly { from, to } => {
                let here = (day.month(), day.day());
                let wide = |(month, day): (u8, u8)| (u32::from(month), u32::from(day));
                let (from, to) = (wide(from), wide(to));
                if from <= to { from <= here && here <= to } else { from <= here || here <= to }
            }
            Self::Days { from, to } => from <= day && day <= to,
        }
    }

    fn is_sound(&self) -> bool {
        // A leap year, so that 29 February is a day.
        let is_day = |(month, day): (u8, u8)| {
            NaiveDate::from_ymd_opt(2024, u32::from(month), u32::from(day)).is_some()
        };
        match *self {
            Self::Holidays => true,
            Self::Monthly(of_month) => (1..=31).contains(&of_month),
            Self::Yearly { from, to } => is_day(from) && is_day(to),
            Self::Days { from, to } => from <= to,
        }
    }
}

/// In order, without overlap, each shorter than a day and beginning on its own.
fn are_sound(frames: &[Frame]) -> bool {
    let mut free_from = 0;
    frames.iter().all(|frame| {
        let sound = frame.open >= free_from
            && frame.open < DAY_MINUTES
            && frame.close > frame.open
            && frame.close <= frame.open + DAY_MINUTES;
        free_from = frame.close;
        sound
    })
}

impl LineTimes {
    pub fn is_sound(&self) -> bool {
        self.exceptions.len() <= EXCEPTIONS
            && self.week.iter().all(|frames| are_sound(frames))
            && self.exceptions.iter().all(|one| one.on.is_sound() && are_sound(&one.frames))
    }

    /// The frames that begin on this day.
    pub fn day(&self, day: NaiveDate, is_holiday: &dyn Fn(NaiveDate) -> bool) -> &[Frame] {
        let weekly = || self.week.get(day.weekday().num_days_from_monday() as usize);
        let exception = self.exceptions.iter().rev().find(|one| one.on.is_about(day, is_holiday));
        exception.map(|one| &one.frames).or_else(weekly).map_or(&[], Vec::as_slice)
    }

    /// `now`: the wall clock in Japan.
    pub fn at(&self, now: NaiveDateTime, is_holiday: &dyn Fn(NaiveDate) -> bool) -> Openness {
        let yesterday = now.date() - Days::new(1);
        let mut open_until: Option<NaiveDateTime> = None;
        for ahead in 0..HORIZON_DAYS {
            let day = yesterday + Days::new(ahead);
            let midnight = day.and_time(NaiveTime::MIN);
            for frame in self.day(day, is_holiday) {
                let at = |minute: u16| midnight + TimeDelta::minutes(i64::from(minute));
                let (open, close) = (at(frame.open), at(frame.close));
                match open_until {
                    _ if close <= now => {}
                    None if open > now => return Openness::From(open),
                    None => open_until = Some(close),
                    // Frames come in the order of their beginning, so nothing later can close this gap.
                    Some(until) if open > until => return Openness::Until(until),
                    Some(until) => open_until = Some(until.max(close)),
                }
            }
            if open_until.is_some_and(|until| until - now > TimeDelta::days(ALWAYS_DAYS)) {
                return Openness::Always;
            }
        }
        open_until.map_or(Openness::Never, Openness::Until)
    }
}
