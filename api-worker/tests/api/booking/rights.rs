//! Who may book and change what.

use crate::support::talk::{GROUP, VISIT, plan};
use crate::support::{World, Writer};
use madobe_domain::booking::plan::Who;
use madobe_domain::ids::{ChangeId, KindId, ReservationId};
use madobe_domain::wire::booking::{MyTalks, Reservation, State};
use madobe_domain::wire::error::ErrorCode;

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
