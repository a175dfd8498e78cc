//! The code, kept in this tab for half an hour after it was made, so that a reload does not lose it.

use crate::page::{now_millis, tab_storage};
use chrono::NaiveDate;
use madobe_domain::json;
use serde::{Deserialize, Serialize};

const KEY: &str = "madobe.code";

/// What the receipt shows.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptCode {
    pub groups: [String; 5],
    /// None where no answer is wanted, or where the day is not known here.
    #[serde(with = "madobe_domain::clock::day::option")]
    pub promised: Option<NaiveDate>,
    #[serde(default)]
    pub no_answer: bool,
    pub desk: String,
    /// Milliseconds since 1970.
    until: u64,
}

impl KeptCode {
    pub fn find() -> Option<Self> {
        let json = tab_storage()?.get_item(KEY).ok()??;
        let kept: Option<Self> = json::read(&json).ok();
        let kept = kept.filter(|kept| (now_millis() as u64) < kept.until);
        if kept.is_none() {
            Self::forget();
        }
        kept
    }

    pub fn forget() {
        if let Some(storage) = tab_storage() {
            let _ = storage.remove_item(KEY);
        }
    }
}

/// Only who has just sent a letter makes one.
#[cfg(any(feature = "book", feature = "write"))]
impl KeptCode {
    const MILLIS: u64 = 30 * 60_000;

    pub fn new(groups: [String; 5], promised: Option<NaiveDate>, no_answer: bool, desk: String) -> Self {
        Self { groups, promised, no_answer, desk, until: now_millis() as u64 + Self::MILLIS }
    }

    /// Storage that is refused keeps nothing; the code is on the screen all the same.
    pub fn keep(&self) {
        if let (Some(storage), Ok(json)) = (tab_storage(), serde_json::to_string(self)) {
            let _ = storage.set_item(KEY, &json);
        }
    }

    pub fn spaced(&self) -> String {
        self.groups.join(" ")
    }
}
