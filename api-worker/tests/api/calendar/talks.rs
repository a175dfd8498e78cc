//! Talks that staff book, move, cancel and count.

use super::calendar;
use crate::support::talk::{GROUP, ROOM, VISIT, day, new_talk, plan, tick};
use crate::support::{Colleague, World, Writer};
use madobe_domain::booking::plan::Who;
use madobe_domain::ids::{CaseId, ChangeId, StaffId};
use madobe_domain::wire::booking::{BookingCode, Free, MyTalks, Offer, OfferedKind, Reservation, State};
use madobe_domain::wire::calendar::{Came, MonthFigures, MoveTalk, NewTalk, StaffTalk};
use madobe_domain::wire::error::ErrorCode;

/// A kind for staff alone and another team's have a name for whoever has such a talk, and for nobody else; one that is gone can still be
/// cancelled.
#[test]
fn what_is_not_offered_is_known_to_whoever_has_it() {
    let (world, administrator) = World::open();
    let mut wanted = plan(&[administrator.id]);
    wanted.kinds[0].who = Who::Staff;
    administrator.offers(&world, 0, &wanted);
    let (writer, stranger) = (world.writer(), world.writer());
    let mine =
        |writer: &Writer| -> MyTalks { writer.asks(&world, "GET", "/api/booking/reservations").send().ok() };
    assert!(mine(&writer).kinds.is_empty());
    let new = NewTalk { case: Some(writer.case), ..new_talk(&world, VISIT, "2026-11-25 10:00") };
    administrator.books(&world, &new).ok::<StaffTalk>();
    let again = NewTalk { case: Some(writer.case), ..new_talk(&world, VISIT, "2026-11-25 13:00") };
    administrator.books(&world, &again).ok::<StaffTalk>();
    let kind = OfferedKind::from(&wanted.kinds[0]);
    assert_eq!(mine(&writer).kinds, std::slice::from_ref(&kind), "once, however many talks there are");
    assert!(mine(&stranger).kinds.is_empty());
    let offer: Offer = world.get("/api/booking").send().ok();
    assert!(offer.kinds.iter().all(|one| one.id != VISIT));
    // What is offered stands in the offer, unless it is another team's.
    wanted.kinds[0].who = Who::Anyone;
    administrator.offers(&world, 1, &wanted);
    assert!(mine(&writer).kinds.is_empty());
    world.database.execute("UPDATE teams SET intake = 0");
    assert_eq!(mine(&writer).kinds, [OfferedKind { who: Who::Anyone, ..kind }]);
    world.database.execute("UPDATE teams SET intake = 1");
    // Whoever waits for what is offered no more knows what that was.
    stranger.asks(&world, "PUT", &format!("/api/booking/waiting/{GROUP}")).send().done();
    wanted.kinds[1].who = Who::Staff;
    administrator.offers(&world, 2, &wanted);
    assert_eq!(mine(&stranger).kinds, [OfferedKind::from(&wanted.kinds[1])]);
    // Gone from the plan.
    wanted.kinds.clear();
    administrator.offers(&world, 3, &wanted);
    let left = mine(&writer);
    assert_eq!((left.kinds.len(), left.reservations.len()), (0, 2));
    writer.cancel(&world, new.id).done();
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
fn whoever_cancelled_is_named_as_far_as_it_was_kept() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    administrator.offers(&world, 0, &plan(&[administrator.id, member.id]));
    let (one, two) = (world.writer(), world.writer());
    let by_desk = one.books(&world, VISIT, "2026-11-25 10:00");
    let by_visitor = two.books(&world, VISIT, "2026-11-25 13:00");
    let long_ago = two.books(&world, VISIT, "2026-11-25 15:00");
    member.call(&world, "DELETE", &member.booking(&format!("reservations/{by_desk}"))).send().done();
    two.cancel(&world, by_visitor).done();
    two.cancel(&world, long_ago).done();
    world.database.execute(&format!("UPDATE reservations SET gone_at = NULL WHERE id = '{long_ago}'"));
    let page = calendar(&world, &administrator, "from=2026-11-25&days=1");
    let known: Vec<_> =
        page.talks.iter().map(|talk| (talk.id, talk.cancelled_by, talk.cancelled_at.is_some())).collect();
    assert_eq!(known, [(by_desk, Some(member.id), true), (by_visitor, None, true), (long_ago, None, false)]);
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
    let counts = (month.asked, month.held, month.not_held, month.unnoted, month.moved, month.cancelled);
    assert_eq!(counts, (3, 1, 1, 0, 1, 1));
    // Two talks of fifty minutes with the ten after them, and the one that is held at this moment.
    assert_eq!((month.rooms[0].room, month.rooms[0].used_minutes), (ROOM, 180));
    assert!(month.rooms[0].open_minutes > 180);
    // Of what nobody noted anything, nobody knows: once it is over, that is counted apart.
    let of_missed = administrator.booking(&format!("reservations/{missed}/came"));
    administrator.call(&world, "PUT", &of_missed).json(&Came { came: None }).send().done();
    let held = |by: &Colleague| {
        let month: MonthFigures = by.call(&world, "GET", &path).send().ok();
        (month.held, month.not_held, month.unnoted)
    };
    assert_eq!(held(&administrator), (1, 0, 0), "at ten in the morning nobody knows of two in the afternoon");
    world.clock.forward(5 * 3600);
    let administrator = administrator.in_again(&world);
    assert_eq!(held(&administrator), (1, 0, 1));
    for wrong in ["", "month=x", "month=2026-11-01&more=1"] {
        let path = administrator.booking(&format!("months?{wrong}"));
        administrator.call(&world, "GET", &path).send().refused(ErrorCode::Invalid);
    }
}
