use crate::support::staff::{account, code, invitation, setup};
use crate::support::{Answer, World};
use madobe_domain::bytes::Fixed;
use madobe_domain::limits::INVITE_SECONDS;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::session::{Role, Session};
use madobe_domain::wire::setup::{InviteCheck, InviteInfo, Join, NewAccount, Setup, SetupState};

fn state(world: &World) -> bool {
    world.get("/api/staff/setup").send().ok::<SetupState>().open
}

fn set_up(world: &World, setup: &Setup) -> Answer {
    world.post("/api/staff/setup").json(setup).send()
}

fn join(world: &World, join: &Join) -> Answer {
    world.post("/api/staff/join").json(join).send()
}

/// The field that is named, and how it was spoiled.
type Spoiled = (&'static str, fn(&mut Setup));

#[test]
fn the_set_up_opens_the_desk_once() {
    let world = World::bare();
    assert!(state(&world));
    assert!(world.desk().team.is_none());
    let setup = setup(&world);
    let session: Session = set_up(&world, &setup).ok();
    assert_eq!(session.role, Role::Administrator);
    assert!(session.teams[0].keys[0].sealed == setup.team.sealed_to_member);
    assert!(!state(&world));
    assert_eq!(world.team().public_key, setup.team.public_key);
    assert_eq!(world.database.count("member_keys WHERE recipient = 'recovery'"), 1);
    assert_eq!(world.database.count("recovery"), 1);
    world.clock.forward(60);
    set_up(&world, &self::setup(&world)).refused(ErrorCode::SetupClosed);
    assert_eq!(world.database.count("staff"), 1);
    assert_eq!(world.database.count("teams"), 1);
}

#[test]
fn only_the_link_opens_it() {
    let world = World::bare();
    let mut wrong = setup(&world);
    wrong.token = Fixed([8; 32]);
    set_up(&world, &wrong).refused(ErrorCode::SetupClosed);
    assert_eq!(world.database.count("staff"), 0);
}

#[test]
fn a_set_up_whose_answer_was_lost_is_taken_up_again() {
    let world = World::bare();
    let mut setup = setup(&world);
    set_up(&world, &setup).ok::<Session>();
    // The same one-time code does not work twice; the next one does.
    set_up(&world, &setup).refused(ErrorCode::OneTimeCode);
    world.clock.forward(30);
    setup.account.totp_code = code(setup.account.totp_secret.as_bytes(), world.clock.0.get());
    set_up(&world, &setup).ok::<Session>();
    let mut thief = setup.clone();
    thief.account.totp_secret = Fixed([1; 20]);
    thief.account.totp_code = code(&[1; 20], world.clock.0.get());
    set_up(&world, &thief).refused(ErrorCode::SetupClosed);
}

#[test]
fn what_may_not_be_kept_is_named() {
    let world = World::bare();
    let cases: [Spoiled; 5] = [
        ("account.login", |setup| setup.account.login = "ab".to_owned()),
        ("account.login", |setup| setup.account.login = "名前です".to_owned()),
        ("account.name", |setup| setup.account.name = "\u{200b}".to_owned()),
        ("account.stretch", |setup| setup.account.stretch.passes = 1),
        ("team.name", |setup| setup.team.name = "あ".repeat(61)),
    ];
    for (field, spoil) in cases {
        let mut setup = setup(&world);
        spoil(&mut setup);
        set_up(&world, &setup).invalid(field);
    }
    let mut late = setup(&world);
    late.account.totp_code = "12345".to_owned();
    set_up(&world, &late).refused(ErrorCode::OneTimeCode);
    assert!(state(&world));
}

#[test]
fn an_invitation_lets_one_person_in() {
    let (world, administrator) = World::open();
    let (invite, token) = invitation(&world, administrator.team());
    administrator.call(&world, "POST", "/api/staff/invites").json(&invite).send().ok::<serde_json::Value>();
    let check = || world.post("/api/staff/join/check").json(&InviteCheck { token, login: None }).send();
    assert_eq!(check().ok::<InviteInfo>().team_name, "相談窓口");
    let mut first = Join { token, account: account(&world, "second") };
    let session: Session = join(&world, &first).ok();
    assert_eq!(session.role, Role::Member);
    assert!(session.teams[0].keys.is_empty());
    check().refused(ErrorCode::InviteClosed);
    join(&world, &Join { token, account: account(&world, "third") }).refused(ErrorCode::InviteClosed);
    // The answer to the first one was lost.
    world.clock.forward(30);
    first.account.totp_code = code(first.account.totp_secret.as_bytes(), world.clock.0.get());
    join(&world, &first).ok::<Session>();
    assert_eq!(world.database.count("staff"), 2);
}

#[test]
fn a_login_that_is_taken_leaves_the_invitation_open() {
    let (world, administrator) = World::open();
    let (invite, token) = invitation(&world, administrator.team());
    administrator.call(&world, "POST", "/api/staff/invites").json(&invite).send().ok::<serde_json::Value>();
    let check = |token, login: &str| {
        let check = InviteCheck { token, login: Some(login.to_owned()) };
        world.post("/api/staff/join/check").json(&check).send()
    };
    check(token, "First").refused(ErrorCode::LoginTaken);
    check(token, "a b").invalid("login");
    check(token, "second").ok::<InviteInfo>();
    // Without an invitation nobody is told who is here.
    for login in ["first", "second"] {
        check(Fixed([3; 32]), login).refused(ErrorCode::InviteClosed);
    }
    join(&world, &Join { token, account: account(&world, "FIRST") }).refused(ErrorCode::LoginTaken);
    let twin = NewAccount { id: administrator.id, ..account(&world, "second") };
    join(&world, &Join { token, account: twin }).refused(ErrorCode::LoginTaken);
    join(&world, &Join { token, account: account(&world, "second") }).ok::<Session>();
}

#[test]
fn an_invitation_runs_out() {
    let (world, administrator) = World::open();
    let (invite, token) = invitation(&world, administrator.team());
    administrator.call(&world, "POST", "/api/staff/invites").json(&invite).send().ok::<serde_json::Value>();
    world.clock.forward(INVITE_SECONDS);
    join(&world, &Join { token, account: account(&world, "second") }).refused(ErrorCode::InviteClosed);
    let unknown = Join { token: Fixed([3; 32]), account: account(&world, "second") };
    join(&world, &unknown).refused(ErrorCode::InviteClosed);
}

#[test]
fn no_secret_of_an_account_stands_in_the_database() {
    let (world, administrator) = World::open();
    let dump = format!("{:?}", world.database.query("SELECT * FROM staff"));
    assert!(!dump.contains(&administrator.login_key.to_string()));
    assert!(!dump.contains(&Fixed(administrator.totp_secret).to_string()));
}
