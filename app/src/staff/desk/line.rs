//! One help line, as typed.
use chrono::NaiveDate;
use madobe_domain::desk::line::{CrisisLine, LineKind};

use super::form::{Fault, day, words_of};
use super::times;
use crate::time::iso_day;
use crate::words::staff::desk;

/// The parts that can be wrong, as they stand on the screen.
const ORDER: [&str; 9] =
    ["name", "contact", "hours", "times", "valid_from", "valid_to", "source", "checked_on", "checked_by"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub name: String,
    pub kind: LineKind,
    pub contact: String,
    pub hours: String,
    pub times: String,
    pub free: bool,
    pub voice: bool,
    pub valid_from: String,
    pub valid_to: String,
    pub source: String,
    pub checked_on: String,
    pub checked_by: String,
}

impl Line {
    pub fn new(today: NaiveDate, by: String) -> Self {
        let line =
            CrisisLine { free: true, checked_on: today, checked_by: Some(by), ..CrisisLine::default() };
        Self::of(&line)
    }

    pub fn of(line: &CrisisLine) -> Self {
        let day = |day: Option<NaiveDate>| day.map(iso_day).unwrap_or_default();
        Self {
            name: line.name.clone(),
            kind: line.kind,
            contact: line.contact.clone(),
            hours: line.hours.clone(),
            times: times::show(line.times.as_ref()),
            free: line.free,
            voice: line.needs_voice(),
            valid_from: day(line.valid_from),
            valid_to: day(line.valid_to),
            source: line.source.clone(),
            checked_on: iso_day(line.checked_on),
            checked_by: line.checked_by.clone().unwrap_or_default(),
        }
    }

    /// Days since somebody checked it, where a date was typed.
    pub fn age_days(&self, today: NaiveDate) -> Option<i64> {
        Some(today.signed_duration_since(day(&self.checked_on)?).num_days())
    }

    /// As it would be kept; what cannot be read is left out, and reported.
    pub fn read(&self, place: usize, today: NaiveDate, faults: &mut Vec<Fault>) -> CrisisLine {
        let trim = |text: &str| text.trim().to_owned();
        let some = |text: &str| Some(trim(text)).filter(|text| !text.is_empty());
        let mut found: Vec<(&str, &'static str)> = Vec::new();
        let mut unread = |part, words| found.push((part, words));
        let mut optional_day = |typed: &str, part| {
            let read = day(typed);
            if read.is_none() && some(typed).is_some() {
                unread(part, desk::FAULT_LINE_DAY);
            }
            read
        };
        let valid_from = optional_day(&self.valid_from, "valid_from");
        let valid_to = optional_day(&self.valid_to, "valid_to");
        let checked_on = day(&self.checked_on);
        let times = times::read(&self.times);
        if times.is_none() {
            unread("times", desk::FAULT_LINE_TIMES);
        }
        if checked_on.is_none() {
            unread("checked_on", desk::FAULT_LINE_CHECKED_ON);
        }
        let line = CrisisLine {
            name: trim(&self.name),
            kind: self.kind,
            contact: trim(&self.contact),
            hours: trim(&self.hours),
            times: times.flatten(),
            free: self.free,
            voice: (self.voice != (self.kind == LineKind::Phone)).then_some(self.voice),
            valid_from,
            valid_to,
            source: trim(&self.source),
            checked_on: checked_on.unwrap_or(today),
            checked_by: some(&self.checked_by),
        };
        let parts = line.faults(today).into_iter();
        found.extend(parts.filter_map(|fault| Some((fault.0.strip_prefix("lines.")?, words_of(fault.0)))));
        for part in ORDER {
            let here = found.iter().filter(|(at, _)| *at == part);
            faults.extend(here.map(|(_, words)| (line_field(place, part), *words)));
        }
        line
    }
}

/// The id of the element for a part of a line.
pub fn line_field(place: usize, part: &str) -> String {
    ["line-", &place.to_string(), "-", part].concat()
}

/// In a summary a fault stands away from its line, and has to say which one it means.
pub fn told((field, words): Fault) -> (String, String) {
    let place = field.strip_prefix("line-").and_then(|rest| rest.split_once('-')?.0.parse::<usize>().ok());
    let words = match place {
        Some(place) => desk::line_fault(&(place + 1).to_string(), words),
        None => words.to_owned(),
    };
    (field, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_which_line_it_means() {
        let of = |field: String| told((field, desk::FAULT_LINE_DAY)).1;
        assert_eq!(of(line_field(11, "valid_from")), desk::line_fault("12", desk::FAULT_LINE_DAY));
        assert_eq!(of("name".to_owned()), desk::FAULT_LINE_DAY);
    }
}
