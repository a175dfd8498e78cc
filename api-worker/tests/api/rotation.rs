//! A team's key made anew, and its cases sealed to it: halfway, twice and with lost answers.

use crate::case::note;
use crate::support::sqlite::Break;
use crate::support::staff::{recovery_key, sealed};
use crate::support::{Answer, Colleague, World, Writer};
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::{CaseId, StaffId};
use madobe_domain::limits::RESEAL_CASES;
use madobe_domain::log::entry::Compartment;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::{Grant, Recipient, mask};
use madobe_domain::wire::rotation::{MemberKey, RecoverySeal, Reseal, ResealPage, Rotation};
use madobe_domain::wire::session::{Role, Session};
use madobe_domain::wire::team::{ChangeRole, Teams};

fn rotation(world: &World, version: u32, members: &[StaffId], remove: Option<StaffId>) -> Rotation {
    let member =
        |staff: &StaffId| MemberKey { staff: *staff, sealed: sealed(world), voucher: Fixed(world.bytes()) };
    Rotation {
        version,
        public_key: Fixed(world.bytes()),
        members: members.iter().map(member).collect(),
        recovery: Some(RecoverySeal {
            to: Some(recovery_key(world)),
            sealed: sealed(world),
            voucher: Fixed(world.bytes()),
        }),
        remove,
    }
}

fn rotate(world: &World, by: &Colleague, rotation: &Rotation) -> Answer {
    by.call(world, "POST", &format!("/api/staff/teams/{}/keys", by.team())).json(rotation).send()
}

fn page(world: &World, by: &Colleague, after: Option<CaseId>) -> ResealPage {
    let after = after.map(|case| format!("?after={case}")).unwrap_or_default();
    by.call(world, "GET", &format!("/api/staff/teams/{}/reseal{after}", by.team())).send().ok()
}

fn post(world: &World, by: &Colleague, grants: Vec<Grant>) -> Answer {
    by.call(world, "POST", &format!("/api/staff/teams/{}/reseal", by.team())).json(&Reseal { grants }).send()
}

/// As a browser does it: everything that the earlier grants hold, in one.
fn anew(world: &World, by: &Colleague, page: &ResealPage) -> Vec<Grant> {
    let one = |case: &madobe_domain::wire::rotation::ResealCase| {
        let all = case.grants.iter().fold(0, |all, grant| all | mask(&grant.compartments).unwrap());
        Grant {
            case: case.case,
            recipient: Recipient::Team { id: by.team(), version: page.version },
            compartments: madobe_domain::wire::grant::unmask(all),
            sealed: sealed(world),
        }
    };
    page.cases.iter().map(one).collect()
}

fn resealing(world: &World, by: &Colleague) -> bool {
    by.call(world, "GET", "/api/staff/teams").send().ok::<Teams>().teams[0].resealing
}

/// To the end. Gives the pages that it took.
fn reseal_all(world: &World, by: &Colleague) -> usize {
    let mut pages = 0;
    loop {
        let found = page(world, by, None);
        pages += 1;
        if found.cases.is_empty() {
            post(world, by, Vec::new()).done();
            return pages;
        }
        post(world, by, anew(world, by, &found)).done();
    }
}

#[test]
fn whoever_is_removed_has_the_old_key_and_new_letters_go_to_the_new_one() {
    let (world, administrator) = World::open();
    let (member, other) = (administrator.bring(&world, "second"), administrator.bring(&world, "third"));
    let old = world.writer();
    let letter = Writer::new(&world);
    let next = rotation(&world, 2, &[administrator.id, other.id], Some(member.id));
    rotate(&world, &member, &next).refused(ErrorCode::Forbidden);
    let by_member = rotation(&world, 2, &[member.id], Some(other.id));
    rotate(&world, &member, &by_member).refused(ErrorCode::Forbidden);
    rotate(&world, &administrator, &next).done();
    rotate(&world, &administrator, &next).done();
    assert_eq!(world.database.count("audit WHERE action = 'key_rotated'"), 1);
    assert_eq!(world.database.count("audit WHERE action = 'member_removed'"), 1);

    member
        .call(&world, "GET", &format!("/api/staff/teams/{}/reseal", member.team()))
        .send()
        .refused(ErrorCode::Forbidden);
    assert!(member.sync(&world, 0).entries.is_empty());
    member.reply(&world, old.case, old.conversation).refused(ErrorCode::Forbidden);
    assert_eq!(world.team().version, 2);
    assert_eq!(world.team().public_key, next.public_key);
    letter.post_letter(&world).refused(ErrorCode::StaleKey);
    let new = world.writer();
    let sync = other.sync(&world, 0);
    assert!(
        sync.grants.iter().any(|grant| grant.case == new.case
            && grant.recipient == Recipient::Team { id: other.team(), version: 2 })
    );
    let session: Session = other.call(&world, "GET", "/api/staff/session").send().ok();
    assert_eq!(session.teams[0].keys.iter().map(|key| key.version).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn only_members_who_hold_the_key_and_may_sign_in_get_the_next_one() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let keyless = administrator.invite(&world, "third");
    let stranger = StaffId::from_bytes([1; 16]);
    for bad in [keyless.id, stranger] {
        let next = rotation(&world, 2, &[administrator.id, bad], None);
        rotate(&world, &administrator, &next).refused(ErrorCode::StaleKey);
    }
    let twice = rotation(&world, 2, &[administrator.id, administrator.id], None);
    rotate(&world, &administrator, &twice).invalid("members");
    rotate(&world, &administrator, &rotation(&world, 2, &[member.id], None)).invalid("members");
    rotate(&world, &administrator, &rotation(&world, 3, &[administrator.id], None))
        .refused(ErrorCode::StaleKey);
    rotate(&world, &keyless, &rotation(&world, 2, &[keyless.id], None)).refused(ErrorCode::Forbidden);
    administrator
        .call(&world, "PUT", &format!("/api/staff/colleagues/{}/suspension", member.id))
        .send()
        .done();
    let with = rotation(&world, 2, &[administrator.id, member.id], None);
    rotate(&world, &administrator, &with).refused(ErrorCode::StaleKey);
    assert_eq!(world.database.count("team_keys"), 1, "nothing was changed");
    rotate(&world, &administrator, &rotation(&world, 2, &[administrator.id], None)).done();
    // Back again, they are a member who waits for the key.
    administrator
        .call(&world, "DELETE", &format!("/api/staff/colleagues/{}/suspension", member.id))
        .send()
        .done();
    let list: madobe_domain::wire::team::Colleagues =
        administrator.call(&world, "GET", "/api/staff/colleagues").send().ok();
    assert!(!list.staff.iter().find(|one| one.id == member.id).unwrap().teams[0].has_key);
}

#[test]
fn of_two_at_once_one_makes_the_key_and_the_other_is_told() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let role = ChangeRole { role: Role::Administrator };
    administrator
        .call(&world, "PUT", &format!("/api/staff/colleagues/{}/role", member.id))
        .json(&role)
        .send()
        .done();
    let both = [administrator.id, member.id];
    let (one, two) = (rotation(&world, 2, &both, None), rotation(&world, 2, &both, None));
    rotate(&world, &administrator, &one).done();
    rotate(&world, &member, &two).refused(ErrorCode::StaleKey);
    assert_eq!(world.team().public_key, one.public_key);
    assert_eq!(world.database.count("member_keys WHERE version = 2"), 3);
    assert_eq!(world.database.count("memberships"), 2);
}

#[test]
fn a_key_whose_answer_was_lost_is_made_once() {
    for how in [Break::Before, Break::After] {
        let (world, administrator) = World::open();
        let next = rotation(&world, 2, &[administrator.id], None);
        // The first batch finds out who asks.
        world.database.break_later(1, how);
        rotate(&world, &administrator, &next).refused(ErrorCode::Internal);
        rotate(&world, &administrator, &next).done();
        assert_eq!(world.database.count("team_keys"), 2);
        assert_eq!(world.team().version, 2);
    }
}

#[test]
fn every_case_is_sealed_anew_and_reaches_whoever_has_the_new_key_only() {
    let (world, administrator) = World::open();
    let cases = RESEAL_CASES + 7;
    let mut writers: Vec<Writer> = (0..cases).map(|_| world.writer()).collect();
    note(&world, &administrator, &writers[0]);
    rotate(&world, &administrator, &rotation(&world, 2, &[administrator.id], None)).done();
    assert!(resealing(&world, &administrator));
    // A colleague who comes now and is given the present key alone.
    let late = administrator.invite(&world, "late");
    let seal = madobe_domain::wire::team::SealToMember {
        staff: late.id,
        version: 2,
        sealed: sealed(&world),
        voucher: None,
    };
    administrator
        .call(&world, "POST", &format!("/api/staff/teams/{}/members", administrator.team()))
        .json(&seal)
        .send()
        .done();
    let before = late.sync(&world, 0);
    assert!(before.grants.is_empty(), "nothing is sealed to that key yet");

    let first = page(&world, &administrator, None);
    assert_eq!((first.left, first.cases.len(), first.more), (Some(cases as u32), RESEAL_CASES, true));
    let with_note = first.cases.iter().find(|case| case.case == writers[0].case);
    assert!(with_note.is_none_or(|case| case.grants.len() == 2));
    let second = page(&world, &administrator, first.cases.last().map(|case| case.case));
    assert_eq!((second.left, second.cases.len(), second.more), (None, 7, false));
    // The tab is closed halfway: what was done stays, and the rest is what is left.
    post(&world, &administrator, anew(&world, &administrator, &first)).done();
    post(&world, &administrator, anew(&world, &administrator, &first)).done();
    post(&world, &administrator, Vec::new()).done();
    assert!(resealing(&world, &administrator), "not said to be done before it is");
    assert_eq!(page(&world, &administrator, None).left, Some(7));
    // Whoever has the new key goes on, and two at once do no harm.
    let rest = page(&world, &late, None);
    post(&world, &late, anew(&world, &late, &rest)).done();
    post(&world, &administrator, anew(&world, &administrator, &rest)).done();
    assert_eq!(world.database.count("grants WHERE version = 2"), cases as i64);
    post(&world, &administrator, Vec::new()).done();
    assert!(!resealing(&world, &administrator));
    let after = late.sync(&world, before.cursor);
    assert_eq!(after.grants.len(), cases, "each once");
    assert!(
        after.grants.iter().all(|grant| grant.recipient == Recipient::Team { id: late.team(), version: 2 })
    );
    let noted = after.grants.iter().find(|grant| grant.case == writers[0].case).unwrap();
    assert_eq!(noted.compartments.len(), 3);
    assert_eq!(page(&world, &administrator, None).left, Some(0));
    let deleted = writers.pop().unwrap();
    deleted.delete(&world).done();
    assert_eq!(world.database.count(&format!("grants WHERE case_id = '{}'", deleted.case)), 0);
}

#[test]
fn sealing_anew_gives_nobody_more_than_they_had() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    rotate(&world, &administrator, &rotation(&world, 2, &[administrator.id], None)).done();
    let to = |version, compartments: &[Compartment], case| Grant {
        case,
        recipient: Recipient::Team { id: administrator.team(), version },
        compartments: compartments.to_vec(),
        sealed: sealed(&world),
    };
    use Compartment::{Conversation, Facts, Staff};
    post(&world, &administrator, vec![to(1, &[Conversation], writer.case)]).refused(ErrorCode::StaleKey);
    post(&world, &administrator, vec![to(2, &[Facts, Conversation], writer.case)]).invalid("grants");
    let mailbox =
        Grant { recipient: Recipient::Mailbox { id: writer.mailbox }, ..to(2, &[Facts], writer.case) };
    post(&world, &administrator, vec![mailbox]).invalid("grants");
    let more = to(2, &[Conversation, Staff, Facts], writer.case);
    let elsewhere = to(2, &[Conversation], CaseId::from_bytes([1; 16]));
    post(&world, &administrator, vec![more, elsewhere]).done();
    assert_eq!(world.database.count("grants WHERE version = 2"), 0);
    let many = vec![to(2, &[Facts], writer.case); RESEAL_CASES + 1];
    post(&world, &administrator, many).invalid("grants");
    let odd = format!("/api/staff/teams/{}/reseal?after=x", administrator.team());
    administrator.call(&world, "GET", &odd).send().invalid("after");
}

#[test]
fn after_many_keys_the_present_one_and_the_one_before_are_left() {
    let (world, administrator) = World::open();
    let writer = world.writer();
    note(&world, &administrator, &writer);
    for version in 2..6 {
        rotate(&world, &administrator, &rotation(&world, version, &[administrator.id], None)).done();
        assert_eq!(reseal_all(&world, &administrator), 2);
    }
    let kept = world.database.query("SELECT DISTINCT version FROM grants WHERE version > 0 ORDER BY version");
    let kept: Vec<_> = kept.iter().map(|row| row["version"].as_i64().unwrap()).collect();
    assert_eq!(kept, [4, 5]);
    let sync = administrator.sync(&world, 0);
    assert_eq!(sync.entries.len(), 3);
    assert!(sync.grants.len() <= 6, "{}", sync.grants.len());
}
