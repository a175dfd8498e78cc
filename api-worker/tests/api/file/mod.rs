//! Files beside letters: both ways as they were sealed, also after a fault.

mod kept;
mod rights;
mod room;

use crate::support::sqlite::Break;
use crate::support::{Answer, Call, Colleague, World, Writer};
use madobe_api::service::file::erase_old;
use madobe_domain::ids::{CaseId, FileId};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::mailbox::MailboxAppend;

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
