//! What is free, and that nobody is ever taken twice.
use super::{ROOM, WHO, at, days, free, kind, plan, tick};
use madobe_domain::booking::free::{Calendar, nearest};
use madobe_domain::booking::need::{Presence, Rules, Taking, seats};
use madobe_domain::booking::plan::Kind;
use madobe_domain::booking::tick::Tick;
use madobe_domain::desk::settings::DeskSettings;
use madobe_domain::ids::ReservationId;
use proptest::prelude::*;

#[test]
fn what_is_free_is_what_nobody_has() {
    let plan = plan(kind());
    let settings = DeskSettings::default();
    let monday = days("2026-11-30", 1);
    let all = free(&plan, &settings, monday, &[], "2026-11-25 10:00");
    assert_eq!(all.first().unwrap(), "11-30 09:00");
    // The talk itself lies within the hours; the note after it may be written after them.
    assert_eq!(all.last().unwrap(), "11-30 16:00");
    assert_eq!(all.len(), 15);
    // Ten to eleven is taken, with ten minutes after it: what would end in it or begin in it is gone.
    let taken = [Taking(WHO[0].to_string(), tick("2026-11-30 10:00"), tick("2026-11-30 11:00"))];
    let left = free(&plan, &settings, monday, &taken, "2026-11-25 10:00");
    for gone in ["11-30 09:30", "11-30 10:00", "11-30 10:30"] {
        assert!(!left.contains(&gone.to_owned()), "{gone}");
    }
    assert!(left.contains(&"11-30 09:00".to_owned()));
    assert!(left.contains(&"11-30 11:00".to_owned()));
    // Somebody else's time is somebody else's.
    let other = [Taking(WHO[1].to_string(), tick("2026-11-30 10:00"), tick("2026-11-30 11:00"))];
    assert_eq!(free(&plan, &settings, monday, &other, "2026-11-25 10:00"), all);
}

#[test]
fn lead_time_and_horizon_hold_to_the_minute() {
    let plan = plan(kind());
    let settings = DeskSettings::default();
    let week = days("2026-11-25", 7);
    let first = |now| free(&plan, &settings, week, &[], now).into_iter().next().unwrap();
    assert_eq!(first("2026-11-25 10:00"), "11-26 10:00");
    assert_eq!(first("2026-11-25 10:01"), "11-26 10:30");
    assert_eq!(first("2026-11-25 16:01"), "11-27 09:00");
    // Thirty days ahead is the 25th; the day after is not there yet.
    let later = days("2026-12-24", 5);
    let all = free(&plan, &settings, later, &[], "2026-11-25 10:00");
    assert!(all.iter().any(|slot| slot.starts_with("12-25")));
    assert!(!all.iter().any(|slot| slot.starts_with("12-28")));
}

#[test]
fn a_room_is_for_one_talk_and_aired_after_it() {
    let mut kind = kind();
    kind.people = WHO.into();
    kind.rooms = vec![ROOM];
    kind.after = 0;
    let plan = plan(kind);
    let settings = DeskSettings::default();
    // The first of the two is busy with a talk in the only room.
    let taken = [
        Taking(WHO[0].to_string(), tick("2026-11-30 10:00"), tick("2026-11-30 10:50")),
        Taking(ROOM.to_string(), tick("2026-11-30 10:00"), tick("2026-11-30 11:00")),
    ];
    let left = free(&plan, &settings, days("2026-11-30", 1), &taken, "2026-11-25 10:00");
    assert!(!left.contains(&"11-30 10:00".to_owned()), "the room is taken, whoever is free");
    assert!(!left.contains(&"11-30 10:30".to_owned()));
    // 9:00 to 9:50 and ten minutes of air end just as the other begins.
    assert!(left.contains(&"11-30 09:00".to_owned()));
    assert!(left.contains(&"11-30 11:00".to_owned()));
}

#[test]
fn a_seat_is_taken_by_its_number() {
    let session = ReservationId::from_bytes([5; 16]);
    let need = seats(&session, 3, Tick(100));
    assert_eq!(need.0, 1);
    assert_eq!(need.1.len(), 3);
    let mut handles: Vec<_> = need.1.iter().map(|taking| taking.0.clone()).collect();
    handles.dedup();
    assert_eq!(handles.len(), 3);
}

#[test]
fn the_nearest_times_stand_in_order() {
    let free: Vec<Tick> = [10, 20, 30, 40, 50].map(Tick).into();
    assert_eq!(nearest(&free, Tick(32), 3), [20, 30, 40].map(Tick));
    assert_eq!(nearest(&free, Tick(30), 3), [10, 20, 40].map(Tick));
    assert_eq!(nearest(&free, Tick(0), 3), [10, 20, 30].map(Tick));
    assert_eq!(nearest(&[], Tick(0), 3), []);
}

proptest! {
    /// Whatever is booked, in whatever order, from what is offered: nobody and no room is ever taken twice.
    #[test]
    fn nothing_offered_ever_overlaps(
        wishes in prop::collection::vec((0..200usize, 0..7usize), 1..60),
        minutes in prop::sample::select(vec![10u16, 25, 50, 90]),
        step in prop::sample::select(vec![15u16, 30, 60]),
        buffers in (0..3u16, 0..4u16, 0..4u16),
        staff in 1..3u8,
        with_room in any::<bool>(),
    ) {
        let rooms = if with_room { vec![ROOM] } else { vec![] };
        let (before, after) = (buffers.0 * 5, buffers.1 * 5);
        let kind = Kind { minutes, step, before, after, staff, people: WHO.into(), rooms, ..kind() };
        let mut plan = plan(kind);
        plan.rooms[0].buffer = buffers.2 * 5;
        prop_assert_eq!(plan.check(), Ok(()));
        let settings = DeskSettings::default();
        let span = days("2026-12-25", 14);
        let now = at("2026-12-24 10:00");
        let mut taken: Vec<Taking> = Vec::new();
        for (wish, turn) in wishes {
            let free = Calendar::new(&plan, &settings, span, &taken).free(&plan.kinds[0], now);
            if free.is_empty() {
                break;
            }
            let start = free[wish % free.len()];
            let there = Presence::new(&plan, &settings, span);
            let needs = there.needs(&plan.kinds[0], start, now, Rules::Visitor, turn);
            prop_assert!(needs.is_some(), "what is offered can be asked for");
            for need in needs.unwrap() {
                // As the database does: of each need, the first that are free.
                let able: Vec<Taking> = need.1.into_iter()
                    .filter(|one| taken.iter().all(|has| has.0 != one.0 || !has.span().overlaps(one.span())))
                    .take(need.0.into())
                    .collect();
                prop_assert_eq!(able.len(), usize::from(need.0), "what is offered is there");
                taken.extend(able);
            }
        }
        for (index, one) in taken.iter().enumerate() {
            for other in &taken[..index] {
                prop_assert!(one.0 != other.0 || !one.span().overlaps(other.span()));
            }
        }
    }
}
