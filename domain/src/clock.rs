//! Time is given, never taken: nothing here knows what time it is now.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Timestamp(pub i64);

/// Japan Standard Time: nine hours ahead of UTC, no summer time.
const JST_SECONDS: i32 = 9 * 3600;

impl Timestamp {
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    pub const fn millis(self) -> i64 {
        self.0
    }

    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Whole seconds from `earlier` to `self`, negative if it is the other way round.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / 1000
    }

    /// The wall clock in Japan. Times outside chrono's range read as 1970.
    pub fn in_japan(self) -> NaiveDateTime {
        let utc = DateTime::<Utc>::from_timestamp_millis(self.0).unwrap_or_default();
        match FixedOffset::east_opt(JST_SECONDS) {
            Some(japan) => utc.with_timezone(&japan).naive_local(),
            None => utc.naive_utc(),
        }
    }

    pub fn date_in_japan(self) -> NaiveDate {
        self.in_japan().date()
    }

    /// The moment when the wall clock in Japan shows `local`.
    pub fn from_japan(local: NaiveDateTime) -> Self {
        Self((local - TimeDelta::seconds(i64::from(JST_SECONDS))).and_utc().timestamp_millis())
    }
}

/// Days on the wire and in records: `2026-11-24`, read and written without the formatting machinery of chrono.
pub mod day {
    use chrono::{Datelike, NaiveDate};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    fn text(day: NaiveDate) -> String {
        let number = |value: u32, width: usize| {
            let digits = value.to_string();
            [&"0000"[..width.saturating_sub(digits.len())], &digits].concat()
        };
        [number(day.year().unsigned_abs(), 4), number(day.month(), 2), number(day.day(), 2)].join("-")
    }

    fn parse(text: &str) -> Option<NaiveDate> {
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        let digits =
            |part: &str, width| part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit());
        if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
            return None;
        }
        NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    pub fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&text(*day))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| Error::custom("not a day"))
    }

    /// For a day that may be missing.
    pub mod option {
        use super::*;

        pub fn serialize<S: Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
            match day {
                Some(day) => serializer.serialize_str(&text(*day)),
                None => serializer.serialize_none(),
            }
        }

        pub fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<NaiveDate>, D::Error> {
            let text = Option::<String>::deserialize(deserializer)?;
            text.map(|text| parse(&text).ok_or_else(|| Error::custom("not a day"))).transpose()
        }
    }

    /// For a list of days.
    pub mod list {
        use super::*;

        pub fn serialize<S: Serializer>(days: &[NaiveDate], serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(days.iter().map(|day| text(*day)))
        }

        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<NaiveDate>, D::Error> {
            let texts = Vec::<String>::deserialize(deserializer)?;
            texts.iter().map(|text| parse(text).ok_or_else(|| Error::custom("not a day"))).collect()
        }
    }

    #[cfg(test)]
    mod tests {
        use super::{parse, text};
        use chrono::NaiveDate;

        #[test]
        fn a_day_has_one_spelling() {
            let day = NaiveDate::from_ymd_opt(2026, 2, 9).unwrap();
            assert_eq!(text(day), "2026-02-09");
            assert_eq!(text(day), day.to_string());
            assert_eq!(parse("2026-02-09"), Some(day));
            for wrong in [
                "2026-2-9",
                "2026-02-30",
                "+026-02-09",
                "2026-02-09Z",
                "2026",
                "",
                "2026-02",
                "２０２６-02-09",
            ] {
                assert_eq!(parse(wrong), None, "{wrong}");
            }
        }
    }
}
