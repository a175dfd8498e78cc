//! Who is there when.
use super::{WHO, day, days, free, kind, plan, tick};
use madobe_domain::booking::hours::{Shut, presence};
use madobe_domain::booking::plan::{Away, OneDay, Person};
use madobe_domain::booking::sample::person;
use madobe_domain::desk::hours::Frame;
use madobe_domain::desk::settings::DeskSettings;

#[test]
fn holidays_by_law_are_kept_where_the_law_moved_them() {
    let settings = DeskSettings::default();
    let shut = Shut::new(&settings);
    // For the games, three holidays of 2020 were moved; in 2019 there were ten days on end.
    for (date, is) in [
        ("2020-07-20", false), // the usual day of the sea
        ("2020-07-23", true),
        ("2020-07-24", true),
        ("2020-08-10", true),
        ("2020-10-12", false),
        ("2019-05-01", true),
        ("2019-04-30", true),
        ("2026-05-06", true), // in place of the 3rd, a Sunday
        ("2026-09-22", true), // between two holidays
        ("2026-11-23", true),
        ("2026-11-24", false),
    ] {
        assert_eq!(shut.is(day(date)), is, "{date}");
    }
}

/// The list of holidays is as old as the program, and does not know those of 2021. What a later law moves, the desk says:
/// one day more on which it is closed, and a day of their own for whoever works where there was a holiday.
#[test]
fn a_holiday_that_is_moved_later_is_the_desks_to_say() {
    let settings = DeskSettings { closed_days: vec![day("2021-07-22")], ..DeskSettings::default() };
    assert!(Shut::new(&settings).is(day("2021-07-22")));
    let own = OneDay { day: day("2021-07-19"), frames: vec![Frame { open: 600, close: 660 }] };
    let person = Person { days: vec![own], ..person(WHO[0]) };
    let span = days("2021-07-19", 4);
    let line = presence(&person, &Shut::new(&settings).within(span), span);
    assert!(line.is_marked(tick("2021-07-19 10:00")));
    assert!(!line.is_marked(tick("2021-07-22 10:00")));
    assert!(line.is_marked(tick("2021-07-21 10:00")));
}

#[test]
fn round_the_end_of_the_year_days_are_what_they_are() {
    let mut plan = plan(kind());
    plan.people[0].days = vec![
        // Here on the holiday itself, and not on the usual day after it.
        OneDay { day: day("2027-01-01"), frames: vec![Frame { open: 600, close: 660 }] },
        OneDay { day: day("2027-01-04"), frames: vec![] },
    ];
    let settings = DeskSettings {
        closed_days: vec![day("2026-12-29"), day("2026-12-30"), day("2026-12-31")],
        ..DeskSettings::default()
    };
    let all = free(&plan, &settings, days("2026-12-28", 9), &[], "2026-12-20 10:00");
    let dates: std::collections::BTreeSet<&str> = all.iter().map(|slot| &slot[..5]).collect();
    assert_eq!(dates.into_iter().collect::<Vec<_>>(), ["01-01", "01-05", "12-28"]);
    assert!(all.contains(&"01-01 10:00".to_owned()));
}

#[test]
fn absence_stands_above_everything() {
    let mut person = person(WHO[0]);
    person.days = vec![OneDay { day: day("2026-12-02"), frames: vec![Frame { open: 600, close: 1200 }] }];
    person.away = vec![
        Away { first: day("2026-12-01"), last: day("2026-12-01"), frame: None },
        Away {
            first: day("2026-12-02"),
            last: day("9999-12-31"),
            frame: Some(Frame { open: 660, close: 720 }),
        },
    ];
    let line = presence(&person, &[], days("2026-11-30", 4));
    assert!(line.is_marked(tick("2026-11-30 09:00")));
    assert!(!line.is_marked(tick("2026-12-01 09:00")));
    assert!(!line.is_marked(tick("2026-12-02 09:00")), "that day begins at ten");
    assert!(line.is_marked(tick("2026-12-02 10:55")));
    assert!(!line.is_marked(tick("2026-12-02 11:00")));
    assert!(line.is_marked(tick("2026-12-02 19:55")));
    assert!(!line.is_marked(tick("2026-12-03 11:30")));
}
