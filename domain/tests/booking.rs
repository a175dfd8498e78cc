//! Booking: ticks, who is there when, what is free, and that nobody is ever taken twice.
use chrono::{NaiveDate, NaiveDateTime};
use madobe_domain::booking::conflict::{Conflict, conflict};
use madobe_domain::booking::free::{Calendar, nearest};
use madobe_domain::booking::hours::{Shut, presence};
use madobe_domain::booking::line::Line;
use madobe_domain::booking::need::{Presence, Rules, Taking, seats};
use madobe_domain::booking::plan::{Away, Kind, Means, OneDay, Person, Plan, Room, Who};
use madobe_domain::booking::tick::{DAY_TICKS, Span, Tick, parse_minute, ticks};
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::hours::{Frame, Week};
use madobe_domain::desk::settings::DeskSettings;
use madobe_domain::ids::{KindId, ReservationId, RoomId, StaffId};
use madobe_domain::log::record::Content;
use madobe_domain::log::talk::TalkRecord;
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    Timestamp::from_japan(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn tick(text: &str) -> Tick {
    Tick::at(at(text))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days(first: &str, count: i64) -> Span {
    let from = Tick::of_day(day(first));
    Span { from, to: from.plus(count * DAY_TICKS) }
}

const WHO: [StaffId; 2] = [StaffId::from_bytes([1; 16]), StaffId::from_bytes([2; 16])];
const ROOM: RoomId = RoomId::from_bytes([3; 16]);

fn person(staff: StaffId) -> Person {
    Person { staff, week: Week::office(), days: vec![], away: vec![] }
}

fn kind() -> Kind {
    Kind {
        id: KindId::from_bytes([4; 16]),
        name: "家族の相談".into(),
        about: String::new(),
        means: Means::Visit,
        who: Who::Anyone,
        minutes: 50,
        step: 30,
        before: 0,
        after: 10,
        people: vec![WHO[0]],
        staff: 1,
        rooms: vec![],
        lead_minutes: 24 * 60,
        horizon_days: 30,
        seats: 0,
    }
}

fn plan(kind: Kind) -> Plan {
    Plan {
        kinds: vec![kind],
        rooms: vec![Room { id: ROOM, name: "第1相談室".into(), buffer: 10, closed: vec![] }],
        people: WHO.map(person).into(),
    }
}

fn free(plan: &Plan, settings: &DeskSettings, span: Span, taken: &[Taking], now: &str) -> Vec<String> {
    Calendar::new(plan, settings, span, taken)
        .free(&plan.kinds[0], at(now))
        .into_iter()
        .map(|tick| tick.time().in_japan().format("%m-%d %H:%M").to_string())
        .collect()
}

#[test]
fn a_day_in_japan_begins_on_a_tick() {
    let midnight = Tick::of_day(day("2026-12-31"));
    assert_eq!(midnight.time(), at("2026-12-31 00:00"));
    assert_eq!(midnight.minute(), 0);
    assert_eq!(midnight.plus(DAY_TICKS), Tick::of_day(day("2027-01-01")));
    assert_eq!(tick("2027-01-01 09:05").minute(), 9 * 60 + 5);
    assert_eq!(tick("2027-01-01 08:59").day(), day("2027-01-01"));
    assert_eq!(Tick::from(at("2026-12-31 23:56")), Tick::of_day(day("2027-01-01")));
}

#[test]
fn times_are_read_as_people_type_them_and_a_leap_second_is_none() {
    for (typed, minute) in
        [("9:00", 540), ("09:30", 570), ("９：３０", 570), ("0:00", 0), (" 24:00 ", 1440), ("23:55", 1435)]
    {
        assert_eq!(parse_minute(typed), Some(minute), "{typed}");
    }
    for wrong in [
        "23:59:60",
        "23:60",
        "24:05",
        "25:00",
        "9",
        "9:0",
        "9:01",
        "-1:00",
        "+9:00",
        "9:00:00",
        "",
        ":",
        "09:3a",
        "2026-12-31T23:59:60Z",
        "999:00",
        "９:０",
    ] {
        assert_eq!(parse_minute(wrong), None, "{wrong}");
    }
}

#[test]
fn what_is_free_is_what_nobody_has() {
    let plan = plan(kind());
    let settings = DeskSettings::default();
    let monday = days("2026-11-30", 1);
    let all = free(&plan, &settings, monday, &[], "2026-11-25 10:00");
    assert_eq!(all.first().unwrap(), "11-30 09:00");
    // The talk itself lies within the hours; the note after it may be written after them.
    assert_eq!(all.last().unwrap(), "11-30 16:00");
    assert_eq!(all.len(), 15);
    // Ten to eleven is taken, with ten minutes after it: what would end in it or begin in it is gone.
    let taken = [Taking(WHO[0].to_string(), tick("2026-11-30 10:00"), tick("2026-11-30 11:00"))];
    let left = free(&plan, &settings, monday, &taken, "2026-11-25 10:00");
    for gone in ["11-30 09:30", "11-30 10:00", "11-30 10:30"] {
        assert!(!left.contains(&gone.to_owned()), "{gone}");
    }
    assert!(left.contains(&"11-30 09:00".to_owned()));
    assert!(left.contains(&"11-30 11:00".to_owned()));
    // Somebody else's time is somebody else's.
    let other = [Taking(WHO[1].to_string(), tick("2026-11-30 10:00"), tick("2026-11-30 11:00"))];
    assert_eq!(free(&plan, &settings, monday, &other, "2026-11-25 10:00"), all);
}

#[test]
fn lead_time_and_horizon_hold_to_the_minute() {
    let plan = plan(kind());
    let settings = DeskSettings::default();
    let week = days("2026-11-25", 7);
    let first = |now| free(&plan, &settings, week, &[], now).into_iter().next().unwrap();
    assert_eq!(first("2026-11-25 10:00"), "11-26 10:00");
    assert_eq!(first("2026-11-25 10:01"), "11-26 10:30");
    assert_eq!(first("2026-11-25 16:01"), "11-27 09:00");
    // Thirty days ahead is the 25th; the day after is not there yet.
    let later = days("2026-12-24", 5);
    let all = free(&plan, &settings, later, &[], "2026-11-25 10:00");
    assert!(all.iter().any(|slot| slot.starts_with("12-25")));
    assert!(!all.iter().any(|slot| slot.starts_with("12-28")));
}

#[test]
fn a_room_is_for_one_talk_and_aired_after_it() {
    let mut kind = kind();
    kind.people = WHO.into();
    kind.rooms = vec![ROOM];
    kind.after = 0;
    let plan = plan(kind);
    let settings = DeskSettings::default();
    // The first of the two is busy with a talk in the only room.
    let taken = [
        Taking(WHO[0].to_string(), tick("2026-11-30 10:00"), tick("2026-11-30 10:50")),
        Taking(ROOM.to_string(), tick("2026-11-30 10:00"), tick("2026-11-30 11:00")),
    ];
    let left = free(&plan, &settings, days("2026-11-30", 1), &taken, "2026-11-25 10:00");
    assert!(!left.contains(&"11-30 10:00".to_owned()), "the room is taken, whoever is free");
    assert!(!left.contains(&"11-30 10:30".to_owned()));
    // 9:00 to 9:50 and ten minutes of air end just as the other begins.
    assert!(left.contains(&"11-30 09:00".to_owned()));
    assert!(left.contains(&"11-30 11:00".to_owned()));
}

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

#[test]
fn a_plan_that_cannot_be_right_is_named() {
    let with = |change: &dyn Fn(&mut Plan)| {
        let mut plan = plan(kind());
        change(&mut plan);
        plan.check().err().map(|fault| fault.0)
    };
    assert_eq!(with(&|_| ()), None);
    assert_eq!(with(&|p| p.kinds[0].name = "\u{200b}".into()), Some("kinds.name"));
    assert_eq!(with(&|p| p.kinds[0].minutes = 52), Some("kinds.minutes"));
    assert_eq!(with(&|p| p.kinds[0].minutes = 5), Some("kinds.minutes"));
    assert_eq!(with(&|p| p.kinds[0].step = 0), Some("kinds.step"));
    assert_eq!(with(&|p| p.kinds[0].after = 7), Some("kinds.buffer"));
    assert_eq!(with(&|p| p.kinds[0].staff = 2), Some("kinds.people"));
    assert_eq!(with(&|p| p.kinds[0].people = vec![StaffId::from_bytes([9; 16])]), Some("kinds.people"));
    assert_eq!(with(&|p| p.kinds[0].people = vec![WHO[0], WHO[0]]), Some("kinds.people"));
    assert_eq!(with(&|p| p.kinds[0].rooms = vec![RoomId::from_bytes([9; 16])]), Some("kinds.rooms"));
    assert_eq!(with(&|p| p.kinds[0].horizon_days = 0), Some("kinds.limits"));
    assert_eq!(with(&|p| p.kinds.push(kind())), Some("kinds"));
    assert_eq!(with(&|p| p.rooms[0].buffer = 3), Some("rooms.buffer"));
    assert_eq!(with(&|p| p.people[0].week.0[0] = vec![Frame { open: 601, close: 700 }]), Some("people.week"));
    let backwards = Away { first: day("2026-12-02"), last: day("2026-12-01"), frame: None };
    assert_eq!(with(&|p| p.people[0].away = vec![backwards.clone()]), Some("people.away"));
}

#[test]
fn what_no_longer_fits_is_named_and_nothing_is_cancelled() {
    let mut plan = plan(Kind { rooms: vec![ROOM], ..kind() });
    let span = days("2026-11-30", 1);
    let talk = Span { from: tick("2026-11-30 10:00"), to: tick("2026-11-30 10:50") };
    let taken = [
        Taking(WHO[0].to_string(), talk.from, talk.to.plus(2)),
        Taking(ROOM.to_string(), talk.from, talk.to.plus(2)),
    ];
    let found = |plan: &Plan| {
        let presence = Presence::new(plan, &DeskSettings::default(), span);
        conflict(plan, &presence, &kind().id, talk, &taken)
    };
    assert_eq!(found(&plan), None);
    plan.people[0].away = vec![Away { first: day("2026-11-30"), last: day("2026-11-30"), frame: None }];
    assert_eq!(found(&plan), Some(Conflict::Person));
    plan.people[0].away.clear();
    plan.rooms[0].closed = vec![Away { first: day("2026-11-01"), last: day("2026-12-31"), frame: None }];
    assert_eq!(found(&plan), Some(Conflict::Room));
    plan.kinds.clear();
    assert_eq!(found(&plan), Some(Conflict::Kind));
}

#[test]
fn a_seat_is_taken_by_its_number() {
    let session = ReservationId::from_bytes([5; 16]);
    let need = seats(&session, 3, Tick(100));
    assert_eq!(need.0, 1);
    assert_eq!(need.1.len(), 3);
    let mut handles: Vec<_> = need.1.iter().map(|taking| taking.0.clone()).collect();
    handles.dedup();
    assert_eq!(handles.len(), 3);
}

#[test]
fn the_nearest_times_stand_in_order() {
    let free: Vec<Tick> = [10, 20, 30, 40, 50].map(Tick).into();
    assert_eq!(nearest(&free, Tick(32), 3), [20, 30, 40].map(Tick));
    assert_eq!(nearest(&free, Tick(30), 3), [10, 20, 40].map(Tick));
    assert_eq!(nearest(&free, Tick(0), 3), [10, 20, 30].map(Tick));
    assert_eq!(nearest(&[], Tick(0), 3), []);
}

/// As records of today are written: they have to be readable for ever.
#[test]
fn what_a_case_remembers_of_talks_keeps_its_spelling() {
    let talk = r#"{"reservation":"BwcHBwcHBwcHBwcHBwcHBw","name":"家族の相談","means":"home_visit","start":1795482000000,"minutes":50}"#;
    for kind in TalkRecord::KINDS {
        let json = format!(r#"{{"kind":"{kind}","talk":{talk}}}"#);
        let Content::Talk(record) = Content::from_json(json.as_bytes()) else { panic!("{kind}") };
        assert_eq!(String::from_utf8(record.to_json()).unwrap(), json);
        assert_eq!(record.talk().reservation, ReservationId::from_bytes([7; 16]));
        assert!(Content::from_json(format!(r#"{{"kind":"{kind}"}}"#).as_bytes()) == Content::Garbled);
    }
    let asked = format!(
        r#"{{"kind":"talk_asked","talk":{talk},"text":"よろしくお願いします。","introduction":{{"call_me":"みどり","about":"family","promises":{{"no_phone":false,"no_visit":false,"no_telling_family":false,"no_handover":false}}}}}}"#
    );
    let Content::Talk(record) = Content::from_json(asked.as_bytes()) else { panic!() };
    assert_eq!(String::from_utf8(record.to_json()).unwrap(), asked);
}

proptest! {
    /// Whatever is booked, in whatever order, from what is offered: nobody and no room is ever taken twice.
    #[test]
    fn nothing_offered_ever_overlaps(
        wishes in prop::collection::vec((0..200usize, 0..7usize), 1..60),
        minutes in prop::sample::select(vec![10u16, 25, 50, 90]),
        step in prop::sample::select(vec![15u16, 30, 60]),
        buffers in (0..3u16, 0..4u16, 0..4u16),
        staff in 1..3u8,
        with_room in any::<bool>(),
    ) {
        let rooms = if with_room { vec![ROOM] } else { vec![] };
        let (before, after) = (buffers.0 * 5, buffers.1 * 5);
        let kind = Kind { minutes, step, before, after, staff, people: WHO.into(), rooms, ..kind() };
        let mut plan = plan(kind);
        plan.rooms[0].buffer = buffers.2 * 5;
        prop_assert_eq!(plan.check(), Ok(()));
        let settings = DeskSettings::default();
        let span = days("2026-12-25", 14);
        let now = at("2026-12-24 10:00");
        let mut taken: Vec<Taking> = Vec::new();
        for (wish, turn) in wishes {
            let free = Calendar::new(&plan, &settings, span, &taken).free(&plan.kinds[0], now);
            if free.is_empty() {
                break;
            }
            let start = free[wish % free.len()];
            let there = Presence::new(&plan, &settings, span);
            let needs = there.needs(&plan.kinds[0], start, now, Rules::Visitor, turn);
            prop_assert!(needs.is_some(), "what is offered can be asked for");
            for need in needs.unwrap() {
                // As the database does: of each need, the first that are free.
                let able: Vec<Taking> = need.1.into_iter()
                    .filter(|one| taken.iter().all(|has| has.0 != one.0 || !has.span().overlaps(one.span())))
                    .take(need.0.into())
                    .collect();
                prop_assert_eq!(able.len(), usize::from(need.0), "what is offered is there");
                taken.extend(able);
            }
        }
        for (index, one) in taken.iter().enumerate() {
            for other in &taken[..index] {
                prop_assert!(one.0 != other.0 || !one.span().overlaps(other.span()));
            }
        }
    }

    #[test]
    fn a_line_is_a_set_of_ticks(
        from in 0..3000i64,
        spans in prop::collection::vec((0..3000i64, 0..300i64, any::<bool>()), 0..20),
    ) {
        let mut line = Line::new(Span { from: Tick(from), to: Tick(from + 1000) });
        let mut set = std::collections::BTreeSet::new();
        for (start, length, mark) in spans {
            let span = Span { from: Tick(start), to: Tick(start + length) };
            let ticks = (start..start + length).filter(|tick| (from..from + 1000).contains(tick));
            if mark {
                line.mark(span);
                set.extend(ticks);
            } else {
                line.clear(span);
                ticks.for_each(|tick| { set.remove(&tick); });
            }
        }
        prop_assert_eq!(line.count() as usize, set.len());
        for tick in (from - 2)..(from + 1002) {
            prop_assert_eq!(line.is_marked(Tick(tick)), set.contains(&tick));
        }
    }

    #[test]
    fn every_tick_of_a_century_has_one_day_and_one_minute(tick in -10_000_000..10_000_000i64) {
        let tick = Tick(tick);
        prop_assert_eq!(Tick::of_day(tick.day()).plus(ticks(tick.minute())), tick);
    }
}
