//! What was lost: an authenticator, a password, and the question whether the printed key still opens.

use crate::support::staff::{account, code, sealed};
use crate::support::{Answer, Colleague, World};
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::hash::reset_token_hash;
use madobe_domain::ids::{ResetId, StaffId, TeamId};
use madobe_domain::limits::RESET_SECONDS;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::recovery::{Drill, NewRecoveryKey, Recovery, RecoveryGiven};
use madobe_domain::wire::reset::{
    NewReset, ResetAccount, ResetCheck, ResetInfo, ResetKind, ResetOneTimeCode,
};
use madobe_domain::wire::session::{Session, SignIn};
use madobe_domain::wire::setup::NewAccount;
use madobe_domain::wire::team::TeamKind;

fn link(world: &World, kind: ResetKind) -> (NewReset, Fixed<32>) {
    let token = Fixed(world.bytes());
    (
        NewReset {
            id: ResetId::from_bytes(world.bytes()),
            kind,
            token_hash: reset_token_hash(token.as_bytes()),
        },
        token,
    )
}

fn make(world: &World, by: &Colleague, staff: StaffId, new: &NewReset) -> Answer {
    by.call(world, "POST", &format!("/api/staff/colleagues/{staff}/resets")).json(new).send()
}

fn check(world: &World, token: Fixed<32>) -> Answer {
    world.post("/api/staff/reset/check").json(&ResetCheck { token }).send()
}

#[test]
fn a_new_authenticator_takes_the_link_and_the_password() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let (new, token) = link(&world, ResetKind::OneTimeCode);
    make(&world, &member, member.id, &new).refused(ErrorCode::Forbidden);
    make(&world, &administrator, StaffId::from_bytes([1; 16]), &new).refused(ErrorCode::Forbidden);
    make(&world, &administrator, member.id, &new).done();
    make(&world, &administrator, member.id, &new).done();
    let info: ResetInfo = check(&world, token).ok();
    assert_eq!((info.kind, info.staff, info.login.as_str()), (ResetKind::OneTimeCode, member.id, "second"));
    let secret = world.bytes::<20>();
    let right = ResetOneTimeCode {
        token,
        login_key: member.login_key,
        totp_secret: Fixed(secret),
        totp_code: code(&secret, world.clock.0.get()),
    };
    let post = |body: &ResetOneTimeCode| world.post("/api/staff/reset/one-time-code").json(body).send();
    post(&ResetOneTimeCode { login_key: Fixed([1; 32]), ..right.clone() }).refused(ErrorCode::SignIn);
    post(&ResetOneTimeCode { totp_code: "000000".to_owned(), ..right.clone() })
        .refused(ErrorCode::OneTimeCode);
    post(&ResetOneTimeCode { token: Fixed([1; 32]), ..right.clone() }).refused(ErrorCode::InviteClosed);
    let session: Session = post(&right).ok();
    assert!(session.teams[0].keys.len() == 1, "the keys are as they were");
    post(&right).refused(ErrorCode::InviteClosed);
    check(&world, token).refused(ErrorCode::InviteClosed);
    member.call(&world, "GET", "/api/staff/session").send().refused(ErrorCode::Unauthorised);
    world.clock.forward(60);
    let sign_in = |totp: &[u8; 20]| {
        let body = SignIn {
            login: "second".to_owned(),
            login_key: member.login_key,
            totp_code: code(totp, world.clock.0.get()),
        };
        world.post("/api/staff/sign-in").json(&body).send()
    };
    sign_in(&member.totp_secret).refused(ErrorCode::SignIn);
    sign_in(&secret).ok::<Session>();
}

#[test]
fn a_new_account_key_reads_nothing_until_a_colleague_gives_the_teams() {
    let (world, administrator) = World::open();
    world.writer();
    let member = administrator.bring(&world, "second");
    let (new, token) = link(&world, ResetKind::Account);
    make(&world, &administrator, administrator.id, &new).refused(ErrorCode::Forbidden);
    make(&world, &administrator, member.id, &new).done();
    let made = NewAccount { id: member.id, ..account(&world, "second") };
    let post = |account: &NewAccount| {
        world.post("/api/staff/reset/account").json(&ResetAccount { token, account: account.clone() }).send()
    };
    post(&NewAccount { id: administrator.id, ..made.clone() }).refused(ErrorCode::InviteClosed);
    post(&NewAccount { login: "other".to_owned(), ..made.clone() }).refused(ErrorCode::InviteClosed);
    let session: Session = post(&made).ok();
    assert!(session.public_key == made.public_key && session.teams[0].keys.is_empty());
    let again = Colleague::of(&made, &{
        world.clock.forward(60);
        let retried =
            NewAccount { totp_code: code(made.totp_secret.as_bytes(), world.clock.0.get()), ..made.clone() };
        post(&retried)
    });
    assert!(again.sync(&world, 0).entries.is_empty());
    member.call(&world, "GET", "/api/staff/session").send().refused(ErrorCode::Unauthorised);
    assert_eq!(world.database.count("audit WHERE action = 'account_reset'"), 1);
    administrator.seal(&world, member.id).done();
    assert_eq!(again.sync(&world, 0).entries.len(), 2);
}

#[test]
fn a_link_ends_by_a_newer_one_by_time_and_with_the_account() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let (one, first) = link(&world, ResetKind::OneTimeCode);
    let (two, second) = link(&world, ResetKind::Account);
    make(&world, &administrator, member.id, &one).done();
    make(&world, &administrator, member.id, &two).done();
    check(&world, first).refused(ErrorCode::InviteClosed);
    check(&world, second).ok::<ResetInfo>();
    let suspension = format!("/api/staff/colleagues/{}/suspension", member.id);
    administrator.call(&world, "PUT", &suspension).send().done();
    check(&world, second).refused(ErrorCode::InviteClosed);
    administrator.call(&world, "DELETE", &suspension).send().done();
    world.clock.forward(RESET_SECONDS + 1);
    check(&world, second).refused(ErrorCode::InviteClosed);
    let made = NewAccount { id: member.id, ..account(&world, "second") };
    let late =
        world.post("/api/staff/reset/account").json(&ResetAccount { token: second, account: made }).send();
    late.refused(ErrorCode::InviteClosed);
    member.call(&world, "GET", "/api/staff/session").send().refused(ErrorCode::Unauthorised);
    assert_eq!(world.database.count("member_keys WHERE recipient <> 'recovery'"), 2, "no key was touched");
}

#[test]
fn the_printed_key_is_tried_and_the_day_is_kept() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let read = || administrator.call(&world, "GET", "/api/staff/recovery").send().ok::<Recovery>();
    let of =
        |by: &Colleague| by.call(&world, "GET", "/api/staff/recovery").send().ok::<Recovery>().seeds.len();
    administrator.found(&world, "区の窓口", TeamKind::Full);
    assert_eq!((of(&member), of(&administrator)), (1, 2), "of one's own teams");
    world.get("/api/staff/recovery").send().refused(ErrorCode::Unauthorised);
    let before = read();
    assert_eq!((before.seeds.len(), before.last_drill), (2, None));
    let drill = |by: &Colleague, drill: &Drill| {
        by.call(&world, "POST", "/api/staff/recovery/drills").json(drill).send()
    };
    drill(&member, &Drill { to: None, keys: Vec::new() }).refused(ErrorCode::Forbidden);
    drill(&administrator, &Drill { to: None, keys: Vec::new() }).done();
    assert_eq!(read().last_drill, Some(world.clock.0.get()));
    assert_eq!(read().seeds, before.seeds, "nothing else was changed");
    // One that nobody vouched for is sealed again, by those who hold the key; one that was is left alone.
    let given = |voucher| {
        let seed = &before.seeds[0];
        Drill {
            to: Some(before.public_key),
            keys: vec![RecoveryGiven { team: seed.team, version: 1, sealed: sealed(&world), voucher }],
        }
    };
    drill(&administrator, &given(Fixed([1; 32]))).done();
    assert_eq!(read().seeds, before.seeds);
    world.database.execute("UPDATE member_keys SET voucher = NULL WHERE recipient = 'recovery'");
    drill(&administrator, &given(Fixed([2; 32]))).done();
    assert_eq!(read().seeds[0].voucher, Some(Fixed([2; 32])));
}

fn given(world: &World, team: TeamId, version: u32) -> RecoveryGiven {
    RecoveryGiven { team, version, sealed: sealed(world), voucher: Fixed(world.bytes()) }
}

fn renew(world: &World, by: &Colleague, new: &NewRecoveryKey) -> Answer {
    by.call(world, "POST", "/api/staff/recovery/keys").json(new).send()
}

#[test]
fn a_new_printed_key_takes_the_place_of_the_old_one_everywhere_at_once() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let ward = administrator.found(&world, "区の窓口", TeamKind::Full).id;
    // A team whose key this administrator does not hold.
    world.database.execute(&format!(
        "UPDATE member_keys SET recipient = '{}' WHERE team = '{ward}' AND recipient = '{}'",
        member.id, administrator.id
    ));
    let before = administrator.recovery(&world);
    assert_eq!(before.seeds.len(), 2);
    let new = NewRecoveryKey {
        former: before.public_key,
        public_key: Fixed(world.bytes()),
        seen: false,
        // Also for the team that is not theirs: nobody seals what they do not hold.
        keys: vec![given(&world, administrator.team(), 1), given(&world, ward, 1)],
    };
    renew(&world, &member, &new).refused(ErrorCode::Forbidden);
    world.post("/api/staff/recovery/keys").json(&new).send().refused(ErrorCode::Unauthorised);
    renew(&world, &administrator, &NewRecoveryKey { former: new.public_key, ..new.clone() })
        .invalid("public_key");
    let without = NewRecoveryKey { keys: Vec::new(), ..new.clone() };
    renew(&world, &administrator, &without).refused(ErrorCode::StaleKey);
    assert_eq!(administrator.recovery(&world), before, "nothing was changed by any of these");
    world.clock.forward(60);
    renew(&world, &administrator, &new).done();
    let after = administrator.recovery(&world);
    assert_eq!(
        (after.public_key, after.since, after.last_drill),
        (new.public_key, world.clock.0.get(), None)
    );
    assert_eq!(
        after.seeds.len(),
        1,
        "what the old paper opened is gone, and nothing stands there that nobody could seal"
    );
    assert_eq!((&after.seeds[0].sealed, after.seeds[0].team), (&new.keys[0].sealed, administrator.team()));
    assert_eq!(world.database.count("teams WHERE stale_since IS NOT NULL"), 0);
    // Sent again it is done, and noted once.
    world.clock.forward(60);
    renew(&world, &administrator, &new).done();
    assert_eq!(administrator.recovery(&world), after);
    assert_eq!(world.database.count("audit WHERE action = 'recovery_renewed'"), 1);
    // Whoever started from the old one comes too late.
    let late = NewRecoveryKey { public_key: Fixed(world.bytes()), ..new.clone() };
    renew(&world, &administrator, &late).refused(ErrorCode::Conflict);
    // What is sealed to the old key after it was exchanged is not stored: not by trying the paper, not with a new team.
    let drill = |to| Drill { to, keys: vec![given(&world, ward, 1)] };
    world.database.execute(&format!(
        "INSERT INTO member_keys (team, recipient, version, sealed) VALUES ('{ward}', '{}', 1, 'x')",
        administrator.id
    ));
    for to in [None, Some(before.public_key)] {
        administrator.call(&world, "POST", "/api/staff/recovery/drills").json(&drill(to)).send().done();
        assert_eq!(administrator.recovery(&world).seeds.len(), 1);
    }
    let right = drill(Some(new.public_key));
    administrator.call(&world, "POST", "/api/staff/recovery/drills").json(&right).send().done();
    assert_eq!(
        administrator.recovery(&world).seeds.len(),
        2,
        "whoever holds a team's key seals it when they try the paper"
    );
}

#[test]
fn where_the_old_paper_was_seen_the_teams_keys_are_due_as_well() {
    let (world, administrator) = World::open();
    let former = administrator.recovery(&world).public_key;
    let new = NewRecoveryKey {
        former,
        public_key: Fixed(world.bytes()),
        seen: true,
        keys: vec![given(&world, administrator.team(), 1)],
    };
    renew(&world, &administrator, &new).done();
    assert_eq!(world.database.count("teams WHERE stale_since IS NOT NULL"), 1);
}
