//! The desk's settings as they are typed: text in every field, read back with the same checks as the server's.
use chrono::NaiveDate;
use madobe_domain::desk::hours::{Frame, Minute, Week};
use madobe_domain::desk::settings::{CrisisLine, DeskSettings, LineKind, host_of};

use crate::time::iso_day;
use crate::words::staff::desk;

/// One weekday: open from, until. Further frames of a day are kept as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Day {
    pub open: bool,
    pub from: String,
    pub until: String,
    pub more: Vec<Frame>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub name: String,
    pub kind: LineKind,
    pub contact: String,
    pub hours: String,
    pub free: bool,
    pub source: String,
    pub checked_on: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    pub name: String,
    pub week: [Day; 7],
    pub holidays: bool,
    pub closed_days: String,
    pub reply_days: String,
    pub retention_days: String,
    pub wards: String,
    pub lines: Vec<Line>,
    pub exit_url: String,
    pub paused: bool,
    pub notice: String,
}

/// The fields as they stand on the screen.
const ORDER: [&str; 11] = [
    "name",
    "week",
    "day-",
    "closed_days",
    "reply_days",
    "retention_days",
    "wards",
    "lines",
    "line-",
    "exit_url",
    "paused",
];

/// Which field is not right, in words. The field is the id of its element.
pub type Fault = (String, &'static str);

impl Line {
    pub fn new(today: NaiveDate) -> Self {
        Self {
            name: String::new(),
            kind: LineKind::Text,
            contact: String::new(),
            hours: String::new(),
            free: true,
            source: String::new(),
            checked_on: iso_day(today),
        }
    }

    fn of(line: &CrisisLine) -> Self {
        Self {
            name: line.name.clone(),
            kind: line.kind,
            contact: line.contact.clone(),
            hours: line.hours.clone(),
            free: line.free,
            source: line.source.clone(),
            checked_on: iso_day(line.checked_on),
        }
    }

    /// Days since somebody checked it, where a date was typed.
    pub fn age_days(&self, today: NaiveDate) -> Option<i64> {
        Some(today.signed_duration_since(day(&self.checked_on)?).num_days())
    }

    /// As it would be kept; a date that is none is `today`, and reported.
    fn read(&self, place: usize, today: NaiveDate, faults: &mut Vec<Fault>) -> CrisisLine {
        let trim = |text: &str| text.trim().to_owned();
        let checked_on = day(&self.checked_on);
        let line = CrisisLine {
            name: trim(&self.name),
            kind: self.kind,
            contact: trim(&self.contact),
            hours: trim(&self.hours),
            free: self.free,
            source: trim(&self.source),
            checked_on: checked_on.unwrap_or(today),
        };
        let parts = line.faults(today).into_iter().filter_map(|fault| {
            Some((line_field(place, fault.0.strip_prefix("lines.")?), words_of(fault.0)))
        });
        faults.extend(parts);
        if checked_on.is_none() {
            faults.push((line_field(place, "checked_on"), desk::FAULT_LINE_CHECKED_ON));
        }
        line
    }
}

impl Form {
    pub fn of(settings: &DeskSettings) -> Self {
        let lines = |all: &[String]| all.join("\n");
        let days: Vec<String> = settings.closed_days.iter().map(|day| iso_day(*day)).collect();
        Self {
            name: settings.name.clone(),
            week: settings.week.0.each_ref().map(|frames| Day::of(frames)),
            holidays: settings.open_on_holidays,
            closed_days: lines(&days),
            reply_days: settings.reply_days.to_string(),
            retention_days: settings.retention_days.to_string(),
            wards: lines(&settings.wards),
            lines: settings.lines.iter().map(Line::of).collect(),
            exit_url: settings.exit_url.clone(),
            paused: settings.paused.is_some(),
            notice: settings.paused.clone().unwrap_or_default(),
        }
    }

    /// The settings, or everything that is not right, in the order of the screen. `host`: where this desk is found.
    pub fn read(&self, today: NaiveDate, host: &str) -> Result<DeskSettings, Vec<Fault>> {
        let mut faults: Vec<Fault> = Vec::new();
        let mut week: [Vec<Frame>; 7] = Default::default();
        for ((place, typed), frames) in self.week.iter().enumerate().zip(&mut week) {
            match typed.read() {
                Some(read) => *frames = read,
                None => faults.push((["day-", &place.to_string()].concat(), desk::FAULT_TIME)),
            }
        }
        let closed: Vec<Option<NaiveDate>> = filled(&self.closed_days).map(day).collect();
        if closed.iter().any(Option::is_none) {
            faults.push(("closed_days".to_owned(), desk::FAULT_CLOSED_DAYS));
        }
        let mut number = |typed: &str, field: &str, words| {
            typed.trim().parse().unwrap_or_else(|_| {
                faults.push((field.to_owned(), words));
                0
            })
        };
        let reply_days = number(&self.reply_days, "reply_days", desk::FAULT_REPLY_DAYS);
        let retention_days = number(&self.retention_days, "retention_days", desk::FAULT_RETENTION_DAYS);
        let unread: Vec<String> = faults.iter().map(|(field, _)| field.clone()).collect();
        let lines = self.lines.iter().enumerate().map(|(place, line)| line.read(place, today, &mut faults));
        let settings = DeskSettings {
            name: self.name.trim().to_owned(),
            week: Week(week),
            open_on_holidays: self.holidays,
            closed_days: closed.into_iter().flatten().collect(),
            reply_days,
            retention_days,
            wards: filled(&self.wards).map(str::to_owned).collect(),
            lines: lines.collect(),
            exit_url: self.exit_url.trim().to_owned(),
            paused: self.paused.then(|| self.notice.trim().to_owned()),
        };
        // What could not be read at all has been said, and so has a day of the week.
        let is_said = |field: &str| {
            unread.iter().any(|unread| unread == field || (field == "week" && unread.starts_with("day-")))
        };
        for fault in settings.faults(Some(host)).into_iter().filter(|fault| !is_said(fault.0)) {
            let leads_back = fault.0 == "exit_url" && host_of(&settings.exit_url) == host_of(host);
            let words = if leads_back { desk::FAULT_EXIT_HERE } else { words_of(fault.0) };
            faults.push((fault.0.to_owned(), words));
        }
        if faults.is_empty() {
            return Ok(settings);
        }
        // Few and short: sorting would bring its machinery into the page.
        let of =
            |part: &'static str| faults.iter().filter(move |(field, _)| field.starts_with(part)).cloned();
        Err(ORDER.into_iter().flat_map(of).collect())
    }
}

impl Day {
    fn of(frames: &[Frame]) -> Self {
        match frames.split_first() {
            None => Self::default(),
            Some((first, more)) => {
                Self { open: true, from: clock(first.open), until: clock(first.close), more: more.to_vec() }
            }
        }
    }

    fn read(&self) -> Option<Vec<Frame>> {
        if !self.open {
            return Some(Vec::new());
        }
        let mut frames = vec![Frame { open: minute(&self.from)?, close: minute(&self.until)? }];
        frames.extend(&self.more);
        Some(frames)
    }
}

/// The id of the element for a part of a line.
pub fn line_field(place: usize, part: &str) -> String {
    ["line-", &place.to_string(), "-", part].concat()
}

fn filled(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn day(typed: &str) -> Option<NaiveDate> {
    typed.trim().parse().ok()
}

fn clock(minute: Minute) -> String {
    let rest = minute % 60;
    [(minute / 60).to_string().as_str(), if rest < 10 { ":0" } else { ":" }, rest.to_string().as_str()]
        .concat()
}

fn minute(typed: &str) -> Option<Minute> {
    let (hour, rest) = typed.trim().split_once([':', '：'])?;
    let (hour, rest): (Minute, Minute) = (hour.parse().ok()?, rest.parse().ok()?);
    (hour <= 24 && rest < 60).then_some(hour * 60 + rest)
}

/// What to say about a field that the domain or the server names.
pub fn words_of(field: &str) -> &'static str {
    match field {
        "name" => desk::FAULT_NAME,
        "week" => desk::FAULT_WEEK,
        "closed_days" => desk::FAULT_CLOSED_DAYS,
        "reply_days" => desk::FAULT_REPLY_DAYS,
        "retention_days" => desk::FAULT_RETENTION_DAYS,
        "wards" => desk::FAULT_WARDS,
        "lines" => desk::FAULT_LINES,
        "lines.name" => desk::FAULT_LINE_NAME,
        "lines.hours" => desk::FAULT_LINE_HOURS,
        "lines.source" => desk::FAULT_LINE_SOURCE,
        "lines.contact" => desk::FAULT_LINE_CONTACT,
        "lines.checked_on" => desk::FAULT_LINE_CHECKED_FUTURE,
        "exit_url" => desk::FAULT_EXIT_URL,
        "paused" => desk::FAULT_PAUSED,
        _ => crate::words::common::errors::INVALID,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> DeskSettings {
        let mut settings =
            DeskSettings { wards: vec!["北".to_owned(), "南".to_owned()], ..DeskSettings::default() };
        settings.closed_days = vec!["2026-12-29".parse().unwrap()];
        settings.week.0[0].push(Frame { open: 18 * 60, close: 20 * 60 });
        settings.lines.push(CrisisLine {
            name: "ことばの窓".to_owned(),
            kind: LineKind::Phone,
            contact: "000-0000-0001".to_owned(),
            hours: "毎日".to_owned(),
            free: true,
            source: "https://example.org/".to_owned(),
            checked_on: "2026-09-01".parse().unwrap(),
        });
        settings
    }

    fn read(form: &Form) -> Result<DeskSettings, Vec<Fault>> {
        form.read("2026-11-20".parse().unwrap(), "desk.example:8787")
    }

    #[test]
    fn what_is_shown_reads_back_the_same() {
        let settings = settings();
        assert_eq!(read(&Form::of(&settings)), Ok(settings));
    }

    #[test]
    fn every_fault_is_beside_its_field_and_told_at_once() {
        let mut form = Form::of(&settings());
        form.name = " ".to_owned();
        form.week[2].from = "九時".to_owned();
        form.closed_days = "年末".to_owned();
        form.reply_days = "すぐ".to_owned();
        form.retention_days = "7".to_owned();
        form.lines[0].hours = String::new();
        form.exit_url = "http://weather.example/".to_owned();
        let faults = read(&form).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(
            fields,
            ["name", "day-2", "closed_days", "reply_days", "retention_days", "line-0-hours", "exit_url"]
        );
    }

    #[test]
    fn a_fault_in_a_line_names_that_line() {
        let mut form = Form::of(&settings());
        form.lines.push(Line { contact: "そのうち".to_owned(), ..form.lines[0].clone() });
        let contact = ("line-1-contact".to_owned(), desk::FAULT_LINE_CONTACT);
        assert_eq!(read(&form).unwrap_err(), [contact.clone()]);
        form.lines[1].checked_on = "きのう".to_owned();
        let checked_on = |words| ("line-1-checked_on".to_owned(), words);
        assert_eq!(read(&form).unwrap_err(), [contact, checked_on(desk::FAULT_LINE_CHECKED_ON)]);
        form.lines[1] = Line { checked_on: "2026-11-21".to_owned(), ..form.lines[0].clone() };
        assert_eq!(read(&form).unwrap_err(), [checked_on(desk::FAULT_LINE_CHECKED_FUTURE)]);
    }

    #[test]
    fn leaving_quickly_does_not_lead_back() {
        let mut form = Form::of(&settings());
        form.exit_url = "https://desk.example/about".to_owned();
        assert_eq!(read(&form).unwrap_err(), [("exit_url".to_owned(), desk::FAULT_EXIT_HERE)]);
    }

    #[test]
    fn an_old_check_is_counted_in_days() {
        let form = Form::of(&settings());
        assert_eq!(form.lines[0].age_days("2026-11-20".parse().unwrap()), Some(80));
    }

    #[test]
    fn hours_read_as_people_write_them() {
        assert_eq!(minute("9:00"), Some(540));
        assert_eq!(minute(" 17：30 "), Some(1050));
        assert_eq!(minute("25:00"), None);
        assert_eq!(clock(545), "9:05");
    }
}
