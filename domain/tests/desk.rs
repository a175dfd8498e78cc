//! The reply date and the settings behind it.
use chrono::{NaiveDate, NaiveDateTime};
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::hours::{Frame, Week};
use madobe_domain::desk::promise::{is_night, is_open_day, next_opening, promise};
use madobe_domain::desk::settings::{Change, CrisisLine, DeskSettings, LineKind, host_of};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    Timestamp::from_japan(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn promise_dates_go_round_weekends_holidays_and_new_year() {
    let settings = DeskSettings {
        closed_days: vec![
            day("2026-12-29"),
            day("2026-12-30"),
            day("2026-12-31"),
            day("2027-01-02"),
            day("2027-01-03"),
        ],
        ..DeskSettings::default()
    };
    for (written, expected) in [
        ("2026-11-18 10:00", "2026-11-20"), // Wednesday morning: two days on
        ("2026-11-18 17:00", "2026-11-24"), // after closing: read on Thursday, then Friday, then past the holiday
        ("2026-11-20 02:00", "2026-11-25"), // Friday night: today counts; Monday the 23rd is a holiday
        ("2026-11-21 12:00", "2026-11-26"), // Saturday: read on Tuesday
        ("2026-12-28 09:00", "2027-01-05"), // the last day of the year the desk is open
        ("2027-01-01 00:00", "2027-01-06"), // New Year's night
        ("2026-05-02 08:00", "2026-05-11"), // Golden Week, with its substitute holiday
    ] {
        assert_eq!(promise(&settings, at(written)), day(expected), "written {written}");
    }
}

#[test]
fn a_desk_that_is_never_open_still_gives_a_date() {
    let settings = DeskSettings { week: Week(Default::default()), ..DeskSettings::default() };
    assert!(promise(&settings, at("2026-11-20 10:00")) > day("2026-11-20"));
}

#[test]
fn night_is_from_ten_to_five() {
    for (time, night) in
        [("21:59", false), ("22:00", true), ("23:30", true), ("04:59", true), ("05:00", false)]
    {
        assert_eq!(is_night(at(&format!("2026-11-20 {time}"))), night, "{time}");
    }
}

#[test]
fn reading_begins_with_the_next_opening() {
    let mut settings = DeskSettings { closed_days: vec![day("2026-12-29")], ..DeskSettings::default() };
    for (written, begins) in [
        ("2026-11-18 22:00", Some("2026-11-19 09:00")),
        ("2026-11-19 04:59", Some("2026-11-19 09:00")),
        ("2026-11-19 09:00", None), // open at this moment
        ("2026-11-19 17:00", Some("2026-11-20 09:00")),
        ("2026-11-20 23:30", Some("2026-11-24 09:00")), // past the weekend and the holiday
        ("2026-12-28 23:30", Some("2026-12-30 09:00")), // past a day on which the desk is closed
        ("2026-12-31 23:59", Some("2027-01-04 09:00")), // New Year's Day, then a weekend
    ] {
        assert_eq!(next_opening(&settings, at(written)), begins.map(at), "written {written}");
    }
    settings.week.0[3].push(Frame { open: 18 * 60, close: 20 * 60 });
    assert_eq!(next_opening(&settings, at("2026-11-19 17:30")), Some(at("2026-11-19 18:00")));
    settings.week = Week(Default::default());
    assert_eq!(next_opening(&settings, at("2026-11-19 17:30")), None);
}

#[test]
fn a_line_is_open_from_its_opening_up_to_its_close() {
    // Friday from ten at night, and on into Saturday until two.
    let mut week = Week(Default::default());
    week.0[4] = vec![Frame { open: 22 * 60, close: 24 * 60 }];
    week.0[5] = vec![Frame { open: 0, close: 2 * 60 }];
    for (time, open) in [
        ("2026-11-20 21:59", false),
        ("2026-11-20 22:00", true),
        ("2026-11-20 23:59", true),
        ("2026-11-21 00:00", true),
        ("2026-11-21 01:59", true),
        ("2026-11-21 02:00", false),
        ("2026-11-19 23:00", false),
    ] {
        assert_eq!(week.is_open(at(time)), open, "{time}");
    }
}

#[test]
fn settings_that_cannot_be_right_are_named() {
    let good = DeskSettings::default();
    let today = day("2026-11-20");
    assert_eq!(good.check(today, None), Ok(()));
    let line = CrisisLine {
        name: "見本の窓口".into(),
        kind: LineKind::Phone,
        contact: "000-0000-0001".into(),
        hours: "毎日 10時から17時".into(),
        free: true,
        source: "https://example.jp/".into(),
        checked_on: day("2026-11-01"),
        ..CrisisLine::default()
    };
    let with = |change: &dyn Fn(&mut DeskSettings)| {
        let mut settings = DeskSettings { lines: vec![line.clone()], ..good.clone() };
        change(&mut settings);
        settings.check(today, Some("desk.example")).err().map(|fault| fault.0)
    };
    assert_eq!(with(&|_| ()), None);
    assert_eq!(with(&|s| s.name = "\u{200b}".into()), Some("name"));
    assert_eq!(with(&|s| s.week.0[0] = vec![Frame { open: 600, close: 540 }]), Some("week"));
    assert_eq!(
        with(&|s| s.week.0[0] = vec![Frame { open: 0, close: 700 }, Frame { open: 600, close: 800 }]),
        Some("week")
    );
    assert_eq!(with(&|s| s.reply_days = 31), Some("reply_days"));
    assert_eq!(with(&|s| s.exit_url = "javascript:alert(1)".into()), Some("exit_url"));
    assert_eq!(with(&|s| s.exit_url = "https://a\r\nSet-Cookie: x".into()), Some("exit_url"));
    assert_eq!(with(&|s| s.lines[0].contact = "くじゅう".into()), Some("lines.contact"));
    assert_eq!(with(&|s| s.lines[0].kind = LineKind::Text), Some("lines.contact"));
    assert_eq!(with(&|s| s.lines[0].source = "http://example.jp".into()), Some("lines.source"));
    assert_eq!(with(&|s| s.wards = vec![String::new()]), Some("wards"));
    assert_eq!(with(&|s| s.complaints = Some("\n".into())), Some("complaints"));
    let change = |words: &str| Change { on: today, words: words.into() };
    assert_eq!(with(&|s| s.changes = vec![change("窓口の名前を、大きくしました。")]), None);
    assert_eq!(with(&|s| s.changes = vec![change(" ")]), Some("changes"));
    assert_eq!(with(&|s| s.changes = vec![change("あ"); 61]), Some("changes"));
    assert_eq!(with(&|s| s.lines[0].checked_on = today), None);
    assert_eq!(with(&|s| s.lines[0].checked_on = day("2026-11-21")), Some("lines.checked_on"));
}

/// Settings written before there were complaints and changes stay what they were, to the letter.
#[test]
fn settings_of_an_older_version_read_and_write_the_same() {
    let json = serde_json::to_string(&DeskSettings::default()).unwrap();
    assert!(!json.contains("complaints") && !json.contains("changes"), "{json}");
    assert_eq!(serde_json::from_str::<DeskSettings>(&json).unwrap(), DeskSettings::default());
}

#[test]
fn leaving_quickly_leads_elsewhere() {
    let leads = |exit_url: &str, host: &str| {
        let settings = DeskSettings { exit_url: exit_url.to_owned(), ..DeskSettings::default() };
        settings.faults(Some(host)).is_empty()
    };
    for back in [
        "https://desk.example/",
        "https://desk.example",
        "https://DESK.example./crisis",
        "https://desk.example:443/?weather",
        "https://weather.example@desk.example/",
        "https://desk.example\\weather.example/",
    ] {
        assert!(!leads(back, "desk.example"), "{back}");
        assert!(!leads(back, "Desk.example:8787"), "{back}");
    }
    assert!(leads("https://weather.example/desk.example", "desk.example"));
    assert!(leads("https://desk.example.org/", "desk.example"));
    assert_eq!(host_of("[::1]:8787"), "[::1]");
}

#[test]
fn everything_that_is_not_right_is_named_at_once() {
    let today = day("2026-11-20");
    let settings = DeskSettings { name: String::new(), reply_days: 31, ..DeskSettings::default() };
    let names = |faults: Vec<madobe_domain::desk::settings::SettingsFault>| -> Vec<&str> {
        faults.into_iter().map(|fault| fault.0).collect()
    };
    assert_eq!(names(settings.faults(None)), ["name", "reply_days"]);
    let line = CrisisLine {
        name: String::new(),
        kind: LineKind::Text,
        contact: "そのうち".into(),
        hours: String::new(),
        free: true,
        source: String::new(),
        checked_on: day("2026-11-21"),
        ..CrisisLine::default()
    };
    assert_eq!(
        names(line.faults(today)),
        ["lines.name", "lines.contact", "lines.hours", "lines.source", "lines.checked_on"]
    );
}

proptest! {
    #[test]
    fn a_promise_is_an_open_day_and_never_past(minutes in 0..(4 * 366 * 24 * 60i64), days in 0..10u32) {
        let settings = DeskSettings { reply_days: days, ..DeskSettings::default() };
        let now = Timestamp(at("2025-01-01 00:00").0 + minutes * 60_000);
        let promised = promise(&settings, now);
        prop_assert!(promised >= now.date_in_japan());
        prop_assert!(is_open_day(&settings, promised));
        // Writing later never promises earlier.
        prop_assert!(promise(&settings, now.plus_seconds(3600)) >= promised);
    }
}
