//! The reply date: a date, never "soon". Counted in days on which the desk is open.

use super::settings::DeskSettings;
use crate::clock::Timestamp;
use chrono::{Datelike, Days, NaiveDate, NaiveTime, Timelike};
use jpholiday::jpholiday::JPHoliday;

/// After this many days of looking, the settings leave the desk shut for good and the last day looked at is given.
const HORIZON_DAYS: u32 = 120;

pub fn is_holiday(day: NaiveDate) -> bool {
    JPHoliday::new().is_holiday(&day)
}

/// What a public holiday is called, in Japanese; a day instead of one on a Sunday: that one's name, a blank, 振替休日.
pub fn holiday_name(day: NaiveDate) -> Option<String> {
    JPHoliday::new().is_holiday_name(&day)
}

/// Is the desk open at all on this day? Public holidays are closed unless the settings say otherwise.
pub fn is_open_day(settings: &DeskSettings, day: NaiveDate) -> bool {
    !settings.week.day(day.weekday().num_days_from_monday()).is_empty()
        && !settings.closed_days.contains(&day)
        && (settings.open_on_holidays || !is_holiday(day))
}

/// The day by which a letter that arrives now is answered: `reply_days` open days on, counting today
/// only where the desk has not yet closed for the day.
pub fn promise(settings: &DeskSettings, now: Timestamp) -> NaiveDate {
    let here = now.in_japan();
    let minute = here.hour() * 60 + here.minute();
    let today_counts = settings
        .week
        .day(here.weekday().num_days_from_monday())
        .last()
        .is_some_and(|frame| minute < u32::from(frame.close));
    let mut day = here.date();
    let mut left = settings.reply_days;
    if !(today_counts && is_open_day(settings, day)) {
        // Read from the next open day on: that day is day zero.
        left = left.saturating_add(1);
    }
    for _ in 0..HORIZON_DAYS {
        if left == 0 {
            break;
        }
        day = day.checked_add_days(Days::new(1)).unwrap_or(day);
        if is_open_day(settings, day) {
            left -= 1;
        }
    }
    day
}

/// When somebody begins to read what arrives now: the next opening of the desk. Nothing where it is open at this moment, or
/// shut for good.
pub fn next_opening(settings: &DeskSettings, now: Timestamp) -> Option<Timestamp> {
    let here = now.in_japan();
    let minute = here.hour() * 60 + here.minute();
    if is_open_day(settings, here.date()) && settings.week.is_open(now) {
        return None;
    }
    let mut day = here.date();
    for ahead in 0..HORIZON_DAYS {
        let frames = settings.week.day(day.weekday().num_days_from_monday());
        let next = frames.iter().find(|frame| ahead > 0 || u32::from(frame.open) > minute);
        if let (Some(frame), true) = (next, is_open_day(settings, day)) {
            let midnight = Timestamp::from_japan(day.and_time(NaiveTime::MIN));
            return Some(midnight.plus_seconds(i64::from(frame.open) * 60));
        }
        day = day.checked_add_days(Days::new(1)).unwrap_or(day);
    }
    None
}

/// Between ten at night and five in the morning, when the night voice speaks.
pub fn is_night(now: Timestamp) -> bool {
    let hour = now.in_japan().hour();
    !(5..22).contains(&hour)
}
