//! Opening hours, in Japan's wall clock.

use crate::clock::Timestamp;
use chrono::{Datelike, Timelike};
use serde::{Deserialize, Serialize};

/// Minutes after midnight, 0 to 1,440.
pub type Minute = u16;
pub const DAY_MINUTES: Minute = 24 * 60;

/// One frame of a day, from `open` up to `close`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Frame {
    pub open: Minute,
    pub close: Minute,
}

/// Frames of each weekday, Monday first. A day without a frame is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Week(pub [Vec<Frame>; 7]);

impl Week {
    /// Monday to Friday, nine to five.
    pub fn office() -> Self {
        let open = || vec![Frame { open: 9 * 60, close: 17 * 60 }];
        Self([open(), open(), open(), open(), open(), vec![], vec![]])
    }

    /// Frames lie within the day, in order, without overlap, and some day is open.
    pub fn is_sound(&self) -> bool {
        let day_is_sound = |frames: &Vec<Frame>| {
            let mut free_from = 0;
            frames.iter().all(|frame| {
                let sound = frame.open >= free_from && frame.close > frame.open && frame.close <= DAY_MINUTES;
                free_from = frame.close;
                sound
            })
        };
        self.0.iter().all(day_is_sound) && self.0.iter().any(|frames| !frames.is_empty())
    }

    /// Within a frame at this moment: from its opening up to its close.
    pub fn is_open(&self, now: Timestamp) -> bool {
        let here = now.in_japan();
        let minute = here.hour() * 60 + here.minute();
        let within = |frame: &Frame| (u32::from(frame.open)..u32::from(frame.close)).contains(&minute);
        self.day(here.weekday().num_days_from_monday()).iter().any(within)
    }

    /// `day`: 0 is Monday.
    pub fn day(&self, day: u32) -> &[Frame] {
        usize::try_from(day).ok().and_then(|day| self.0.get(day)).map_or(&[], Vec::as_slice)
    }
}
