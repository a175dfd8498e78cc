//! Talks as staff see them.

use crate::support::staff::second_team;
use crate::support::talk::{GROUP, ROOM, VISIT, day, new_talk, plan, tick};
use crate::support::{Colleague, World};
use madobe_domain::booking::conflict::Conflict;
use madobe_domain::booking::plan::{Away, OneDay, Who};
use madobe_domain::booking::sample::person;
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::hash::feed_secret_hash;
use madobe_domain::desk::hours::Frame;
use madobe_domain::ids::{CaseId, ChangeId, StaffId};
use madobe_domain::wire::booking::{BookingCode, Free, MyTalks, Reservation, State};
use madobe_domain::wire::calendar::{
    CalendarPage, Came, FeedState, MonthFigures, MoveTalk, MyAbsences, NewFeed, NewTalk, StaffTalk,
    VersionedPlan,
};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::team::VersionedSettings;

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
fn days_that_are_not_like_the_week_are_named() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let path = "/api/staff/desk";
    let mut desk: VersionedSettings = administrator.call(&world, "GET", path).send().ok();
    desk.settings.closed_days = vec![day("2026-11-25")];
    administrator.call(&world, "PUT", path).json(&desk).send().ok::<VersionedSettings>();
    let page = calendar(&world, &administrator, "from=2026-11-22&days=7");
    let named: Vec<_> = page.holidays.iter().map(|one| (one.day, one.name.as_deref())).collect();
    assert_eq!(named, [(day("2026-11-23"), Some("勤労感謝の日")), (day("2026-11-25"), None)]);
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
fn staff_see_what_is_free_of_their_own_kinds_from_now_on() {
    let (world, administrator) = World::open();
    let mut wanted = plan(&[administrator.id]);
    wanted.kinds[0].who = Who::Staff;
    wanted.kinds[0].lead_minutes = 48 * 60;
    administrator.offers(&world, 0, &wanted);
    let path = administrator.booking(&format!("free?from=2026-11-24&days=31&kind={VISIT}"));
    world.database.round_trips();
    let free: Free = administrator.call(&world, "GET", &path).send().ok();
    assert_eq!(world.database.round_trips(), 2);
    assert_eq!(free.kinds.len(), 1);
    // The world's clock shows ten on that day.
    assert_eq!(free.kinds[0].starts[0].day(), day("2026-11-24"));
    assert!(free.kinds[0].starts.iter().all(|start| start.time() > world.clock.0.get()));
    administrator.books(&world, &new_talk(&world, VISIT, "2026-11-25 10:00")).ok::<StaffTalk>();
    let free: Free = administrator.call(&world, "GET", &path).send().ok();
    assert!(!free.kinds[0].starts.contains(&tick("2026-11-25 10:00")));
    for wrong in ["days=0", "days=32", "from=x&days=1", ""] {
        let path = administrator.booking(&format!("free?{wrong}"));
        administrator.call(&world, "GET", &path).send().refused(ErrorCode::Invalid);
    }
}

#[test]
fn what_is_free_and_what_is_near_are_of_the_person_who_is_named() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let mut wanted = plan(&[administrator.id, member.id]);
    wanted.kinds[0].lead_minutes = 72 * 60;
    administrator.offers(&world, 0, &wanted);
    let busy = NewTalk { people: vec![member.id], ..new_talk(&world, VISIT, "2026-11-25 10:00") };
    administrator.books(&world, &busy).ok::<StaffTalk>();
    let free = |person: &str| -> Vec<_> {
        let path = administrator.booking(&format!("free?from=2026-11-25&days=1&kind={VISIT}{person}"));
        administrator.call(&world, "GET", &path).send().ok::<Free>().kinds[0].starts.clone()
    };
    let wished = tick("2026-11-25 10:00");
    assert!(free("").contains(&wished) && free(&format!("&person={}", administrator.id)).contains(&wished));
    let theirs = free(&format!("&person={}", member.id));
    assert!(!theirs.is_empty() && !theirs.contains(&wished));
    let odd = administrator.booking("free?days=1&person=x");
    administrator.call(&world, "GET", &odd).send().refused(ErrorCode::Invalid);
    // Too late for visitors, but not for staff; and nobody else's times.
    let clash = NewTalk { id: new_talk(&world, VISIT, "2026-11-25 10:00").id, ..busy };
    let refused = administrator.books(&world, &clash).no_talk(BookingCode::SlotTaken);
    assert!(!refused.nearest.is_empty());
    assert!(refused.nearest.iter().all(|near| near.day() != day("2026-11-25") || theirs.contains(near)));
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
    let note =
        |by: &Colleague, came| by.call(&world, "PUT", &format!("{path}/came")).json(&Came { came }).send();
    // The evening before nobody knows.
    note(&administrator, Some(true)).refused(ErrorCode::Conflict);
    assert_eq!(calendar(&world, &administrator, "from=2026-11-25&days=1").talks[0].came, None);
    world.clock.forward(24 * 3600);
    let administrator = administrator.in_again(&world);
    let came = |came| note(&administrator, came);
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
            ("GET", at("free?from=2026-11-24&days=7"), String::new()),
            ("POST", at("reservations"), serde_json::to_string(&session).unwrap()),
            ("PUT", at(&format!("reservations/{id}")), serde_json::to_string(&to).unwrap()),
            ("DELETE", at(&format!("reservations/{id}")), String::new()),
            ("PUT", at(&format!("reservations/{id}/came")), r#"{"came":true}"#.to_owned()),
            ("GET", at("months?month=2026-11-01"), String::new()),
            ("GET", at("feed"), String::new()),
            ("PUT", at("feed"), serde_json::to_string(&NewFeed { secret_hash: Fixed([1; 32]) }).unwrap()),
            ("DELETE", at("feed"), String::new()),
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
    for (method, path, body) in calls(&ward.to_string()).into_iter().skip(6).take(3) {
        administrator.call(&world, method, &path).text(body).send().refused(ErrorCode::Forbidden);
    }
    for (method, path, body) in calls("x") {
        administrator.call(&world, method, &path).text(body).send().refused(ErrorCode::Forbidden);
    }
    assert_eq!(calendar(&world, &administrator, "from=2026-11-25&days=1").talks[0].state, State::Booked);
}

#[test]
fn a_month_is_counted_and_a_room_is_free_for_what_is_left() {
    let (world, administrator) = World::open();
    let mut wanted = plan(&[administrator.id]);
    wanted.kinds[0].rooms = vec![ROOM];
    administrator.offers(&world, 0, &wanted);
    let (one, two) = (world.writer(), world.writer());
    let held = one.books(&world, VISIT, "2026-11-25 10:00");
    let missed = one.books(&world, VISIT, "2026-11-25 14:00");
    let gone = two.books(&world, VISIT, "2026-11-26 10:00");
    one.books(&world, VISIT, "2026-12-01 10:00");
    one.shift(&world, held, ChangeId::from_bytes(world.bytes()), "2026-11-25 11:00").ok::<Reservation>();
    two.cancel(&world, gone).done();
    world.clock.forward(24 * 3600);
    let administrator = administrator.in_again(&world);
    for (id, came) in [(held, true), (missed, false)] {
        let path = administrator.booking(&format!("reservations/{id}/came"));
        administrator.call(&world, "PUT", &path).json(&Came { came: Some(came) }).send().done();
    }
    // What was only looked at was not asked for.
    two.hold(&world, &two.new_hold(&world, VISIT, "2026-11-27 10:00")).ok::<Reservation>();
    world.database.round_trips();
    let path = administrator.booking("months?month=2026-11-15");
    let month: MonthFigures = administrator.call(&world, "GET", &path).send().ok();
    assert_eq!(world.database.round_trips(), 2);
    let counts = (month.asked, month.held, month.not_held, month.moved, month.cancelled);
    assert_eq!(counts, (3, 1, 1, 1, 1));
    // Two talks of fifty minutes with the ten after them, and the one that is held at this moment.
    assert_eq!((month.rooms[0].room, month.rooms[0].used_minutes), (ROOM, 180));
    assert!(month.rooms[0].open_minutes > 180);
    for wrong in ["", "month=x", "month=2026-11-01&more=1"] {
        let path = administrator.booking(&format!("months?{wrong}"));
        administrator.call(&world, "GET", &path).send().refused(ErrorCode::Invalid);
    }
}

#[test]
fn a_calendar_program_is_told_when_and_nothing_else() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    administrator.offers(&world, 0, &plan(&[administrator.id, member.id]));
    let mine = NewTalk { people: vec![member.id], ..new_talk(&world, VISIT, "2026-11-25 10:00") };
    member.books(&world, &mine).ok::<StaffTalk>();
    let theirs = NewTalk { people: vec![administrator.id], ..new_talk(&world, VISIT, "2026-11-26 11:00") };
    member.books(&world, &theirs).ok::<StaffTalk>();
    let feed = member.booking("feed");
    let state: FeedState = member.call(&world, "GET", &feed).send().ok();
    assert_eq!(state.made_at, None);
    let make = |secret: [u8; 32]| {
        let new = NewFeed { secret_hash: feed_secret_hash(&secret) };
        member.call(&world, "PUT", &feed).json(&new).send().ok::<FeedState>()
    };
    assert!(make([5; 32]).made_at.is_some());
    let fetch = |secret: [u8; 32]| world.get(&format!("/api/booking/feed/{}.ics", Fixed(secret))).send();
    let found = fetch([5; 32]);
    assert_eq!(found.status, 200);
    let text = found.text();
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "one's own alone: {text}");
    assert!(text.contains(&mine.id.to_string()) && text.contains("DTSTART;TZID=Asia/Tokyo:20261125T100000"));
    for word in ["家族", "相談", "second"] {
        assert!(!text.contains(word), "{word}");
    }
    // Only the hash is kept; a new address ends the one before; nobody guesses what was.
    let kept = format!("calendar_feeds WHERE secret_hash = '{}'", Fixed([5; 32]));
    assert_eq!(world.database.count(&kept), 0);
    make([6; 32]);
    fetch([5; 32]).refused(ErrorCode::Forbidden);
    world.get("/api/booking/feed/x.ics").send().refused(ErrorCode::Forbidden);
    assert_eq!(fetch([6; 32]).status, 200);
    member.call(&world, "DELETE", &feed).send().done();
    member.call(&world, "DELETE", &feed).send().done();
    fetch([6; 32]).refused(ErrorCode::Forbidden);
    assert_eq!(world.database.count("audit WHERE action IN ('feed_made', 'feed_ended')"), 3);
}
