use crate::support::staff::second_team;
use crate::support::writer::entry;
use crate::support::{World, Writer};
use madobe_domain::bytes::{Fixed, Opaque};
use madobe_domain::ids::{CaseId, StaffId};
use madobe_domain::limits::MAILBOX_ROWS;
use madobe_domain::log::entry::{Author, Compartment};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::mailbox::MailboxPage;

#[test]
fn a_poll_is_one_round_trip_and_gives_only_what_is_new() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let first = writer.page(&world);
    let last = first.entries.last().unwrap().seq;
    administrator.reply(&world, writer.case, writer.conversation).ok::<Appended>();
    world.database.round_trips();
    let page: MailboxPage = writer.read(&world, last).ok();
    assert_eq!(world.database.round_trips(), 1);
    assert_eq!(page.entries.len(), 1);
    assert_eq!(page.entries[0].entry.author, Author::Staff(administrator.id));
    assert!(!page.more);
    assert!(writer.read(&world, page.entries[0].seq).ok::<MailboxPage>().entries.is_empty());
}

#[test]
fn the_writer_never_gets_the_staff_compartment_nor_its_key() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    crate::case::note(&world, &administrator, &writer);
    let page = writer.page(&world);
    assert_eq!(page.entries.len(), 2);
    assert_eq!(page.grants.len(), 1);
}

#[test]
fn every_team_that_holds_the_case_is_named_once() {
    let (world, _) = World::open();
    let writer = world.writer();
    let ward = second_team(&world, "区の窓口", None);
    for mask in [1, 4] {
        world
            .database
            .execute(&format!("INSERT INTO grants VALUES ('{}', '{ward}', 1, {mask}, 'AAAA')", writer.case));
    }
    let names: Vec<_> = writer.page(&world).teams.into_iter().map(|team| team.name).collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"区の窓口".to_owned()));
}

#[test]
fn whatever_is_wrong_with_the_code_the_answer_is_the_same() {
    let (world, _) = World::open();
    let writer = world.writer();
    let wrong_token = Writer { token: [0; 32], ..world.writer() };
    let unknown = Writer::new(&world);
    let mut bodies = Vec::new();
    for stranger in [&wrong_token, &unknown] {
        let answer = stranger.read(&world, 0);
        answer.refused(ErrorCode::Unauthorised);
        bodies.push(answer.body);
        let entry = stranger.next(&world);
        stranger.post(&world, &entry).refused(ErrorCode::Unauthorised);
        stranger.delete(&world).refused(ErrorCode::Unauthorised);
    }
    assert_eq!(bodies[0], bodies[1]);
    for authorization in ["", "Bearer", "Bearer AAAA", "Basic AAAA", &writer.bearer()[7..]] {
        let call = world.get("/api/mailbox").header("authorization", authorization);
        call.send().refused(ErrorCode::Unauthorised);
    }
    world.get("/api/mailbox").send().refused(ErrorCode::Unauthorised);
}

#[test]
fn writing_again_moves_the_tail_and_carries_a_promise() {
    let (world, _) = World::open();
    let writer = world.writer();
    let next = writer.next(&world);
    world.database.round_trips();
    let appended: Appended = writer.post(&world, &next).ok();
    assert_eq!(world.database.round_trips(), 1);
    assert_eq!(appended.hash, next.hash());
    assert!(appended.promised.is_some());
    let facts = entry(&world, writer.case, Compartment::Facts, writer.facts, Author::Writer);
    assert_eq!(writer.post(&world, &facts).ok::<Appended>().promised, None);
    assert_eq!(writer.page(&world).entries.len(), 4);
}

#[test]
fn the_same_entry_again_is_done_and_another_under_its_id_is_not() {
    let (world, _) = World::open();
    let writer = world.writer();
    let next = writer.next(&world);
    let first: Appended = writer.post(&world, &next).ok();
    for _ in 0..5 {
        assert_eq!(writer.post(&world, &next).ok::<Appended>(), first);
    }
    let mut other = next.clone();
    other.sealed = Opaque::new(vec![1; 9]).unwrap();
    writer.post(&world, &other).refused(ErrorCode::Conflict);
    assert_eq!(world.database.count("entries"), 3);
    assert_eq!(world.database.count("feed"), 4);
}

#[test]
fn of_two_tabs_one_wins_and_the_other_is_told() {
    let (world, _) = World::open();
    let writer = world.writer();
    let (one, two) = (writer.next(&world), writer.next(&world));
    writer.post(&world, &one).ok::<Appended>();
    writer.post(&world, &two).refused(ErrorCode::TailMoved);
    let mut again = two;
    again.prev = one.hash();
    writer.post(&world, &again).ok::<Appended>();
}

#[test]
fn a_writer_writes_as_nobody_else_and_nowhere_else() {
    let (world, _) = World::open();
    let (writer, other) = (world.writer(), world.writer());
    let mut entry = writer.next(&world);
    entry.author = Author::Staff(StaffId::from_bytes([1; 16]));
    writer.post(&world, &entry).invalid("entry.author");
    let mut entry = writer.next(&world);
    entry.compartment = Compartment::Staff;
    entry.prev = Fixed([0; 32]);
    writer.post(&world, &entry).invalid("entry.compartment");
    let foreign = other.next(&world);
    let answer = writer.post(&world, &foreign);
    answer.refused(ErrorCode::Forbidden);
    let mut nowhere = writer.next(&world);
    nowhere.case = CaseId::from_bytes([1; 16]);
    assert_eq!(writer.post(&world, &nowhere).body, answer.body);
    assert_eq!(world.database.count("entries"), 4);
}

#[test]
fn an_entry_of_someone_elses_case_is_never_told_of() {
    let (world, _) = World::open();
    let (writer, other) = (world.writer(), world.writer());
    // Word for word what the other one stored: even then it is only "not yours".
    let answer = writer.post(&world, &other.letter.entries[0]);
    answer.refused(ErrorCode::Forbidden);
}

#[test]
fn too_many_letters_have_to_wait_a_minute() {
    let (world, _) = World::open();
    let mut writer = world.writer();
    for _ in 0..20 {
        let next = writer.next(&world);
        writer.conversation = next.hash();
        writer.post(&world, &next).ok::<Appended>();
    }
    let next = writer.next(&world);
    assert_eq!(writer.post(&world, &next).refused(ErrorCode::Wait).retry_after, Some(60));
    world.counters.minute_over();
    writer.post(&world, &next).ok::<Appended>();
}

#[test]
fn deleting_leaves_nothing_to_read_and_tells_both_sides() {
    let (world, administrator) = World::open();
    let (writer, other) = (world.writer(), world.writer());
    administrator.reply(&world, writer.case, writer.conversation).ok::<Appended>();
    let before = administrator.sync(&world, 0);
    world.database.round_trips();
    writer.delete(&world).done();
    assert_eq!(world.database.round_trips(), 1);
    writer.delete(&world).done();
    assert_eq!(world.database.count(&format!("entries WHERE case_id = '{}'", writer.case)), 0);
    assert_eq!(world.database.count(&format!("grants WHERE case_id = '{}'", writer.case)), 0);
    assert_eq!(world.database.count("mailboxes WHERE public_key = ''"), 1);
    assert_eq!(world.database.count("audit WHERE action = 'erased_by_writer'"), 1);
    writer.read(&world, 0).refused(ErrorCode::Deleted);
    let next = writer.next(&world);
    writer.post(&world, &next).refused(ErrorCode::Deleted);
    writer.post_letter(&world).refused(ErrorCode::Deleted);
    administrator.reply(&world, writer.case, next.prev).refused(ErrorCode::Forbidden);

    let after = administrator.sync(&world, before.cursor);
    assert_eq!(after.erased, vec![writer.case]);
    let whole = administrator.sync(&world, 0);
    assert_eq!(whole.erased, vec![writer.case]);
    assert!(whole.entries.iter().all(|stored| stored.entry.case == other.case));
    assert_eq!(other.page(&world).entries.len(), 2);
}

#[test]
fn whoever_writes_again_is_not_closed() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    crate::case::close(&world, &administrator, &writer, true);
    let closed = "cases WHERE closed_at IS NOT NULL";
    assert_eq!(world.database.count(closed), 1);
    let mut next = writer.next(&world);
    next.prev = writer.page(&world).entries.last().unwrap().entry.hash();
    writer.post(&world, &next).ok::<Appended>();
    assert_eq!(world.database.count(closed), 0);
}

#[test]
fn a_full_mailbox_comes_in_pages() {
    let (world, _) = World::open();
    let writer = world.writer();
    let rows = MAILBOX_ROWS + 30;
    // Straight into the table: sending so many letters is limited.
    world.database.execute(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
         INSERT INTO entries (case_id, id, compartment, created_at, prev, hash, size, sealed)
         SELECT case_id, substr('AAAAAAAAAAAAAAAAAAAAAA', 1, 17) || printf('%04d', i) || 'A', 1, created_at,
             prev, hash, size, sealed FROM entries, n WHERE compartment = 1"
    ));
    let (mut seen, mut after) = (0, 0);
    loop {
        let page: MailboxPage = writer.read(&world, after).ok();
        seen += page.entries.len();
        assert!(page.entries.windows(2).all(|pair| pair[0].seq < pair[1].seq));
        after = page.entries.last().unwrap().seq;
        if !page.more {
            break;
        }
        assert_eq!(page.entries.len(), MAILBOX_ROWS as usize);
    }
    assert_eq!(seen, rows as usize + 2);
    world.database.execute("UPDATE entries SET size = 900000");
    let page: MailboxPage = writer.read(&world, 0).ok();
    assert!(page.more);
    assert_eq!(page.entries.len(), 2);
}

#[test]
fn a_position_that_is_none_is_refused_kindly() {
    let (world, _) = World::open();
    let writer = world.writer();
    for query in
        ["after=-1", "after=x", "after=", "after=99999999999999999999", "before=3", "after=1&after=2"]
    {
        let call = world.get(&format!("/api/mailbox?{query}"));
        call.header("authorization", &writer.bearer()).send().invalid("after");
    }
}

/// The record of it is for the desk; that it was put aside, its writer may know.
#[test]
fn a_writer_learns_that_the_consultation_was_put_aside() {
    let (world, administrator) = World::open();
    let mut writer = world.writer();
    assert!(!writer.page(&world).closed);
    crate::case::close(&world, &administrator, &writer, true).ok::<Appended>();
    let page = writer.page(&world);
    assert!(page.closed && page.entries.iter().all(|stored| stored.entry.compartment != Compartment::Staff));
    writer.conversation = page.entries.last().unwrap().entry.hash();
    writer.post(&world, &writer.next(&world)).ok::<Appended>();
    assert!(!writer.page(&world).closed, "whoever writes again takes it up again");
}
