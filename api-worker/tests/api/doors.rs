//! Every door of a case, out of the table of routes: tried by those whom it is not for.

use crate::support::staff::second_team;
use crate::support::{Answer, Colleague, World};
use madobe_api::http::router::ROUTES;
use madobe_domain::bytes::Opaque;
use madobe_domain::ids::{CaseId, ExportId, FileId};
use madobe_domain::wire::draft::SaveDraft;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::export::{CaseForm, ExportCase};
use madobe_domain::wire::staff_case::{Holders, Seen};

/// What names a case in its path.
fn doors() -> Vec<(&'static str, &'static str)> {
    let all: Vec<_> = ROUTES.iter().copied().filter(|(_, path)| path.contains("{case}")).collect();
    assert!(all.len() >= 13, "{all:?}");
    all
}

/// With a body that would do, where one is easily made: the right is asked for before anything is read of it.
fn knock(world: &World, by: Option<&Colleague>, (method, door): (&str, &str), case: CaseId) -> Answer {
    let path = door
        .replace("{case}", &case.to_string())
        .replace("{export}", &ExportId::from_bytes(world.bytes()).to_string())
        .replace("{file}", &FileId::from_bytes(world.bytes()).to_string())
        .replace("{draft}", "reply");
    let call = world.call(&method.to_uppercase(), &path);
    let call = match by {
        Some(by) => call.cookie(&by.cookie),
        None => call,
    };
    match (method, door.rsplit('/').next()) {
        ("put", Some("seen")) => call.json(&Seen { seq: 1 }).send(),
        ("post", Some("exports")) => call.json(&ExportCase { form: CaseForm::Paper, internal: false }).send(),
        ("put", Some("{draft}")) => {
            let sealed = Opaque::new(world.bytes::<600>().to_vec()).unwrap();
            call.json(&SaveDraft { version: 0, sealed }).send()
        }
        ("put", Some("{file}")) => {
            call.header("content-type", "application/octet-stream").raw(vec![7_u8; 300]).send()
        }
        _ => call.send(),
    }
}

/// What may lie somewhere afterwards.
fn left(world: &World) -> Vec<i64> {
    ["seen", "drafts", "files", "grants", "entries", "audit"]
        .iter()
        .map(|table| world.database.count(table))
        .collect()
}

#[test]
fn no_door_of_a_case_opens_for_a_stranger() {
    let (world, administrator) = World::open();
    let case = world.writer().case;
    let keyless = administrator.invite(&world, "keyless");
    let stranger = administrator.bring(&world, "stranger");
    let ward = second_team(&world, "区の窓口", Some(stranger.id));
    world
        .database
        .execute(&format!("DELETE FROM memberships WHERE staff = '{}' AND team <> '{ward}'", stranger.id));
    let nowhere = CaseId::from_bytes([1; 16]);
    let before = left(&world);
    for door in doors() {
        let as_if_none = knock(&world, Some(&stranger), door, nowhere);
        as_if_none.refused(ErrorCode::Forbidden);
        for by in [&stranger, &keyless] {
            let answer = knock(&world, Some(by), door, case);
            answer.refused(ErrorCode::Forbidden);
            assert_eq!(answer.body, as_if_none.body, "{door:?}: one that is there looks otherwise");
        }
        knock(&world, None, door, case).refused(ErrorCode::Unauthorised);
    }
    assert_eq!(left(&world), before, "something of it was kept");
    // Whoever holds it comes in.
    for door in doors() {
        let own = ["seen", "drafts", "{draft}", "holders", "exports"];
        if door.1.rsplit('/').next().is_some_and(|last| own.contains(&last)) {
            let answer = knock(&world, Some(&administrator), door, case);
            assert!(answer.status.is_success(), "{door:?}: {}", answer.text());
        }
    }
}

#[test]
fn who_holds_a_case_is_told_to_those_who_hold_it() {
    let (world, administrator) = World::open();
    let case = world.writer().case;
    let colleague = administrator.bring(&world, "second");
    let newcomer = administrator.invite(&world, "third");
    let path = format!("/api/staff/cases/{case}/holders");
    let holders: Holders = colleague.call(&world, "GET", &path).send().ok();
    assert_eq!(holders.teams.iter().map(|team| team.id).collect::<Vec<_>>(), [administrator.team()]);
    newcomer.call(&world, "GET", &path).send().refused(ErrorCode::Forbidden);
    administrator.take_out(&world, administrator.team(), colleague.id).done();
    colleague.call(&world, "GET", &path).send().refused(ErrorCode::Forbidden);
    world.get(&path).send().refused(ErrorCode::Unauthorised);
}
