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
