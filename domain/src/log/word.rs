//! How a desk kept its word: for each reply, since when somebody waited for it and by which day it was promised. Folded with the
//! case, so that a date is measured by the very rule that set it.
use crate::clock::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One reply that somebody waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The oldest letter without a reply, when this one came.
    pub asked_at: Timestamp,
    pub promised: Option<NaiveDate>,
    pub replied_at: Timestamp,
}

impl Kept {
    /// By the calendar in Japan; 0: on the same day.
    pub fn days(&self) -> u32 {
        let days = (self.replied_at.date_in_japan() - self.asked_at.date_in_japan()).num_days();
        u32::try_from(days).unwrap_or_default()
    }

    /// Nothing where no day was promised.
    pub fn in_time(&self) -> Option<bool> {
        self.promised.map(|day| self.replied_at.date_in_japan() <= day)
    }
}

/// All of a span of time in a few numbers.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    pub in_time: usize,
    pub late: usize,
    /// Half of the replies came within so many days, and nine of ten within so many. Absent where there is none.
    pub half: Option<u32>,
    pub most: Option<u32>,
}

impl Word {
    pub fn of(replies: impl Iterator<Item = Kept>) -> Self {
        let (mut word, mut days) = (Self::default(), Vec::new());
        for one in replies {
            days.push(one.days());
            match one.in_time() {
                Some(true) => word.in_time += 1,
                Some(false) => word.late += 1,
                None => {}
            }
        }
        days.sort_unstable();
        // The nearest rank: a number of days that somebody really waited.
        let rank = |percent: usize| days.get((days.len() * percent).div_ceil(100).saturating_sub(1)).copied();
        (word.half, word.most) = (rank(50), rank(90));
        word
    }
}
