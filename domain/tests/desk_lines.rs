//! Help lines: which are shown, in which order, and whether somebody is there.
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use madobe_domain::desk::hours::Frame;
use madobe_domain::desk::line::{CrisisLine, LineKind, shown};
use madobe_domain::desk::line_times::{Exception, LineTimes, On, Openness};
use madobe_domain::desk::place::{Place, is_code, make_code};
use madobe_domain::desk::settings::DeskSettings;
use proptest::prelude::*;

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn frame(open: u16, close: u16) -> Frame {
    Frame { open: open * 60, close: close * 60 }
}

fn every_day(frames: &[Frame]) -> LineTimes {
    LineTimes { week: std::array::from_fn(|_| frames.to_vec()), exceptions: Vec::new() }
}

fn no_holidays(_: NaiveDate) -> bool {
    false
}

#[test]
fn a_line_of_the_night_is_open_past_midnight() {
    let night = every_day(&[frame(22, 29)]);
    for (now, expected) in [
        ("2026-11-24 21:59", Openness::From(at("2026-11-24 22:00"))),
        ("2026-11-24 22:00", Openness::Until(at("2026-11-25 05:00"))),
        ("2026-11-25 04:59", Openness::Until(at("2026-11-25 05:00"))),
        ("2026-11-25 05:00", Openness::From(at("2026-11-25 22:00"))),
    ] {
        assert_eq!(night.at(at(now), &no_holidays), expected, "{now}");
    }
}

#[test]
fn around_the_clock_has_no_end() {
    assert_eq!(every_day(&[frame(0, 24)]).at(at("2026-11-24 03:00"), &no_holidays), Openness::Always);
    assert_eq!(LineTimes::default().at(at("2026-11-24 03:00"), &no_holidays), Openness::Never);
}

#[test]
fn exceptions_go_before_the_week_and_later_ones_before_earlier_ones() {
    let mut times = every_day(&[frame(16, 21)]);
    times.exceptions = vec![
        Exception { on: On::Holidays, frames: vec![frame(10, 12)] },
        Exception { on: On::Monthly(10), frames: vec![frame(8, 32)] },
        Exception { on: On::Yearly { from: (12, 29), to: (1, 3) }, frames: Vec::new() },
        Exception {
            on: On::Days { from: day("2026-12-31"), to: day("2026-12-31") },
            frames: vec![frame(12, 13)],
        },
    ];
    assert!(times.is_sound());
    let is_holiday = |one: NaiveDate| one == day("2026-11-23") || one == day("2027-01-01");
    for (now, expected) in [
        ("2026-11-23 09:00", Openness::From(at("2026-11-23 10:00"))),
        ("2026-12-10 07:00", Openness::From(at("2026-12-10 08:00"))),
        // From the tenth it goes on into the eleventh.
        ("2026-12-11 07:59", Openness::Until(at("2026-12-11 08:00"))),
        ("2026-12-28 21:00", Openness::From(at("2026-12-31 12:00"))),
        ("2026-12-31 13:00", Openness::From(at("2027-01-04 16:00"))),
    ] {
        assert_eq!(times.at(at(now), &is_holiday), expected, "{now}");
    }
}

#[test]
fn times_that_cannot_be_are_not_kept() {
    let with = |frames: Vec<Frame>| every_day(&frames).is_sound();
    assert!(with(vec![frame(8, 32)]) && with(vec![frame(9, 12), frame(13, 17)]));
    assert!(!with(vec![frame(9, 9)]) && !with(vec![frame(24, 25)]) && !with(vec![frame(8, 33)]));
    assert!(!with(vec![frame(9, 12), frame(11, 17)]));
    let on =
        |on| LineTimes { exceptions: vec![Exception { on, frames: Vec::new() }], ..LineTimes::default() };
    assert!(!on(On::Monthly(0)).is_sound() && !on(On::Monthly(32)).is_sound());
    assert!(!on(On::Yearly { from: (2, 30), to: (3, 1) }).is_sound());
    assert!(!on(On::Days { from: day("2026-12-02"), to: day("2026-12-01") }).is_sound());
}

#[test]
fn what_needs_no_voice_comes_first_and_what_is_over_is_not_shown() {
    let line = |name: &str, kind| CrisisLine { name: name.to_owned(), kind, ..CrisisLine::default() };
    let lines = [
        line("電話", LineKind::Phone),
        CrisisLine { voice: Some(false), ..line("声のいらない電話", LineKind::Phone) },
        line("文字", LineKind::Text),
        CrisisLine { valid_to: Some(day("2026-11-23")), ..line("終わった", LineKind::Text) },
        CrisisLine { valid_from: Some(day("2026-11-25")), ..line("これから", LineKind::Text) },
    ];
    let names = |today: &str| {
        shown(&lines, day(today))
            .map(|group| group.into_iter().map(|line| line.name.clone()).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(names("2026-11-24"), ["声のいらない電話 文字", "電話"]);
    assert_eq!(names("2026-11-23"), ["声のいらない電話 文字 終わった", "電話"]);
    assert_eq!(names("2026-11-25"), ["声のいらない電話 文字 これから", "電話"]);
}

#[test]
fn settings_of_the_first_version_are_still_read() {
    let old = r#"{"name":"窓","week":[[],[],[{"open":540,"close":1020}],[],[],[],[]],"open_on_holidays":false,
        "closed_days":["2026-12-29"],"reply_days":2,"retention_days":180,"wards":["北"],"lines":[{"name":"見本",
        "kind":"phone","contact":"000-0000-0001","hours":"毎日","free":true,"source":"https://example.jp/",
        "checked_on":"2026-11-01"}],"exit_url":"https://example.jp/"}"#;
    let read: DeskSettings = serde_json::from_str(old).unwrap();
    assert!(read.lines[0].needs_voice() && read.lines[0].times.is_none() && read.places.is_empty());
    assert_eq!(read.check(day("2026-11-24"), None), Ok(()));
    // And what is new in them is not there before somebody uses it.
    assert_eq!(serde_json::to_string(&read).unwrap(), old.replace("\n        ", ""));
}

#[test]
fn what_is_for_colleagues_does_not_go_out() {
    let mut settings = DeskSettings::default();
    settings.lines.push(CrisisLine { checked_by: Some("あおば".to_owned()), ..CrisisLine::default() });
    settings.places.push(Place { code: "bcd2".to_owned(), name: "図書館".to_owned() });
    let out = serde_json::to_string(&settings.for_everybody()).unwrap();
    assert!(!out.contains("あおば") && !out.contains("図書館") && !out.contains("bcd2"));
}

#[test]
fn places_have_codes_of_their_own() {
    let place = |code: &str, name: &str| Place { code: code.to_owned(), name: name.to_owned() };
    let faults = |places: Vec<Place>| {
        DeskSettings { places, ..DeskSettings::default() }
            .faults(None)
            .into_iter()
            .next()
            .map(|fault| fault.0)
    };
    assert_eq!(faults(vec![place("bcd2", "図書館"), place("bcd3", "図書館")]), None);
    assert_eq!(faults(vec![place("bcd2", "図書館"), place("bcd2", "学校")]), Some("places"));
    for wrong in
        [place("abcd", "あ"), place("bcd", "あ"), place("BCD2", "あ"), place("bc/2", "あ"), place("bcd2", "")]
    {
        assert_eq!(faults(vec![wrong]), Some("places"));
    }
}

/// A handful of frames that can be, for one day.
fn frames() -> impl Strategy<Value = Vec<Frame>> {
    prop::collection::btree_set(0..48u16, 0..6).prop_map(|cuts| {
        let cuts: Vec<u16> = cuts.into_iter().collect();
        cuts.chunks_exact(2)
            .map(|pair| Frame { open: pair[0] * 30, close: pair[1] * 30 })
            .filter(|frame| frame.open < 1440 && frame.close <= frame.open + 1440)
            .collect()
    })
}

fn times() -> impl Strategy<Value = LineTimes> {
    let long = (frames(), 0..3u16).prop_map(|(mut frames, more)| {
        if let Some(last) = frames.last_mut() {
            last.close = (last.close + more * 300).min(last.open + 1440);
        }
        frames
    });
    let on = prop_oneof![
        Just(On::Holidays),
        (1..=31u8).prop_map(On::Monthly),
        Just(On::Yearly { from: (11, 28), to: (1, 3) }),
        Just(On::Days { from: day("2026-11-26"), to: day("2026-11-28") }),
    ];
    let exceptions =
        prop::collection::vec((on, frames()).prop_map(|(on, frames)| Exception { on, frames }), 0..3);
    (prop::array::uniform7(long), exceptions).prop_map(|(week, exceptions)| LineTimes { week, exceptions })
}

/// Open by the letter: some frame of today or yesterday holds this minute.
fn is_open(times: &LineTimes, now: NaiveDateTime) -> bool {
    let holiday = |one: NaiveDate| one == day("2026-11-23");
    [now.date(), now.date().pred_opt().unwrap()].into_iter().any(|day| {
        let minute = (now - day.and_time(NaiveTime::MIN)).num_minutes();
        times
            .day(day, &holiday)
            .iter()
            .any(|frame| i64::from(frame.open) <= minute && minute < i64::from(frame.close))
    })
}

proptest! {
    #[test]
    fn the_word_about_now_is_true_for_every_minute_it_speaks_of(times in times(), minutes in 0..20_000i64) {
        prop_assert!(times.is_sound());
        let holiday = |one: NaiveDate| one == day("2026-11-23");
        let now = at("2026-11-22 00:00") + TimeDelta::minutes(minutes);
        let within = |until: NaiveDateTime, open: bool| {
            let mut minute = now;
            while minute < until {
                if is_open(&times, minute) != open {
                    return false;
                }
                minute += TimeDelta::minutes(15);
            }
            true
        };
        match times.at(now, &holiday) {
            Openness::Until(until) => {
                prop_assert!(until > now && within(until, true) && !is_open(&times, until));
            }
            Openness::From(from) => {
                prop_assert!(from > now && within(from, false) && is_open(&times, from));
            }
            Openness::Always => prop_assert!(within(now + TimeDelta::days(7), true)),
            Openness::Never => prop_assert!(within(now + TimeDelta::days(60), false)),
        }
    }

    #[test]
    fn every_code_that_is_made_is_one(random in any::<[u8; 4]>()) {
        prop_assert!(is_code(&make_code(random)));
    }
}
