use crate::support::staff::{invitation, second_team};
use crate::support::{Colleague, World};
use madobe_domain::bytes::{Fixed, Opaque};
use madobe_domain::ids::{InviteId, StaffId, TeamId};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::session::Session;
use madobe_domain::wire::setup::InviteCheck;
use madobe_domain::wire::team::{Colleagues, Names, NewInvite, OpenInvite, SealToMember};

#[test]
fn colleagues_are_those_of_my_teams_with_who_still_needs_the_key() {
    let (world, administrator) = World::open();
    let with_key = administrator.bring(&world, "second");
    let without = administrator.invite(&world, "third");
    let (invite, _) = invitation(&world, administrator.team());
    administrator.call(&world, "POST", "/api/staff/invites").json(&invite).send().ok::<OpenInvite>();
    let list: Colleagues = with_key.call(&world, "GET", "/api/staff/colleagues").send().ok();
    assert_eq!(list.staff.len(), 3);
    for colleague in &list.staff {
        assert_eq!(colleague.teams[0].has_key, colleague.id != without.id);
    }
    assert_eq!(list.invites.len(), 1);
    assert_eq!(world.database.count("audit WHERE action = 'accounts_listed'"), 1);
    // The inbox asks for names alone, and nobody is said to have looked at the accounts.
    let names = |by: &Colleague| -> Vec<String> {
        let names: Names = by.call(&world, "GET", "/api/staff/names").send().ok();
        names.staff.into_iter().map(|one| one.id.to_string()).collect()
    };
    assert_eq!(names(&with_key).len(), 3);
    assert_eq!(world.database.count("audit WHERE action = 'accounts_listed'"), 1);

    let stranger = administrator.bring(&world, "stranger");
    let ward = second_team(&world, "区の窓口", Some(stranger.id));
    world
        .database
        .execute(&format!("DELETE FROM memberships WHERE staff = '{}' AND team <> '{ward}'", stranger.id));
    let alone: Colleagues = stranger.call(&world, "GET", "/api/staff/colleagues").send().ok();
    assert_eq!(alone.staff.len(), 1);
    assert_eq!(names(&stranger), [stranger.id.to_string()]);
    assert_eq!(names(&administrator).len(), 4);
    assert!(alone.invites.is_empty());
}

#[test]
fn inviting_is_for_administrators_and_to_teams_that_are_there() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let (invite, _) = invitation(&world, administrator.team());
    let post = |by: &Colleague, invite: &NewInvite| {
        by.call(&world, "POST", "/api/staff/invites").json(invite).send()
    };
    post(&member, &invite).refused(ErrorCode::Forbidden);
    let made: OpenInvite = post(&administrator, &invite).ok();
    assert_eq!(post(&administrator, &invite).ok::<OpenInvite>(), made);
    let mut other = invite.clone();
    other.token_hash = Fixed([5; 32]);
    post(&administrator, &other).refused(ErrorCode::Conflict);

    let ward = second_team(&world, "区の窓口", None);
    post(&administrator, &invitation(&world, ward).0).ok::<OpenInvite>();
    let nowhere = post(&administrator, &invitation(&world, TeamId::from_bytes([1; 16])).0);
    nowhere.refused(ErrorCode::Forbidden);
}

#[test]
fn an_invitation_can_be_withdrawn_until_it_is_used() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let (invite, token) = invitation(&world, administrator.team());
    administrator.call(&world, "POST", "/api/staff/invites").json(&invite).send().ok::<OpenInvite>();
    let path = format!("/api/staff/invites/{}", invite.id);
    member.call(&world, "DELETE", &path).send().refused(ErrorCode::Forbidden);
    administrator.call(&world, "DELETE", &path).send().done();
    administrator.call(&world, "DELETE", &path).send().done();
    world
        .post("/api/staff/join/check")
        .json(&InviteCheck { token, login: None })
        .send()
        .refused(ErrorCode::InviteClosed);
    let unknown = format!("/api/staff/invites/{}", InviteId::from_bytes([1; 16]));
    administrator.call(&world, "DELETE", &unknown).send().done();
    administrator.call(&world, "DELETE", "/api/staff/invites/x").send().refused(ErrorCode::NotFound);
    let used = world.database.query("SELECT id FROM invites WHERE used_at IS NOT NULL");
    let used = format!("/api/staff/invites/{}", used[0]["id"].as_str().unwrap());
    administrator.call(&world, "DELETE", &used).send().refused(ErrorCode::InviteClosed);
    assert_eq!(world.database.count("audit WHERE action = 'invite_withdrawn'"), 1);
}

#[test]
fn a_key_is_sealed_by_whoever_holds_it_to_members_only_and_once() {
    let (world, administrator) = World::open();
    let joined = administrator.invite(&world, "second");
    let path = format!("/api/staff/teams/{}/members", administrator.team());
    let seal = |staff, version| SealToMember {
        staff,
        version,
        sealed: Opaque::new(world.bytes::<1100>().to_vec()).unwrap(),
        voucher: None,
    };
    let post = |by: &Colleague, seal: SealToMember| by.call(&world, "POST", &path).json(&seal).send();
    post(&joined, seal(joined.id, 1)).refused(ErrorCode::Forbidden);
    post(&administrator, seal(joined.id, 2)).refused(ErrorCode::StaleKey);
    post(&administrator, seal(StaffId::from_bytes([1; 16]), 1)).refused(ErrorCode::Forbidden);
    let first = seal(joined.id, 1);
    post(&administrator, first.clone()).done();
    post(&administrator, seal(joined.id, 1)).done();
    let session: Session = joined.call(&world, "GET", "/api/staff/session").send().ok();
    assert!(session.teams[0].keys[0].sealed == first.sealed);
    assert_eq!(world.database.count("audit WHERE action = 'key_sealed'"), 1);

    let ward = second_team(&world, "区の窓口", None);
    for team in [ward.to_string(), TeamId::from_bytes([1; 16]).to_string(), "x".to_owned()] {
        let path = format!("/api/staff/teams/{team}/members");
        let call = administrator.call(&world, "POST", &path).json(&seal(joined.id, 1));
        call.send().refused(ErrorCode::Forbidden);
    }
}
