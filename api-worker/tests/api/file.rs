//! Files beside letters: whose they are, how many there may be, and that nothing of them stays behind.

use crate::case::close;
use crate::support::sqlite::Break;
use crate::support::staff::second_team;
use crate::support::{Answer, Call, Colleague, World, Writer};
use madobe_api::service::file::erase_old;
use madobe_domain::ids::{CaseId, FileId};
use madobe_domain::limits::{FILE_UNNAMED_SECONDS, FILES, FILES_DAY_BYTES, SEALED_FILE_BYTES};
use madobe_domain::log::entry::Compartment;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::mailbox::MailboxAppend;
use madobe_domain::wire::staff_case::StaffAppend;

const KIND: &str = "application/octet-stream";

pub fn put(call: Call<'_>, sealed: &[u8]) -> Answer {
    let call = call.header("content-type", KIND).header("content-length", &sealed.len().to_string());
    call.raw(sealed.to_vec()).send()
}

fn my_path(file: FileId) -> String {
    format!("/api/mailbox/files/{file}")
}

fn path(case: CaseId, file: FileId) -> String {
    format!("/api/staff/cases/{case}/files/{file}")
}

pub fn mine<'a>(world: &'a World, by: &Writer, method: &str, file: FileId) -> Call<'a> {
    world.call(method, &my_path(file)).header("authorization", &by.bearer())
}

pub fn sends(world: &World, by: &Writer, file: FileId, sealed: &[u8]) -> Answer {
    put(mine(world, by, "PUT", file), sealed)
}

pub fn gives(world: &World, by: &Colleague, case: CaseId, file: FileId, sealed: &[u8]) -> Answer {
    put(by.call(world, "PUT", &path(case, file)), sealed)
}

fn fetches(world: &World, by: &Colleague, case: CaseId, file: FileId) -> Answer {
    by.call(world, "GET", &path(case, file)).send()
}

fn takes_out(world: &World, by: &Colleague, case: CaseId, file: FileId) -> Answer {
    by.call(world, "DELETE", &path(case, file)).send()
}

pub fn new(world: &World) -> FileId {
    FileId::from_bytes(world.bytes())
}

/// A letter that names it.
pub fn name(world: &World, by: &Writer, files: &[FileId]) -> Answer {
    let append = MailboxAppend { entry: by.next(world), files: files.to_vec() };
    world.post("/api/mailbox/entries").header("authorization", &by.bearer()).json(&append).send()
}

fn erase(world: &World) {
    pollster::block_on(erase_old(&world.app)).unwrap();
}

fn lie(world: &World) -> usize {
    world.drawer.files.borrow().len()
}

#[test]
fn a_file_goes_both_ways_as_it_was_sealed() {
    let (world, one) = World::open();
    let writer = world.writer();
    let (photo, leaflet) = (new(&world), new(&world));
    sends(&world, &writer, photo, b"sealed photo").done();
    gives(&world, &one, writer.case, leaflet, b"sealed leaflet").done();
    for (file, sealed) in [(photo, b"sealed photo".as_slice()), (leaflet, b"sealed leaflet")] {
        for answer in [mine(&world, &writer, "GET", file).send(), fetches(&world, &one, writer.case, file)] {
            assert_eq!(answer.status, 200);
            assert_eq!(answer.body, sealed);
            assert_eq!(answer.header("content-type"), Some(KIND));
            assert_eq!(answer.header("content-disposition"), Some("attachment"));
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        }
    }
}

#[test]
fn twice_is_once_and_other_bytes_are_refused() {
    let (world, one) = World::open();
    let writer = world.writer();
    let file = new(&world);
    for _ in 0..2 {
        sends(&world, &writer, file, b"sealed").done();
    }
    sends(&world, &writer, file, b"others").refused(ErrorCode::Conflict);
    gives(&world, &one, writer.case, file, b"others").refused(ErrorCode::Conflict);
    assert_eq!(mine(&world, &writer, "GET", file).send().body, b"sealed");
    assert_eq!((world.database.count("files"), lie(&world)), (1, 1));
    // The same handle in another case is another file.
    let other = world.writer();
    sends(&world, &other, file, b"others").done();
    assert_eq!(mine(&world, &writer, "GET", file).send().body, b"sealed");
}

#[test]
fn a_lost_answer_or_a_broken_store_does_no_harm() {
    let world = World::open().0;
    let writer = world.writer();
    for (good, how) in [(0, Break::Before), (0, Break::After), (1, Break::Before), (1, Break::After)] {
        let file = new(&world);
        world.database.break_later(good, how);
        sends(&world, &writer, file, b"sealed").refused(ErrorCode::Internal);
        sends(&world, &writer, file, b"sealed").done();
        assert_eq!(mine(&world, &writer, "GET", file).send().body, b"sealed");
    }
    let file = new(&world);
    world.drawer.broken.set(true);
    sends(&world, &writer, file, b"sealed").refused(ErrorCode::Internal);
    // Nothing says that it is there.
    mine(&world, &writer, "GET", file).send().refused(ErrorCode::Forbidden);
    name(&world, &writer, &[file]).refused(ErrorCode::FileGone);
    world.drawer.broken.set(false);
    sends(&world, &writer, file, b"sealed").done();
    name(&world, &writer, &[file]).ok::<Appended>();
}

#[test]
fn what_is_lost_is_told_apart_from_what_does_not_come_now() {
    let (world, one) = World::open();
    let writer = world.writer();
    let file = new(&world);
    sends(&world, &writer, file, b"sealed").done();
    let both = |code| {
        mine(&world, &writer, "GET", file).send().refused(code);
        fetches(&world, &one, writer.case, file).refused(code);
    };
    world.drawer.broken.set(true);
    both(ErrorCode::Internal);
    world.drawer.broken.set(false);
    let kept = world.drawer.files.take();
    both(ErrorCode::Internal);
    world.clock.forward(120);
    world.log.0.take();
    both(ErrorCode::FileGone);
    assert_eq!(world.log.0.take(), vec!["file: missing"; 2]);
    world.drawer.files.replace(kept);
    assert_eq!(mine(&world, &writer, "GET", file).send().body, b"sealed");
}

#[test]
fn nobody_reaches_a_file_of_a_case_that_is_not_theirs() {
    let (world, one) = World::open();
    let (writer, other) = (world.writer(), world.writer());
    let file = new(&world);
    sends(&world, &writer, file, b"sealed").done();
    // Another mailbox, with a name that it knows.
    mine(&world, &other, "GET", file).send().refused(ErrorCode::Forbidden);
    let forged = Writer { token: [1; 32], ..writer_of(&writer) };
    mine(&world, &forged, "GET", file).send().refused(ErrorCode::Unauthorised);
    sends(&world, &forged, new(&world), b"x").refused(ErrorCode::Unauthorised);
    world.get(&my_path(file)).send().refused(ErrorCode::Unauthorised);
    put(world.call("PUT", &my_path(file)), b"x").refused(ErrorCode::Unauthorised);
    // The wrong case, no case, no file.
    fetches(&world, &one, other.case, file).refused(ErrorCode::Forbidden);
    fetches(&world, &one, writer.case, new(&world)).refused(ErrorCode::Forbidden);
    for path in
        [format!("/api/staff/cases/x/files/{file}"), format!("/api/staff/cases/{}/files/x", writer.case)]
    {
        one.call(&world, "GET", &path).send().refused(ErrorCode::Forbidden);
        put(one.call(&world, "PUT", &path), b"x").refused(ErrorCode::Forbidden);
        one.call(&world, "DELETE", &path).send().refused(ErrorCode::Forbidden);
    }
    world.get(&path(writer.case, file)).send().refused(ErrorCode::Unauthorised);
    put(world.call("PUT", &path(writer.case, file)), b"x").refused(ErrorCode::Unauthorised);
    // Who only counts, who has no key yet, and another team.
    let newcomer = one.invite(&world, "newcomer");
    fetches(&world, &newcomer, writer.case, file).refused(ErrorCode::Forbidden);
    gives(&world, &newcomer, writer.case, new(&world), b"x").refused(ErrorCode::Forbidden);
    let grants = format!("grants SET {{}} WHERE version > 0 AND case_id = '{}'", writer.case);
    world.database.execute(&format!("UPDATE {}", grants.replace("{}", "mask = 4")));
    fetches(&world, &one, writer.case, file).refused(ErrorCode::Forbidden);
    gives(&world, &one, writer.case, new(&world), b"x").refused(ErrorCode::Forbidden);
    let ward = second_team(&world, "区の窓口", None);
    world
        .database
        .execute(&format!("UPDATE {}", grants.replace("{}", &format!("mask = 7, recipient = '{ward}'"))));
    fetches(&world, &one, writer.case, file).refused(ErrorCode::Forbidden);
    gives(&world, &one, writer.case, new(&world), b"x").refused(ErrorCode::Forbidden);
    assert_eq!((world.database.count("files"), lie(&world)), (1, 1));
    // From another site.
    let call = mine(&world, &writer, "PUT", new(&world)).header("sec-fetch-site", "cross-site");
    put(call, b"x").refused(ErrorCode::CrossSite);
}

fn writer_of(writer: &Writer) -> Writer {
    Writer {
        mailbox: writer.mailbox,
        token: writer.token,
        case: writer.case,
        letter: writer.letter.clone(),
        conversation: writer.conversation,
        facts: writer.facts,
    }
}

#[test]
fn what_is_too_large_or_of_another_kind_is_refused_unread() {
    let (world, one) = World::open();
    let writer = world.writer();
    let declared = |length: usize| {
        mine(&world, &writer, "PUT", new(&world))
            .header("content-type", KIND)
            .header("content-length", &length.to_string())
    };
    declared(SEALED_FILE_BYTES + 1).raw("x").send().refused(ErrorCode::TooLarge);
    // More than was said is not read either.
    declared(3).raw("four").send().refused(ErrorCode::TooLarge);
    declared(0).send().refused(ErrorCode::Invalid);
    declared(2).send().refused(ErrorCode::Invalid);
    mine(&world, &writer, "PUT", new(&world)).text("{}").send().refused(ErrorCode::ContentType);
    mine(&world, &writer, "PUT", new(&world)).send().refused(ErrorCode::ContentType);
    one.call(&world, "PUT", &path(writer.case, new(&world)))
        .text("{}")
        .send()
        .refused(ErrorCode::ContentType);
    assert_eq!(lie(&world), 0);
    sends(&world, &writer, new(&world), &vec![1; SEALED_FILE_BYTES]).done();
}

/// What one side may put in on a day, as long as can be; and one more, for which there is no room.
fn full(world: &World, put: impl Fn(FileId) -> Answer) -> (Vec<FileId>, FileId) {
    let fit = FILES_DAY_BYTES as usize / SEALED_FILE_BYTES;
    let files: Vec<FileId> = (0..fit).map(|_| new(world)).collect();
    files.iter().for_each(|file| put(*file).done());
    let beyond = new(world);
    assert!(put(beyond).refused(ErrorCode::Wait).retry_after.is_some());
    (files, beyond)
}

#[test]
fn each_side_puts_in_so_much_a_day() {
    let (world, one) = World::open();
    let writer = world.writer();
    let large = vec![1; SEALED_FILE_BYTES];
    let (files, beyond) = full(&world, |file| sends(&world, &writer, file, &large));
    // Again what is there already, something small, and the other side.
    sends(&world, &writer, files[0], &large).done();
    gives(&world, &one, writer.case, new(&world), &large).done();
    let other = world.writer();
    sends(&world, &other, new(&world), &large).done();
    world.clock.forward(24 * 3600 + 1);
    world.counters.minute_over();
    sends(&world, &writer, beyond, &large).done();
}

#[test]
fn what_is_taken_out_makes_room_at_once() {
    let (world, one) = World::open();
    let writer = world.writer();
    let large = vec![1; SEALED_FILE_BYTES];
    let (files, beyond) = full(&world, |file| gives(&world, &one, writer.case, file, &large));
    let fit = files.len();
    // Twice is once.
    for _ in 0..2 {
        takes_out(&world, &one, writer.case, files[0]).done();
    }
    fetches(&world, &one, writer.case, files[0]).refused(ErrorCode::Forbidden);
    assert_eq!(lie(&world), fit - 1, "nothing of it waits for the night");
    gives(&world, &one, writer.case, beyond, &large).done();
    // The store does not answer: there is room all the same, and the night takes the bytes.
    world.drawer.broken.set(true);
    takes_out(&world, &one, writer.case, files[1]).done();
    world.drawer.broken.set(false);
    assert_eq!(lie(&world), fit);
    erase(&world);
    assert_eq!(lie(&world), fit - 1);
}

#[test]
fn nobody_takes_out_what_is_named_or_not_theirs() {
    let (world, one) = World::open();
    let second = one.bring(&world, "second");
    let (writer, other) = (world.writer(), world.writer());
    let (photo, leaflet, draft) = (new(&world), new(&world), new(&world));
    sends(&world, &writer, photo, b"photo").done();
    gives(&world, &one, writer.case, leaflet, b"leaflet").done();
    gives(&world, &one, writer.case, draft, b"draft").done();
    let reply = one.entry(&world, writer.case, Compartment::Conversation, writer.conversation);
    let append = StaffAppend { entry: reply, grants: Vec::new(), closed: None, files: vec![leaflet] };
    one.append(&world, &append).ok::<Appended>();
    // All of it looks as if it had never been there.
    takes_out(&world, &one, writer.case, photo).done();
    takes_out(&world, &one, writer.case, leaflet).done();
    takes_out(&world, &one, other.case, draft).done();
    takes_out(&world, &second, writer.case, draft).done();
    world.call("DELETE", &path(writer.case, draft)).send().refused(ErrorCode::Unauthorised);
    let newcomer = one.invite(&world, "newcomer");
    takes_out(&world, &newcomer, writer.case, draft).refused(ErrorCode::Forbidden);
    let from_elsewhere = one.call(&world, "DELETE", &path(writer.case, draft));
    from_elsewhere.header("sec-fetch-site", "cross-site").send().refused(ErrorCode::CrossSite);
    for file in [photo, leaflet, draft] {
        assert_eq!(fetches(&world, &one, writer.case, file).status, 200);
    }
    // Whoever only counts, and another team.
    let grants = format!("grants SET {{}} WHERE version > 0 AND case_id = '{}'", writer.case);
    world.database.execute(&format!("UPDATE {}", grants.replace("{}", "mask = 4")));
    takes_out(&world, &one, writer.case, draft).refused(ErrorCode::Forbidden);
    let ward = second_team(&world, "区の窓口", None);
    let given = format!("mask = 7, recipient = '{ward}'");
    world.database.execute(&format!("UPDATE {}", grants.replace("{}", &given)));
    takes_out(&world, &one, writer.case, draft).refused(ErrorCode::Forbidden);
    assert_eq!((world.database.count("files"), lie(&world)), (3, 3));
}

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
