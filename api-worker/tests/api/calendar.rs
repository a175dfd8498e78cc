//! Talks as staff see them.

use crate::support::staff::second_team;
use crate::support::talk::{GROUP, ROOM, VISIT, day, new_talk, person, plan, tick};
use crate::support::{Colleague, World};
use madobe_domain::booking::conflict::Conflict;
use madobe_domain::booking::plan::Away;
use madobe_domain::ids::{CaseId, ChangeId, StaffId};
use madobe_domain::wire::booking::{BookingCode, MyTalks, Reservation, State};
use madobe_domain::wire::calendar::{
    CalendarPage, Came, MoveTalk, MyAbsences, NewTalk, StaffTalk, VersionedPlan,
};
use madobe_domain::wire::error::ErrorCode;

fn calendar(world: &World, who: &Colleague, query: &str) -> CalendarPage {
    who.call(world, "GET", &who.booking(&format!("calendar?{query}"))).send().ok()
}

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
    let third = administrator.bring(&world, "third");
    third.call(&world, "PUT", &path).json(&mine).send().refused(ErrorCode::Forbidden);
}

#[test]
fn the_calendar_shows_what_is_booked_and_what_no_longer_fits() {
    let (world, administrator) = World::open();
    let mut wanted = plan(&[administrator.id]);
    administrator.offers(&world, 0, &wanted);
    let writer = world.writer();
    let id = writer.books(&world, VISIT, "2026-11-25 10:00");
    world.database.round_trips();
    let page = calendar(&world, &administrator, "from=2026-11-24&days=7");
    // Who is asking, and then everything at once.
    assert_eq!(world.database.round_trips(), 2);
    assert_eq!(page.talks.len(), 1);
    assert_eq!((page.talks[0].id, page.talks[0].case), (id, Some(writer.case)));
    assert_eq!(page.talks[0].conflict, None);
    wanted.people[0].away = vec![Away { first: day("2026-11-25"), last: day("2026-11-25"), frame: None }];
    administrator.offers(&world, 1, &wanted);
    let page = calendar(&world, &administrator, "from=2026-11-24&days=62");
    assert_eq!(page.talks[0].conflict, Some(Conflict::Person));
    for wrong in ["", "days=7", "from=2026-11-24&days=63", "from=x&days=1"] {
        let path = administrator.booking(&format!("calendar?{wrong}"));
        administrator.call(&world, "GET", &path).send().refused(ErrorCode::Invalid);
    }
}

#[test]
fn staff_book_for_someone_and_the_mailbox_knows() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    administrator.offers(&world, 0, &plan(&[administrator.id, member.id]));
    let writer = world.writer();
    // At the door, for somebody without a mailbox; by name, at a time that visitors cannot choose.
    let door =
        NewTalk { people: vec![member.id], room: Some(ROOM), ..new_talk(&world, VISIT, "2026-11-24 10:05") };
    let made: StaffTalk = member.books(&world, &door).ok();
    assert_eq!((made.case, made.taken.len()), (None, 2));
    assert_eq!(member.books(&world, &door).ok::<StaffTalk>(), made);
    // Nobody is in two places, whoever books.
    let clash = NewTalk { people: vec![member.id], ..new_talk(&world, VISIT, "2026-11-24 10:50") };
    administrator.books(&world, &clash).no_talk(BookingCode::SlotTaken);
    let room = NewTalk {
        people: vec![administrator.id],
        room: Some(ROOM),
        ..new_talk(&world, VISIT, "2026-11-24 10:50")
    };
    administrator.books(&world, &room).no_talk(BookingCode::SlotTaken);
    // For a consultation: its writer sees it, and may move or cancel it.
    let phone = NewTalk { case: Some(writer.case), ..new_talk(&world, VISIT, "2026-11-26 10:00") };
    administrator.books(&world, &phone).ok::<StaffTalk>();
    let mine: MyTalks = writer.asks(&world, "GET", "/api/booking/reservations").send().ok();
    assert_eq!(mine.reservations[0].id, phone.id);
    writer
        .shift(&world, phone.id, ChangeId::from_bytes(world.bytes()), "2026-11-27 10:00")
        .ok::<Reservation>();
    writer.cancel(&world, phone.id).done();
    let nowhere =
        NewTalk { case: Some(CaseId::from_bytes([1; 16])), ..new_talk(&world, VISIT, "2026-11-26 10:00") };
    administrator.books(&world, &nowhere).refused(ErrorCode::Forbidden);
    let stranger =
        NewTalk { people: vec![StaffId::from_bytes([9; 16])], ..new_talk(&world, VISIT, "2026-11-26 10:00") };
    administrator.books(&world, &stranger).invalid("people");
    let past = new_talk(&world, VISIT, "2026-11-23 10:00");
    administrator.books(&world, &past).invalid("start");
    let alone = NewTalk { session: true, ..new_talk(&world, VISIT, "2026-11-26 10:00") };
    administrator.books(&world, &alone).invalid("session");
}

#[test]
fn staff_move_cancel_and_note_who_came() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let writer = world.writer();
    let id = writer.books(&world, VISIT, "2026-11-25 10:00");
    let path = administrator.booking(&format!("reservations/{id}"));
    let to = MoveTalk {
        change: ChangeId::from_bytes(world.bytes()),
        start: tick("2026-11-25 10:20"),
        people: vec![],
        room: None,
    };
    let moved: StaffTalk = administrator.call(&world, "PUT", &path).json(&to).send().ok();
    assert_eq!(moved.start, to.start);
    assert_eq!(administrator.call(&world, "PUT", &path).json(&to).send().ok::<StaffTalk>(), moved);
    assert_eq!(world.database.count("occupied"), 12);
    assert_eq!(world.database.count("audit WHERE action = 'talk_moved'"), 1);
    let came = |came| {
        let path = format!("{path}/came");
        administrator.call(&world, "PUT", &path).json(&Came { came }).send()
    };
    for (note, shown) in [(Some(true), Some(true)), (Some(false), Some(false)), (None, None)] {
        came(note).done();
        let page = calendar(&world, &administrator, "from=2026-11-25&days=1");
        assert_eq!(page.talks[0].came, shown);
    }
    administrator.call(&world, "DELETE", &path).send().done();
    administrator.call(&world, "DELETE", &path).send().done();
    assert_eq!(world.database.count("audit WHERE action = 'talk_cancelled'"), 1);
    came(Some(true)).refused(ErrorCode::Conflict);
    assert_eq!(calendar(&world, &administrator, "from=2026-11-25&days=1").talks[0].state, State::Cancelled);
}

#[test]
fn another_team_and_nobody_have_no_right_to_any_of_it() {
    let (world, administrator) = World::open();
    let joined = administrator.invite(&world, "keyless");
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let writer = world.writer();
    let id = writer.books(&world, VISIT, "2026-11-25 10:00");
    let ours = administrator.team();
    let ward = second_team(&world, "区の窓口", Some(administrator.id));
    let empty = VersionedPlan { version: 0, plan: plan(&[]) };
    let session = NewTalk { session: true, ..new_talk(&world, GROUP, "2026-11-26 10:00") };
    let to = MoveTalk {
        change: ChangeId::from_bytes(world.bytes()),
        start: tick("2026-11-26 10:00"),
        people: vec![],
        room: None,
    };
    let mine = MyAbsences { version: 1, away: vec![] };
    let calls = |team: &str| {
        let at = |path: &str| format!("/api/staff/teams/{team}/booking/{path}");
        [
            ("GET", at("plan"), String::new()),
            ("PUT", at("plan"), serde_json::to_string(&empty).unwrap()),
            ("PUT", at("absences"), serde_json::to_string(&mine).unwrap()),
            ("GET", at("calendar?from=2026-11-24&days=7"), String::new()),
            ("POST", at("reservations"), serde_json::to_string(&session).unwrap()),
            ("PUT", at(&format!("reservations/{id}")), serde_json::to_string(&to).unwrap()),
            ("DELETE", at(&format!("reservations/{id}")), String::new()),
            ("PUT", at(&format!("reservations/{id}/came")), r#"{"came":true}"#.to_owned()),
        ]
    };
    for (method, path, body) in calls(&ours.to_string()) {
        world.call(method, &path).text(body.clone()).send().refused(ErrorCode::Unauthorised);
        // A member who was not handed the key yet.
        joined.call(&world, method, &path).text(body).send().refused(ErrorCode::Forbidden);
    }
    // A colleague of the desk who is not of the ward.
    let member = administrator.bring(&world, "second");
    for (method, path, body) in calls(&ward.to_string()) {
        member.call(&world, method, &path).text(body.clone()).send().refused(ErrorCode::Forbidden);
    }
    // Of both: the desk's reservation is still none of the ward's.
    for (method, path, body) in calls(&ward.to_string()).into_iter().skip(5) {
        administrator.call(&world, method, &path).text(body).send().refused(ErrorCode::Forbidden);
    }
    for (method, path, body) in calls("x") {
        administrator.call(&world, method, &path).text(body).send().refused(ErrorCode::Forbidden);
    }
    assert_eq!(calendar(&world, &administrator, "from=2026-11-25&days=1").talks[0].state, State::Booked);
}
