//! Keeping somebody out, one's own sessions, what was done, what will be erased; and that none of it is for anybody else.

use crate::case::close;
use crate::support::{Colleague, World};
use madobe_domain::ids::{SessionId, StaffId};
use madobe_domain::wire::audit::AuditPage;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::retention::Retention;
use madobe_domain::wire::session::{MySessions, Role, Session};
use madobe_domain::wire::team::{ChangeRole, Colleagues};

fn promote(world: &World, by: &Colleague, staff: StaffId) {
    let role = ChangeRole { role: Role::Administrator };
    by.call(world, "PUT", &format!("/api/staff/colleagues/{staff}/role")).json(&role).send().done();
}

#[test]
fn whoever_is_kept_out_is_told_so_and_comes_back_with_everything() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let member = administrator.bring(&world, "second");
    let path = format!("/api/staff/colleagues/{}/suspension", member.id);
    member.call(&world, "PUT", &path).send().refused(ErrorCode::Forbidden);
    administrator.call(&world, "PUT", &path).send().done();
    administrator.call(&world, "PUT", &path).send().done();
    assert_eq!(world.database.count("audit WHERE action = 'suspended'"), 1);
    member.call(&world, "GET", "/api/staff/session").send().refused(ErrorCode::Suspended);
    member.call(&world, "GET", "/api/staff/sync").send().refused(ErrorCode::Suspended);
    member.reply(&world, writer.case, writer.conversation).refused(ErrorCode::Suspended);
    assert_eq!(world.database.count("entries"), 2, "nothing of it is stored");
    world.clock.forward(60);
    let sign_in = || world.post("/api/staff/sign-in").json(&member.sign_in(&world)).send();
    sign_in().refused(ErrorCode::SignIn);
    let list: Colleagues = administrator.call(&world, "GET", "/api/staff/colleagues").send().ok();
    assert!(list.staff.iter().find(|one| one.id == member.id).unwrap().suspended);
    administrator.call(&world, "DELETE", &path).send().done();
    member.call(&world, "GET", "/api/staff/session").send().refused(ErrorCode::Suspended);
    let session: Session = sign_in().ok();
    assert_eq!(session.teams[0].keys.len(), 1);
    // Not oneself, not the last one, and nobody who is not there.
    let to = |by: &Colleague, staff: StaffId| {
        by.call(&world, "PUT", &format!("/api/staff/colleagues/{staff}/suspension")).send()
    };
    to(&administrator, administrator.id).refused(ErrorCode::Forbidden);
    to(&administrator, StaffId::from_bytes([1; 16])).refused(ErrorCode::Forbidden);
    let second = administrator.bring(&world, "third");
    promote(&world, &administrator, second.id);
    to(&second, administrator.id).done();
    administrator.call(&world, "GET", "/api/staff/colleagues").send().refused(ErrorCode::Suspended);
}

#[test]
fn sessions_are_seen_and_ended_by_their_owner_alone() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    world.clock.forward(60);
    let other = world.post("/api/staff/sign-in").json(&member.sign_in(&world)).send();
    let other = other.cookie();
    let list =
        |cookie: &str| world.get("/api/staff/sessions").cookie(cookie).send().ok::<MySessions>().sessions;
    let mine = list(&member.cookie);
    assert_eq!(mine.len(), 2);
    assert_eq!(mine.iter().map(|one| one.here).collect::<Vec<_>>(), [false, true]);
    let text = world.get("/api/staff/sessions").cookie(&other).send().text();
    assert!(!text.contains("token") && !text.contains("address") && !text.contains("agent"), "{text}");
    let path = format!("/api/staff/sessions/{}", mine[0].id);
    administrator.call(&world, "DELETE", &path).send().done();
    assert_eq!(list(&member.cookie).len(), 2, "somebody else's stays");
    member.call(&world, "DELETE", &path).send().done();
    member.call(&world, "DELETE", &path).send().done();
    world.get("/api/staff/session").cookie(&other).send().refused(ErrorCode::Unauthorised);
    let nobody = format!("/api/staff/sessions/{}", SessionId::from_bytes([1; 16]));
    member.call(&world, "DELETE", &nobody).send().done();
    let all = member.call(&world, "DELETE", "/api/staff/sessions").send();
    all.done();
    assert!(all.header("set-cookie").unwrap().contains("Max-Age=0"));
    member.call(&world, "GET", "/api/staff/session").send().refused(ErrorCode::Unauthorised);
    assert_eq!(list(&administrator.cookie).len(), 1);
}

#[test]
fn what_was_done_is_found_by_kind_person_and_month() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let get = |query: &str| administrator.call(&world, "GET", &format!("/api/staff/audit{query}")).send();
    let page = |query: &str| get(query).ok::<AuditPage>();
    let all = page("");
    assert!(all.acts.windows(2).all(|pair| pair[0].n > pair[1].n));
    assert_eq!(all.acts[0].action, "audit_read");
    let sealed = page("?action=key_sealed").acts;
    assert_eq!((sealed.len(), sealed[0].about.as_deref()), (1, Some("職員 second")));
    let theirs = page(&format!("?staff={}", member.id)).acts;
    assert!(!theirs.is_empty() && theirs.iter().all(|act| act.name.as_deref() == Some("職員 second")));
    assert!(page("?month=2026-11").acts.len() > 2);
    assert!(page("?month=2026-10").acts.is_empty());
    for odd in ["?month=2026-13", "?month=november", "?month=2026-1"] {
        get(odd).invalid("month");
    }
    for odd in ["?since=1", "?before=x", "?staff=x"] {
        get(odd).invalid("query");
    }
    for _ in 0..120 {
        page("");
    }
    let first = page("?action=audit_read");
    assert_eq!((first.acts.len(), first.more), (100, true));
    let next = page(&format!("?action=audit_read&before={}", first.acts[99].n));
    assert!(next.acts.len() > 20 && !next.more && next.acts[0].n < first.acts[99].n);
}

#[test]
fn erasing_before_the_day_takes_two() {
    let (world, administrator) = World::open();
    let second = administrator.bring(&world, "second");
    promote(&world, &administrator, second.id);
    let (writer, living) = (world.writer(), world.writer());
    close(&world, &administrator, &writer, true).ok::<Appended>();
    let preview = || administrator.call(&world, "GET", "/api/staff/retention").send().ok::<Retention>();
    let found = preview();
    assert_eq!((found.closed, found.next.len(), found.days), (1, 1, 180));
    assert_eq!(found.next[0].due_at, world.clock.0.get().plus_seconds(180 * 24 * 3600));
    let path = |case| format!("/api/staff/retention/{case}");
    let erase = |by: &Colleague, case| by.call(&world, "POST", &format!("{}/erasure", path(case))).send();
    erase(&second, writer.case).refused(ErrorCode::Conflict);
    administrator.call(&world, "PUT", &path(living.case)).send().refused(ErrorCode::Conflict);
    administrator.call(&world, "PUT", &path(writer.case)).send().done();
    erase(&administrator, writer.case).refused(ErrorCode::Forbidden);
    administrator.call(&world, "DELETE", &path(writer.case)).send().done();
    erase(&second, writer.case).refused(ErrorCode::Conflict);
    world.clock.forward(60);
    administrator.call(&world, "PUT", &path(writer.case)).send().done();
    assert_eq!(preview().next[0].asked_by, Some(administrator.id));
    erase(&second, writer.case).done();
    erase(&second, writer.case).done();
    writer.read(&world, 0).refused(ErrorCode::Deleted);
    for table in ["entries", "grants", "seen"] {
        assert_eq!(world.database.count(&format!("{table} WHERE case_id = '{}'", writer.case)), 0, "{table}");
    }
    assert!(administrator.sync(&world, 0).erased.contains(&writer.case));
    assert_eq!(living.page(&world).entries.len(), 2);
    assert_eq!((preview().closed, preview().erased), (0, 1));
}

#[test]
fn whoever_wrote_again_is_not_erased_by_an_old_question() {
    let (world, administrator) = World::open();
    let second = administrator.bring(&world, "second");
    promote(&world, &administrator, second.id);
    let writer = world.writer();
    let closed: Appended = close(&world, &administrator, &writer, true).ok();
    world.clock.forward(60);
    let path = format!("/api/staff/retention/{}", writer.case);
    administrator.call(&world, "PUT", &path).send().done();
    let mut next = writer.next(&world);
    next.prev = closed.hash;
    writer.post(&world, &next).ok::<Appended>();
    let erase = || second.call(&world, "POST", &format!("{path}/erasure")).send();
    erase().refused(ErrorCode::Conflict);
    world.clock.forward(60);
    let entry = administrator.entry(
        &world,
        writer.case,
        madobe_domain::log::entry::Compartment::Conversation,
        next.hash(),
    );
    let again = madobe_domain::wire::staff_case::StaffAppend {
        entry,
        grants: Vec::new(),
        closed: Some(true),
        files: Vec::new(),
    };
    administrator.append(&world, &again).ok::<Appended>();
    erase().refused(ErrorCode::Conflict);
    assert_eq!(writer.page(&world).entries.len(), 5);
}

/// Every route of the office, and who may not.
#[test]
fn the_office_is_for_administrators() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let member = administrator.bring(&world, "second");
    let (team, case, staff) = (administrator.team(), writer.case, administrator.id);
    let routes = [
        ("PUT", format!("/api/staff/colleagues/{staff}/role"), r#"{"role":"member"}"#),
        ("PUT", format!("/api/staff/colleagues/{staff}/suspension"), ""),
        ("DELETE", format!("/api/staff/colleagues/{staff}/suspension"), ""),
        ("PUT", format!("/api/staff/teams/{team}"), r#"{"name":"x"}"#),
        ("PUT", format!("/api/staff/teams/{team}/members/{staff}"), ""),
        ("DELETE", format!("/api/staff/teams/{team}/members/{staff}"), ""),
        ("POST", "/api/staff/recovery/drills".to_owned(), "{}"),
        ("GET", "/api/staff/audit".to_owned(), ""),
        ("GET", "/api/staff/retention".to_owned(), ""),
        ("PUT", format!("/api/staff/retention/{case}"), ""),
        ("DELETE", format!("/api/staff/retention/{case}"), ""),
        ("POST", format!("/api/staff/retention/{case}/erasure"), ""),
    ];
    let kept_out = administrator.bring(&world, "third");
    promote(&world, &administrator, kept_out.id);
    let path = format!("/api/staff/colleagues/{}/suspension", kept_out.id);
    administrator.call(&world, "PUT", &path).send().done();
    for (method, path, body) in &routes {
        let send = |call: crate::support::Call<'_>| {
            if body.is_empty() { call.send() } else { call.text(*body).send() }
        };
        send(member.call(&world, method, path)).refused(ErrorCode::Forbidden);
        send(kept_out.call(&world, method, path)).refused(ErrorCode::Suspended);
        send(world.call(method, path)).refused(ErrorCode::Unauthorised);
    }
    assert_eq!(world.database.count("staff WHERE suspended_at IS NOT NULL"), 1);
    assert_eq!(world.database.count("teams WHERE name = 'x'"), 0);
}
