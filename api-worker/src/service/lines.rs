//! Where else to turn, as the pages show it: with what the clock says about each line.

use super::language::{Language, LineWords};
use super::line_hours::hours;
use super::markup::escape;
use crate::ports::Fault;
use chrono::{NaiveDateTime, TimeDelta};
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::line::{CrisisLine, LineKind, MAY_CHANGE_DAYS, shown};
use madobe_domain::desk::line_times::Openness;
use madobe_domain::desk::promise::is_holiday;
use madobe_domain::desk::settings::DeskSettings;
use std::fmt::Write;

struct Page<'a> {
    language: Language,
    words: &'a LineWords,
    now: NaiveDateTime,
}

/// Both groups with their headings; an empty list is empty, and the page around it still says 119 and where the
/// ministry's list is.
pub fn lines(
    language: Language,
    words: &LineWords,
    settings: &DeskSettings,
    now: Timestamp,
) -> Result<String, Fault> {
    let page = Page { language, words, now: now.in_japan() };
    let [written, spoken] = shown(&settings.lines, page.now.date());
    let mut html = String::new();
    for (group, title) in [(written, &words.text_title), (spoken, &words.phone_title)] {
        if group.is_empty() {
            continue;
        }
        let _ = write!(html, "<h2>{}</h2>\n<ul class=\"lines\">", escape(title));
        for line in group {
            html.push_str(&page.line(line)?);
        }
        html.push_str("</ul>\n");
    }
    Ok(html)
}

/// When somebody is there: in the language of the page, where the desk gave the times for the clock, too.
pub fn said_hours(language: Language, words: &LineWords, line: &CrisisLine) -> Result<String, Fault> {
    match &line.times {
        Some(times) if language != Language::Japanese => Ok(hours(&words.hours, &language.dates()?, times)),
        _ => Ok(line.hours.clone()),
    }
}

/// For what stands there as the desk wrote it down: a voice that reads aloud has to know in which language.
pub fn as_written(language: Language) -> &'static str {
    if language == Language::English { " lang=\"ja\"" } else { "" }
}

impl Page<'_> {
    fn line(&self, line: &CrisisLine) -> Result<String, Fault> {
        let words = self.words;
        let (href, label) = match line.kind {
            LineKind::Text => (line.contact.clone(), words.go_text.clone()),
            LineKind::Phone => {
                let dialled: String =
                    line.contact.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '#')).collect();
                (format!("tel:{dialled}"), line.contact.clone())
            }
        };
        let cost = if line.free { &words.free } else { &words.charged };
        let checked_on = self.language.dates()?.day_seen_from(line.checked_on, self.now.date());
        let mut note = format!("{}{checked_on}", words.checked_before);
        if line.age_days(self.now.date()) >= MAY_CHANGE_DAYS {
            note = words.may_change.replace("{note}", &note);
        }
        let own = as_written(self.language);
        let of_hours = if line.times.is_some() { "" } else { own };
        let hours = said_hours(self.language, words, line)?;
        let mut when = format!("<p class=\"line-when\"{of_hours}>{}</p>", escape(&hours));
        if let Some(now) = self.now(line)? {
            // From the cache of a browser it would be of another hour: what has this class is left out there.
            let _ = write!(when, "<p class=\"promise\">{}</p>", escape(&now));
        }
        if let Some(season) = self.season(line)? {
            let _ = write!(when, "<p class=\"line-when\">{}</p>", escape(&season));
        }
        Ok(format!(
            "<li class=\"line\"><h3 class=\"line-name\"{own}>{}</h3>{when}\
             <p class=\"line-cost\">{}</p><p><a class=\"button line-go\" href=\"{}\" rel=\"noreferrer noopener\">{}</a></p>\
             <p class=\"hint\">{}</p></li>",
            escape(&line.name),
            escape(cost),
            escape(&href),
            escape(&label),
            escape(&note)
        ))
    }

    /// Whether somebody is there, or when next. Nothing, where nobody entered the times.
    fn now(&self, line: &CrisisLine) -> Result<Option<String>, Fault> {
        let Some(times) = &line.times else { return Ok(None) };
        Ok(match times.at(self.now, &is_holiday) {
            Openness::Always => Some(self.words.open_always.clone()),
            Openness::Until(until) => Some(self.words.open_until.replace("{time}", &self.end(until)?)),
            Openness::From(from) if line.valid_to.is_some_and(|last| from.date() > last) => None,
            Openness::From(from) => Some(self.words.opens.replace("{time}", &self.time(from)?)),
            Openness::Never => None,
        })
    }

    /// Midnight is the end of its day, as people say it.
    fn end(&self, until: NaiveDateTime) -> Result<String, Fault> {
        if until.format("%H:%M").to_string() == "00:00" {
            let before = self.time(until - TimeDelta::minutes(1))?;
            return Ok(before.replace("23:59", "24:00"));
        }
        self.time(until)
    }

    /// きょう 18:00, あした 5:00, 11月27日（金） 10:00
    fn time(&self, at: NaiveDateTime) -> Result<String, Fault> {
        let clock = at.format("%-H:%M").to_string();
        let words = match (at.date() - self.now.date()).num_days() {
            0 => &self.words.today,
            1 => &self.words.tomorrow,
            _ => {
                return Ok(self
                    .words
                    .on_day
                    .replace("{day}", &self.language.date(at.date())?)
                    .replace("{clock}", &clock));
            }
        };
        Ok(words.replace("{clock}", &clock))
    }

    /// For a line that is there for a while only.
    fn season(&self, line: &CrisisLine) -> Result<Option<String>, Fault> {
        let Some(to) = line.valid_to else { return Ok(None) };
        Ok(Some(self.words.season.replace("{day}", &self.language.date(to)?)))
    }
}
