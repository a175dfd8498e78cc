//! What lies beside letters goes along, byte for byte.

use super::{begin, fresh, gather, sealed, send, send_after, stored, take_file};
use crate::file;
use crate::support::sqlite::Break;
use crate::support::{Answer, Colleague, World, Writer};
use madobe_domain::export::check::Checking;
use madobe_domain::export::line::{FileLine, Line};
use madobe_domain::ids::{CaseId, FileId};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::export::DeskForm;
use madobe_domain::wire::import::Taken;
use madobe_domain::wire::intake::Appended;

/// A desk with a consultation that has two files beside its letter, and two that have none.
fn with_files() -> (World, Colleague, Writer, [FileId; 2]) {
    let (world, administrator) = World::open();
    let (_, writer, _) = (world.writer(), world.writer(), world.writer());
    let files = [file::new(&world), file::new(&world)];
    file::sends(&world, &writer, files[0], b"sealed photo").done();
    file::gives(&world, &administrator, writer.case, files[1], b"sealed leaflet").done();
    file::name(&world, &writer, &files).ok::<Appended>();
    (world, administrator, writer, files)
}

fn bring(world: &World, by: &Colleague, file: &FileLine, sealed: &[u8]) -> Answer {
    let path = format!("/api/staff/import/files/{}/{}", file.case, file.id);
    file::put(by.call(world, "PUT", &path), sealed)
}

/// A file with what lies beside letters: all lines up to one that names something, then its bytes, and so on.
fn move_in(world: &World, by: &Colleague, file: &[String]) -> Taken {
    let mut checking = Checking::default();
    let (mut from, mut before, mut lines) = (0, checking.digest, Vec::new());
    let mut last = None;
    for line in file {
        let awaited = checking.awaits().cloned();
        let taken = checking.take(line).unwrap();
        if let Line::Bytes(sealed) = taken {
            bring(world, by, &awaited.unwrap(), sealed.bytes.as_bytes()).done();
            continue;
        }
        lines.push(line.clone());
        if matches!(taken, Line::File(_) | Line::End(_)) {
            last = Some(send_after(world, by, from, before, &lines).ok::<Taken>());
            (from, before) = (checking.lines as usize, checking.digest);
            lines.clear();
        }
    }
    last.unwrap()
}

/// What is known of the files that letters name.
fn named(world: &World) -> Vec<String> {
    let rows = world
        .database
        .query("SELECT case_id, id, author, made_at, size, hash FROM files WHERE named = 1 ORDER BY id");
    rows.iter().map(|row| serde_json::to_string(row).unwrap()).collect()
}

#[test]
fn what_lies_beside_letters_moves_with_its_bytes() {
    let (old, administrator, writer, files) = with_files();
    let before = old.drawer.files.borrow().clone();
    // What no letter names stays where it is.
    file::sends(&old, &writer, file::new(&old), b"chosen, and not sent").done();
    let exported = sealed(&old, &administrator);
    let (new, mover) = fresh();
    let done = move_in(&new, &mover, &exported);
    assert!(done.done);
    assert_eq!((done.cases, done.lines), (3, exported.len() as u64 - 2));
    assert_eq!(stored(&new), stored(&old));
    assert_eq!((named(&new), named(&new).len()), (named(&old), 2));
    assert_eq!(*new.drawer.files.borrow(), before);
    assert_eq!(file::mine(&new, &writer, "GET", files[0]).send().body, b"sealed photo");
    assert_eq!(file::mine(&new, &writer, "GET", files[1]).send().body, b"sealed leaflet");
    // No night takes them, they are not taken in again, and they can be taken along once more.
    new.clock.forward(3 * 24 * 3600);
    pollster::block_on(madobe_api::service::file::erase_old(&new.app)).unwrap();
    assert_eq!(*new.drawer.files.borrow(), before);
    let mut checking = Checking::default();
    let lines: Vec<Line> = exported.iter().map(|line| checking.take(line).unwrap()).collect();
    let file = lines.iter().find_map(|line| match line {
        Line::File(file) => Some(file),
        _ => None,
    });
    bring(&new, &mover, file.unwrap(), b"sealed photo").refused(ErrorCode::Unauthorised);
    let mover = mover.in_again(&new);
    bring(&new, &mover, file.unwrap(), b"sealed photo").refused(ErrorCode::Forbidden);
    let again = sealed(&new, &mover);
    let beside = |file: &[String]| -> Vec<String> {
        let kinds = ["\"kind\":\"file\"", "\"kind\":\"bytes\""];
        file.iter().filter(|line| kinds.iter().any(|kind| line.contains(kind))).cloned().collect()
    };
    assert_eq!((beside(&again), beside(&again).len()), (beside(&exported), 4));
}

#[test]
fn nothing_is_taken_in_behind_a_file_whose_bytes_are_not_there() {
    let (old, administrator, ..) = with_files();
    let exported = sealed(&old, &administrator);
    let at = exported.iter().position(|line| line.contains("\"kind\":\"file\"")).unwrap();
    let mut checking = Checking::default();
    exported[..=at].iter().for_each(|line| drop(checking.take(line).unwrap()));
    let announced = checking.awaits().cloned().unwrap();
    let bytes = |line: &str| match madobe_domain::json::read(line) {
        Ok(Line::Bytes(sealed)) => sealed.bytes.as_bytes().to_vec(),
        other => panic!("{other:?}"),
    };
    let sealed = bytes(&exported[at + 1]);
    let next = &exported[at + 2..at + 3];
    let (new, mover) = fresh();
    let all = [&exported[..=at], next].concat();
    send(&new, &mover, 0, &all).invalid(&format!("lines.{}.file", at + 1));
    assert_eq!(new.database.count("imports"), 0, "nothing of that call");
    bring(&new, &mover, &announced, &sealed).refused(ErrorCode::Forbidden);
    send(&new, &mover, 0, &exported[..=at]).ok::<Taken>();
    let goes_on = |lines: &[String]| send_after(&new, &mover, at + 1, checking.digest, lines);
    goes_on(next).invalid("lines.0.file");
    // Bytes among the lines would be looked at and lost.
    goes_on(&exported[at + 1..at + 3]).invalid("lines.0.order");
    // Altered, cut short, of another file, from somebody else.
    let mut odd = sealed.clone();
    odd[3] ^= 1;
    bring(&new, &mover, &announced, &odd).invalid("file");
    bring(&new, &mover, &announced, &sealed[1..]).invalid("file");
    bring(&new, &mover, &announced, &[&sealed[..], b"x"].concat()).refused(ErrorCode::TooLarge);
    let other = FileLine { id: FileId::from_bytes([1; 16]), ..announced.clone() };
    bring(&new, &mover, &other, &sealed).refused(ErrorCode::Forbidden);
    let other = FileLine { case: CaseId::from_bytes([1; 16]), ..announced.clone() };
    bring(&new, &mover, &other, &sealed).refused(ErrorCode::Forbidden);
    let member = mover.bring(&new, "second");
    bring(&new, &member, &announced, &sealed).refused(ErrorCode::Forbidden);
    assert!(new.drawer.files.borrow().is_empty());
    // The store does not answer; then the database, before or after it was done.
    new.drawer.broken.set(true);
    bring(&new, &mover, &announced, &sealed).refused(ErrorCode::Internal);
    new.drawer.broken.set(false);
    new.database.break_later(2, Break::Before);
    bring(&new, &mover, &announced, &sealed).refused(ErrorCode::Internal);
    goes_on(next).invalid("lines.0.file");
    new.database.break_later(2, Break::After);
    bring(&new, &mover, &announced, &sealed).refused(ErrorCode::Internal);
    bring(&new, &mover, &announced, &sealed).done();
    bring(&new, &mover, &announced, &odd).invalid("file");
    // From here the whole file goes on, from its beginning as well.
    goes_on(next).ok::<Taken>();
    bring(&new, &mover, &announced, &sealed).refused(ErrorCode::Forbidden);
    let last = match checking.take(&exported[at + 1]).and_then(|_| checking.take(&exported[at + 2])) {
        Ok(Line::File(file)) => file,
        other => panic!("{other:?}"),
    };
    bring(&new, &mover, &last, &bytes(&exported[at + 3])).done();
    let rest = &exported[at + 4..];
    assert!(send_after(&new, &mover, at + 2, checking.digest, rest).ok::<Taken>().done);
    assert_eq!(named(&new), named(&old));
}

#[test]
fn bytes_go_with_the_export_that_names_them() {
    let (world, administrator, writer, files) = with_files();
    let unnamed = file::new(&world);
    file::sends(&world, &writer, unnamed, b"chosen").done();
    let id = begin(&world, &administrator, DeskForm::Sealed);
    let readable = begin(&world, &administrator, DeskForm::Readable);
    world.clock.forward(60);
    let (other, later) = (world.writer(), file::new(&world));
    file::sends(&world, &other, later, b"later").done();
    file::name(&world, &other, &[later]).ok::<Appended>();
    assert_eq!(take_file(&world, &administrator, id, writer.case, files[0]).body, b"sealed photo");
    let member = administrator.bring(&world, "second");
    take_file(&world, &member, id, writer.case, files[0]).refused(ErrorCode::Forbidden);
    let take = |id, case, file| take_file(&world, &administrator, id, case, file);
    take(readable, writer.case, files[0]).refused(ErrorCode::Forbidden);
    take(id, writer.case, unnamed).refused(ErrorCode::Forbidden);
    take(id, other.case, files[0]).refused(ErrorCode::Forbidden);
    take(id, other.case, later).refused(ErrorCode::Forbidden);
    assert_eq!(
        gather(&world, &administrator, id).iter().filter(|line| line.contains("\"bytes\"")).count(),
        2
    );
    // The store has lost one: that is told apart from what nobody may have.
    world.drawer.files.borrow_mut().retain(|name, _| !name.ends_with(&files[0].to_string()));
    take(id, writer.case, files[0]).refused(ErrorCode::FileGone);
    world.drawer.broken.set(true);
    take(id, writer.case, files[1]).refused(ErrorCode::Internal);
    world.drawer.broken.set(false);
    // Its writer deletes the case while it is taken along: the rest goes on.
    writer.delete(&world).done();
    take(id, writer.case, files[1]).refused(ErrorCode::FileGone);
    take(readable, writer.case, files[1]).refused(ErrorCode::Forbidden);
    take_file(&world, &member, id, writer.case, files[1]).refused(ErrorCode::Forbidden);
}
