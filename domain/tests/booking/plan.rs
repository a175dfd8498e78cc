//! What a plan may say, and what no longer fits it.
use super::{ROOM, WHO, day, days, kind, plan, tick};
use madobe_domain::booking::conflict::{Conflict, conflict};
use madobe_domain::booking::need::{Presence, Taking};
use madobe_domain::booking::plan::{Away, Kind, OneDay, Plan};
use madobe_domain::booking::question::Question;
use madobe_domain::booking::tick::Span;
use madobe_domain::desk::hours::Frame;
use madobe_domain::desk::settings::DeskSettings;
use madobe_domain::ids::{RoomId, StaffId};
use madobe_domain::limits::{QUESTION_CHARS, QUESTIONS};
use madobe_domain::wire::booking::OfferedKind;

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
    let days = Away { first: day("2026-12-01"), last: day("2026-12-02"), frame: None };
    let hour = Away { frame: Some(Frame { open: 600, close: 660 }), ..days.clone() };
    assert_eq!(with(&|p| p.people[0].away = vec![days.clone(), hour.clone()]), None);
    let twice = [days.clone(), hour.clone(), days.clone()];
    assert_eq!(with(&|p| p.people[0].away = twice.to_vec()), Some("people.away"));
    assert_eq!(with(&|p| p.rooms[0].closed = vec![hour.clone(), hour.clone()]), Some("rooms.closed"));
    let one = OneDay { day: day("2026-12-01"), frames: vec![] };
    assert_eq!(with(&|p| p.people[0].days = vec![one.clone(), one.clone()]), Some("people.days"));
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

fn question(text: &str) -> Question {
    Question::parse(text).unwrap()
}

#[test]
fn a_group_asks_a_few_short_questions_and_nobody_else_asks_any() {
    let faults = |seats, questions: Vec<Question>| {
        let plan = plan(Kind { seats, questions, ..kind() });
        plan.faults().into_iter().map(|fault| fault.0).collect::<Vec<_>>()
    };
    let three = ["はじめてですか", "食べられないもの", "座る場所の希望"].map(question);
    assert_eq!(three.len(), QUESTIONS);
    assert!(faults(8, three.to_vec()).is_empty());
    assert_eq!(faults(0, three[..1].to_vec()), ["kinds.questions"]);
    assert_eq!(faults(8, [&three[..], &[question("もうひとつ")]].concat()), ["kinds.questions"]);
    assert_eq!(faults(8, vec![three[0].clone(), three[0].clone()]), ["kinds.questions"]);
    for wrong in ["", " \u{200b}", "二つの\n行", &"あ".repeat(QUESTION_CHARS + 1)] {
        assert!(Question::parse(wrong).is_err(), "{wrong}");
    }
    assert_eq!(question("  はじめてですか ").as_str(), "はじめてですか");
}

/// As plans of before were stored, and what was offered to programs of before.
#[test]
fn a_plan_without_any_questions_reads_and_is_written_as_ever() {
    let before = plan(Kind { seats: 8, ..kind() });
    let stored = serde_json::to_string(&before).unwrap();
    assert!(!stored.contains("questions"), "{stored}");
    assert!(serde_json::from_str::<Plan>(&stored).unwrap() == before);
    let offered = serde_json::to_string(&OfferedKind::from(&before.kinds[0])).unwrap();
    assert!(!offered.contains("questions"), "{offered}");
    assert!(serde_json::from_str::<OfferedKind>(&offered).unwrap().questions.is_empty());
    let asking = plan(Kind { seats: 8, questions: vec![question("はじめてですか")], ..kind() });
    let stored = serde_json::to_string(&asking).unwrap();
    assert!(serde_json::from_str::<Plan>(&stored).unwrap() == asking);
    let wrong = stored.replace("はじめてですか", " ");
    assert!(serde_json::from_str::<Plan>(&wrong).is_err());
}
