//! The languages of the public pages, and what the Worker itself says in each. The first part of an address names the
//! language; without one it is Japanese. Nothing is stored to remember a choice.

use crate::ports::Fault;
use chrono::{Datelike, NaiveDate, Timelike};
use madobe_domain::clock::Timestamp;
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
    pub night: NightWords,
    pub changes: String,
    pub complaints: String,
    pub paused: String,
    pub lines: LineWords,
    pub retention_days: String,
    pub print: PrintWords,
}

#[derive(Deserialize)]
pub struct NightWords {
    pub hello: String,
    pub welcome: String,
    pub read: String,
    pub lines: String,
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

/// How days and hours are said, in Japan's wall clock.
#[derive(Deserialize)]
pub struct DateWords {
    weekdays: String,
    months: String,
    day: String,
    year: String,
    clock: String,
    span: String,
    span_on: String,
}

impl DateWords {
    /// 11月24日（火）, Tue 24 Nov
    pub fn day(&self, day: NaiveDate) -> String {
        let word =
            |list: &str, place: u32| list.split(' ').nth(place as usize).unwrap_or_default().to_owned();
        let filled = self.day.replace("{month}", &word(&self.months, day.month0()));
        let filled = filled.replace("{weekday}", &word(&self.weekdays, day.weekday().num_days_from_monday()));
        filled.replace("{day}", &day.day().to_string())
    }

    /// The same with the year where it is not `today`'s.
    pub fn day_seen_from(&self, day: NaiveDate, today: NaiveDate) -> String {
        let words = self.day(day);
        if day.year() == today.year() {
            return words;
        }
        self.year.replace("{year}", &day.year().to_string()).replace("{day}", &words)
    }

    /// 21:40
    pub fn clock(&self, at: Timestamp) -> String {
        let at = at.in_japan();
        let minute = format!("{:02}", at.minute());
        self.clock.replace("{hour}", &at.hour().to_string()).replace("{minute}", &minute)
    }

    /// 11月22日（日）20:00〜20:50
    pub fn span(&self, start: Timestamp, minutes: u16) -> String {
        let end = start.plus_seconds(i64::from(minutes) * 60);
        let hours = self.span.replace("{start}", &self.clock(start)).replace("{end}", &self.clock(end));
        self.span_on.replace("{day}", &self.day(start.date_in_japan())).replace("{hours}", &hours)
    }
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

    /// Before the path of every page in it.
    pub const fn base(self) -> &'static str {
        match self {
            Self::Japanese => "",
            Self::Easy => "/easy",
            Self::English => "/en",
        }
    }

    /// Every word of the public pages, each file a branch: for pages that the Worker makes itself.
    #[cfg(feature = "plain")]
    pub fn everything(self) -> Result<serde_json::Value, Fault> {
        let (pages, common) = self.catalogue();
        let (public, plain) = match self {
            Self::Japanese => (
                include_str!("../../../app/locales/ja/public.json"),
                include_str!("../../../app/locales/ja/plain.json"),
            ),
            Self::Easy => (
                include_str!("../../../app/locales/easy/public.json"),
                include_str!("../../../app/locales/easy/plain.json"),
            ),
            Self::English => (
                include_str!("../../../app/locales/en/public.json"),
                include_str!("../../../app/locales/en/plain.json"),
            ),
        };
        let mut all = serde_json::Map::new();
        for (name, text) in [("pages", pages), ("common", common), ("public", public), ("plain", plain)] {
            all.insert(name.to_owned(), serde_json::from_str(text).map_err(|_| Fault::new("catalogue"))?);
        }
        Ok(all.into())
    }

    pub fn words(self) -> Result<Words, Fault> {
        let pages: Pages = serde_json::from_str(self.catalogue().0).map_err(|_| Fault::new("catalogue"))?;
        Ok(pages.runtime)
    }

    pub fn dates(self) -> Result<DateWords, Fault> {
        let common: Common = serde_json::from_str(self.catalogue().1).map_err(|_| Fault::new("catalogue"))?;
        Ok(common.date)
    }

    /// 11月24日（火）, Tue 24 Nov
    pub fn date(self, day: NaiveDate) -> Result<String, Fault> {
        Ok(self.dates()?.day(day))
    }
}
