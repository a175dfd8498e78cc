//! How much time is left, and how long somebody has waited, in words.
use chrono::NaiveDate;
use madobe_domain::clock::Timestamp;

use crate::words::staff::{ago, due, row, waited};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    Left(i64),
    Today,
    Over(i64),
}

impl Due {
    pub fn of(promised: NaiveDate, today: NaiveDate) -> Self {
        match promised.signed_duration_since(today).num_days() {
            0 => Self::Today,
            left if left > 0 => Self::Left(left),
            over => Self::Over(-over),
        }
    }

    pub fn words(self) -> String {
        match self {
            Self::Left(days) => due::left(&days.to_string()),
            Self::Today => due::TODAY.to_owned(),
            Self::Over(days) => due::over(&days.to_string()),
        }
    }
}

/// A stretch of time, rounded down to the largest unit that fits.
enum Stretch {
    Days(String),
    Hours(String),
    Minutes(String),
    Moment,
}

impl Stretch {
    fn between(then: Timestamp, now: Timestamp) -> Self {
        const MINUTE: i64 = 60;
        const HOUR: i64 = 60 * MINUTE;
        const DAY: i64 = 24 * HOUR;
        match now.seconds_since(then) {
            seconds if seconds >= DAY => Self::Days((seconds / DAY).to_string()),
            seconds if seconds >= HOUR => Self::Hours((seconds / HOUR).to_string()),
            seconds if seconds >= MINUTE => Self::Minutes((seconds / MINUTE).to_string()),
            // A clock that is behind the server's is no reason to speak of the future.
            _ => Self::Moment,
        }
    }
}

/// "3時間前".
pub fn ago_words(then: Timestamp, now: Timestamp) -> String {
    match Stretch::between(then, now) {
        Stretch::Days(count) => ago::days(&count),
        Stretch::Hours(count) => ago::hours(&count),
        Stretch::Minutes(count) => ago::minutes(&count),
        Stretch::Moment => ago::NOW.to_owned(),
    }
}

/// "3時間前から", for whoever waits since then.
pub fn since_words(then: Timestamp, now: Timestamp) -> String {
    match Stretch::between(then, now) {
        Stretch::Moment => ago::NOW.to_owned(),
        _ => row::waiting_since(&ago_words(then, now)),
    }
}

/// "3時間": how long somebody has waited.
pub fn waited_words(then: Timestamp, now: Timestamp) -> String {
    match Stretch::between(then, now) {
        Stretch::Days(count) => waited::days(&count),
        Stretch::Hours(count) => waited::hours(&count),
        Stretch::Minutes(count) => waited::minutes(&count),
        Stretch::Moment => waited::NOW.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_counts_calendar_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(Due::of(day("2026-11-24"), day("2026-11-22")), Due::Left(2));
        assert_eq!(Due::of(day("2026-11-24"), day("2026-11-24")), Due::Today);
        assert_eq!(Due::of(day("2026-11-24"), day("2026-12-01")), Due::Over(7));
        assert_eq!(Due::Over(7).words(), "7日すぎています");
    }

    #[test]
    fn waiting_is_told_in_the_largest_unit() {
        let ago = |seconds: i64| ago_words(Timestamp(0), Timestamp(seconds * 1000));
        assert_eq!(ago(-5), "たったいま");
        assert_eq!(ago(59), "たったいま");
        assert_eq!(ago(3599), "59分前");
        assert_eq!(ago(3600), "1時間前");
        assert_eq!(ago(86_400 * 3 - 1), "2日前");
    }

    #[test]
    fn a_stretch_of_waiting_has_an_end_and_no_direction() {
        let at = |seconds: i64| Timestamp(seconds * 1000);
        assert_eq!(waited_words(at(0), at(86_400 * 7)), "7日");
        assert_eq!(waited_words(at(0), at(7200)), "2時間");
        assert_eq!(waited_words(at(0), at(60)), "1分");
        assert_eq!(waited_words(at(0), at(3)), "1分たっていません");
        assert_eq!(since_words(at(0), at(3)), "たったいま");
        assert_eq!(since_words(at(0), at(86_400)), "1日前から");
    }
}
