//! What a team plans, and when its people are not there.

use crate::support::World;
use crate::support::talk::{VISIT, day, new_talk, plan, tick};
use madobe_domain::booking::conflict::Conflict;
use madobe_domain::booking::plan::{Away, OneDay};
use madobe_domain::booking::sample::person;
use madobe_domain::desk::hours::Frame;
use madobe_domain::ids::{ChangeId, StaffId};
use madobe_domain::wire::calendar::{MoveTalk, MyAbsences, NewTalk, StaffTalk, VersionedPlan};
use madobe_domain::wire::error::ErrorCode;

#[test]
fn a_plan_is_changed_by_administrators_one_after_the_other() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let wanted = plan(&[administrator.id, member.id]);
    let first = administrator.offers(&world, 0, &wanted);
    assert_eq!(first.version, 1);
    // Sent again it is done; from an old version it is not.
    assert_eq!(administrator.offers(&world, 0, &wanted), first);
    let path = administrator.booking("plan");
    let mut other = wanted.clone();
    other.kinds.truncate(1);
    let stale = VersionedPlan { version: 0, plan: other.clone() };
    administrator.call(&world, "PUT", &path).json(&stale).send().refused(ErrorCode::Conflict);
    let by_member = VersionedPlan { version: 1, plan: other.clone() };
    member.call(&world, "PUT", &path).json(&by_member).send().refused(ErrorCode::Forbidden);
    other.kinds[0].minutes = 52;
    let wrong = VersionedPlan { version: 1, plan: other };
    administrator.call(&world, "PUT", &path).json(&wrong).send().invalid("plan.kinds.minutes");
    // Whoever is not of the team is not in its plan.
    let mut foreign = wanted.clone();
    foreign.people.push(person(StaffId::from_bytes([9; 16])));
    let foreign = VersionedPlan { version: 1, plan: foreign };
    administrator.call(&world, "PUT", &path).json(&foreign).send().invalid("plan.people.staff");
    assert_eq!(member.call(&world, "GET", &path).send().ok::<VersionedPlan>(), first);
    assert_eq!(world.database.count("audit WHERE action = 'plan_changed'"), 1);
}

#[test]
fn everybody_says_of_themselves_when_they_are_not_there() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    administrator.offers(&world, 0, &plan(&[administrator.id, member.id]));
    let away = vec![Away { first: day("2026-12-01"), last: day("2026-12-03"), frame: None }];
    let mine = MyAbsences { version: 1, away: away.clone() };
    let path = member.booking("absences");
    let changed: VersionedPlan = member.call(&world, "PUT", &path).json(&mine).send().ok();
    assert_eq!(changed.version, 2);
    assert_eq!(changed.plan.person(&member.id).unwrap().away, away);
    assert!(changed.plan.person(&administrator.id).unwrap().away.is_empty());
    assert_eq!(member.call(&world, "PUT", &path).json(&mine).send().ok::<VersionedPlan>(), changed);
    let stale = MyAbsences { version: 1, away: vec![] };
    member.call(&world, "PUT", &path).json(&stale).send().refused(ErrorCode::Conflict);
    let twice = MyAbsences { version: 2, away: [away.clone(), away].concat() };
    member.call(&world, "PUT", &path).json(&twice).send().invalid("plan.people.away");
    // What somebody else has twice, from before that was refused, is no fault of one's own.
    let day = r#"{"first":"2026-12-01","last":"2026-12-01"}"#;
    world.database.execute(&format!(
        "UPDATE plans SET json = json_set(json, '$.people[0].away', json('[{day},{day}]'))"
    ));
    let none = MyAbsences { version: 2, away: vec![] };
    let changed: VersionedPlan = member.call(&world, "PUT", &path).json(&none).send().ok();
    assert_eq!(changed.plan.person(&administrator.id).unwrap().away.len(), 1);
    let third = administrator.bring(&world, "third");
    third.call(&world, "PUT", &path).json(&mine).send().refused(ErrorCode::Forbidden);
}

#[test]
fn staff_are_told_where_nobody_is_there_by_plan() {
    let (world, administrator) = World::open();
    let mut wanted = plan(&[administrator.id]);
    wanted.people[0].away = vec![Away { first: day("2026-11-25"), last: day("2026-11-25"), frame: None }];
    administrator.offers(&world, 0, &wanted);
    let new = new_talk(&world, VISIT, "2026-11-25 10:00");
    let made: StaffTalk = administrator.books(&world, &new).ok();
    assert_eq!(made.conflict, Some(Conflict::Person));
    let path = administrator.booking(&format!("reservations/{}", made.id));
    let moves = |start: &str| {
        let change = ChangeId::from_bytes(world.bytes());
        let to = MoveTalk { change, start: tick(start), people: vec![], room: None };
        administrator.call(&world, "PUT", &path).json(&to).send()
    };
    assert_eq!(moves("2026-11-26 10:00").ok::<StaffTalk>().conflict, None);
    // Not into a day that is over; this day's morning may still be written down.
    moves("2020-01-01 10:00").invalid("start");
    moves("2026-11-23 23:55").invalid("start");
    moves("2026-11-24 00:00").ok::<StaffTalk>();
}

#[test]
fn what_is_for_open_days_alone_is_not_booked_on_a_day_that_is_shut() {
    let (world, administrator) = World::open();
    let mut wanted = plan(&[administrator.id]);
    administrator.offers(&world, 0, &wanted);
    let books = |start: &str, only_open: bool| {
        administrator.books(&world, &NewTalk { only_open, ..new_talk(&world, VISIT, start) })
    };
    // New Year's Day is a Friday.
    books("2027-01-01 10:00", true).invalid("shut");
    assert_eq!(world.database.count("reservations"), 0);
    books("2027-01-08 10:00", true).ok::<StaffTalk>();
    // Whoever means it has it.
    assert_eq!(books("2027-01-01 10:00", false).ok::<StaffTalk>().conflict, Some(Conflict::Person));
    // On the next holiday somebody is there all the same, in the morning.
    let own = OneDay { day: day("2027-01-11"), frames: vec![Frame { open: 600, close: 720 }] };
    wanted.people[0].days = vec![own];
    administrator.offers(&world, 1, &wanted);
    books("2027-01-11 10:00", true).ok::<StaffTalk>();
    books("2027-01-11 14:00", true).invalid("shut");
}
