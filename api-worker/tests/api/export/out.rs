//! Taking out: noted, whole, and for whoever began it.

use super::{begin, full, gather};
use crate::support::{Colleague, World};
use madobe_domain::bytes::Fixed;
use madobe_domain::export::check::Checking;
use madobe_domain::export::line::Line;
use madobe_domain::ids::ExportId;
use madobe_domain::wire::audit::AuditPage;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::export::{CaseForm, DeskForm, ExportCase, NewExport};
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::team::TeamKind;

#[test]
fn that_a_case_is_taken_out_is_noted_for_those_alone_who_read_it() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let member = administrator.bring(&world, "second");
    let stranger = administrator.invite(&world, "third");
    let path = format!("/api/staff/cases/{}/exports", writer.case);
    let post = |by: &Colleague, form, internal| {
        by.call(&world, "POST", &path).json(&ExportCase { form, internal }).send()
    };
    post(&member, CaseForm::Paper, false).done();
    post(&member, CaseForm::File, true).done();
    post(&stranger, CaseForm::File, true).refused(ErrorCode::Forbidden);
    world.post(&path).text("{}").send().refused(ErrorCode::Unauthorised);
    member.call(&world, "POST", &path).text("{}").send().refused(ErrorCode::Malformed);
    let counting = administrator.found(&world, "統計", TeamKind::Facts);
    administrator.put_into(&world, counting.id, stranger.id, true);
    post(&stranger, CaseForm::File, false).refused(ErrorCode::Forbidden);
    let acts: AuditPage = administrator.call(&world, "GET", "/api/staff/audit").send().ok();
    let told = |action: &str| {
        let act = acts.acts.iter().find(|act| act.action == action).unwrap();
        (act.staff, act.case, act.detail.clone())
    };
    let (staff, case) = (Some(member.id), Some(writer.case));
    assert_eq!(told("case_printed"), (staff, case, Some("outer".into())));
    assert_eq!(told("case_exported"), (staff, case, Some("internal".into())));
}

#[test]
fn what_is_sealed_goes_to_the_administrator_who_began_it() {
    let (world, administrator, [one, _]) = full();
    let member = administrator.bring(&world, "second");
    let new = NewExport { id: ExportId::from_bytes(world.bytes()), form: DeskForm::Sealed };
    member.call(&world, "POST", "/api/staff/exports").json(&new).send().refused(ErrorCode::Forbidden);
    let id = begin(&world, &administrator, DeskForm::Sealed);
    let readable = begin(&world, &administrator, DeskForm::ReadableInternal);
    let again = NewExport { id, form: DeskForm::Sealed };
    administrator.call(&world, "POST", "/api/staff/exports").json(&again).send().done();
    let other = NewExport { id, form: DeskForm::Readable };
    administrator.call(&world, "POST", "/api/staff/exports").json(&other).send().refused(ErrorCode::Conflict);
    assert_eq!(world.database.count("audit WHERE action = 'desk_exported'"), 2);
    world.clock.forward(3600);
    for path in [format!("/api/staff/exports/{id}"), format!("/api/staff/exports/{id}/cases")] {
        member.call(&world, "GET", &path).send().refused(ErrorCode::Forbidden);
        world.get(&path).send().refused(ErrorCode::Unauthorised);
        let role =
            madobe_domain::wire::team::ChangeRole { role: madobe_domain::wire::session::Role::Administrator };
        let promote = format!("/api/staff/colleagues/{}/role", member.id);
        administrator.call(&world, "PUT", &promote).json(&role).send().done();
        member.call(&world, "GET", &path).send().refused(ErrorCode::Forbidden);
        let role = madobe_domain::wire::team::ChangeRole { role: madobe_domain::wire::session::Role::Member };
        administrator.call(&world, "PUT", &promote).json(&role).send().done();
        let other = path.replace(&id.to_string(), &readable.to_string());
        administrator.call(&world, "GET", &other).send().refused(ErrorCode::Forbidden);
        administrator
            .call(&world, "GET", &path.replace(&id.to_string(), "x"))
            .send()
            .refused(ErrorCode::Forbidden);
    }
    // What comes meanwhile is not of it.
    let before = gather(&world, &administrator, id);
    world.writer();
    let tail =
        world.database.query(&format!("SELECT tail_conversation AS t FROM cases WHERE id = '{}'", one.case));
    administrator
        .reply(&world, one.case, Fixed::parse(tail[0]["t"].as_str().unwrap()).unwrap())
        .ok::<Appended>();
    assert_eq!(gather(&world, &administrator, id), before);
    let mut checking = Checking::default();
    let lines: Vec<Line> = before.iter().map(|line| checking.take(line).unwrap()).collect();
    assert!(checking.is_done());
    assert_eq!((checking.cases, checking.gone, checking.entries), (2, 1, 7));
    // Accounts stay where they are: nothing of what opens or signs in goes along.
    let text = before.join("\n");
    for column in ["login_key_hash", "wrapped_seed", "totp_sealed"] {
        for row in world.database.query(&format!("SELECT {column} AS v FROM staff")) {
            assert!(!text.contains(row["v"].as_str().unwrap()), "{column}");
        }
    }
    assert!(lines.len() > 12);
    world.clock.forward(24 * 3600);
}

#[test]
fn many_cases_come_in_pages_that_end_between_two() {
    let (world, administrator) = World::open();
    for _ in 0..12 {
        world.writer();
    }
    // As heavy as if each were long: a page holds four of them.
    world.database.execute("UPDATE entries SET size = 250000");
    let id = begin(&world, &administrator, DeskForm::Sealed);
    world.database.round_trips();
    let lines = gather(&world, &administrator, id);
    assert!(world.database.round_trips() > 8);
    let mut checking = Checking::default();
    lines.iter().for_each(|line| drop(checking.take(line).unwrap()));
    assert_eq!((checking.cases, checking.is_done()), (12, true));
}
