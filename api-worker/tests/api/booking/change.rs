//! Moving and cancelling, by whoever holds the code.

use super::nobody_is_booked_twice;
use crate::support::World;
use crate::support::talk::{GROUP, VISIT, new_talk, plan, tick};
use madobe_domain::ids::ChangeId;
use madobe_domain::wire::booking::{BookingCode, Reservation};
use madobe_domain::wire::calendar::{NewTalk, StaffTalk};
use madobe_domain::wire::error::ErrorCode;

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

/// However near it is by then; for everybody else it is too near.
#[test]
fn who_gave_a_time_back_may_take_it_again() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, two) = (world.writer(), world.writer());
    let id = one.books(&world, VISIT, "2026-11-25 10:00");
    // Where the desk had put a talk, nobody is there by plan, and nobody else may have it.
    let night = NewTalk {
        case: Some(one.case),
        people: vec![administrator.id],
        ..new_talk(&world, VISIT, "2026-11-25 22:00")
    };
    administrator.books(&world, &night).ok::<StaffTalk>();
    world.clock.0.set(tick("2026-11-25 09:45").time());
    one.cancel(&world, id).done();
    two.hold(&world, &two.new_hold(&world, VISIT, "2026-11-25 10:00")).no_talk(BookingCode::SlotTaken);
    one.hold(&world, &one.new_hold(&world, VISIT, "2026-11-25 10:30")).no_talk(BookingCode::SlotTaken);
    let again = one.books(&world, VISIT, "2026-11-25 10:00");
    nobody_is_booked_twice(&world);
    one.cancel(&world, again).done();
    one.cancel(&world, night.id).done();
    two.hold(&world, &two.new_hold(&world, VISIT, "2026-11-25 22:00")).no_talk(BookingCode::SlotTaken);
    let again = one.books(&world, VISIT, "2026-11-25 22:00");
    nobody_is_booked_twice(&world);
    one.cancel(&world, again).done();
    world.clock.0.set(tick("2026-11-25 10:00").time());
    one.hold(&world, &one.new_hold(&world, VISIT, "2026-11-25 10:00")).no_talk(BookingCode::SlotTaken);
}

/// However near its old time is by then, unless somebody has it.
#[test]
fn whoever_moved_a_talk_may_move_it_back() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let one = world.writer();
    let id = one.books(&world, VISIT, "2026-11-25 10:00");
    let shift = |start: &str| one.shift(&world, id, ChangeId::from_bytes(world.bytes()), start);
    world.clock.0.set(tick("2026-11-25 09:45").time());
    shift("2026-11-25 14:00").ok::<Reservation>();
    shift("2026-11-25 10:30").no_talk(BookingCode::SlotTaken);
    assert_eq!(shift("2026-11-25 10:00").ok::<Reservation>().start, tick("2026-11-25 10:00"));
    nobody_is_booked_twice(&world);
    shift("2026-11-25 14:00").ok::<Reservation>();
    let administrator = administrator.in_again(&world);
    let quicker = new_talk(&world, VISIT, "2026-11-25 10:00");
    administrator.books(&world, &quicker).ok::<StaffTalk>();
    shift("2026-11-25 10:00").no_talk(BookingCode::SlotTaken);
    let path = administrator.booking(&format!("reservations/{}", quicker.id));
    administrator.call(&world, "DELETE", &path).send().done();
    world.clock.0.set(tick("2026-11-25 10:00").time());
    shift("2026-11-25 10:00").no_talk(BookingCode::SlotTaken);
    nobody_is_booked_twice(&world);
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
    // Of a talk that has begun the room is in use, whatever is deleted meanwhile.
    world.clock.0.set(tick("2026-11-25 14:20").time());
    two.delete(&world).done();
    assert_eq!(world.database.count("occupied"), 12);
    nobody_is_booked_twice(&world);
}
