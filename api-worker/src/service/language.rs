//! The languages of the public pages, and what the Worker itself says in each. The first part of an address names the
//! language; without one it is Japanese. Nothing is stored to remember a choice.

use crate::ports::Fault;
use chrono::{Datelike, NaiveDate, Timelike};
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::hours::Minute;
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
    pub hours: HoursWords,
}

/// A line's weekly hours.
#[derive(Deserialize)]
pub struct HoursWords {
    pub part: String,
    pub joint: String,
    pub and: String,
    pub span: String,
    pub every_day: String,
    pub all_day: String,
    pub closed: String,
    pub next_day: String,
    pub holidays: String,
    pub monthly: String,
    pub date: String,
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

fn word(list: &str, place: usize) -> String {
    list.split(' ').nth(place).unwrap_or_default().to_owned()
}

impl DateWords {
    /// 11月24日（火）, Tue 24 Nov
    pub fn day(&self, day: NaiveDate) -> String {
        let filled = self.day.replace("{month}", &self.month(day.month0() as usize));
        let weekday = self.weekday(day.weekday().num_days_from_monday() as usize);
        filled.replace("{weekday}", &weekday).replace("{day}", &day.day().to_string())
    }

    /// January is 0.
    pub fn month(&self, month: usize) -> String {
        word(&self.months, month)
    }

    /// Monday is 0.
    pub fn weekday(&self, day: usize) -> String {
        word(&self.weekdays, day)
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
        self.time(at.hour(), at.minute())
    }

    /// The same, of minutes after midnight.
    pub fn clock_of(&self, minute: Minute) -> String {
        self.time(u32::from(minute / 60), u32::from(minute % 60))
    }

    fn time(&self, hour: u32, minute: u32) -> String {
        self.clock.replace("{hour}", &hour.to_string()).replace("{minute}", &format!("{minute:02}"))
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
