//! Dates and times in words, in Japan's wall clock, without the formatting machinery of a calendar library.

use crate::words::common::date;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use madobe_domain::clock::Timestamp;

/// 11月24日（火）
pub fn day(day: NaiveDate) -> String {
    let weekday = word(date::WEEKDAYS, day.weekday().num_days_from_monday());
    date::day(word(date::MONTHS, day.month0()), &day.day().to_string(), weekday)
}

/// The same in what goes to a writer, whatever language is read here.
#[cfg(feature = "staff")]
pub fn day_for_writers(day: NaiveDate) -> String {
    use crate::words::first::common::date;
    let weekday = word(date::WEEKDAYS, day.weekday().num_days_from_monday());
    date::day(word(date::MONTHS, day.month0()), &day.day().to_string(), weekday)
}

fn word(list: &'static str, place: u32) -> &'static str {
    list.split(' ').nth(place as usize).unwrap_or_default()
}

/// 月, 火, …
#[cfg(feature = "staff")]
pub fn weekdays() -> impl Iterator<Item = &'static str> {
    date::WEEKDAYS.split(' ')
}

/// The same with the year where it is not `today`'s.
pub fn day_seen_from(that: NaiveDate, today: NaiveDate) -> String {
    if that.year() == today.year() { day(that) } else { date::year(&that.year().to_string(), &day(that)) }
}

/// 21:40
pub fn clock(at: Timestamp) -> String {
    let at = at.in_japan();
    date::clock(&at.hour().to_string(), &two(at.minute()))
}

/// 11月22日（日）20:00〜20:50
pub fn span(start: Timestamp, minutes: u16) -> String {
    date::span_on(&day(start.date_in_japan()), &hours(start, minutes))
}

/// The same with the year where it is not `today`'s.
#[cfg(feature = "staff")]
pub fn span_seen_from(start: Timestamp, minutes: u16, today: NaiveDate) -> String {
    date::span_on(&day_seen_from(start.date_in_japan(), today), &hours(start, minutes))
}

/// 20:00〜20:50
pub fn hours(start: Timestamp, minutes: u16) -> String {
    let end = start.plus_seconds(i64::from(minutes) * 60);
    date::span(&clock(start), &clock(end))
}

/// 2026-11-24, for the `datetime` attribute.
pub fn iso_day(day: NaiveDate) -> String {
    [four(day.year()), two(day.month()), two(day.day())].join("-")
}

/// The same read back, as a date field has it.
#[cfg(feature = "staff")]
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.trim().split('-');
    let mut number = || parts.next()?.parse::<u32>().ok();
    let day = NaiveDate::from_ymd_opt(i32::try_from(number()?).ok()?, number()?, number()?);
    day.filter(|_| parts.next().is_none())
}

/// 2026-11-24T21:40+09:00, for the `datetime` attribute.
pub fn iso(at: Timestamp) -> String {
    let at: NaiveDateTime = at.in_japan();
    [&iso_day(at.date()), "T", &two(at.hour()), ":", &two(at.minute()), "+09:00"].concat()
}

/// Now, as this device believes.
pub fn now() -> Timestamp {
    Timestamp::from_millis(crate::page::now_millis() as i64)
}

fn two(number: u32) -> String {
    let digits = number.to_string();
    if digits.len() < 2 { ["0", &digits].concat() } else { digits }
}

fn four(year: i32) -> String {
    let digits = year.to_string();
    ["0000".get(digits.len()..).unwrap_or_default(), &digits].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32, minute: u32) -> Timestamp {
        Timestamp::from_japan(date(2026, 11, 24).and_hms_opt(hour, minute, 0).unwrap())
    }

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_day_has_its_weekday() {
        assert_eq!(day(date(2026, 11, 24)), "11月24日（火）");
        #[cfg(feature = "staff")]
        assert_eq!(day_for_writers(date(2026, 11, 24)), "11月24日（火）");
        assert_eq!(day(date(2027, 1, 3)), "1月3日（日）");
        assert_eq!(day_seen_from(date(2027, 1, 3), date(2026, 12, 30)), "2027年1月3日（日）");
        assert_eq!(day_seen_from(date(2026, 1, 3), date(2026, 12, 30)), "1月3日（土）");
    }

    #[test]
    fn a_talk_has_its_weekday_and_its_end() {
        let evening = Timestamp::from_japan(date(2026, 11, 22).and_hms_opt(20, 0, 0).unwrap());
        assert_eq!(span(evening, 50), "11月22日（日）20:00〜20:50");
        assert_eq!(span_seen_from(evening, 50, date(2026, 1, 1)), span(evening, 50));
        assert_eq!(span_seen_from(evening, 50, date(2027, 1, 1)), "2026年11月22日（日）20:00〜20:50");
    }

    #[test]
    fn a_clock_shows_japan() {
        assert_eq!(clock(at(21, 40)), "21:40");
        assert_eq!(clock(at(6, 5)), "6:05");
        assert_eq!(iso(at(6, 5)), "2026-11-24T06:05+09:00");
        assert_eq!(clock(Timestamp::from_millis(0)), "9:00");
    }
}
