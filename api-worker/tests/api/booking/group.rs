//! Groups: their seats, what they ask, and what becomes of those in them.

use super::nobody_is_booked_twice;
use crate::support::talk::{GROUP, VISIT, new_talk, plan, tick};
use crate::support::{Answer, Colleague, World, Writer};
use madobe_domain::booking::question::Question;
use madobe_domain::ids::{ChangeId, ReservationId};
use madobe_domain::wire::booking::{BookingCode, Free, MyTalks, Offer, Reservation, State};
use madobe_domain::wire::calendar::{MonthFigures, MoveTalk, NewTalk, StaffTalk};
use madobe_domain::wire::error::ErrorCode;

const FRIDAY: &str = "2026-11-27 13:00";
const MONDAY: &str = "2026-11-30 10:00";

fn sets(world: &World, staff: &Colleague, start: &str) -> StaffTalk {
    let session = NewTalk { session: true, ..new_talk(world, GROUP, start) };
    staff.books(world, &session).ok()
}

/// When a seat of the group is left.
fn left(world: &World) -> Vec<madobe_domain::booking::tick::Tick> {
    let path = format!("/api/booking/free?days=31&kind={GROUP}");
    world.get(&path).send().ok::<Free>().kinds[0].starts.clone()
}

fn own(world: &World, writer: &Writer) -> Reservation {
    let mine: MyTalks = writer.asks(world, "GET", "/api/booking/reservations").send().ok();
    mine.reservations[0].clone()
}

fn moves(world: &World, staff: &Colleague, id: ReservationId, to: &MoveTalk) -> Answer {
    staff.call(world, "PUT", &staff.booking(&format!("reservations/{id}"))).json(to).send()
}

fn to(world: &World, start: &str) -> MoveTalk {
    MoveTalk { change: ChangeId::from_bytes(world.bytes()), start: tick(start), people: vec![], room: None }
}

#[test]
fn a_group_has_so_many_seats_and_is_told_when_it_does_not_meet() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let session = sets(&world, &administrator, FRIDAY);
    assert_eq!((session.seats, session.taken.len()), (Some(3), 2));
    assert_eq!(left(&world), [tick(FRIDAY)]);
    let writers: Vec<Writer> = (0..4).map(|_| world.writer()).collect();
    let ids: Vec<ReservationId> =
        writers[..3].iter().map(|writer| writer.books(&world, GROUP, FRIDAY)).collect();
    let last = &writers[3];
    last.hold(&world, &last.new_hold(&world, GROUP, FRIDAY)).no_talk(BookingCode::SlotTaken);
    assert!(left(&world).is_empty());
    writers[0].cancel(&world, ids[0]).done();
    assert_eq!(left(&world).len(), 1);
    let seat = last.books(&world, GROUP, FRIDAY);
    nobody_is_booked_twice(&world);
    let path = administrator.booking(&format!("reservations/{}", session.id));
    administrator.call(&world, "DELETE", &path).send().done();
    assert_eq!((own(&world, last).id, own(&world, last).state), (seat, State::Cancelled));
    assert_eq!(world.database.count("occupied"), 0);
    assert!(left(&world).is_empty());
    // What does not meet is not moved.
    moves(&world, &administrator, session.id, &to(&world, MONDAY)).refused(ErrorCode::Conflict);
}

#[test]
fn a_group_that_moves_takes_everybody_in_it_along() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let session = sets(&world, &administrator, FRIDAY);
    let (one, two, looks, gone) = (world.writer(), world.writer(), world.writer(), world.writer());
    let left_before = gone.books(&world, GROUP, FRIDAY);
    gone.cancel(&world, left_before).done();
    let (first, second) = (one.books(&world, GROUP, FRIDAY), two.books(&world, GROUP, FRIDAY));
    let held = looks.new_hold(&world, GROUP, FRIDAY);
    looks.hold(&world, &held).ok::<Reservation>();
    let wish = to(&world, MONDAY);
    let moved: StaffTalk = moves(&world, &administrator, session.id, &wish).ok();
    assert_eq!((moved.start, moved.seats), (tick(MONDAY), Some(3)));
    // Sent again it is done, and nobody is moved twice.
    assert_eq!(moves(&world, &administrator, session.id, &wish).ok::<StaffTalk>(), moved);
    nobody_is_booked_twice(&world);
    for (writer, id) in [(&one, first), (&two, second)] {
        let mine = own(&world, writer);
        assert_eq!((mine.id, mine.start, mine.state), (id, tick(MONDAY), State::Booked));
    }
    // Whoever had left is not in it again, and who was only looking at the old time is told that it is gone.
    assert_eq!((own(&world, &gone).start, own(&world, &gone).state), (tick(FRIDAY), State::Cancelled));
    let refused = looks.confirm(&world, held.id).no_talk(BookingCode::SlotTaken);
    assert_eq!(refused.nearest, [tick(MONDAY)]);
    assert_eq!(left(&world), [tick(MONDAY)]);
    looks.books(&world, GROUP, MONDAY);
    assert!(left(&world).is_empty());
    // Whoever holds it is free again at the old time, and not at the new one.
    gone.books(&world, VISIT, FRIDAY);
    gone.hold(&world, &gone.new_hold(&world, VISIT, MONDAY)).no_talk(BookingCode::SlotTaken);
    nobody_is_booked_twice(&world);
    // Each seat that was moved is one; the session itself is none.
    let months = administrator.booking("months?month=2026-11-01");
    let month: MonthFigures = administrator.call(&world, "GET", &months).send().ok();
    assert_eq!((month.moved, month.cancelled), (2, 1));
    // A seat is where the group meets, and nowhere else.
    moves(&world, &administrator, first, &to(&world, FRIDAY)).no_talk(BookingCode::SlotTaken);
    one.cancel(&world, first).done();
    assert_eq!(left(&world), [tick(MONDAY)]);
}

#[test]
fn staff_cancel_one_seat_and_the_others_stay() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    sets(&world, &administrator, FRIDAY);
    let (one, two) = (world.writer(), world.writer());
    let seat = one.books(&world, GROUP, FRIDAY);
    let stays = two.books(&world, GROUP, FRIDAY);
    let path = administrator.booking(&format!("reservations/{seat}"));
    administrator.call(&world, "DELETE", &path).send().done();
    assert_eq!(own(&world, &one).state, State::Cancelled);
    assert_eq!((own(&world, &two).id, own(&world, &two).state), (stays, State::Booked));
    // The session meets, and the seat is free for somebody else.
    assert_eq!(left(&world), [tick(FRIDAY)]);
    world.writer().books(&world, GROUP, FRIDAY);
    nobody_is_booked_twice(&world);
}

#[test]
fn staff_move_one_seat_to_another_session_and_the_others_stay() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let friday = sets(&world, &administrator, FRIDAY);
    let (one, two, waits) = (world.writer(), world.writer(), world.writer());
    let (seat, stays) = (one.books(&world, GROUP, FRIDAY), two.books(&world, GROUP, FRIDAY));
    waits.asks(&world, "PUT", &format!("/api/booking/waiting/{GROUP}")).send().done();
    // It does not meet again yet, and where it is, it is already.
    for start in [MONDAY, FRIDAY] {
        moves(&world, &administrator, seat, &to(&world, start)).no_talk(BookingCode::SlotTaken);
    }
    sets(&world, &administrator, MONDAY);
    let wish = to(&world, MONDAY);
    let moved: StaffTalk = moves(&world, &administrator, seat, &wish).ok();
    assert_eq!((moved.id, moved.start, moved.case), (seat, tick(MONDAY), Some(one.case)));
    assert_eq!(moves(&world, &administrator, seat, &wish).ok::<StaffTalk>(), moved, "sent again it is done");
    assert_eq!((own(&world, &one).start, own(&world, &two).start), (tick(MONDAY), tick(FRIDAY)));
    nobody_is_booked_twice(&world);
    let mine: MyTalks = waits.asks(&world, "GET", "/api/booking/reservations").send().ok();
    assert_eq!((mine.waiting[0].told, mine.waiting[0].start), (1, Some(tick(FRIDAY))), "of the seat it left");
    // Where every seat is taken, nobody is moved.
    for _ in 0..2 {
        world.writer().books(&world, GROUP, MONDAY);
    }
    moves(&world, &administrator, stays, &to(&world, MONDAY)).no_talk(BookingCode::SlotTaken);
    assert_eq!(own(&world, &two).start, tick(FRIDAY));
    // It belongs to where it is now: the other session takes nobody along who has left it.
    let path = administrator.booking(&format!("reservations/{}", friday.id));
    administrator.call(&world, "DELETE", &path).send().done();
    assert_eq!((own(&world, &one).state, own(&world, &two).state), (State::Booked, State::Cancelled));
    nobody_is_booked_twice(&world);
}

#[test]
fn where_a_group_meets_twice_at_once_every_seat_can_be_had() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let mut wanted = plan(&[administrator.id, member.id]);
    wanted.kinds[1].rooms.clear();
    administrator.offers(&world, 0, &wanted);
    for _ in 0..2 {
        sets(&world, &administrator, FRIDAY);
    }
    for _ in 0..6 {
        world.counters.minute_over();
        world.writer().books(&world, GROUP, FRIDAY);
    }
    let late = world.writer();
    late.hold(&world, &late.new_hold(&world, GROUP, FRIDAY)).no_talk(BookingCode::SlotTaken);
    nobody_is_booked_twice(&world);
}

#[test]
fn a_group_that_cannot_have_the_time_stays_where_it_is() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let session = sets(&world, &administrator, FRIDAY);
    let (one, two) = (world.writer(), world.writer());
    let seat = one.books(&world, GROUP, FRIDAY);
    two.books(&world, VISIT, MONDAY);
    moves(&world, &administrator, session.id, &to(&world, MONDAY)).no_talk(BookingCode::SlotTaken);
    let mine = own(&world, &one);
    assert_eq!((mine.id, mine.start, mine.state), (seat, tick(FRIDAY), State::Booked));
    assert_eq!(left(&world), [tick(FRIDAY)]);
    // Another hour of the same day, onto half of itself.
    moves(&world, &administrator, session.id, &to(&world, "2026-11-27 13:30")).ok::<StaffTalk>();
    assert_eq!(own(&world, &one).start, tick("2026-11-27 13:30"));
    nobody_is_booked_twice(&world);
}

#[test]
fn what_a_group_asks_is_offered_with_it_and_with_nothing_else() {
    let (world, administrator) = World::open();
    let mut wanted = plan(&[administrator.id]);
    wanted.kinds[1].questions = vec![Question::parse("食べられないもの").unwrap()];
    administrator.offers(&world, 0, &wanted);
    let offer: Offer = world.get("/api/booking").send().ok();
    let asks = |place: usize| offer.kinds[place].questions.len();
    assert_eq!((asks(0), asks(1)), (0, 1));
    wanted.kinds[0].questions = wanted.kinds[1].questions.clone();
    let wrong = madobe_domain::wire::calendar::VersionedPlan { version: 1, plan: wanted };
    let path = administrator.booking("plan");
    administrator.call(&world, "PUT", &path).json(&wrong).send().invalid("plan.kinds.questions");
}
