//! The desk's settings as they are typed: text in every field, read back with the same checks as the server's.
use chrono::NaiveDate;
use madobe_domain::desk::hours::{Frame, Week};
use madobe_domain::desk::settings::{Change, DeskSettings, host_of};

use super::day::Day;
use super::line::Line;
use super::place::{Place, place_field};
use crate::time::iso_day;
use crate::words::staff::desk;

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
    pub places: Vec<Place>,
    pub exit_url: String,
    pub paused: bool,
    pub notice: String,
    pub complaints: String,
    pub changes: String,
}

/// The fields as they stand on the screen.
const ORDER: [&str; 15] = [
    "name",
    "week",
    "day-",
    "closed_days",
    "reply_days",
    "retention_days",
    "wards",
    "lines",
    "line-",
    "places",
    "place-",
    "exit_url",
    "complaints",
    "changes",
    "paused",
];

/// Which field is not right, in words. The field is the id of its element.
pub type Fault = (String, &'static str);

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
            places: settings.places.clone(),
            exit_url: settings.exit_url.clone(),
            paused: settings.paused.is_some(),
            notice: settings.paused.clone().unwrap_or_default(),
            complaints: settings.complaints.clone().unwrap_or_default(),
            changes: lines(&settings.changes.iter().map(change_line).collect::<Vec<_>>()),
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
        let changes: Vec<Option<Change>> = filled(&self.changes).map(change).collect();
        if changes.iter().any(Option::is_none) {
            faults.push(("changes".to_owned(), desk::FAULT_CHANGES));
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
        let places =
            self.places.iter().map(|place| Place { name: place.name.trim().to_owned(), ..place.clone() });
        let settings = DeskSettings {
            name: self.name.trim().to_owned(),
            week: Week(week),
            open_on_holidays: self.holidays,
            closed_days: closed.into_iter().flatten().collect(),
            reply_days,
            retention_days,
            wards: filled(&self.wards).map(str::to_owned).collect(),
            lines: lines.collect(),
            places: places.collect(),
            exit_url: self.exit_url.trim().to_owned(),
            paused: self.paused.then(|| self.notice.trim().to_owned()),
            complaints: Some(self.complaints.trim().to_owned()).filter(|words| !words.is_empty()),
            changes: changes.into_iter().flatten().collect(),
        };
        for (place, one) in settings.places.iter().enumerate().filter(|(_, one)| !one.is_sound()) {
            faults.push((
                place_field(place),
                if one.name.is_empty() { desk::FAULT_PLACE_EMPTY } else { desk::FAULT_PLACE },
            ));
        }
        // What could not be read at all has been said, and so has a day of the week.
        let is_said = |field: &str| {
            unread.iter().any(|unread| unread == field || (field == "week" && unread.starts_with("day-")))
                || (field == "places" && settings.places.iter().any(|place| !place.is_sound()))
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

pub fn filled(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// "2026-11-20 words": the day, and what was changed.
fn change(typed: &str) -> Option<Change> {
    let (on, words) = typed.split_once(char::is_whitespace)?;
    Some(Change { on: day(on)?, words: words.trim().to_owned() })
}

fn change_line(change: &Change) -> String {
    [&iso_day(change.on), " ", &change.words].concat()
}

pub fn day(typed: &str) -> Option<NaiveDate> {
    typed.trim().parse().ok()
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
        "lines.times" => desk::FAULT_LINE_TIMES,
        "lines.valid_to" => desk::FAULT_LINE_VALID_TO,
        "lines.checked_by" => desk::FAULT_LINE_CHECKED_BY,
        "places" => desk::FAULT_PLACES,
        "lines.contact" => desk::FAULT_LINE_CONTACT,
        "lines.checked_on" => desk::FAULT_LINE_CHECKED_FUTURE,
        "exit_url" => desk::FAULT_EXIT_URL,
        "complaints" => desk::FAULT_COMPLAINTS,
        "changes" => desk::FAULT_CHANGES,
        "paused" => desk::FAULT_PAUSED,
        _ => crate::words::common::errors::INVALID,
    }
}

#[cfg(test)]
mod tests {
    use super::super::day::Span;
    use super::*;
    use madobe_domain::desk::line::{CrisisLine, LineKind};
    use madobe_domain::desk::line_times::LineTimes;

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
            times: Some(LineTimes {
                week: std::array::from_fn(|_| settings.week.0[0].clone()),
                ..LineTimes::default()
            }),
            voice: Some(false),
            valid_to: Some("2027-03-31".parse().unwrap()),
            checked_on: "2026-09-01".parse().unwrap(),
            checked_by: Some("あおば".to_owned()),
            ..CrisisLine::default()
        });
        settings.places.push(Place { code: "bcd2".to_owned(), name: "図書館".to_owned() });
        settings.complaints = Some("市の相談課 000-0000-0003".to_owned());
        settings.changes = vec![Change {
            on: "2026-11-20".parse().unwrap(),
            words: "字を 大きくしました。".to_owned(),
        }];
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
        form.week[2].spans = vec![Span { from: "九時".to_owned(), until: "17:00".to_owned() }];
        form.closed_days = "年末".to_owned();
        form.reply_days = "すぐ".to_owned();
        form.retention_days = "7".to_owned();
        form.lines[0].hours = String::new();
        form.lines[0].times = "夕方から".to_owned();
        form.exit_url = "http://weather.example/".to_owned();
        form.changes = "きのう 直しました".to_owned();
        form.complaints = "あ".repeat(201);
        let faults = read(&form).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "name",
                "day-2",
                "closed_days",
                "reply_days",
                "retention_days",
                "line-0-hours",
                "line-0-times",
                "exit_url",
                "complaints",
                "changes"
            ]
        );
    }

    #[test]
    fn a_fault_in_a_line_names_that_line() {
        let mut form = Form::of(&settings());
        form.lines.push(Line { contact: "そのうち".to_owned(), ..form.lines[0].clone() });
        let contact = ("line-1-contact".to_owned(), desk::FAULT_LINE_CONTACT);
        assert_eq!(read(&form).unwrap_err(), std::slice::from_ref(&contact));
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
    fn days_and_times_and_places_are_read_with_care() {
        let mut form = Form::of(&settings());
        form.lines[0].times = "いつでも".to_owned();
        form.lines[0].valid_from = "春".to_owned();
        form.lines[0].valid_to = "2026-02-30".to_owned();
        form.places.push(Place { code: "bcd3".to_owned(), name: " ".to_owned() });
        let faults = read(&form).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["line-0-times", "line-0-valid_from", "line-0-valid_to", "place-1"]);
        form.lines[0] =
            Line { valid_from: "2027-04-01".to_owned(), ..Form::of(&settings()).lines[0].clone() };
        form.places[1].name = "学校".to_owned();
        assert_eq!(read(&form).unwrap_err(), [("line-0-valid_to".to_owned(), desk::FAULT_LINE_VALID_TO)]);
    }

    #[test]
    fn an_old_check_is_counted_in_days() {
        let form = Form::of(&settings());
        assert_eq!(form.lines[0].age_days("2026-11-20".parse().unwrap()), Some(80));
    }
}
