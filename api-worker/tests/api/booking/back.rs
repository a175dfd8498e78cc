//! The way back from what the desk cancelled.

use super::nobody_is_booked_twice;
use crate::support::staff::second_team;
use crate::support::talk::{GROUP, VISIT, new_talk, plan, tick};
use crate::support::{Answer, Colleague, World, Writer};
use madobe_domain::ids::{ChangeId, ReservationId};
use madobe_domain::limits::RETURN_SECONDS;
use madobe_domain::wire::booking::{BookingCode, MyTalks, Reservation, State};
use madobe_domain::wire::calendar::{MoveTalk, NewTalk, StaffTalk};
use madobe_domain::wire::error::ErrorCode;

const WEDNESDAY: &str = "2026-11-25 10:00";
const FRIDAY: &str = "2026-11-27 13:00";

fn to(world: &World, start: &str) -> MoveTalk {
    MoveTalk { change: ChangeId::from_bytes(world.bytes()), start: tick(start), people: vec![], room: None }
}

fn at(by: &Colleague, id: ReservationId) -> String {
    by.booking(&format!("reservations/{id}"))
}

fn cancel(world: &World, by: &Colleague, id: ReservationId) {
    by.call(world, "DELETE", &at(by, id)).send().done();
}

fn back(world: &World, by: &Colleague, id: ReservationId, to: &MoveTalk) -> Answer {
    by.call(world, "POST", &format!("{}/return", at(by, id))).json(to).send()
}

fn own(world: &World, writer: &Writer) -> Reservation {
    let mine: MyTalks = writer.asks(world, "GET", "/api/booking/reservations").send().ok();
    mine.reservations[0].clone()
}

#[test]
fn what_was_cancelled_a_moment_ago_is_as_it_was() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    administrator.offers(&world, 0, &plan(&[administrator.id, member.id]));
    let writer = world.writer();
    let new =
        NewTalk { case: Some(writer.case), people: vec![member.id], ..new_talk(&world, VISIT, WEDNESDAY) };
    let before: StaffTalk = administrator.books(&world, &new).ok();
    let waits = world.writer();
    waits.books(&world, VISIT, "2026-11-26 10:00");
    world.database.execute(&format!(
        "INSERT INTO waiting (kind, mailbox, since) VALUES ('{VISIT}', '{}', 0)",
        waits.mailbox
    ));
    cancel(&world, &administrator, new.id);
    assert_eq!(world.database.count("waiting WHERE told = 1 AND start IS NOT NULL"), 1);
    assert_eq!(own(&world, &writer).state, State::Cancelled);
    let wish = to(&world, WEDNESDAY);
    let after: StaffTalk = back(&world, &administrator, new.id, &wish).ok();
    assert_eq!(after, before, "the same people, the same room, the same case");
    assert_eq!(
        back(&world, &administrator, new.id, &wish).ok::<StaffTalk>(),
        before,
        "sent again it is done"
    );
    back(&world, &administrator, new.id, &to(&world, WEDNESDAY)).refused(ErrorCode::Conflict);
    assert_eq!(own(&world, &writer).state, State::Booked);
    assert_eq!(
        world.database.count("waiting WHERE told = 0 AND start IS NULL"),
        1,
        "there is nothing to tell"
    );
    assert_eq!(world.database.count("audit WHERE action = 'talk_returned'"), 1);
    assert_eq!(world.database.count("reservations WHERE moves > 0"), 0);
    nobody_is_booked_twice(&world);
    writer.cancel(&world, new.id).done();
}

#[test]
fn whoever_was_quicker_keeps_the_time_and_the_nearest_is_offered() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (first, quicker) = (world.writer(), world.writer());
    let id = first.books(&world, VISIT, WEDNESDAY);
    cancel(&world, &administrator, id);
    let taken = quicker.books(&world, VISIT, WEDNESDAY);
    let nearest =
        back(&world, &administrator, id, &to(&world, WEDNESDAY)).no_talk(BookingCode::SlotTaken).nearest;
    assert_eq!(nearest.len(), 3);
    assert_eq!((own(&world, &first).state, own(&world, &quicker).id), (State::Cancelled, taken));
    let wish = MoveTalk { start: nearest[0], ..to(&world, WEDNESDAY) };
    let after: StaffTalk = back(&world, &administrator, id, &wish).ok();
    assert_eq!((after.start, after.state, after.case), (nearest[0], State::Booked, Some(first.case)));
    assert_eq!(own(&world, &first).start, nearest[0]);
    nobody_is_booked_twice(&world);
}

#[test]
fn nobody_takes_back_what_they_did_not_do_nor_after_a_while() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    administrator.offers(&world, 0, &plan(&[administrator.id, member.id]));
    let (one, two, three) = (world.writer(), world.writer(), world.writer());
    let by_writer = one.books(&world, VISIT, WEDNESDAY);
    one.cancel(&world, by_writer).done();
    back(&world, &administrator, by_writer, &to(&world, WEDNESDAY)).refused(ErrorCode::Conflict);
    let id = two.books(&world, VISIT, WEDNESDAY);
    let wish = to(&world, WEDNESDAY);
    back(&world, &administrator, id, &wish).refused(ErrorCode::Conflict);
    cancel(&world, &administrator, id);
    back(&world, &member, id, &wish).refused(ErrorCode::Conflict);
    let elsewhere = second_team(&world, "よその窓口", Some(administrator.id));
    let path = format!("/api/staff/teams/{elsewhere}/booking/reservations/{id}/return");
    administrator.call(&world, "POST", &path).json(&wish).send().refused(ErrorCode::Forbidden);
    world
        .post(&format!("{}/return", at(&administrator, id)))
        .json(&wish)
        .send()
        .refused(ErrorCode::Unauthorised);
    let unknown = ReservationId::from_bytes(world.bytes());
    back(&world, &administrator, unknown, &wish).refused(ErrorCode::Forbidden);
    back(&world, &administrator, id, &to(&world, "2026-11-23 10:00")).invalid("start");
    world.clock.forward(RETURN_SECONDS + 1);
    back(&world, &administrator, id, &wish).refused(ErrorCode::Conflict);
    // What was only held, and ran out or was let go, was never theirs to lose.
    let held = three.new_hold(&world, VISIT, FRIDAY);
    three.hold(&world, &held).ok::<Reservation>();
    cancel(&world, &administrator, held.id);
    back(&world, &administrator, held.id, &to(&world, FRIDAY)).refused(ErrorCode::Conflict);
    assert_eq!(world.database.count("occupied"), 0);
    nobody_is_booked_twice(&world);
}

#[test]
fn a_group_comes_back_with_those_who_were_in_it() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let session: StaffTalk =
        administrator.books(&world, &NewTalk { session: true, ..new_talk(&world, GROUP, FRIDAY) }).ok();
    let (one, two, gone, late) = (world.writer(), world.writer(), world.writer(), world.writer());
    let seats = [&one, &two].map(|writer| writer.books(&world, GROUP, FRIDAY));
    let left = gone.books(&world, GROUP, FRIDAY);
    gone.cancel(&world, left).done();
    cancel(&world, &administrator, session.id);
    back(&world, &administrator, seats[0], &to(&world, FRIDAY)).refused(ErrorCode::Conflict);
    let after: StaffTalk = back(&world, &administrator, session.id, &to(&world, FRIDAY)).ok();
    assert_eq!((after.start, after.seats, after.taken), (session.start, Some(3), session.taken));
    for (writer, state) in [(&one, State::Booked), (&two, State::Booked), (&gone, State::Cancelled)] {
        assert_eq!(own(&world, writer).state, state);
    }
    nobody_is_booked_twice(&world);
    // A single seat, as long as there is one.
    cancel(&world, &administrator, seats[0]);
    let other = [&gone, &late].map(|writer| writer.books(&world, GROUP, FRIDAY));
    back(&world, &administrator, seats[0], &to(&world, FRIDAY)).no_talk(BookingCode::SlotTaken);
    late.cancel(&world, other[1]).done();
    let seat: StaffTalk = back(&world, &administrator, seats[0], &to(&world, FRIDAY)).ok();
    assert_eq!((seat.id, seat.state), (seats[0], State::Booked));
    nobody_is_booked_twice(&world);
}
