//! Waiting for a time of a kind.

use crate::support::World;
use crate::support::sqlite::Break;
use crate::support::talk::{GROUP, VISIT, day, new_talk, plan, tick};
use madobe_domain::booking::plan::{Away, Who};
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::ChangeId;
use madobe_domain::wire::booking::{MyTalks, Reservation};
use madobe_domain::wire::calendar::{MoveTalk, NewTalk, StaffTalk};

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
fn whoever_has_a_time_of_that_kind_waits_no_longer() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let waits = world.writer();
    let waiting = || {
        let mine: MyTalks = waits.asks(&world, "GET", "/api/booking/reservations").send().ok();
        mine.waiting.len()
    };
    for kind in [VISIT, GROUP] {
        waits.asks(&world, "PUT", &format!("/api/booking/waiting/{kind}")).send().done();
    }
    assert_eq!(waiting(), 2);
    waits.books(&world, VISIT, "2026-11-25 10:00");
    assert_eq!(waiting(), 1, "only of what was booked");
}

/// A group that does not meet frees no seat, and neither does one that meets at another time.
#[test]
fn whoever_waits_for_a_group_is_told_of_seats_alone() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, waits) = (world.writer(), world.writer());
    let session = NewTalk { session: true, ..new_talk(&world, GROUP, "2026-11-27 13:00") };
    administrator.books(&world, &session).ok::<StaffTalk>();
    let seat = one.books(&world, GROUP, "2026-11-27 13:00");
    waits.asks(&world, "PUT", &format!("/api/booking/waiting/{GROUP}")).send().done();
    let told = || {
        let mine: MyTalks = waits.asks(&world, "GET", "/api/booking/reservations").send().ok();
        (mine.waiting[0].told, mine.waiting[0].start)
    };
    one.cancel(&world, seat).done();
    assert_eq!(told(), (1, Some(tick("2026-11-27 13:00"))));
    let path = administrator.booking(&format!("reservations/{}", session.id));
    administrator.call(&world, "DELETE", &path).send().done();
    assert_eq!(told().0, 1);
}

/// A consultation that is deleted gives its times back as one that is cancelled does: the first of each kind is told.
#[test]
fn whoever_waits_is_told_of_what_a_deleted_consultation_frees() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (gone, waits) = (world.writer(), world.writer());
    for start in ["2026-11-27 13:00", "2026-12-04 13:00"] {
        let session = NewTalk { session: true, ..new_talk(&world, GROUP, start) };
        administrator.books(&world, &session).ok::<StaffTalk>();
    }
    for start in ["2026-12-04 13:00", "2026-11-27 13:00"] {
        gone.books(&world, GROUP, start);
        world.counters.minute_over();
    }
    gone.books(&world, VISIT, "2026-11-25 10:00");
    for kind in [VISIT, GROUP] {
        waits.asks(&world, "PUT", &format!("/api/booking/waiting/{kind}")).send().done();
    }
    let told = |kind| {
        let mine: MyTalks = waits.asks(&world, "GET", "/api/booking/reservations").send().ok();
        let of_kind = mine.waiting.iter().find(|one| one.kind == kind);
        of_kind.map(|one| (one.told, one.start))
    };
    // Deleted once more, it tells nobody again.
    for _ in 0..2 {
        gone.delete(&world).done();
        assert_eq!(told(GROUP), Some((1, Some(tick("2026-11-27 13:00")))));
        assert_eq!(told(VISIT), Some((1, Some(tick("2026-11-25 10:00")))));
    }
}

/// A new session is a chance, too; of a series only the first, and nothing where seats are left elsewhere.
#[test]
fn whoever_waits_for_a_group_is_told_of_a_new_session() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let waits = world.writer();
    waits.asks(&world, "PUT", &format!("/api/booking/waiting/{GROUP}")).send().done();
    let told = || {
        let mine: MyTalks = waits.asks(&world, "GET", "/api/booking/reservations").send().ok();
        (mine.waiting[0].told, mine.waiting[0].start)
    };
    // A talk of another kind is none of theirs.
    administrator.books(&world, &new_talk(&world, VISIT, "2026-11-25 10:00")).ok::<StaffTalk>();
    assert_eq!(told(), (0, None));
    for start in ["2026-11-27 13:00", "2026-12-04 13:00"] {
        let session = NewTalk { session: true, ..new_talk(&world, GROUP, start) };
        administrator.books(&world, &session).ok::<StaffTalk>();
        administrator.books(&world, &session).ok::<StaffTalk>();
        assert_eq!(told(), (1, Some(tick("2026-11-27 13:00"))), "{start}");
    }
}

/// Somebody who waits for a visit. How often they were told, and of which time.
fn waits(world: &World) -> impl Fn() -> (u8, Option<Tick>) {
    let waits = world.writer();
    waits.asks(world, "PUT", &format!("/api/booking/waiting/{VISIT}")).send().done();
    move || {
        let mine: MyTalks = waits.asks(world, "GET", "/api/booking/reservations").send().ok();
        (mine.waiting[0].told, mine.waiting[0].start)
    }
}

#[test]
fn nobody_is_told_of_a_time_that_is_too_near_or_too_far() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, told) = (world.writer(), waits(&world));
    let far = NewTalk { case: Some(one.case), ..new_talk(&world, VISIT, "2027-02-10 10:00") };
    administrator.books(&world, &far).ok::<StaffTalk>();
    one.cancel(&world, far.id).done();
    let near = one.books(&world, VISIT, "2026-11-25 10:00");
    let later = one.books(&world, VISIT, "2026-11-25 14:00");
    world.clock.0.set(tick("2026-11-25 09:30").time());
    one.cancel(&world, near).done();
    assert_eq!(told(), (0, None));
    one.cancel(&world, later).done();
    assert_eq!(told(), (1, Some(tick("2026-11-25 14:00"))));
}

#[test]
fn nobody_is_told_of_a_talk_that_staff_cancel_after_it() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, told) = (world.writer(), waits(&world));
    let over = one.books(&world, VISIT, "2026-11-24 11:00");
    let later = one.books(&world, VISIT, "2026-11-24 15:00");
    world.clock.0.set(tick("2026-11-24 11:30").time());
    for (id, expected) in [(over, (0, None)), (later, (1, Some(tick("2026-11-24 15:00"))))] {
        let path = administrator.booking(&format!("reservations/{id}"));
        administrator.call(&world, "DELETE", &path).send().done();
        assert_eq!(told(), expected);
    }
}

/// The desk cancels because nobody can be there, or offers such talks no more.
#[test]
fn nobody_is_told_where_nobody_is_there_or_nothing_is_offered() {
    let (world, administrator) = World::open();
    let mut wanted = plan(&[administrator.id]);
    administrator.offers(&world, 0, &wanted);
    let (one, told) = (world.writer(), waits(&world));
    let away = one.books(&world, VISIT, "2026-11-25 10:00");
    let private = one.books(&world, VISIT, "2026-11-26 10:00");
    wanted.people[0].away = vec![Away { first: day("2026-11-25"), last: day("2026-11-25"), frame: None }];
    administrator.offers(&world, 1, &wanted);
    let path = administrator.booking(&format!("reservations/{away}"));
    administrator.call(&world, "DELETE", &path).send().done();
    assert_eq!(told(), (0, None));
    wanted.kinds[0].who = Who::Staff;
    administrator.offers(&world, 2, &wanted);
    one.cancel(&world, private).done();
    assert_eq!(told(), (0, None));
}

#[test]
fn nobody_is_told_of_a_time_that_the_moved_talk_still_overlaps() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, told) = (world.writer(), waits(&world));
    let id = one.books(&world, VISIT, "2026-11-25 10:00");
    let change = || ChangeId::from_bytes(world.bytes());
    one.shift(&world, id, change(), "2026-11-25 10:30").ok::<Reservation>();
    assert_eq!(told(), (0, None));
    one.shift(&world, id, change(), "2026-11-25 14:00").ok::<Reservation>();
    assert_eq!(told(), (1, Some(tick("2026-11-25 10:30"))));
    // The desk's moves are looked at like the visitor's.
    for (start, expected) in
        [("2026-11-25 14:30", (1, "2026-11-25 10:30")), ("2026-11-26 10:00", (2, "2026-11-25 14:30"))]
    {
        let to = MoveTalk { change: change(), start: tick(start), people: vec![], room: None };
        let path = administrator.booking(&format!("reservations/{id}"));
        administrator.call(&world, "PUT", &path).json(&to).send().ok::<StaffTalk>();
        assert_eq!(told(), (expected.0, Some(tick(expected.1))), "{start}");
    }
}

/// Of what a deleted consultation frees, the first that can be had; and a notice that fails keeps nobody's talk.
#[test]
fn what_is_freed_is_free_whether_or_not_anybody_can_be_told() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, told) = (world.writer(), waits(&world));
    let id = one.books(&world, VISIT, "2026-11-27 10:00");
    one.books(&world, VISIT, "2026-11-25 10:00");
    one.books(&world, VISIT, "2026-11-26 10:00");
    world.database.break_later(1, Break::Before);
    one.cancel(&world, id).done();
    assert_eq!(told(), (0, None));
    world.clock.0.set(tick("2026-11-25 09:30").time());
    one.delete(&world).done();
    assert_eq!(told(), (1, Some(tick("2026-11-26 10:00"))));
    assert_eq!(world.database.count("occupied"), 0);
}

#[test]
fn a_group_that_nobody_can_join_yet_is_told_to_nobody() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let (one, waits) = (world.writer(), world.writer());
    waits.asks(&world, "PUT", &format!("/api/booking/waiting/{GROUP}")).send().done();
    let told = || {
        let mine: MyTalks = waits.asks(&world, "GET", "/api/booking/reservations").send().ok();
        (mine.waiting[0].told, mine.waiting[0].start)
    };
    let far = "2027-02-10 13:00";
    let session = NewTalk { session: true, ..new_talk(&world, GROUP, far) };
    administrator.books(&world, &session).ok::<StaffTalk>();
    let seat = NewTalk { case: Some(one.case), ..new_talk(&world, GROUP, far) };
    administrator.books(&world, &seat).ok::<StaffTalk>();
    one.cancel(&world, seat.id).done();
    assert_eq!(told(), (0, None));
    // One that can be joined is told of, whatever lies beyond it.
    let session = NewTalk { session: true, ..new_talk(&world, GROUP, "2026-11-27 13:00") };
    administrator.books(&world, &session).ok::<StaffTalk>();
    assert_eq!(told(), (1, Some(tick("2026-11-27 13:00"))));
}
