//! Who may book and change what.

use crate::support::talk::{GROUP, VISIT, day, new_talk, plan, tick};
use crate::support::{World, Writer};
use madobe_domain::booking::conflict::Conflict;
use madobe_domain::booking::plan::{Away, Who};
use madobe_domain::booking::tick::DAY_TICKS;
use madobe_domain::ids::{ChangeId, KindId, ReservationId};
use madobe_domain::wire::booking::{BookingCode, Free, MyTalks, Reservation, State};
use madobe_domain::wire::calendar::{CalendarPage, MyAbsences, NewTalk, StaffTalk, VersionedPlan};
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

/// Their hours stay in the plan until somebody takes them out; nobody is sent to a person who is not there any more.
#[test]
fn whoever_is_kept_out_or_left_holds_no_talk() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let written = administrator.offers(&world, 0, &plan(&[member.id]));
    let writer = world.writer();
    let booked = writer.books(&world, VISIT, "2026-11-25 10:00");
    let free = || {
        let free: Free = world.get("/api/booking/free?from=2026-11-26&days=1").send().ok();
        !free.kinds[0].starts.is_empty()
    };
    let conflict = || {
        let path = administrator.booking("calendar?from=2026-11-25&days=1");
        let page: CalendarPage = administrator.call(&world, "GET", &path).send().ok();
        page.talks[0].conflict
    };
    let kept_out = format!("/api/staff/colleagues/{}/suspension", member.id);
    assert!(free() && conflict().is_none());
    administrator.call(&world, "PUT", &kept_out).send().done();
    assert!(!free(), "offered with nobody to hold it");
    assert_eq!(conflict(), Some(Conflict::Person), "what is booked is for people to decide");
    writer.hold(&world, &writer.new_hold(&world, VISIT, "2026-11-26 10:00")).no_talk(BookingCode::SlotTaken);
    administrator.books(&world, &new_talk(&world, VISIT, "2026-11-26 10:00")).no_talk(BookingCode::SlotTaken);
    let change = ChangeId::from_bytes(world.bytes());
    writer.shift(&world, booked, change, "2026-11-26 10:00").no_talk(BookingCode::SlotTaken);
    // Nothing of the plan is lost: with them their hours come back.
    let path = administrator.booking("plan");
    assert_eq!(administrator.call(&world, "GET", &path).send().ok::<VersionedPlan>(), written);
    administrator.call(&world, "DELETE", &kept_out).send().done();
    assert!(free() && conflict().is_none());
    administrator.take_out(&world, administrator.team(), member.id).done();
    assert!(!free());
}

/// The plan is changed all the same, and colleagues say when they are away.
#[test]
fn whoever_left_keeps_nobody_from_changing_the_plan() {
    let (world, administrator) = World::open();
    let leaves = administrator.bring(&world, "second");
    let written = administrator.offers(&world, 0, &plan(&[administrator.id, leaves.id]));
    administrator.take_out(&world, administrator.team(), leaves.id).done();
    let away = vec![Away { first: day("2026-12-01"), last: day("2026-12-03"), frame: None }];
    let mine = MyAbsences { version: written.version, away: away.clone() };
    let path = administrator.booking("absences");
    let changed: VersionedPlan = administrator.call(&world, "PUT", &path).json(&mine).send().ok();
    assert_eq!(changed.plan.person(&administrator.id).map(|one| &one.away), Some(&away));
    // Once taken out of the plan, they do not come in again.
    administrator.offers(&world, changed.version, &plan(&[administrator.id]));
    let again = VersionedPlan { version: changed.version + 1, plan: plan(&[administrator.id, leaves.id]) };
    let path = administrator.booking("plan");
    administrator.call(&world, "PUT", &path).json(&again).send().invalid("plan.people.staff");
}

/// Whoever comes every week for half a year finds the next time, and not only the last ones.
#[test]
fn a_long_series_hides_none_of_its_talks() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let one = world.writer();
    let first = tick("2026-11-25 10:00");
    for week in 0..26 {
        let new = new_talk(&world, VISIT, "2026-11-25 10:00");
        let new = NewTalk { start: first.plus(week * 7 * DAY_TICKS), case: Some(one.case), ..new };
        administrator.books(&world, &new).ok::<StaffTalk>();
    }
    let mine = || {
        let mine: MyTalks = one.asks(&world, "GET", "/api/booking/reservations").send().ok();
        mine.reservations
    };
    assert_eq!(mine().len(), 26);
    assert_eq!(mine().last().map(|talk| talk.start), Some(first));
    // What is long over makes room.
    world.clock.0.set(tick("2026-12-10 09:00").time());
    assert_eq!(mine().len(), 25);
}
