//! A database that fails before a write, and one that fails after it.

use crate::support::sqlite::Break;
use crate::support::staff::setup;
use crate::support::{Answer, World, Writer};
use madobe_domain::log::entry::Compartment;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::staff_case::StaffAppend;

/// Fails, then is sent again unchanged.
fn broken(world: &World, how: Break, send: &dyn Fn() -> Answer) -> Answer {
    world.database.break_next(how);
    let answer = send();
    answer.refused(ErrorCode::Internal);
    assert_eq!(answer.text(), r#"{"error":{"code":"internal"}}"#);
    assert_eq!(world.log.0.take().len(), 1);
    send()
}

#[test]
fn a_letter_whose_answer_was_lost_is_answered_as_done() {
    for how in [Break::Before, Break::After] {
        let (world, _) = World::open();
        let writer = Writer::new(&world);
        let answer = broken(&world, how, &|| writer.post_letter(&world));
        answer.ok::<serde_json::Value>();
        for (table, rows) in [("mailboxes", 1), ("cases", 1), ("grants", 2), ("entries", 2), ("feed", 3)] {
            assert_eq!(world.database.count(table), rows, "{table}");
        }
    }
}

#[test]
fn an_entry_whose_answer_was_lost_is_answered_as_done() {
    for how in [Break::Before, Break::After] {
        let (world, _) = World::open();
        let writer = world.writer();
        let next = writer.next(&world);
        broken(&world, how, &|| writer.post(&world, &next)).ok::<serde_json::Value>();
        assert_eq!(world.database.count("entries"), 3);
        assert_eq!(world.database.count("feed"), 4);
    }
}

#[test]
fn a_deletion_whose_answer_was_lost_is_answered_as_done() {
    for how in [Break::Before, Break::After] {
        let (world, _) = World::open();
        let writer = world.writer();
        broken(&world, how, &|| writer.delete(&world)).done();
        assert_eq!(world.database.count("feed WHERE kind = 3"), 1);
    }
}

#[test]
fn a_reply_during_a_fault_is_neither_lost_nor_doubled() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let entry = administrator.entry(&world, writer.case, Compartment::Conversation, writer.conversation);
    let append = StaffAppend { entry, grants: Vec::new(), closed: None, files: Vec::new() };
    broken(&world, Break::After, &|| administrator.append(&world, &append)).ok::<serde_json::Value>();
    assert_eq!(world.database.count("entries"), 3);
}

#[test]
fn a_batch_that_fails_half_way_leaves_nothing() {
    let (world, _) = World::open();
    let writer = Writer::new(&world);
    world
        .database
        .execute("CREATE TRIGGER full BEFORE INSERT ON feed BEGIN SELECT raise(ABORT, 'disk full'); END");
    writer.post_letter(&world).refused(ErrorCode::Internal);
    for table in ["mailboxes", "cases", "grants", "entries", "feed"] {
        assert_eq!(world.database.count(table), 0, "{table}");
    }
    world.database.execute("DROP TRIGGER full");
    writer.post_letter(&world).ok::<serde_json::Value>();
}

#[test]
fn a_fault_is_logged_by_its_code_and_told_to_nobody() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let routes = [
        ("GET", "/api/health"),
        ("GET", "/api/desk"),
        ("GET", "/api/mailbox"),
        ("DELETE", "/api/mailbox"),
        ("GET", "/api/staff/setup"),
        ("GET", "/api/staff/session"),
        ("GET", "/api/staff/sync"),
        ("GET", "/api/staff/names"),
        ("GET", "/api/staff/colleagues"),
        ("GET", "/api/staff/desk"),
    ];
    for (method, path) in routes {
        world.database.break_next(Break::Before);
        let call = administrator.call(&world, method, path).header("authorization", &writer.bearer());
        let answer = call.send();
        answer.refused(ErrorCode::Internal);
        assert_eq!(answer.text(), r#"{"error":{"code":"internal"}}"#);
        assert_eq!(world.log.0.take(), vec!["broken before"]);
    }
}

#[test]
fn a_set_up_that_failed_can_be_done_again() {
    let world = World::bare();
    world.desk();
    let setup = setup(&world);
    world.database.break_next(Break::Before);
    world.post("/api/staff/setup").json(&setup).send().refused(ErrorCode::Internal);
    world.post("/api/staff/setup").json(&setup).send().ok::<serde_json::Value>();
}
