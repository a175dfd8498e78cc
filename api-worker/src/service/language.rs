//! The languages of the public pages, and what the Worker itself says in each. The first part of an address names the
//! language; without one it is Japanese. Nothing is stored to remember a choice.

use crate::ports::Fault;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Japanese,
    Easy,
    English,
}

/// From the catalogues that the pages themselves are made from.
#[derive(Deserialize)]
pub struct Words {
    pub night: String,
    pub paused: String,
    pub lines: LineWords,
    pub retention_days: String,
    pub print: PrintWords,
}

#[derive(Deserialize)]
pub struct LineWords {
    pub text_title: String,
    pub phone_title: String,
    pub free: String,
    pub charged: String,
    pub may_change: String,
    pub checked_before: String,
    pub go_text: String,
    pub open_always: String,
    pub open_until: String,
    pub opens: String,
    pub today: String,
    pub tomorrow: String,
    pub on_day: String,
    pub season: String,
}

#[derive(Deserialize)]
pub struct PrintWords {
    pub reply_days: String,
    pub reply_same_day: String,
}

#[derive(Deserialize)]
struct Pages {
    runtime: Words,
}

#[derive(Deserialize)]
struct Common {
    date: DateWords,
}

#[derive(Deserialize)]
struct DateWords {
    weekdays: String,
    months: String,
    day: String,
}

impl Language {
    /// Of an address, and what is left of it.
    pub fn of(path: &str) -> (Self, &str) {
        for (language, name) in [(Self::Easy, "/easy"), (Self::English, "/en")] {
            match path.strip_prefix(name) {
                Some("") => return (language, "/"),
                Some(rest) if rest.starts_with('/') => return (language, rest),
                _ => {}
            }
        }
        (Self::Japanese, path)
    }

    fn catalogue(self) -> (&'static str, &'static str) {
        match self {
            Self::Japanese => (
                include_str!("../../../app/locales/ja/pages.json"),
                include_str!("../../../app/locales/ja/common.json"),
            ),
            Self::Easy => (
                include_str!("../../../app/locales/easy/pages.json"),
                include_str!("../../../app/locales/easy/common.json"),
            ),
            Self::English => (
                include_str!("../../../app/locales/en/pages.json"),
                include_str!("../../../app/locales/en/common.json"),
            ),
        }
    }

    pub fn words(self) -> Result<Words, Fault> {
        let pages: Pages = serde_json::from_str(self.catalogue().0).map_err(|_| Fault::new("catalogue"))?;
        Ok(pages.runtime)
    }

    /// 11月24日（火）, Tue 24 Nov
    pub fn date(self, day: NaiveDate) -> Result<String, Fault> {
        let Common { date } =
            serde_json::from_str(self.catalogue().1).map_err(|_| Fault::new("catalogue"))?;
        let word =
            |list: &str, place: u32| list.split(' ').nth(place as usize).unwrap_or_default().to_owned();
        let filled = date.day.replace("{month}", &word(&date.months, day.month0()));
        let filled = filled.replace("{weekday}", &word(&date.weekdays, day.weekday().num_days_from_monday()));
        Ok(filled.replace("{day}", &day.day().to_string()))
    }
}
