//! How large a file may be, and how much of them there may be on a day.

use super::{KIND, erase, fetches, gives, lie, mine, new, path, sends, takes_out};
use crate::support::{Answer, World};
use madobe_domain::ids::FileId;
use madobe_domain::limits::{FILES_DAY_BYTES, SEALED_FILE_BYTES};
use madobe_domain::wire::error::ErrorCode;

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
