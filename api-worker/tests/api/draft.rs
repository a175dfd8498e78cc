//! Unfinished texts: kept for whoever writes them, and known to colleagues by that alone.

use crate::case::close;
use crate::support::staff::second_team;
use crate::support::{Answer, Colleague, World};
use madobe_api::service::draft::erase_old;
use madobe_domain::bytes::Opaque;
use madobe_domain::ids::CaseId;
use madobe_domain::limits::DRAFT_DAYS;
use madobe_domain::wire::draft::{DraftKind, MyDrafts, SaveDraft, SavedDraft};
use madobe_domain::wire::error::ErrorCode;

fn path(case: CaseId, kind: &str) -> String {
    format!("/api/staff/cases/{case}/drafts/{kind}")
}

fn save(world: &World, version: u32) -> SaveDraft {
    SaveDraft { version, sealed: Opaque::new(world.bytes::<600>().to_vec()).unwrap() }
}

pub fn keep(world: &World, by: &Colleague, case: CaseId, kind: &str, version: u32) -> Answer {
    by.call(world, "PUT", &path(case, kind)).json(&save(world, version)).send()
}

fn mine(world: &World, by: &Colleague, case: CaseId) -> MyDrafts {
    by.call(world, "GET", &format!("/api/staff/cases/{case}/drafts")).send().ok()
}

#[test]
fn a_draft_is_kept_replaced_and_let_go() {
    let (world, one) = World::open();
    let case = world.writer().case;
    assert!(mine(&world, &one, case).drafts.is_empty());
    let first = save(&world, 0);
    for _ in 0..2 {
        let saved = one.call(&world, "PUT", &path(case, "reply")).json(&first).send();
        assert_eq!(saved.ok::<SavedDraft>().version, 1, "sent again it is done already");
    }
    keep(&world, &one, case, "note", 0).ok::<SavedDraft>();
    assert_eq!(keep(&world, &one, case, "reply", 1).ok::<SavedDraft>().version, 2);
    let kept = mine(&world, &one, case).drafts;
    let kinds: Vec<_> = kept.iter().map(|draft| (draft.kind, draft.version)).collect();
    assert_eq!(kinds, [(DraftKind::Note, 1), (DraftKind::Reply, 2)]);
    for _ in 0..2 {
        one.call(&world, "DELETE", &path(case, "reply")).send().done();
    }
    assert_eq!(mine(&world, &one, case).drafts.len(), 1);
}

#[test]
fn two_screens_of_one_person_do_not_write_over_each_other() {
    let (world, one) = World::open();
    let case = world.writer().case;
    keep(&world, &one, case, "reply", 0).ok::<SavedDraft>();
    keep(&world, &one, case, "reply", 0).refused(ErrorCode::Conflict);
    keep(&world, &one, case, "reply", 1).ok::<SavedDraft>();
    keep(&world, &one, case, "reply", 1).refused(ErrorCode::Conflict);
    // A reply that arrives late lets go of the draft that it was, and of nothing that was written since.
    let forget = |version: &str| {
        one.call(&world, "DELETE", &format!("{}?version={version}", path(case, "reply"))).send()
    };
    forget("1").done();
    assert_eq!(mine(&world, &one, case).drafts.len(), 1);
    forget("first").refused(ErrorCode::Invalid);
    forget("2").done();
    assert!(mine(&world, &one, case).drafts.is_empty());
}

#[test]
fn nobody_gets_anothers_draft_and_nobody_keeps_one_in_anothers_case() {
    let (world, one) = World::open();
    let case = world.writer().case;
    let (colleague, newcomer) = (one.bring(&world, "second"), one.invite(&world, "third"));
    keep(&world, &one, case, "reply", 0).ok::<SavedDraft>();
    assert!(mine(&world, &colleague, case).drafts.is_empty());
    colleague.call(&world, "DELETE", &path(case, "reply")).send().done();
    assert_eq!(mine(&world, &one, case).drafts.len(), 1);
    let ward = second_team(&world, "区の窓口", None);
    world.database.execute(&format!("UPDATE grants SET recipient = '{ward}' WHERE version > 0"));
    for by in [&newcomer, &one] {
        keep(&world, by, case, "reply", 0).refused(ErrorCode::Forbidden);
        by.call(&world, "GET", &format!("/api/staff/cases/{case}/drafts"))
            .send()
            .refused(ErrorCode::Forbidden);
        by.call(&world, "DELETE", &path(case, "reply")).send().refused(ErrorCode::Forbidden);
    }
    let other = world.writer().case;
    keep(&world, &one, other, "diary", 0).refused(ErrorCode::Forbidden);
    let counted = world.writer().case;
    world
        .database
        .execute(&format!("UPDATE grants SET mask = 4 WHERE version > 0 AND case_id = '{counted}'"));
    keep(&world, &one, counted, "reply", 0).refused(ErrorCode::Forbidden);
    world.call("PUT", &path(other, "reply")).json(&save(&world, 0)).send().refused(ErrorCode::Unauthorised);
}

#[test]
fn a_colleague_who_answers_and_closes_takes_nobodys_draft_along() {
    let (world, one) = World::open();
    let second = one.bring(&world, "second");
    let writer = world.writer();
    keep(&world, &one, writer.case, "reply", 0).ok::<SavedDraft>();
    keep(&world, &second, writer.case, "reply", 0).ok::<SavedDraft>();
    close(&world, &second, &writer, true);
    second.call(&world, "DELETE", &path(writer.case, "reply")).send().done();
    assert!(mine(&world, &second, writer.case).drafts.is_empty());
    let kept = mine(&world, &one, writer.case).drafts;
    let kept: Vec<_> = kept.iter().map(|draft| (draft.kind, draft.version)).collect();
    assert_eq!(kept, [(DraftKind::Reply, 1)]);
}

#[test]
fn a_draft_goes_with_its_case_and_with_time() {
    let (world, one) = World::open();
    let (writer, other) = (world.writer(), world.writer());
    keep(&world, &one, writer.case, "reply", 0).ok::<SavedDraft>();
    keep(&world, &one, other.case, "reply", 0).ok::<SavedDraft>();
    writer.delete(&world).done();
    assert_eq!(world.database.count("drafts"), 1);
    let erase = || pollster::block_on(erase_old(&world.app)).unwrap();
    world.clock.forward(DRAFT_DAYS * 24 * 3600);
    erase();
    assert_eq!(world.database.count("drafts"), 1, "on the last day it is there");
    world.clock.forward(1);
    erase();
    assert_eq!(world.database.count("drafts"), 0);
}
