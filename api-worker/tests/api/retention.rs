use crate::case::close;
use crate::support::World;
use crate::support::writer::entry;
use madobe_api::service::retention::erase_due;
use madobe_domain::log::entry::{Author, Compartment};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::mailbox::MailboxPage;

const DAY: i64 = 24 * 3600;

fn erase(world: &World) -> usize {
    pollster::block_on(erase_due(&world.app)).unwrap()
}

#[test]
fn what_was_closed_long_ago_is_erased_and_said_to_be() {
    let (world, administrator) = World::open();
    let (writer, other, open) = (world.writer(), world.writer(), world.writer());
    close(&world, &administrator, &writer, true).ok::<Appended>();
    world.clock.forward(3600);
    close(&world, &administrator, &other, true).ok::<Appended>();
    world.clock.forward(180 * DAY - 3600 - 60);
    assert_eq!(erase(&world), 0);
    world.clock.forward(120);
    assert_eq!(erase(&world), 1);
    writer.read(&world, 0).refused(ErrorCode::Deleted);
    for table in ["entries", "grants", "files", "seen", "drafts", "presence"] {
        assert_eq!(world.database.count(&format!("{table} WHERE case_id = '{}'", writer.case)), 0, "{table}");
    }
    assert_eq!(world.database.count("audit WHERE action = 'erased_by_retention'"), 1);
    assert_eq!(world.database.count(&format!("feed WHERE kind = 3 AND case_id = '{}'", writer.case)), 1);
    assert!(!open.read(&world, 0).ok::<MailboxPage>().entries.is_empty());
    assert!(!other.read(&world, 0).ok::<MailboxPage>().entries.is_empty());
    assert_eq!(erase(&world), 0, "once");
}

#[test]
fn whoever_writes_again_is_kept() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let closed: Appended = close(&world, &administrator, &writer, true).ok();
    world.clock.forward(170 * DAY);
    let again = entry(&world, writer.case, Compartment::Conversation, closed.hash, Author::Writer);
    writer.post(&world, &again).ok::<Appended>();
    world.clock.forward(170 * DAY);
    assert_eq!(erase(&world), 0);
}

#[test]
fn many_are_erased_in_one_go() {
    let (world, administrator) = World::open();
    for _ in 0..30 {
        let writer = world.writer();
        close(&world, &administrator, &writer, true).ok::<Appended>();
        world.clock.forward(60);
    }
    world.clock.forward(181 * DAY);
    assert_eq!(erase(&world), 30);
    assert_eq!(world.database.count("entries"), 0);
}
