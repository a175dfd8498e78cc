//! Several teams: who makes them, who is in them, and what each is given of a case.

use crate::case::note;
use crate::support::staff::sealed;
use crate::support::{Answer, Colleague, World, Writer};
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::log::entry::Compartment;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::{Grant, Recipient};
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::rotation::Reseal;
use madobe_domain::wire::session::{Role, Session};
use madobe_domain::wire::setup::NewTeam;
use madobe_domain::wire::staff_case::{GiveCase, Holders};
use madobe_domain::wire::team::{ChangeRole, Colleagues, Names, RenameTeam, TeamKind, Teams};

use Compartment::{Conversation, Facts, Staff};

fn teams(world: &World, by: &Colleague) -> Teams {
    by.call(world, "GET", "/api/staff/teams").send().ok()
}

fn grant(world: &World, writer: &Writer, team: TeamId, version: u32, compartments: &[Compartment]) -> Grant {
    Grant {
        case: writer.case,
        recipient: Recipient::Team { id: team, version },
        compartments: compartments.to_vec(),
        sealed: sealed(world),
    }
}

fn give(world: &World, by: &Colleague, grant: Grant) -> Answer {
    let path = format!("/api/staff/cases/{}/grants", grant.case);
    by.call(world, "POST", &path).json(&GiveCase { grant }).send()
}

/// A ward's team with a colleague who is in no other.
fn ward(world: &World, administrator: &Colleague) -> (TeamId, Colleague) {
    let ward = administrator.found(world, "区の窓口", TeamKind::Full).id;
    let colleague = administrator.invite(world, "ward");
    administrator.put_into(world, ward, colleague.id, true);
    administrator.take_out(world, administrator.team(), colleague.id).done();
    (ward, colleague)
}

/// A team that counts, with a colleague who is in no other.
fn statistics(world: &World, administrator: &Colleague) -> (TeamId, Colleague) {
    let team = administrator.found(world, "統計", TeamKind::Facts).id;
    let reader = administrator.invite(world, "reader");
    administrator.put_into(world, team, reader.id, true);
    administrator.take_out(world, administrator.team(), reader.id).done();
    administrator.take_out(world, team, administrator.id).done();
    (team, reader)
}

#[test]
fn an_administrator_makes_teams_and_names_them() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let made = administrator.found(&world, "  区の窓口 ", TeamKind::Full);
    administrator.call(&world, "POST", "/api/staff/teams").json(&made).send().done();
    assert_eq!(world.database.count("teams"), 2, "the same sent again is made already");
    let other = NewTeam { public_key: Fixed(world.bytes()), ..made.clone() };
    administrator.call(&world, "POST", "/api/staff/teams").json(&other).send().refused(ErrorCode::Conflict);
    let nameless = NewTeam { id: TeamId::from_bytes(world.bytes()), name: " ".to_owned(), ..made.clone() };
    administrator.call(&world, "POST", "/api/staff/teams").json(&nameless).send().invalid("name");
    member.call(&world, "POST", "/api/staff/teams").json(&made).send().refused(ErrorCode::Forbidden);

    let path = format!("/api/staff/teams/{}", made.id);
    let rename = RenameTeam { name: "西の区".to_owned() };
    member.call(&world, "PUT", &path).json(&rename).send().refused(ErrorCode::Forbidden);
    administrator.call(&world, "PUT", &path).json(&rename).send().done();
    administrator.call(&world, "PUT", &path).json(&rename).send().done();
    let nowhere = format!("/api/staff/teams/{}", TeamId::from_bytes([1; 16]));
    administrator.call(&world, "PUT", &nowhere).json(&rename).send().refused(ErrorCode::Forbidden);
    let all = teams(&world, &member).teams;
    assert_eq!((all.len(), all[0].intake, all[1].intake), (2, true, false));
    assert_eq!((all[1].name.as_str(), all[1].kind, all[1].recoverable), ("西の区", TeamKind::Full, true));
    assert_eq!(world.database.count("audit WHERE action IN ('team_made', 'team_renamed')"), 2);
    // Whoever made it holds its key, the member nothing of it.
    let session: Session = administrator.call(&world, "GET", "/api/staff/session").send().ok();
    assert_eq!((session.teams.len(), session.teams[1].keys.len()), (2, 1));
    let session: Session = member.call(&world, "GET", "/api/staff/session").send().ok();
    assert_eq!(session.teams.len(), 1);
    // The desk's own name is the one that writers see.
    let path = format!("/api/staff/teams/{}", administrator.team());
    let rename = RenameTeam { name: "こころの窓口".to_owned() };
    administrator.call(&world, "PUT", &path).json(&rename).send().done();
    assert_eq!(world.team().name, "こころの窓口");
}

#[test]
fn a_colleague_is_in_several_teams_and_each_gives_its_own_key() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let ward = administrator.found(&world, "区の窓口", TeamKind::Full).id;
    let path = format!("/api/staff/teams/{ward}/members/{}", member.id);
    member.call(&world, "PUT", &path).send().refused(ErrorCode::Forbidden);
    administrator.put_into(&world, ward, member.id, false);
    let session: Session = member.call(&world, "GET", "/api/staff/session").send().ok();
    assert_eq!((session.teams.len(), session.teams[1].keys.len()), (2, 0), "in it, and reads nothing of it");
    let seal = format!("/api/staff/teams/{ward}/members");
    let body = serde_json::json!({ "staff": member.id, "version": 1, "sealed": "AAAA" });
    member.call(&world, "POST", &seal).json(&body).send().refused(ErrorCode::Forbidden);
    administrator.put_into(&world, ward, member.id, true);
    let list: Colleagues = member.call(&world, "GET", "/api/staff/colleagues").send().ok();
    let me = list.staff.iter().find(|one| one.id == member.id).unwrap();
    assert!(me.teams.len() == 2 && me.teams.iter().all(|team| team.has_key));
    for (team, staff) in [(ward, StaffId::from_bytes([1; 16])), (TeamId::from_bytes([1; 16]), member.id)] {
        let path = format!("/api/staff/teams/{team}/members/{staff}");
        administrator.call(&world, "PUT", &path).send().refused(ErrorCode::Forbidden);
    }
}

#[test]
fn what_was_written_keeps_the_name_of_who_has_left() {
    let (world, administrator) = World::open();
    let (leaves, stays) = (administrator.bring(&world, "second"), administrator.bring(&world, "third"));
    administrator.take_out(&world, administrator.team(), leaves.id).done();
    let names: Names = stays.call(&world, "GET", "/api/staff/names").send().ok();
    assert!(names.staff.iter().any(|one| one.id == leaves.id));
    let list: Colleagues = stays.call(&world, "GET", "/api/staff/colleagues").send().ok();
    assert!(list.staff.iter().all(|one| one.id != leaves.id));
}

#[test]
fn names_say_who_reads_with_me_now() {
    let (world, administrator) = World::open();
    let desk = administrator.team();
    let stays = administrator.bring(&world, "stays");
    let keyless = administrator.invite(&world, "keyless");
    let out = administrator.bring(&world, "out");
    let suspension = format!("/api/staff/colleagues/{}/suspension", out.id);
    let (ward, moved) = ward(&world, &administrator);
    let (counting, reader) = statistics(&world, &administrator);
    let both = administrator.bring(&world, "both");
    administrator.put_into(&world, ward, both.id, true);
    let told = |by: &Colleague, of: &Colleague| {
        let names: Names = by.call(&world, "GET", "/api/staff/names").send().ok();
        let one = names.staff.into_iter().find(|one| one.id == of.id).unwrap();
        let mut reads = one.reads.unwrap();
        reads.sort();
        (reads, one.elsewhere)
    };
    let of_both = |teams: [TeamId; 2]| {
        let mut teams = teams.to_vec();
        teams.sort();
        teams
    };
    assert_eq!(told(&stays, &stays), (vec![desk], false));
    assert_eq!(told(&stays, &administrator), (vec![desk], true));
    assert_eq!(told(&stays, &both), (vec![desk], true), "of other teams no more than that there are some");
    assert_eq!(told(&stays, &keyless), (vec![], false));
    assert_eq!(told(&stays, &moved), (vec![], true), "they read, but nothing of mine");
    assert_eq!(told(&stays, &reader), (vec![], false), "whoever counts reads no case");
    assert_eq!(told(&reader, &reader), (vec![], false));
    assert_eq!(told(&both, &moved), (vec![ward], false));
    // An administrator is told of everybody, and of what they read with them.
    assert_eq!(told(&administrator, &both), (of_both([desk, ward]), false));
    assert_eq!(told(&administrator, &reader), (vec![], false));
    administrator.put_into(&world, counting, stays.id, false);
    assert_eq!(told(&stays, &reader), (vec![], false));

    assert_eq!(told(&stays, &out), (vec![desk], false));
    administrator.call(&world, "PUT", &suspension).send().done();
    assert_eq!(told(&stays, &out), (vec![], false));
    administrator.call(&world, "DELETE", &suspension).send().done();
    assert_eq!(told(&stays, &out), (vec![desk], false));
    administrator.take_out(&world, desk, out.id).done();
    assert_eq!(told(&stays, &out), (vec![], false));
}

#[test]
fn names_tell_the_teams_that_read_and_whether_anybody_is_there() {
    let (world, administrator) = World::open();
    let (ward, moved) = ward(&world, &administrator);
    let (_, reader) = statistics(&world, &administrator);
    let suspension = format!("/api/staff/colleagues/{}/suspension", moved.id);
    let told = |by: &Colleague| -> Vec<(TeamId, bool)> {
        let names: Names = by.call(&world, "GET", "/api/staff/names").send().ok();
        names.teams.into_iter().map(|team| (team.id, team.here)).collect()
    };
    let of = |by: &Colleague| told(by).into_iter().find(|(id, _)| *id == ward).unwrap().1;
    for by in [&administrator, &moved, &reader] {
        assert_eq!(told(by).len(), 2, "whoever counts is given no case");
        assert!(told(by).iter().all(|(_, here)| *here));
    }
    // Its founder goes, and then its only member is kept out for a while.
    administrator.take_out(&world, ward, administrator.id).done();
    assert!(of(&administrator));
    administrator.call(&world, "PUT", &suspension).send().done();
    assert!(!of(&administrator));
    administrator.call(&world, "DELETE", &suspension).send().done();
    assert!(of(&administrator));
    // A member without its key reads nothing for it.
    world
        .database
        .execute(&format!("DELETE FROM member_keys WHERE team = '{ward}' AND recipient = '{}'", moved.id));
    assert!(!of(&administrator));
}

#[test]
fn whoever_leaves_a_team_has_nothing_of_it_and_the_last_one_stays() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let member = administrator.bring(&world, "second");
    assert_eq!(member.sync(&world, 0).entries.len(), 2);
    member
        .call(&world, "DELETE", &format!("/api/staff/teams/{}/members/{}", administrator.team(), member.id))
        .send()
        .refused(ErrorCode::Forbidden);
    administrator.take_out(&world, administrator.team(), member.id).done();
    administrator.take_out(&world, administrator.team(), member.id).done();
    assert!(member.sync(&world, 0).entries.is_empty());
    member.reply(&world, writer.case, writer.conversation).refused(ErrorCode::Forbidden);
    assert_eq!(world.database.count("member_keys WHERE recipient <> 'recovery'"), 1);
    assert!(teams(&world, &administrator).teams[0].stale_since.is_some(), "they may have the key");
    administrator.take_out(&world, administrator.team(), administrator.id).refused(ErrorCode::LastOne);
    assert_eq!(administrator.sync(&world, 0).entries.len(), 2);
    administrator.take_out(&world, TeamId::from_bytes([1; 16]), member.id).refused(ErrorCode::Forbidden);
    // Whoever never had the key takes nothing along.
    world.database.execute("UPDATE teams SET stale_since = NULL");
    let keyless = administrator.invite(&world, "third");
    administrator.take_out(&world, administrator.team(), keyless.id).done();
    assert!(teams(&world, &administrator).teams[0].stale_since.is_none());
}

#[test]
fn a_case_is_given_whole_and_only_by_those_who_read_it() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    let (ward, colleague) = ward(&world, &administrator);
    assert!(colleague.sync(&world, 0).entries.is_empty(), "nobody sees another team's case");
    let cursor = colleague.sync(&world, 0).cursor;
    let whole = [Conversation, Facts];
    give(&world, &colleague, grant(&world, &writer, ward, 1, &whole)).refused(ErrorCode::Forbidden);
    for compartments in [&[Conversation][..], &[Facts], &[Conversation, Staff, Facts]] {
        give(&world, &administrator, grant(&world, &writer, ward, 1, compartments))
            .refused(ErrorCode::StaleKey);
    }
    give(&world, &administrator, grant(&world, &writer, ward, 2, &whole)).refused(ErrorCode::StaleKey);
    let nowhere = TeamId::from_bytes([1; 16]);
    give(&world, &administrator, grant(&world, &writer, nowhere, 1, &whole)).refused(ErrorCode::Forbidden);
    let mut to_mailbox = grant(&world, &writer, ward, 1, &whole);
    to_mailbox.recipient = Recipient::Mailbox { id: writer.mailbox };
    give(&world, &administrator, to_mailbox).invalid("grant");

    let given = grant(&world, &writer, ward, 1, &whole);
    give(&world, &administrator, given.clone()).done();
    give(&world, &administrator, given.clone()).done();
    let page = colleague.sync(&world, cursor);
    assert_eq!((page.grants, page.entries.len()), (vec![given], 2));
    let names: Vec<_> = writer.page(&world).teams.into_iter().map(|team| team.name).collect();
    assert!(names.contains(&"区の窓口".to_owned()), "the writer sees who holds it: {names:?}");
    let holders: Holders =
        colleague.call(&world, "GET", &format!("/api/staff/cases/{}/holders", writer.case)).send().ok();
    assert_eq!((holders.teams.len(), holders.counting.len()), (2, 0));
    colleague.reply(&world, writer.case, writer.conversation).ok::<Appended>();
    assert_eq!(world.database.count("audit WHERE action = 'case_given'"), 1);

    // With notes, these go along.
    let other = world.writer();
    note(&world, &administrator, &other);
    give(&world, &administrator, grant(&world, &other, ward, 1, &whole)).refused(ErrorCode::StaleKey);
    let all = [Conversation, Staff, Facts];
    give(&world, &administrator, grant(&world, &other, ward, 1, &all)).done();
    assert_eq!(
        colleague.sync(&world, page.cursor).entries.iter().filter(|one| one.entry.case == other.case).count(),
        3
    );
}

#[test]
fn whoever_counts_is_given_the_facts_and_nothing_else() {
    let (world, administrator) = World::open();
    let (writer, other) = (world.writer(), world.writer());
    let (team, reader) = statistics(&world, &administrator);
    let post = |by: &Colleague, grants: Vec<Grant>| {
        by.call(&world, "POST", "/api/staff/facts").json(&Reseal { grants }).send()
    };
    give(&world, &administrator, grant(&world, &writer, team, 1, &[Conversation, Facts]))
        .refused(ErrorCode::StaleKey);
    post(&administrator, vec![grant(&world, &writer, team, 1, &[Conversation])]).invalid("grants");
    let facts = |writer: &Writer| grant(&world, writer, team, 1, &[Facts]);
    post(&reader, vec![facts(&writer)]).done();
    assert!(reader.sync(&world, 0).entries.is_empty(), "not by oneself");
    post(
        &administrator,
        vec![facts(&writer), facts(&other), grant(&world, &other, administrator.team(), 1, &[Facts])],
    )
    .done();
    post(&administrator, vec![facts(&writer)]).done();
    let page = reader.sync(&world, 0);
    assert_eq!((page.grants.len(), page.entries.len()), (2, 2));
    assert!(page.entries.iter().all(|stored| stored.entry.compartment == Facts));
    assert_eq!(world.database.count("grants WHERE mask = 4"), 2);
    // What comes later reaches them, too, and no word of a letter or a note does.
    writer.post(&world, &writer.next(&world)).ok::<Appended>();
    note(&world, &administrator, &writer);
    let next = reader.sync(&world, page.cursor);
    assert!(next.entries.is_empty() && next.grants.is_empty());
    let entry = administrator.entry(&world, writer.case, Facts, writer.facts);
    let append = madobe_domain::wire::staff_case::StaffAppend {
        entry,
        grants: Vec::new(),
        closed: None,
        files: Vec::new(),
    };
    administrator.append(&world, &append).ok::<Appended>();
    assert_eq!(reader.sync(&world, page.cursor).entries.len(), 1);
    // They give nothing on, and the writer is told that they cannot read.
    give(&world, &reader, grant(&world, &writer, team, 1, &[Facts])).refused(ErrorCode::Forbidden);
    let holding = writer.page(&world).teams;
    assert!(holding.iter().any(|held| held.id == team && held.counts_only));
    assert!(holding.iter().any(|held| held.id == administrator.team() && !held.counts_only));
    let holders = administrator.sync(&world, 0).holders;
    assert!(holders.iter().all(|held| held.teams.len() == 1 && held.counting == [team]));
}

#[test]
fn roles_change_and_one_administrator_is_left() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let put = |by: &Colleague, staff: StaffId, role| {
        by.call(&world, "PUT", &format!("/api/staff/colleagues/{staff}/role"))
            .json(&ChangeRole { role })
            .send()
    };
    put(&member, member.id, Role::Administrator).refused(ErrorCode::Forbidden);
    put(&administrator, administrator.id, Role::Member).refused(ErrorCode::LastOne);
    put(&administrator, StaffId::from_bytes([1; 16]), Role::Member).refused(ErrorCode::Forbidden);
    put(&administrator, member.id, Role::Administrator).done();
    put(&member, administrator.id, Role::Member).done();
    put(&administrator, member.id, Role::Member).refused(ErrorCode::Forbidden);
    put(&member, member.id, Role::Member).refused(ErrorCode::LastOne);
    assert_eq!(world.database.count("audit WHERE action = 'role_changed'"), 2);
}
