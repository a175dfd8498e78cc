use super::*;
use madobe_domain::ids::{EntryId, StaffId};
use madobe_domain::log::work::{Read, Reason, Risk, Second};

pub fn row(id: u8, waiting: Option<(i64, &str)>, last: i64) -> Row {
    Row {
        id: CaseId::from_bytes([id; 16]),
        answered: if waiting.is_some() { Standing::Ours } else { Standing::Theirs },
        unread: false,
        name: None,
        about: None,
        weather: None,
        wish: Wish::None,
        line: None,
        line_is_reply: false,
        waiting_since: waiting.map(|(at, _)| Timestamp(at)),
        promised: waiting.map(|(_, day)| day.parse().unwrap()),
        last_at: Some(Timestamp(last)),
        last_letter_seq: 1,
        faults: 0,
        answers: vec![],
        asked: vec![],
        letter_at: None,
        talks: vec![],
        means: vec![],
        promises: Promises::default(),
        work: Work::default(),
        joins: vec![],
        elsewhere: false,
        ward: None,
        age: None,
        source: None,
        teams: vec![],
        others: vec![],
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn risk() -> Risk {
    let by = StaffId::from_bytes([1; 16]);
    Risk { reason: Reason::parse("眠れていない").unwrap(), by, at: Timestamp(0) }
}

fn order(mut rows: Vec<Row>, today: &str) -> Vec<u8> {
    rows.sort_by_key(|row| row.place(day(today)));
    rows.iter().map(|row| row.id.as_bytes()[0]).collect()
}

#[test]
fn the_promised_day_comes_first_then_who_waits_longest() {
    let rows = vec![
        row(1, None, 90),
        row(2, Some((50, "2026-11-25")), 50),
        row(3, None, 95),
        row(4, Some((40, "2026-11-25")), 99),
        row(5, Some((60, "2026-11-24")), 60),
    ];
    assert_eq!(order(rows, "2026-11-20"), [5, 4, 2, 3, 1]);
}

#[test]
fn held_cases_are_out_of_the_way_until_their_day() {
    let mut held = row(1, Some((10, "2026-11-24")), 10);
    held.work.held_until = Some(day("2026-11-26"));
    let mut follow = row(2, None, 20);
    follow.work.follow_up = Some(day("2026-11-22"));
    let rows = vec![held, follow, row(3, Some((30, "2026-11-25")), 30), row(4, None, 40)];
    assert_eq!(order(rows.clone(), "2026-11-21"), [3, 4, 2, 1]);
    assert_eq!(order(rows.clone(), "2026-11-22"), [2, 3, 4, 1], "the follow-up has come");
    assert_eq!(order(rows, "2026-11-26"), [2, 1, 3, 4], "the hold is over");
}

#[test]
fn what_was_flagged_comes_before_the_rest_that_is_ours() {
    let mut ours = row(1, Some((10, "2026-11-29")), 10);
    let mut theirs = row(2, None, 20);
    (ours.work.risk, theirs.work.risk) = (Some(risk()), Some(risk()));
    let rows = vec![row(3, Some((30, "2026-11-25")), 30), theirs, ours, row(4, None, 40)];
    assert_eq!(order(rows, "2026-11-21"), [1, 3, 4, 2]);
    let mut danger = row(5, Some((20, "2026-11-30")), 20);
    let (entry, by) = (EntryId::from_bytes([1; 16]), StaffId::from_bytes([1; 16]));
    danger.work.danger = Some(Second { entry, by, to: None, at: Timestamp(0), read: None });
    let rows = vec![row(3, Some((30, "2026-11-25")), 30), danger];
    assert_eq!(order(rows, "2026-11-21"), [5, 3]);
}

/// Answered, put aside or closed: somebody is needed all the same, before what is promised. What was confirmed is flagged.
#[test]
fn where_a_second_person_is_asked_for_comes_before_everything() {
    let (entry, by) = (EntryId::from_bytes([1; 16]), StaffId::from_bytes([1; 16]));
    let today = day("2026-11-21");
    let mut asked = row(1, None, 10);
    asked.work.danger = Some(Second { entry, by, to: None, at: Timestamp(0), read: None });
    let (mut held, mut closed, mut confirmed) = (asked.clone(), asked.clone(), asked.clone());
    held.work.held_until = Some(day("2026-11-30"));
    closed.answered = Standing::Closed;
    confirmed.work.danger =
        asked.work.danger.map(|ask| Second { read: Some(Read { entry, by, at: Timestamp(0) }), ..ask });
    assert!([&asked, &held, &closed].iter().all(|row| row.is_ours(today)) && !confirmed.is_ours(today));
    let mut flagged = row(2, Some((5, "2026-11-20")), 5);
    flagged.work.risk = Some(risk());
    for asked in [asked, held, closed] {
        assert_eq!(
            order(vec![flagged.clone(), asked, row(3, Some((1, "2026-11-19")), 1)], "2026-11-21"),
            [1, 2, 3]
        );
    }
}

#[test]
fn standing_depends_on_today() {
    let mut held = row(1, None, 10);
    held.work.held_until = Some(day("2026-11-26"));
    assert_eq!(held.standing(day("2026-11-25")), Standing::Held);
    assert_eq!(held.standing(day("2026-11-26")), Standing::Ours);
    assert!(!held.is_ours(day("2026-11-25")) && held.is_ours(day("2026-11-26")));
    held.answered = Standing::Closed;
    assert_eq!(held.standing(day("2026-11-25")), Standing::Closed);
    assert!(!held.is_ours(day("2026-11-30")));
    held.work.follow_up = Some(day("2026-11-28"));
    assert!(held.is_ours(day("2026-11-28")), "what was closed may still be followed up");
}

/// Every way in which a row can stand, beside today.
fn every_row() -> Vec<Row> {
    let days = [None, Some("2026-11-14"), Some("2026-11-15"), Some("2026-11-16")];
    let mut rows = Vec::new();
    for promised in days {
        for held in days {
            for follow in days {
                for flagged in [false, true] {
                    let mut row = row(rows.len() as u8, promised.map(|day| (5, day)), 7);
                    row.work.held_until = held.map(day);
                    row.work.follow_up = follow.map(day);
                    row.work.risk = flagged.then(risk);
                    rows.push(row);
                }
            }
        }
    }
    rows
}

/// What is ours stands before what is not; a held case is ours only for a follow-up that has come.
#[test]
fn what_is_ours_stands_first() {
    let today = day("2026-11-15");
    let mut rows = every_row();
    rows.sort_by_key(|row| row.place(today));
    assert!(rows.is_sorted_by_key(|row| !row.is_ours(today)));
    for row in rows.iter().filter(|row| row.standing(today) == Standing::Held) {
        assert_eq!(row.is_ours(today), row.work.follow_up_due(today).is_some());
    }
    let ours = rows.iter().filter(|row| row.is_ours(today));
    assert!(ours.clone().is_sorted_by_key(|row| row.work.risk.is_none()));
    assert!(ours.filter(|row| row.work.risk.is_none()).is_sorted_by_key(|row| row.day(today)));
}

#[test]
fn a_line_is_the_first_that_says_something() {
    assert_eq!(first_line("\n  \n　はじめまして。\nつぎ"), "はじめまして。");
    assert_eq!(first_line(&"あ".repeat(200)).chars().count(), LINE_CHARS);
}
