//! Where else to turn. Numbers in the wild are often wrong, so each line carries its source and when it was checked.

use super::line_times::LineTimes;
use super::settings::{SettingsFault, is_https, named};
use crate::limits::{NAME_CHARS, TEAM_NAME_CHARS};
use crate::text::one_line;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// From this age of its check on, the administrator is asked to look again.
pub const LOOK_AGAIN_DAYS: i64 = 60;
/// From this age on, the public page says that times may have changed.
pub const MAY_CHANGE_DAYS: i64 = 90;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LineKind {
    /// Written words, at an address.
    #[default]
    Text,
    Phone,
}

/// A help line. What came later than the first version may be absent, so that old settings are still read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CrisisLine {
    pub name: String,
    pub kind: LineKind,
    /// For a phone line: the number. For a text line: an `https://` address.
    pub contact: String,
    /// In words, as the line itself puts it.
    pub hours: String,
    /// The same for the clock: where it is known, the page says whether somebody is there now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<LineTimes>,
    /// Free of charge for who calls.
    pub free: bool,
    /// Whether one has to speak. Absent: by phone yes, in writing no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<bool>,
    /// First and last day on which it is there at all: campaigns. Outside of them it is not shown.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::clock::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub valid_from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::clock::day::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub valid_to: Option<NaiveDate>,
    pub source: String,
    #[serde(with = "crate::clock::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub checked_on: NaiveDate,
    /// Who checked it: for colleagues, never shown to the public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_by: Option<String>,
}

fn is_phone(number: &str) -> bool {
    number.chars().filter(char::is_ascii_digit).count() >= 3
        && number.len() <= 20
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '#' | '+'))
}

impl CrisisLine {
    /// Every part that is not right.
    pub fn faults(&self, today: NaiveDate) -> Vec<SettingsFault> {
        let is_line = |text: &str| one_line(text, TEAM_NAME_CHARS).is_ok();
        let reaches = match self.kind {
            LineKind::Text => is_https(&self.contact),
            LineKind::Phone => is_phone(&self.contact),
        };
        let ends_after_it_begins = match (self.valid_from, self.valid_to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        named([
            (is_line(&self.name), "lines.name"),
            (reaches, "lines.contact"),
            (is_line(&self.hours), "lines.hours"),
            (self.times.as_ref().is_none_or(LineTimes::is_sound), "lines.times"),
            (ends_after_it_begins, "lines.valid_to"),
            (is_https(&self.source), "lines.source"),
            (self.checked_on <= today, "lines.checked_on"),
            (self.checked_by.as_ref().is_none_or(|by| one_line(by, NAME_CHARS).is_ok()), "lines.checked_by"),
        ])
    }

    /// Days since someone checked this line.
    pub fn age_days(&self, today: NaiveDate) -> i64 {
        today.signed_duration_since(self.checked_on).num_days()
    }

    pub fn is_shown(&self, today: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= today) && self.valid_to.is_none_or(|to| today <= to)
    }

    pub fn needs_voice(&self) -> bool {
        self.voice.unwrap_or(self.kind == LineKind::Phone)
    }
}

/// The lines of this day in the order of the page: first those that need no voice, then the others, each in the
/// operator's order.
pub fn shown(lines: &[CrisisLine], today: NaiveDate) -> [Vec<&CrisisLine>; 2] {
    let there = || lines.iter().filter(|line| line.is_shown(today));
    [
        there().filter(|line| !line.needs_voice()).collect(),
        there().filter(|line| line.needs_voice()).collect(),
    ]
}
