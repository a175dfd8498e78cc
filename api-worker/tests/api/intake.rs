use crate::support::writer::work;
use crate::support::{World, Writer};
use madobe_domain::bytes::{Fixed, Opaque};
use madobe_domain::crypto::work::{HARDER_BITS, USUAL_BITS, solve};
use madobe_domain::ids::{CaseId, MailboxId, TeamId};
use madobe_domain::limits::CHALLENGE_SECONDS;
use madobe_domain::log::entry::{Author, Compartment};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::Recipient;
use madobe_domain::wire::intake::{Challenge, MailboxMade, NewMailbox};

/// The field that is named, and how it was spoiled.
type Spoiled = (&'static str, fn(&mut NewMailbox));

#[test]
fn a_first_letter_is_stored_and_found_again() {
    let (world, _) = World::open();
    let mut writer = Writer::new(&world);
    world.database.round_trips();
    let made = writer.send_first(&world);
    assert_eq!(world.database.round_trips(), 1);
    assert_eq!(made.entries.len(), 2);
    assert_eq!(made.entries[0].hash, writer.conversation);
    assert_eq!(made.entries[0].promised.unwrap().to_string(), "2026-11-26");
    assert_eq!(made.entries[1].promised, None);

    let page = writer.page(&world);
    assert_eq!(page.case, writer.case);
    assert_eq!(page.grants, vec![writer.letter.grants[0].clone()]);
    assert_eq!(page.teams.len(), 1);
    let entries: Vec<_> = page.entries.iter().map(|stored| stored.entry.clone()).collect();
    assert_eq!(entries, writer.letter.entries);
}

#[test]
fn the_real_work_for_a_real_challenge_is_accepted() {
    let (world, _) = World::open();
    let mut writer = Writer::new(&world);
    let challenge: Challenge = world.post("/api/intake/challenge").from("192.0.2.9").send().ok();
    assert_eq!(challenge.bits, USUAL_BITS);
    writer.letter.work = solve(challenge, &writer.mailbox, |_| ()).unwrap();
    writer.send_first(&world);
}

#[test]
fn a_retry_is_answered_as_done_and_nothing_is_doubled() {
    let (world, _) = World::open();
    let mut writer = Writer::new(&world);
    let first = writer.send_first(&world);
    for _ in 0..5 {
        assert_eq!(writer.post_letter(&world).ok::<MailboxMade>(), first);
    }
    for (table, rows) in [("mailboxes", 1), ("cases", 1), ("grants", 2), ("entries", 2), ("feed", 3)] {
        assert_eq!(world.database.count(table), rows, "{table}");
    }
}

#[test]
fn a_retry_needs_neither_fresh_work_nor_a_place_in_the_queue() {
    let (world, _) = World::open();
    let mut writer = Writer::new(&world);
    let first = writer.send_first(&world);
    for _ in 0..20 {
        Writer::new(&world).post_letter(&world);
    }
    assert_eq!(writer.post_letter(&world).ok::<MailboxMade>(), first);
    world.clock.forward(CHALLENGE_SECONDS + 1);
    assert_eq!(writer.post_letter(&world).ok::<MailboxMade>(), first);
}

#[test]
fn the_same_mailbox_with_anything_else_in_it_is_a_conflict() {
    let (world, _) = World::open();
    let writer = world.writer();
    let changes: [fn(&World, &mut NewMailbox); 4] = [
        |world, letter| letter.token_hash = Fixed(world.bytes()),
        |world, letter| letter.public_key = Fixed(world.bytes()),
        |world, letter| letter.entries[0].sealed = Opaque::new(world.bytes::<9>().to_vec()).unwrap(),
        |world, letter| {
            let case = CaseId::from_bytes(world.bytes());
            letter.case = case;
            letter.grants.iter_mut().for_each(|grant| grant.case = case);
            letter.entries.iter_mut().for_each(|entry| entry.case = case);
        },
    ];
    for change in changes {
        let mut other = Writer { letter: writer.letter.clone(), ..Writer::new(&world) };
        change(&world, &mut other.letter);
        other.post_letter(&world).refused(ErrorCode::Conflict);
    }
    assert_eq!(world.database.count("entries"), 2);
}

#[test]
fn the_case_of_another_mailbox_is_a_conflict() {
    let (world, _) = World::open();
    let taken = world.writer();
    let mut other = Writer::new(&world);
    other.letter.case = taken.case;
    other.letter.grants.iter_mut().for_each(|grant| grant.case = taken.case);
    other.letter.entries.iter_mut().for_each(|entry| entry.case = taken.case);
    other.post_letter(&world).refused(ErrorCode::Conflict);
    assert_eq!(world.database.count("mailboxes"), 1);
}

#[test]
fn parts_that_do_not_belong_together_are_refused() {
    let (world, _) = World::open();
    let cases: [Spoiled; 12] = [
        ("grants", |letter| drop(letter.grants.pop())),
        ("grants", |letter| letter.grants.push(letter.grants[0].clone())),
        ("grants", |letter| letter.grants[1] = letter.grants[0].clone()),
        ("grants", |letter| {
            letter.grants[0].recipient = Recipient::Mailbox { id: MailboxId::from_bytes([1; 16]) }
        }),
        ("grants", |letter| letter.grants[0].case = CaseId::from_bytes([1; 16])),
        ("grants", |letter| letter.grants[1].compartments = vec![Compartment::Conversation]),
        ("entries", |letter| drop(letter.entries.pop())),
        ("entries", |letter| letter.entries[1].compartment = Compartment::Staff),
        ("entries", |letter| letter.entries[1].id = letter.entries[0].id),
        ("entries", |letter| letter.entries[0].prev = Fixed([1; 32])),
        ("entries", |letter| letter.entries[0].case = CaseId::from_bytes([1; 16])),
        ("entries", |letter| {
            letter.entries[0].author = Author::Staff(madobe_domain::ids::StaffId::from_bytes([1; 16]))
        }),
    ];
    for (field, spoil) in cases {
        let mut writer = Writer::new(&world);
        spoil(&mut writer.letter);
        writer.post_letter(&world).invalid(field);
    }
    assert_eq!(world.database.count("mailboxes"), 0);
}

#[test]
fn a_key_that_is_not_the_present_one_is_stale() {
    let (world, _) = World::open();
    let team = world.team();
    for recipient in [
        Recipient::Team { id: team.id, version: 2 },
        Recipient::Team { id: TeamId::from_bytes([1; 16]), version: 1 },
    ] {
        let mut writer = Writer::new(&world);
        writer.letter.grants[1].recipient = recipient;
        writer.post_letter(&world).refused(ErrorCode::StaleKey);
    }
}

#[test]
fn a_rotation_that_this_instance_has_not_seen_is_noticed() {
    let (world, _) = World::open();
    let old = Writer::new(&world);
    world.database.execute("UPDATE teams SET version = 2");
    old.post_letter(&world).refused(ErrorCode::StaleKey);
    assert_eq!(world.database.count("cases"), 0);
    world.writer();
}

#[test]
fn settings_that_changed_elsewhere_count_for_the_promise() {
    let (world, _) = World::open();
    let mut writer = Writer::new(&world);
    world.database.execute("UPDATE settings SET version = 2, json = json_set(json, '$.reply_days', 0)");
    let made = writer.send_first(&world);
    assert_eq!(made.entries[0].promised.unwrap().to_string(), "2026-11-24");
}

#[test]
fn work_has_to_be_ours_fresh_solved_and_for_this_mailbox() {
    let (world, _) = World::open();
    let spoil: [fn(&World, &mut Writer); 4] = [
        |_, writer| writer.letter.work.challenge.mac = Fixed([0; 32]),
        |_, writer| writer.letter.work.challenge.bits = 0,
        |_, writer| writer.letter.work.solution = Opaque::new(vec![0; 60]).unwrap(),
        |world, writer| {
            writer.letter.work = work(world, &MailboxId::from_bytes([3; 16]), 8);
        },
    ];
    for spoil in spoil {
        let mut writer = Writer::new(&world);
        spoil(&world, &mut writer);
        let refusal = writer.post_letter(&world).refused(ErrorCode::Work);
        assert_eq!(refusal.challenge.unwrap().bits, USUAL_BITS);
    }
    let late = Writer::new(&world);
    world.clock.forward(CHALLENGE_SECONDS + 1);
    late.post_letter(&world).refused(ErrorCode::Work);
    assert_eq!(world.database.count("mailboxes"), 0);
}

#[test]
fn forty_honest_people_behind_one_address_all_get_through() {
    let (world, _) = World::open();
    let mut harder = 0;
    for person in 0..40 {
        // Twelve of them a minute: two meet harder work each time.
        if person % 12 == 0 {
            world.counters.minute_over();
        }
        let mut writer = Writer::new(&world);
        let challenge: Challenge = world.post("/api/intake/challenge").from("192.0.2.1").send().ok();
        if challenge.bits == HARDER_BITS {
            harder += 1;
            writer.letter.work = work(&world, &writer.mailbox, HARDER_BITS);
        }
        writer.post_letter(&world).ok::<MailboxMade>();
    }
    assert_eq!(world.database.count("mailboxes"), 40);
    assert_eq!(harder, 6);
}

#[test]
fn a_flood_meets_harder_work_and_then_a_wait_and_nobody_else_notices() {
    let (world, _) = World::open();
    for _ in 0..10 {
        Writer::new(&world).post_letter(&world).ok::<MailboxMade>();
    }
    let refusal = Writer::new(&world).post_letter(&world).refused(ErrorCode::MoreWork);
    assert_eq!(refusal.challenge.unwrap().bits, HARDER_BITS);

    let mut bits = Vec::new();
    let waited = loop {
        let answer = world.post("/api/intake/challenge").from("192.0.2.1").send();
        if answer.status != 200 {
            break answer;
        }
        bits.push(answer.ok::<Challenge>().bits);
    };
    assert_eq!(waited.refused(ErrorCode::Wait).retry_after, Some(60));
    assert_eq!(waited.header("retry-after"), Some("60"));
    assert_eq!(bits.iter().filter(|bits| **bits == USUAL_BITS).count(), 10);
    assert!(bits.ends_with(&[HARDER_BITS]));
    let elsewhere: Challenge = world.post("/api/intake/challenge").from("192.0.2.2").send().ok();
    assert_eq!(elsewhere.bits, USUAL_BITS);
    world.writer();
}

#[test]
fn one_ipv6_network_counts_as_one_address_and_no_counter_names_it() {
    let (world, _) = World::open();
    for host in 0..11 {
        let answer = world.post("/api/intake/challenge").from(&format!("2001:db8:0:1::{host:x}")).send();
        let bits = answer.ok::<Challenge>().bits;
        assert_eq!(bits, if host < 10 { USUAL_BITS } else { HARDER_BITS });
    }
    let other: Challenge = world.post("/api/intake/challenge").from("2001:db8:0:2::1").send().ok();
    assert_eq!(other.bits, USUAL_BITS);
    assert!(world.counters.keys().iter().all(|key| !key.contains("2001")));
}

#[test]
fn a_paused_desk_takes_no_new_letter_and_still_knows_the_old_ones() {
    let (world, _) = World::open();
    let old = world.writer();
    world
        .database
        .execute("UPDATE settings SET version = 2, json = json_set(json, '$.paused', 'お休みです')");
    Writer::new(&world).post_letter(&world).refused(ErrorCode::Paused);
    old.post_letter(&world).ok::<MailboxMade>();
}

#[test]
fn a_desk_that_was_not_set_up_is_not_open() {
    let (open, _) = World::open();
    let writer = Writer::new(&open);
    let bare = World::bare();
    let mut letter = writer.letter.clone();
    letter.work = work(&bare, &writer.mailbox, 1);
    bare.post("/api/mailboxes").json(&letter).send().refused(ErrorCode::NotOpen);
}
