//! Talks as visitors book them.

use crate::support::talk::{GROUP, ROOM, VISIT, day, new_talk, plan, tick};
use crate::support::writer::work;
use crate::support::{World, Writer};
use madobe_domain::booking::plan::{Away, Who};
use madobe_domain::ids::{ChangeId, KindId, ReservationId};
use madobe_domain::limits::TALKS_AHEAD;
use madobe_domain::wire::booking::{BookingCode, Free, MyTalks, NewHold, Offer, Reservation, State};
use madobe_domain::wire::calendar::StaffTalk;
use madobe_domain::wire::error::ErrorCode;

/// Everybody's promise: no two live reservations share a person, a room or a seat at a tick.
fn nobody_is_booked_twice(world: &World) {
    let rows = world.database.count("occupied");
    let live = world.database.count(
        "(SELECT 1 FROM reservations r, json_each(r.taken) t, \
            (WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 300) SELECT i FROM n) \
          WHERE r.state IN (1, 2) AND i < json_extract(t.value, '$[2]') - json_extract(t.value, '$[1]'))",
    );
    assert_eq!(rows, live, "every tick of every live reservation is one row");
}

#[test]
fn what_is_offered_is_found_in_one_round_trip() {
    let (world, administrator) = World::open();
    let empty: Offer = world.get("/api/booking").send().ok();
    assert!(empty.kinds.is_empty());
    assert!(world.get("/api/booking/free?days=31").send().ok::<Free>().kinds.is_empty());
    let mut wanted = plan(&[administrator.id]);
    wanted.kinds[1].who = Who::Staff;
    administrator.offers(&world, 0, &wanted);
    let offer: Offer = world.get("/api/booking").send().ok();
    assert_eq!(offer.kinds.len(), 1, "what only staff book is not told");
    world.database.round_trips();
    let free: Free = world.get("/api/booking/free?from=2026-11-24&days=31").send().ok();
    assert_eq!(world.database.round_trips(), 1);
    assert_eq!(free.kinds[0].starts[0], tick("2026-11-24 11:00"));
    assert_eq!(free.kinds[0].last_day, day("2027-01-23"));
    for wrong in ["days=0", "days=32", "days=x", "from=2026-02-30&days=1", "days=1&more=1", ""] {
        world.get(&format!("/api/booking/free?{wrong}")).send().refused(ErrorCode::Invalid);
    }
}

#[test]
fn a_time_is_held_then_booked_and_gone_for_everybody_else() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, two) = (world.writer(), world.writer());
    let new = one.new_hold(&world, VISIT, "2026-11-25 10:00");
    world.database.round_trips();
    let held: Reservation = one.hold(&world, &new).ok();
    assert_eq!(world.database.round_trips(), 2);
    assert_eq!(held.state, State::Held);
    assert_eq!(held.expires_at, Some(world.clock.0.get().plus_seconds(600)));
    // The same again is done; another under its id is not.
    assert_eq!(one.hold(&world, &new).ok::<Reservation>(), held);
    let other = NewHold { kind: GROUP, ..new.clone() };
    one.hold(&world, &other).refused(ErrorCode::Conflict);
    // 10:00 to 10:50 and ten minutes after it: nothing that overlaps.
    for start in ["2026-11-25 09:30", "2026-11-25 10:00", "2026-11-25 10:30"] {
        let refused = two.hold(&world, &two.new_hold(&world, VISIT, start)).no_talk(BookingCode::SlotTaken);
        assert_eq!(refused.nearest.len(), 3, "{start}");
        for near in refused.nearest {
            assert!(!world.get("/api/booking/free?days=31").send().ok::<Free>().kinds[0].starts.is_empty());
            let new = NewHold {
                id: ReservationId::from_bytes(world.bytes()),
                kind: VISIT,
                start: near,
                work: None,
            };
            two.hold(&world, &new).ok::<Reservation>();
        }
    }
    world.counters.minute_over();
    let booked: Reservation = one.confirm(&world, new.id).ok();
    assert_eq!((booked.state, booked.expires_at), (State::Booked, None));
    assert_eq!(one.confirm(&world, new.id).ok::<Reservation>(), booked);
    let free: Free = world.get("/api/booking/free?from=2026-11-25&days=1").send().ok();
    assert!(!free.kinds[0].starts.contains(&tick("2026-11-25 10:00")));
    nobody_is_booked_twice(&world);
}

#[test]
fn whoever_looks_at_another_time_lets_the_first_one_go() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, two) = (world.writer(), world.writer());
    let first = one.new_hold(&world, VISIT, "2026-11-25 10:00");
    one.hold(&world, &first).ok::<Reservation>();
    // One's own hold is never in the way, not even half of it.
    let second = one.new_hold(&world, VISIT, "2026-11-25 10:30");
    one.hold(&world, &second).ok::<Reservation>();
    two.hold(&world, &two.new_hold(&world, VISIT, "2026-11-25 09:30")).ok::<Reservation>();
    one.confirm(&world, first.id).no_talk(BookingCode::SlotTaken);
    // What could not be had leaves what one has.
    one.hold(&world, &one.new_hold(&world, VISIT, "2026-11-25 09:00")).no_talk(BookingCode::SlotTaken);
    one.confirm(&world, second.id).ok::<Reservation>();
    nobody_is_booked_twice(&world);
}

#[test]
fn a_hold_that_runs_out_is_for_whoever_comes_and_not_before() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, two) = (world.writer(), world.writer());
    let slow = one.new_hold(&world, VISIT, "2026-11-25 10:00");
    one.hold(&world, &slow).ok::<Reservation>();
    let wants = two.new_hold(&world, VISIT, "2026-11-25 10:00");
    world.clock.forward(599);
    two.hold(&world, &wants).no_talk(BookingCode::SlotTaken);
    world.clock.forward(1);
    let free: Free = world.get("/api/booking/free?from=2026-11-25&days=1").send().ok();
    assert!(free.kinds[0].starts.contains(&tick("2026-11-25 10:00")));
    two.hold(&world, &wants).ok::<Reservation>();
    // Just before it could be confirmed, it was gone: three others are named.
    let late = one.confirm(&world, slow.id).no_talk(BookingCode::SlotTaken);
    assert_eq!(late.nearest.len(), 3);
    one.extend(&world, slow.id).no_talk(BookingCode::SlotTaken);
    two.confirm(&world, wants.id).ok::<Reservation>();
    nobody_is_booked_twice(&world);
}

#[test]
fn a_hold_that_nobody_wants_yet_is_still_good_a_little_late() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let one = world.writer();
    let new = one.new_hold(&world, VISIT, "2026-11-25 10:00");
    one.hold(&world, &new).ok::<Reservation>();
    world.clock.forward(540);
    let longer: Reservation = one.extend(&world, new.id).ok();
    assert_eq!(longer.expires_at, Some(world.clock.0.get().plus_seconds(600)));
    world.clock.forward(900);
    one.confirm(&world, new.id).ok::<Reservation>();
    // An hour is the most.
    let new = one.new_hold(&world, VISIT, "2026-11-26 10:00");
    let held: Reservation = one.hold(&world, &new).ok();
    world.clock.forward(3500);
    let longest: Reservation = one.extend(&world, new.id).ok();
    assert_eq!(longest.expires_at, Some(held.expires_at.unwrap().plus_seconds(3000)));
}

#[test]
fn a_plan_that_changes_under_a_hold_keeps_its_word() {
    let (world, administrator) = World::open();
    let mut wanted = plan(&[administrator.id]);
    administrator.offers(&world, 0, &wanted);
    let (one, two) = (world.writer(), world.writer());
    let new = one.new_hold(&world, VISIT, "2026-11-25 10:00");
    one.hold(&world, &new).ok::<Reservation>();
    wanted.people[0].away = vec![Away { first: day("2026-11-25"), last: day("2026-11-25"), frame: None }];
    administrator.offers(&world, 1, &wanted);
    one.confirm(&world, new.id).ok::<Reservation>();
    two.hold(&world, &two.new_hold(&world, VISIT, "2026-11-25 14:00")).no_talk(BookingCode::SlotTaken);
}

#[test]
fn a_first_booking_needs_the_work_of_a_first_letter() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let mut writer = Writer::new(&world);
    let mut new = writer.new_hold(&world, VISIT, "2026-11-25 10:00");
    writer.hold(&world, &new).refused(ErrorCode::Unauthorised);
    new.work = Some(work(&world, &world.writer().mailbox, 8));
    assert!(writer.hold(&world, &new).refused(ErrorCode::Work).challenge.is_some());
    new.work = Some(writer.letter.work.clone());
    writer.hold(&world, &new).ok::<Reservation>();
    // Held for a mailbox that is not there yet: it is booked once it is.
    writer.confirm(&world, new.id).refused(ErrorCode::Unauthorised);
    writer.send_first(&world);
    writer.confirm(&world, new.id).ok::<Reservation>();
    let mine: MyTalks = writer.asks(&world, "GET", "/api/booking/reservations").send().ok();
    assert_eq!(mine.reservations.len(), 1);
}

#[test]
fn nobody_touches_what_is_not_theirs() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, stranger) = (world.writer(), world.writer());
    let id = one.books(&world, VISIT, "2026-11-25 10:00");
    let nobody = Writer { token: [0; 32], ..world.writer() };
    let nothing = ReservationId::from_bytes(world.bytes());
    let change = ChangeId::from_bytes(world.bytes());
    for who in [&stranger, &nobody] {
        let mut bodies = Vec::new();
        for id in [id, nothing] {
            for answer in [
                who.confirm(&world, id),
                who.extend(&world, id),
                who.cancel(&world, id),
                who.shift(&world, id, change, "2026-11-26 10:00"),
            ] {
                answer.refused(ErrorCode::Forbidden);
                bodies.push(answer.body);
            }
        }
        bodies.dedup();
        assert_eq!(bodies.len(), 1, "theirs and nobody's look the same");
    }
    // The right mailbox with the wrong token.
    let thief = Writer { mailbox: one.mailbox, token: [0; 32], ..world.writer() };
    thief.cancel(&world, id).refused(ErrorCode::Forbidden);
    thief.asks(&world, "GET", "/api/booking/reservations").send().refused(ErrorCode::Unauthorised);
    thief.hold(&world, &thief.new_hold(&world, VISIT, "2026-11-26 10:00")).refused(ErrorCode::Unauthorised);
    let waiting = format!("/api/booking/waiting/{VISIT}");
    for method in ["PUT", "DELETE"] {
        thief.asks(&world, method, &waiting).send().refused(ErrorCode::Unauthorised);
        world.call(method, &waiting).send().refused(ErrorCode::Unauthorised);
    }
    for (method, path) in [
        ("POST", format!("/api/booking/reservations/{id}/confirm")),
        ("POST", format!("/api/booking/reservations/{id}/extend")),
        ("DELETE", format!("/api/booking/reservations/{id}")),
        ("GET", "/api/booking/reservations".to_owned()),
    ] {
        world.call(method, &path).send().refused(ErrorCode::Unauthorised);
    }
    one.asks(&world, "DELETE", "/api/booking/reservations/x").send().refused(ErrorCode::Forbidden);
    // Nothing of one mailbox is found by another.
    let theirs: MyTalks = stranger.asks(&world, "GET", "/api/booking/reservations").send().ok();
    assert!(theirs.reservations.is_empty());
    assert_eq!(one.confirm(&world, id).ok::<Reservation>().state, State::Booked);
}

#[test]
fn cancelling_twice_is_cancelling() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, two) = (world.writer(), world.writer());
    let id = one.books(&world, VISIT, "2026-11-25 10:00");
    one.cancel(&world, id).done();
    two.books(&world, VISIT, "2026-11-25 10:00");
    one.cancel(&world, id).done();
    one.confirm(&world, id).no_talk(BookingCode::SlotTaken);
    assert_eq!(world.database.count("occupied"), 12);
    // Up to the beginning, and not after it.
    let id = one.books(&world, VISIT, "2026-11-25 11:00");
    world.clock.0.set(tick("2026-11-25 10:59").time());
    let late = one.books(&world, VISIT, "2026-11-25 15:00");
    world.clock.0.set(tick("2026-11-25 11:00").time());
    one.cancel(&world, id).no_talk(BookingCode::Begun);
    one.cancel(&world, late).done();
}

#[test]
fn nothing_is_changed_by_looking() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let one = world.writer();
    let id = one.books(&world, VISIT, "2026-11-25 10:00");
    let before = (world.database.count("occupied"), world.database.count("reservations WHERE state = 2"));
    for path in ["confirm", "extend", ""] {
        let path = format!("/api/booking/reservations/{id}/{path}");
        let status = one.asks(&world, "GET", path.trim_end_matches('/')).send().status;
        assert_eq!(status, 405);
    }
    let cross = one.asks(&world, "DELETE", &format!("/api/booking/reservations/{id}"));
    cross.header("sec-fetch-site", "cross-site").send().refused(ErrorCode::CrossSite);
    assert_eq!(
        before,
        (world.database.count("occupied"), world.database.count("reservations WHERE state = 2"))
    );
}

#[test]
fn moving_takes_the_new_time_and_gives_the_old_one_back_or_does_neither() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, two) = (world.writer(), world.writer());
    let id = one.books(&world, VISIT, "2026-11-25 10:00");
    two.books(&world, VISIT, "2026-11-25 14:00");
    let change = ChangeId::from_bytes(world.bytes());
    // Onto half of oneself.
    let moved: Reservation = one.shift(&world, id, change, "2026-11-25 10:30").ok();
    assert_eq!(moved.start, tick("2026-11-25 10:30"));
    assert_eq!(one.shift(&world, id, change, "2026-11-25 10:30").ok::<Reservation>(), moved);
    one.shift(&world, id, change, "2026-11-25 11:00").refused(ErrorCode::Conflict);
    nobody_is_booked_twice(&world);
    // Onto somebody else: nothing is lost.
    let change = ChangeId::from_bytes(world.bytes());
    let refused = one.shift(&world, id, change, "2026-11-25 13:30").no_talk(BookingCode::SlotTaken);
    assert_eq!(refused.nearest.len(), 3);
    assert_eq!(one.confirm(&world, id).ok::<Reservation>().start, tick("2026-11-25 10:30"));
    nobody_is_booked_twice(&world);
    // The time that was left is there for others.
    two.hold(&world, &two.new_hold(&world, VISIT, "2026-11-25 09:30")).ok::<Reservation>();
    // Once it has begun, it stays.
    world.clock.0.set(tick("2026-11-25 10:30").time());
    let change = ChangeId::from_bytes(world.bytes());
    one.shift(&world, id, change, "2026-11-26 10:00").no_talk(BookingCode::Begun);
}

#[test]
fn one_mailbox_has_so_many_talks_before_it() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let one = world.writer();
    let days = [1, 2, 3, 4, 7];
    assert_eq!(days.len(), TALKS_AHEAD as usize);
    for day in days {
        one.books(&world, VISIT, &format!("2026-12-{day:02} 10:00"));
    }
    let more = one.new_hold(&world, VISIT, "2026-12-10 10:00");
    one.hold(&world, &more).no_talk(BookingCode::Enough);
}

#[test]
fn what_is_for_writers_and_what_is_for_staff() {
    let (world, administrator) = World::open();
    let mut wanted = plan(&[administrator.id]);
    wanted.kinds[0].who = Who::Writers;
    wanted.kinds[1].who = Who::Staff;
    administrator.offers(&world, 0, &wanted);
    let newcomer = Writer::new(&world);
    let mut new = newcomer.new_hold(&world, VISIT, "2026-11-25 10:00");
    new.work = Some(newcomer.letter.work.clone());
    newcomer.hold(&world, &new).refused(ErrorCode::Forbidden);
    let writer = world.writer();
    writer.hold(&world, &writer.new_hold(&world, VISIT, "2026-11-25 10:00")).ok::<Reservation>();
    writer.hold(&world, &writer.new_hold(&world, GROUP, "2026-11-25 13:00")).refused(ErrorCode::Forbidden);
    let unknown = KindId::from_bytes([9; 16]);
    writer.hold(&world, &writer.new_hold(&world, unknown, "2026-11-25 13:00")).refused(ErrorCode::Forbidden);
}

#[test]
fn a_group_has_so_many_seats_and_is_told_when_it_does_not_meet() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let session = madobe_domain::wire::calendar::NewTalk {
        session: true,
        ..new_talk(&world, GROUP, "2026-11-27 13:00")
    };
    let set: StaffTalk = administrator.books(&world, &session).ok();
    assert_eq!((set.seats, set.taken.len()), (Some(3), 2));
    let group = |world: &World| {
        let path = format!("/api/booking/free?days=31&kind={GROUP}");
        world.get(&path).send().ok::<Free>().kinds[0].starts.clone()
    };
    assert_eq!(group(&world), [tick("2026-11-27 13:00")]);
    let writers: Vec<Writer> = (0..4).map(|_| world.writer()).collect();
    let ids: Vec<ReservationId> =
        writers[..3].iter().map(|writer| writer.books(&world, GROUP, "2026-11-27 13:00")).collect();
    let last = &writers[3];
    last.hold(&world, &last.new_hold(&world, GROUP, "2026-11-27 13:00")).no_talk(BookingCode::SlotTaken);
    assert!(group(&world).is_empty());
    writers[0].cancel(&world, ids[0]).done();
    assert_eq!(group(&world).len(), 1);
    let seat = last.books(&world, GROUP, "2026-11-27 13:00");
    nobody_is_booked_twice(&world);
    let path = administrator.booking(&format!("reservations/{}", session.id));
    administrator.call(&world, "DELETE", &path).send().done();
    let told: MyTalks = last.asks(&world, "GET", "/api/booking/reservations").send().ok();
    assert_eq!(told.reservations[0].id, seat);
    assert_eq!(told.reservations[0].state, State::Cancelled);
    assert_eq!(world.database.count("occupied"), 0);
    let _ = ROOM;
}

#[test]
fn whoever_waits_is_told_three_times_at_most() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, waits) = (world.writer(), world.writer());
    let path = format!("/api/booking/waiting/{VISIT}");
    waits.asks(&world, "PUT", &path).send().done();
    waits.asks(&world, "PUT", &path).send().done();
    let told = |world: &World| {
        let mine: MyTalks = waits.asks(world, "GET", "/api/booking/reservations").send().ok();
        mine.waiting.first().map(|waiting| (waiting.told, waiting.start))
    };
    assert_eq!(told(&world), Some((0, None)));
    for round in 1..=4_u8 {
        let start = format!("2026-11-2{} 10:00", 4 + u32::from(round.min(2)));
        let id = one.books(&world, VISIT, &start);
        world.counters.minute_over();
        one.cancel(&world, id).done();
        assert_eq!(
            told(&world),
            Some((round.min(3), Some(tick(if round == 1 { &start } else { "2026-11-26 10:00" }))))
        );
    }
    // A time that was only held was never anybody's.
    let new = one.new_hold(&world, VISIT, "2026-11-25 10:00");
    waits.asks(&world, "PUT", &path).send().done();
    one.hold(&world, &new).ok::<Reservation>();
    one.cancel(&world, new.id).done();
    assert_eq!(told(&world), Some((0, None)));
    waits.asks(&world, "DELETE", &path).send().done();
    waits.asks(&world, "DELETE", &path).send().done();
    assert_eq!(told(&world), None);
}

#[test]
fn a_fault_in_the_middle_is_no_half_booking() {
    use crate::support::sqlite::Break;
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let one = world.writer();
    let new = one.new_hold(&world, VISIT, "2026-11-25 10:00");
    for broken in [Break::Before, Break::After] {
        world.database.break_next(broken);
        one.hold(&world, &new).refused(ErrorCode::Internal);
        nobody_is_booked_twice(&world);
    }
    one.hold(&world, &new).ok::<Reservation>();
    world.database.break_next(Break::After);
    one.confirm(&world, new.id).refused(ErrorCode::Internal);
    one.confirm(&world, new.id).ok::<Reservation>();
    world.database.break_next(Break::After);
    one.cancel(&world, new.id).refused(ErrorCode::Internal);
    one.cancel(&world, new.id).done();
    nobody_is_booked_twice(&world);
}

#[test]
fn deleting_the_consultation_gives_its_times_back_and_leaves_no_trail() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, two) = (world.writer(), world.writer());
    one.books(&world, VISIT, "2026-11-25 10:00");
    let kept = two.books(&world, VISIT, "2026-11-25 14:00");
    one.asks(&world, "PUT", &format!("/api/booking/waiting/{GROUP}")).send().done();
    one.delete(&world).done();
    assert_eq!(world.database.count(&format!("reservations WHERE mailbox = '{}'", one.mailbox)), 0);
    assert_eq!(world.database.count("waiting"), 0);
    assert_eq!(world.database.count("occupied"), 12);
    two.confirm(&world, kept).ok::<Reservation>();
}
