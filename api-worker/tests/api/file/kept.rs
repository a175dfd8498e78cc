//! What stays because a letter names it, and that nothing stays behind.

use super::{erase, fetches, gives, lie, mine, name, new, sends, takes_out};
use crate::case::close;
use crate::support::World;
use madobe_domain::limits::{FILE_UNNAMED_SECONDS, FILES};
use madobe_domain::log::entry::Compartment;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::mailbox::MailboxAppend;
use madobe_domain::wire::staff_case::StaffAppend;

#[test]
fn a_letter_names_what_is_there_and_it_stays() {
    let (world, one) = World::open();
    let writer = world.writer();
    let (named, unnamed) = (new(&world), new(&world));
    name(&world, &writer, &[named]).refused(ErrorCode::FileGone);
    sends(&world, &writer, named, b"sealed").done();
    sends(&world, &writer, unnamed, b"other").done();
    let entry = writer.next(&world);
    let append = MailboxAppend { entry: entry.clone(), files: vec![named] };
    let post =
        || world.post("/api/mailbox/entries").header("authorization", &writer.bearer()).json(&append).send();
    let first: Appended = post().ok();
    assert_eq!(first, post().ok(), "again it is done already");
    // Staff name theirs with a reply, and nobody names anything beside the conversation.
    let leaflet = new(&world);
    gives(&world, &one, writer.case, leaflet, b"leaflet").done();
    let reply = one.entry(&world, writer.case, Compartment::Conversation, entry.hash());
    let append = |files| StaffAppend { entry: reply.clone(), grants: Vec::new(), closed: None, files };
    one.append(&world, &append(vec![new(&world)])).refused(ErrorCode::FileGone);
    one.append(&world, &append(vec![leaflet; FILES + 1])).invalid("files");
    one.append(&world, &append(vec![leaflet])).ok::<Appended>();
    let facts = one.entry(&world, writer.case, Compartment::Facts, writer.facts);
    let beside = StaffAppend { entry: facts, grants: Vec::new(), closed: None, files: vec![leaflet] };
    one.append(&world, &beside).invalid("files");
    // Another case's file is none of this one.
    let other = world.writer();
    name(&world, &other, &[named]).refused(ErrorCode::FileGone);

    world.clock.forward(FILE_UNNAMED_SECONDS);
    erase(&world);
    assert_eq!(lie(&world), 3, "on the last moment of its day it is there");
    world.clock.forward(1);
    erase(&world);
    assert_eq!((world.database.count("files"), lie(&world)), (2, 2));
    mine(&world, &writer, "GET", unnamed).send().refused(ErrorCode::Forbidden);
    assert_eq!(mine(&world, &writer, "GET", named).send().body, b"sealed");
}

/// Under the name that it had: whoever sends a letter on the next day sends the same photo anew.
#[test]
fn what_was_put_in_again_outlives_the_nights() {
    let (world, one) = World::open();
    let writer = world.writer();
    let (photo, leaflet) = (new(&world), new(&world));
    gives(&world, &one, writer.case, leaflet, b"leaflet").done();
    takes_out(&world, &one, writer.case, leaflet).done();
    gives(&world, &one, writer.case, leaflet, b"leaflet").done();
    erase(&world);
    assert_eq!(fetches(&world, &one, writer.case, leaflet).body, b"leaflet");
    sends(&world, &writer, photo, b"photo").done();
    world.clock.forward(FILE_UNNAMED_SECONDS + 1);
    erase(&world);
    assert_eq!(lie(&world), 0, "no letter named them");
    name(&world, &writer, &[photo]).refused(ErrorCode::FileGone);
    sends(&world, &writer, photo, b"photo").done();
    name(&world, &writer, &[photo]).ok::<Appended>();
    for _ in 0..2 {
        world.clock.forward(24 * 3600 + 1);
        erase(&world);
    }
    assert_eq!(mine(&world, &writer, "GET", photo).send().body, b"photo");
    // It goes with its case like any other.
    writer.delete(&world).done();
    assert_eq!((lie(&world), world.database.count("files")), (0, 0));
}

#[test]
fn files_go_with_their_case() {
    let (world, one) = World::open();
    let (writer, other, kept) = (world.writer(), world.writer(), world.writer());
    for by in [&writer, &other, &kept] {
        let file = new(&world);
        sends(&world, by, file, b"sealed").done();
        name(&world, by, &[file]).ok::<Appended>();
    }
    assert_eq!(lie(&world), 3);
    writer.delete(&world).done();
    assert_eq!(lie(&world), 2, "at once where its writer deletes it");
    let file = new(&world);
    sends(&world, &writer, file, b"x").refused(ErrorCode::Deleted);
    gives(&world, &one, writer.case, file, b"x").refused(ErrorCode::Forbidden);
    // The store does not answer: what is left of it goes at night, and nobody is told that it did not work.
    world.drawer.broken.set(true);
    other.delete(&world).done();
    world.drawer.broken.set(false);
    assert_eq!((lie(&world), world.database.count("files")), (2, 1));
    erase(&world);
    assert_eq!(lie(&world), 1);
    // Bytes that were on their way at that moment are looked for once more, a day later; then nothing is left of it.
    let late = world.database.query("SELECT name FROM files_gone")[0]["name"].as_str().unwrap().to_owned();
    world.drawer.files.borrow_mut().insert(late, b"late".to_vec());
    world.clock.forward(24 * 3600 + 1);
    erase(&world);
    assert_eq!((lie(&world), world.database.count("files_gone")), (1, 0));
}

#[test]
fn what_is_kept_no_longer_takes_its_files_along() {
    let (world, one) = World::open();
    let writer = world.writer();
    let file = new(&world);
    sends(&world, &writer, file, b"sealed").done();
    close(&world, &one, &writer, true).ok::<Appended>();
    world.database.execute("UPDATE files SET named = 1");
    world.clock.forward(181 * 24 * 3600);
    assert_eq!(pollster::block_on(madobe_api::service::retention::erase_due(&world.app)).unwrap(), 1);
    erase(&world);
    assert_eq!((lie(&world), world.database.count("files")), (0, 0));
}
