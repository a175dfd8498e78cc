use crate::support::staff::second_team;
use crate::support::{Answer, Colleague, World, Writer};
use madobe_domain::bytes::Opaque;
use madobe_domain::ids::{CaseId, StaffId, TeamId};
use madobe_domain::log::entry::{Author, Compartment, GENESIS};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::{Grant, Recipient};
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::staff_case::{Seen, StaffAppend};

fn share(world: &World, case: CaseId, id: TeamId, version: u32) -> Grant {
    Grant {
        case,
        recipient: Recipient::Team { id, version },
        compartments: vec![Compartment::Staff],
        sealed: Opaque::new(world.bytes::<1100>().to_vec()).unwrap(),
    }
}

/// The first note of a case, with the new staff key for the desk's team.
fn first_note(world: &World, by: &Colleague, writer: &Writer) -> StaffAppend {
    let entry = by.entry(world, writer.case, Compartment::Staff, GENESIS);
    StaffAppend {
        entry,
        grants: vec![share(world, writer.case, by.team(), 1)],
        closed: None,
        files: Vec::new(),
    }
}

pub fn note(world: &World, by: &Colleague, writer: &Writer) -> StaffAppend {
    let append = first_note(world, by, writer);
    by.append(world, &append).ok::<Appended>();
    append
}

pub fn close(world: &World, by: &Colleague, writer: &Writer, closed: bool) -> Answer {
    let entry = by.entry(world, writer.case, Compartment::Conversation, writer.conversation);
    let answer =
        by.append(world, &StaffAppend { entry, grants: Vec::new(), closed: Some(closed), files: Vec::new() });
    answer.ok::<Appended>();
    answer
}

#[test]
fn a_reply_reaches_the_writer_and_the_team() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let cursor = administrator.sync(&world, 0).cursor;
    world.database.round_trips();
    let appended: Appended = administrator.reply(&world, writer.case, writer.conversation).ok();
    assert_eq!(world.database.round_trips(), 2);
    assert_eq!(appended.promised, None);
    assert_eq!(writer.page(&world).entries.last().unwrap().seq, appended.seq);
    assert_eq!(administrator.sync(&world, cursor).entries.len(), 1);
}

#[test]
fn a_first_note_makes_the_staff_key_and_the_next_one_uses_it() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let cursor = administrator.sync(&world, 0).cursor;
    let first = note(&world, &administrator, &writer);
    administrator.append(&world, &first).ok::<Appended>();
    let page = administrator.sync(&world, cursor);
    assert_eq!(page.grants, first.grants);
    assert_eq!(page.entries.len(), 1);
    assert_eq!(world.database.count("audit WHERE action = 'staff_key_made'"), 1);

    let entry = administrator.entry(&world, writer.case, Compartment::Staff, first.entry.hash());
    let next = StaffAppend { entry, grants: Vec::new(), closed: None, files: Vec::new() };
    administrator.append(&world, &next).ok::<Appended>();
    assert_eq!(world.database.count("grants"), 3);
}

#[test]
fn of_two_first_notes_one_wins_and_only_its_key_is_kept() {
    let (world, administrator) = World::open();
    let colleague = administrator.bring(&world, "second");
    let writer = world.writer();
    let (one, two) = (first_note(&world, &administrator, &writer), first_note(&world, &colleague, &writer));
    administrator.append(&world, &one).ok::<Appended>();
    colleague.append(&world, &two).refused(ErrorCode::TailMoved);
    assert_eq!(world.database.count("grants WHERE mask = 2"), 1);
}

#[test]
fn a_staff_key_goes_to_exactly_the_teams_that_hold_the_case() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let ward = second_team(&world, "区の窓口", None);
    let stranger = second_team(&world, "ほかの区", None);
    world.database.execute(&format!("INSERT INTO grants VALUES ('{}', '{ward}', 1, 5, 'AAAA')", writer.case));
    let mine = administrator.team();
    let shares = |teams: &[(TeamId, u32)]| -> Vec<Grant> {
        teams.iter().map(|(team, version)| share(&world, writer.case, *team, *version)).collect()
    };
    let stale = [
        shares(&[(mine, 1)]),
        shares(&[(mine, 1), (stranger, 1)]),
        shares(&[(mine, 1), (ward, 2)]),
        shares(&[(mine, 1), (ward, 1), (stranger, 1)]),
    ];
    let base = first_note(&world, &administrator, &writer);
    for grants in stale {
        let append = StaffAppend { grants, ..base.clone() };
        administrator.append(&world, &append).refused(ErrorCode::StaleKey);
    }
    let mut twice = shares(&[(mine, 1), (mine, 1)]);
    for grants in [vec![], twice.clone(), {
        twice[0].compartments = vec![Compartment::Conversation];
        twice.truncate(1);
        twice
    }] {
        administrator.append(&world, &StaffAppend { grants, ..base.clone() }).invalid("grants");
    }
    assert_eq!(world.database.count("entries"), 2);
    let append = StaffAppend { grants: shares(&[(ward, 1), (mine, 1)]), ..base };
    administrator.append(&world, &append).ok::<Appended>();
    assert_eq!(world.database.count("grants WHERE mask = 2"), 2);
}

#[test]
fn only_a_first_note_carries_keys() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let mut append = first_note(&world, &administrator, &writer);
    append.entry = administrator.entry(&world, writer.case, Compartment::Conversation, writer.conversation);
    administrator.append(&world, &append).invalid("grants");
}

#[test]
fn an_entry_is_by_whoever_is_signed_in_and_of_the_case_in_the_path() {
    let (world, administrator) = World::open();
    let (writer, other) = (world.writer(), world.writer());
    for author in [Author::Writer, Author::Staff(StaffId::from_bytes([1; 16]))] {
        let mut entry =
            administrator.entry(&world, writer.case, Compartment::Conversation, writer.conversation);
        entry.author = author;
        let append = StaffAppend { entry, grants: Vec::new(), closed: None, files: Vec::new() };
        administrator.append(&world, &append).invalid("entry.author");
    }
    let entry = administrator.entry(&world, other.case, Compartment::Conversation, other.conversation);
    let append = StaffAppend { entry, grants: Vec::new(), closed: None, files: Vec::new() };
    let path = format!("/api/staff/cases/{}/entries", writer.case);
    administrator.call(&world, "POST", &path).json(&append).send().invalid("entry.case");
}

#[test]
fn a_stale_tail_is_told_and_a_retry_is_done() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let entry = administrator.entry(&world, writer.case, Compartment::Conversation, writer.conversation);
    let append = StaffAppend { entry, grants: Vec::new(), closed: Some(true), files: Vec::new() };
    let first: Appended = administrator.append(&world, &append).ok();
    assert_eq!(administrator.append(&world, &append).ok::<Appended>(), first);
    assert_eq!(world.database.count("audit WHERE action = 'case_closed'"), 1);
    administrator.reply(&world, writer.case, writer.conversation).refused(ErrorCode::TailMoved);
    let mut other = append;
    other.entry.sealed = Opaque::new(vec![1; 9]).unwrap();
    administrator.append(&world, &other).refused(ErrorCode::Conflict);
}

#[test]
fn closing_and_reopening_sets_the_flag() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    close(&world, &administrator, &writer, true);
    assert_eq!(world.database.count("cases WHERE closed_at IS NOT NULL"), 1);
    let entry = administrator.entry(
        &world,
        writer.case,
        Compartment::Conversation,
        writer.page(&world).entries.last().unwrap().entry.hash(),
    );
    let append = StaffAppend { entry, grants: Vec::new(), closed: Some(false), files: Vec::new() };
    administrator.append(&world, &append).ok::<Appended>();
    assert_eq!(world.database.count("cases WHERE closed_at IS NULL"), 1);
    assert_eq!(world.database.count("audit WHERE action = 'case_reopened'"), 1);
}

#[test]
fn nobody_without_the_key_of_a_holding_team_gets_anywhere() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let keyless = administrator.invite(&world, "keyless");
    let elsewhere = administrator.bring(&world, "elsewhere");
    let ward = second_team(&world, "区の窓口", Some(elsewhere.id));
    world
        .database
        .execute(&format!("DELETE FROM memberships WHERE staff = '{}' AND team <> '{ward}'", elsewhere.id));
    let mut answers = Vec::new();
    for (who, case) in
        [(&keyless, writer.case), (&elsewhere, writer.case), (&administrator, CaseId::from_bytes([1; 16]))]
    {
        let reply = who.reply(&world, case, writer.conversation);
        reply.refused(ErrorCode::Forbidden);
        answers.push(reply.body);
        let path = format!("/api/staff/cases/{case}/seen");
        who.call(&world, "PUT", &path).json(&Seen { seq: 1 }).send().refused(ErrorCode::Forbidden);
    }
    let named = administrator.call(&world, "PUT", "/api/staff/cases/not-a-case/seen");
    named.json(&Seen { seq: 1 }).send().refused(ErrorCode::Forbidden);
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(world.database.count("seen"), 0);
}

#[test]
fn whoever_only_counts_writes_nothing_at_all() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let counter = administrator.bring(&world, "counter");
    let statistics = second_team(&world, "統計", Some(counter.id));
    world.database.execute(&format!(
        "DELETE FROM memberships WHERE staff = '{}' AND team <> '{statistics}';
         INSERT INTO grants VALUES ('{}', '{statistics}', 1, 4, 'AAAA')",
        counter.id, writer.case
    ));
    counter.reply(&world, writer.case, writer.conversation).refused(ErrorCode::Forbidden);
    let append = first_note(&world, &counter, &writer);
    counter.append(&world, &append).refused(ErrorCode::Forbidden);
    let entry = counter.entry(&world, writer.case, Compartment::Facts, writer.facts);
    let facts =
        counter.append(&world, &StaffAppend { entry, grants: Vec::new(), closed: None, files: Vec::new() });
    facts.refused(ErrorCode::Forbidden);
    let page = counter.sync(&world, 0);
    assert!(page.entries.iter().all(|stored| stored.entry.compartment == Compartment::Facts));
}

#[test]
fn seen_goes_forward_and_zero_takes_it_back() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let path = format!("/api/staff/cases/{}/seen", writer.case);
    let put = |seq| administrator.call(&world, "PUT", &path).json(&Seen { seq }).send();
    let seen = || administrator.sync(&world, 0).seen.first().map(|seen| seen.seq);
    assert_eq!(seen(), None);
    put(2).done();
    put(1).done();
    assert_eq!(seen(), Some(2));
    put(0).done();
    assert_eq!(seen(), Some(0));
    put(-1).invalid("seq");
}
