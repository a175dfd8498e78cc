//! Documents that are saved as a whole: sealed, versioned, and for their owner alone.

use crate::support::sqlite::Break;
use crate::support::staff::second_team;
use crate::support::{Answer, Colleague, World};
use madobe_domain::bytes::Opaque;
use madobe_domain::limits::SEALED_BOOK_BYTES;
use madobe_domain::wire::book::{Book, SaveBook};
use madobe_domain::wire::error::ErrorCode;

fn save(world: &World, version: u32, key: u32) -> SaveBook {
    SaveBook { version, key, sealed: Opaque::new(world.bytes::<1700>().to_vec()).unwrap() }
}

fn of_team(by: &Colleague) -> String {
    format!("/api/staff/teams/{}/books/snippets", by.team())
}

const MINE: &str = "/api/staff/books/views";

fn put(world: &World, by: &Colleague, path: &str, save: &SaveBook) -> Answer {
    by.call(world, "PUT", path).json(save).send()
}

fn get(world: &World, by: &Colleague, path: &str) -> Book {
    by.call(world, "GET", path).send().ok()
}

#[test]
fn whoever_comes_second_is_stopped_and_loses_nothing() {
    let (world, one) = World::open();
    let other = one.bring(&world, "second");
    let path = of_team(&one);
    assert_eq!(get(&world, &one, &path), Book { version: 0, key: 0, sealed: None });
    let first = save(&world, 0, 1);
    assert_eq!(put(&world, &one, &path, &first).ok::<Book>().version, 1);
    assert_eq!(put(&world, &one, &path, &first).ok::<Book>().version, 1, "sent again it is done already");
    put(&world, &other, &path, &save(&world, 0, 1)).refused(ErrorCode::Conflict);
    assert_eq!(get(&world, &other, &path).sealed.as_ref(), Some(&first.sealed));
    let second = save(&world, 1, 1);
    put(&world, &other, &path, &second).ok::<Book>();
    assert_eq!(get(&world, &one, &path), Book { version: 2, key: 1, sealed: Some(second.sealed) });
    put(&world, &one, &path, &save(&world, 7, 1)).refused(ErrorCode::Conflict);
}

#[test]
fn an_answer_that_was_lost_is_asked_for_again() {
    let (world, one) = World::open();
    let first = save(&world, 0, 1);
    for how in [Break::Before, Break::After] {
        world.database.break_later(1, how);
        put(&world, &one, &of_team(&one), &first).refused(ErrorCode::Internal);
    }
    assert_eq!(put(&world, &one, &of_team(&one), &first).ok::<Book>().version, 1);
}

#[test]
fn a_team_document_is_sealed_to_the_present_key() {
    let (world, one) = World::open();
    let path = of_team(&one);
    put(&world, &one, &path, &save(&world, 0, 2)).refused(ErrorCode::StaleKey);
    put(&world, &one, &path, &save(&world, 0, 0)).refused(ErrorCode::StaleKey);
    put(&world, &one, MINE, &save(&world, 0, 1)).refused(ErrorCode::StaleKey);
    put(&world, &one, MINE, &save(&world, 0, 0)).ok::<Book>();
}

#[test]
fn a_document_is_for_its_owner_alone() {
    let (world, one) = World::open();
    let other = one.bring(&world, "second");
    let newcomer = one.invite(&world, "third");
    let elsewhere = second_team(&world, "区の窓口", None);
    let refused = |by: &Colleague, path: &str| {
        by.call(&world, "GET", path).send().refused(ErrorCode::Forbidden);
        put(&world, by, path, &save(&world, 0, 1)).refused(ErrorCode::Forbidden);
    };
    refused(&newcomer, &of_team(&one));
    for path in [
        format!("/api/staff/teams/{elsewhere}/books/snippets"),
        format!("/api/staff/teams/{}/books/diary", one.team()),
        "/api/staff/teams/x/books/snippets".to_owned(),
        "/api/staff/books/diary".to_owned(),
    ] {
        refused(&one, &path);
    }
    put(&world, &one, MINE, &save(&world, 0, 0)).ok::<Book>();
    assert_eq!(get(&world, &other, MINE).version, 0, "everybody has their own");
    for path in [of_team(&one), MINE.to_owned()] {
        world.get(&path).send().refused(ErrorCode::Unauthorised);
        world.call("PUT", &path).json(&save(&world, 0, 1)).send().refused(ErrorCode::Unauthorised);
    }
    assert_eq!(world.database.count("books"), 1);
}

#[test]
fn what_everybody_fills_in_is_defined_by_administrators() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let path = format!("/api/staff/teams/{}/books/fields", administrator.team());
    put(&world, &member, &path, &save(&world, 0, 1)).refused(ErrorCode::Forbidden);
    put(&world, &administrator, &path, &save(&world, 0, 1)).ok::<Book>();
    put(&world, &member, &path, &save(&world, 1, 1)).refused(ErrorCode::Forbidden);
    assert_eq!(get(&world, &member, &path).version, 1, "and read by whoever fills it in");
}

#[test]
fn a_document_has_its_size() {
    let (world, one) = World::open();
    let most = SaveBook { version: 0, key: 0, sealed: Opaque::zeros() };
    assert_eq!(most.sealed.as_bytes().len(), SEALED_BOOK_BYTES);
    put(&world, &one, MINE, &most).ok::<Book>();
    let mut body = serde_json::to_value(&most).unwrap();
    body["sealed"] = "A".repeat(SEALED_BOOK_BYTES * 4 / 3 + 8).into();
    one.call(&world, "PUT", MINE).json(&body).send().invalid("sealed");
}
