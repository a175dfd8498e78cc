//! Holding a time, holding it longer, and booking what is held.

use super::nobody_is_booked_twice;
use crate::support::sqlite::Break;
use crate::support::talk::{GROUP, VISIT, day, new_talk, plan, tick};
use crate::support::writer::work;
use crate::support::{World, Writer};
use madobe_domain::booking::plan::Away;
use madobe_domain::booking::tick::DAY_TICKS;
use madobe_domain::ids::ReservationId;
use madobe_domain::limits::TALKS_AHEAD;
use madobe_domain::wire::booking::{BookingCode, Free, MyTalks, NewHold, Reservation, State};
use madobe_domain::wire::calendar::{CalendarPage, NewTalk, StaffTalk};
use madobe_domain::wire::error::ErrorCode;

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

/// Somebody went back before booking: from then on it is anybody's, and in no calendar has anybody cancelled anything.
#[test]
fn a_time_that_was_let_go_is_free_and_no_cancelled_talk() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, two) = (world.writer(), world.writer());
    let new = one.new_hold(&world, VISIT, "2026-11-25 10:00");
    one.hold(&world, &new).ok::<Reservation>();
    one.cancel(&world, new.id).done();
    one.cancel(&world, new.id).done();
    assert_eq!(world.database.count("occupied"), 0);
    let mine: MyTalks = one.asks(&world, "GET", "/api/booking/reservations").send().ok();
    assert_eq!(mine.reservations[0].state, State::Lapsed);
    let path = administrator.booking("calendar?from=2026-11-25&days=1");
    let page: CalendarPage = administrator.call(&world, "GET", &path).send().ok();
    assert!(page.talks.is_empty(), "{:?}", page.talks);
    let id = two.books(&world, VISIT, "2026-11-25 10:00");
    one.confirm(&world, new.id).no_talk(BookingCode::SlotTaken);
    one.extend(&world, new.id).no_talk(BookingCode::SlotTaken);
    // Let go once more, it takes nothing from whoever has it by now.
    one.cancel(&world, new.id).done();
    assert_eq!(two.confirm(&world, id).ok::<Reservation>().state, State::Booked);
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
    // Two hours are the most.
    let new = one.new_hold(&world, VISIT, "2026-11-26 10:00");
    let held: Reservation = one.hold(&world, &new).ok();
    world.clock.forward(7100);
    let longest: Reservation = one.extend(&world, new.id).ok();
    assert_eq!(longest.expires_at, Some(held.expires_at.unwrap().plus_seconds(6600)));
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

/// A series of half a year is the desk's: it shuts nobody out, and whoever gave one of it back may come back to it.
#[test]
fn what_the_desk_made_does_not_count() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let one = world.writer();
    let new = new_talk(&world, VISIT, "2026-11-25 10:00");
    let first = NewTalk { case: Some(one.case), people: vec![administrator.id], ..new };
    administrator.books(&world, &first).ok::<StaffTalk>();
    for week in 1..26 {
        let id = ReservationId::from_bytes(world.bytes());
        let new = NewTalk { id, start: first.start.plus(week * 7 * DAY_TICKS), ..first.clone() };
        administrator.books(&world, &new).ok::<StaffTalk>();
    }
    for day in [1, 3, 4, 7, 8] {
        one.books(&world, VISIT, &format!("2026-12-{day:02} 10:00"));
    }
    world.counters.minute_over();
    one.cancel(&world, first.id).done();
    one.books(&world, VISIT, "2026-11-25 10:00");
    let more = one.new_hold(&world, VISIT, "2026-12-10 10:00");
    one.hold(&world, &more).no_talk(BookingCode::Enough);
    nobody_is_booked_twice(&world);
}

#[test]
fn a_fault_in_the_middle_is_no_half_booking() {
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
