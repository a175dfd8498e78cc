//! Passkeys: what is kept, what is refused, and that none of it is for anybody else.

use crate::support::passkey::{Authenticator, PRESENT, challenge, send};
use crate::support::staff::account;
use crate::support::{Answer, Colleague, World};
use madobe_domain::bytes::{Fixed, Opaque};
use madobe_domain::crypto::hash::reset_token_hash;
use madobe_domain::ids::{PasskeyId, ResetId};
use madobe_domain::limits::{FRESH_SECONDS, PASSKEY_CHALLENGE_SECONDS, PASSKEYS};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::passkey::{
    MyPasskey, MyPasskeys, NewPasskey, PasskeySession, PasskeySignIn, RenamePasskey,
};
use madobe_domain::wire::reset::{NewReset, ResetAccount, ResetCheck, ResetInfo, ResetKind};
use madobe_domain::wire::session::{MySessions, Session};
use madobe_domain::wire::setup::NewAccount;

fn list(world: &World, of: &Colleague) -> Vec<MyPasskey> {
    of.call(world, "GET", "/api/staff/passkeys").send().ok::<MyPasskeys>().passkeys
}

fn acts(world: &World, action: &str) -> i64 {
    world.database.count(&format!("audit WHERE action = '{action}'"))
}

fn enter(world: &World, by: &Authenticator) -> Answer {
    by.counter.set(by.counter.get() + 1);
    send(world, &by.sign_in(challenge(world)))
}

#[test]
fn a_passkey_is_added_listed_and_signs_in() {
    let (world, administrator) = World::open();
    let (authenticator, new) = administrator.passkey(&world);
    let mine = list(&world, &administrator);
    assert_eq!((mine.len(), mine[0].id, mine[0].name.as_str()), (1, new.id, "相談室のパソコン"));
    assert_eq!((mine[0].added_on.to_string().as_str(), mine[0].used_on), ("2026-11-24", None));
    assert_eq!(administrator.offer(&world).mine, [mine[0].credential.clone()]);
    world.clock.forward(24 * 3600);
    let answer = enter(&world, &authenticator);
    let entered: PasskeySession = answer.ok();
    assert!(entered.session.id == administrator.id && entered.sealed == new.sealed);
    assert!(answer.header("set-cookie").unwrap().contains("HttpOnly"));
    let cookie = answer.cookie();
    let shown: Session = world.get("/api/staff/session").cookie(&cookie).send().ok();
    assert!(shown == entered.session);
    let used = world.get("/api/staff/passkeys").cookie(&cookie).send().ok::<MyPasskeys>().passkeys[0].used_on;
    assert_eq!(used.unwrap().to_string(), "2026-11-25");
    assert_eq!((acts(&world, "passkey_added"), acts(&world, "passkey_signed_in")), (1, 1));
    assert_eq!(acts(&world, "signed_in"), 0);
    enter(&world, &authenticator).ok::<PasskeySession>();
}

#[test]
fn whatever_is_wrong_with_it_nobody_is_told_what() {
    let (world, administrator) = World::open();
    let (mut by, _) = administrator.passkey(&world);
    by.counter.set(1);
    let right = by.sign_in(challenge(&world));
    let stranger = Authenticator::of(&world, administrator.id);
    let mut wrong: Vec<(&str, PasskeySignIn)> = vec![
        ("a passkey that is not there", stranger.sign_in(challenge(&world))),
        ("a challenge of nobody", by.sign_in(Fixed(world.bytes()))),
        ("a challenge for adding one", by.sign_in(administrator.offer(&world).challenge)),
        ("making one", by.sign(&by.said("create", challenge(&world)))),
        ("no JSON", by.sign(b"words")),
        (
            "somebody else's name",
            PasskeySignIn { staff: madobe_domain::ids::StaffId::from_bytes([1; 16]), ..right.clone() },
        ),
        (
            "another signature",
            PasskeySignIn { signature: stranger.sign_in(challenge(&world)).signature, ..right.clone() },
        ),
        ("no signature", PasskeySignIn { signature: Opaque::new(vec![0x30; 8]).unwrap(), ..right.clone() }),
        (
            "half the data",
            PasskeySignIn { authenticator_data: Opaque::new(vec![1; 20]).unwrap(), ..right.clone() },
        ),
        (
            "signed by another",
            PasskeySignIn { credential: right.credential.clone(), ..stranger.sign_in(challenge(&world)) },
        ),
    ];
    let mut changed = right.authenticator_data.as_bytes().to_vec();
    changed[36] += 1;
    wrong.push((
        "a counter that was not signed",
        PasskeySignIn { authenticator_data: Opaque::new(changed).unwrap(), ..right.clone() },
    ));
    by.flags = PRESENT;
    wrong.push(("nobody verified", by.sign_in(challenge(&world))));
    by.flags = 0x04;
    wrong.push(("nobody there", by.sign_in(challenge(&world))));
    by.flags = 0x05;
    for origin in ["https://desk.example:8443", "http://desk.example", "https://elsewhere.example"] {
        by.origin = origin;
        wrong.push(("another origin", by.sign_in(challenge(&world))));
    }
    by.origin = "https://desk.example";
    by.host = "elsewhere.example";
    wrong.push(("another host", by.sign_in(challenge(&world))));
    world.counters.minute_over();
    let mut bodies = Vec::new();
    for (what, request) in &wrong {
        let answer = send(&world, request);
        assert_eq!(answer.detail().code, ErrorCode::SignIn, "{what}");
        assert!(answer.header("set-cookie").is_none());
        bodies.push(answer.body);
        world.counters.minute_over();
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!((acts(&world, "passkey_refused"), world.database.count("spent_challenges")), (0, 1));
    send(&world, &right).ok::<PasskeySession>();
}

#[test]
fn a_challenge_is_answered_once_and_soon() {
    let (world, administrator) = World::open();
    let (by, _) = administrator.passkey(&world);
    let sessions = || world.database.count("sessions");
    let before = sessions();
    by.counter.set(1);
    let once = by.sign_in(challenge(&world));
    send(&world, &once).ok::<PasskeySession>();
    send(&world, &once).refused(ErrorCode::SignIn);
    assert_eq!(sessions(), before + 1);
    assert_eq!(acts(&world, "passkey_refused"), 0, "sent twice is no copy");
    by.counter.set(2);
    let late = by.sign_in(challenge(&world));
    world.clock.forward(PASSKEY_CHALLENGE_SECONDS);
    send(&world, &late).refused(ErrorCode::SignIn);
    let early = by.sign_in(challenge(&world));
    world.clock.forward(-60);
    send(&world, &early).refused(ErrorCode::SignIn);
    world.clock.forward(60);
    send(&world, &early).ok::<PasskeySession>();
    // What is over is forgotten with the next.
    world.clock.forward(PASSKEY_CHALLENGE_SECONDS + 1);
    enter(&world, &by).ok::<PasskeySession>();
    assert_eq!(world.database.count("spent_challenges"), 1);
}

#[test]
fn one_that_does_not_count_is_fine_and_one_that_counts_back_is_noted() {
    let (world, administrator) = World::open();
    let (none, _) = administrator.passkey(&world);
    for _ in 0..3 {
        send(&world, &none.sign_in(challenge(&world))).ok::<PasskeySession>();
    }
    let (by, _) = administrator.passkey(&world);
    by.counter.set(9);
    send(&world, &by.sign_in(challenge(&world))).ok::<PasskeySession>();
    for (count, counter) in [9, 8, 0].into_iter().enumerate() {
        by.counter.set(counter);
        send(&world, &by.sign_in(challenge(&world))).refused(ErrorCode::SignIn);
        assert_eq!(acts(&world, "passkey_refused"), count as i64 + 1);
    }
    by.counter.set(10);
    send(&world, &by.sign_in(challenge(&world))).ok::<PasskeySession>();
}

#[test]
fn a_locked_desk_goes_on_with_its_session() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let (by, _) = administrator.passkey(&world);
    let with = |cookie: &str| {
        by.counter.set(by.counter.get() + 1);
        world.post("/api/staff/sign-in/passkey").cookie(cookie).json(&by.sign_in(challenge(&world))).send()
    };
    let here = with(&administrator.cookie);
    assert!(here.ok::<PasskeySession>().session == administrator.session);
    assert!(here.header("set-cookie").is_none());
    assert_eq!(acts(&world, "passkey_signed_in"), 0, "nobody signed in");
    // Somebody else's session, and one that is over, are none of theirs.
    for cookie in [&member.cookie, "madobe_staff=AAAA"] {
        let anew = with(cookie);
        assert!(
            anew.ok::<PasskeySession>().session.id == administrator.id && anew.header("set-cookie").is_some()
        );
    }
    let sessions = |cookie: &str| {
        world.get("/api/staff/sessions").cookie(cookie).send().ok::<MySessions>().sessions.len()
    };
    assert_eq!((sessions(&administrator.cookie), sessions(&member.cookie)), (3, 1));
}

#[test]
fn a_session_that_is_not_fresh_asks_for_the_password() {
    let (world, administrator) = World::open();
    administrator.begin_passkey(&world, None).ok::<serde_json::Value>();
    world.clock.forward(FRESH_SECONDS);
    administrator.begin_passkey(&world, None).refused(ErrorCode::PasswordNeeded);
    administrator.begin_passkey(&world, Some(Fixed([1; 32]))).refused(ErrorCode::SignIn);
    let offer = administrator.offer(&world);
    assert_eq!((offer.rp_id.as_str(), offer.mine.len()), ("desk.example", 0));
    for _ in 0..8 {
        administrator.begin_passkey(&world, Some(Fixed([1; 32]))).refused(ErrorCode::SignIn);
    }
    administrator.begin_passkey(&world, Some(administrator.login_key)).refused(ErrorCode::Wait);
    // By the server's clock, the session was opened a while ago: signing in by a passkey makes one that is fresh.
    world.counters.minute_over();
    let (by, _) = administrator.passkey(&world);
    let cookie = enter(&world, &by).cookie();
    world.post("/api/staff/passkeys/start").cookie(&cookie).text("{}").send().ok::<serde_json::Value>();
}

#[test]
fn only_what_was_made_for_this_session_is_kept() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let mut by = Authenticator::of(&world, administrator.id);
    let mine = administrator.offer(&world).challenge;
    let add = |new: &NewPasskey| administrator.add_passkey(&world, new);
    let fine = by.new_passkey(&world, mine);
    member.add_passkey(&world, &fine).invalid("client_data");
    world.post("/api/staff/passkeys").json(&fine).send().refused(ErrorCode::Unauthorised);
    add(&by.new_passkey(&world, member.offer(&world).challenge)).invalid("client_data");
    add(&by.new_passkey(&world, challenge(&world))).invalid("client_data");
    add(&NewPasskey { client_data: Opaque::new(by.said("get", mine)).unwrap(), ..fine.clone() })
        .invalid("authenticator_data");
    add(&NewPasskey { name: " ".to_owned(), ..fine.clone() }).invalid("name");
    add(&NewPasskey { name: "あ".repeat(41), ..fine.clone() }).invalid("name");
    let mut off = fine.authenticator_data.as_bytes().to_vec();
    *off.last_mut().unwrap() ^= 1;
    add(&NewPasskey { authenticator_data: Opaque::new(off).unwrap(), ..fine.clone() })
        .invalid("authenticator_data");
    by.origin = "https://elsewhere.example";
    add(&by.new_passkey(&world, mine)).invalid("authenticator_data");
    by.origin = "https://desk.example";
    by.flags = PRESENT;
    add(&by.new_passkey(&world, mine)).invalid("authenticator_data");
    by.flags = 0x05;
    assert_eq!(world.database.count("passkeys"), 0);
    add(&fine).done();
    add(&fine).done();
    assert_eq!((world.database.count("passkeys"), acts(&world, "passkey_added")), (1, 1));
    // The challenge is spent; and one passkey is one person's, once.
    let other = Authenticator::of(&world, administrator.id);
    add(&other.new_passkey(&world, mine)).refused(ErrorCode::Conflict);
    let theirs = by.new_passkey(&world, member.offer(&world).challenge);
    member.add_passkey(&world, &theirs).refused(ErrorCode::Conflict);
    let late = other.new_passkey(&world, administrator.offer(&world).challenge);
    world.clock.forward(PASSKEY_CHALLENGE_SECONDS);
    add(&late).invalid("client_data");
}

#[test]
fn ten_are_enough() {
    let (world, administrator) = World::open();
    let last = administrator.offer(&world).challenge;
    for _ in 0..PASSKEYS {
        administrator.passkey(&world);
    }
    administrator.begin_passkey(&world, Some(administrator.login_key)).refused(ErrorCode::Enough);
    let more = Authenticator::of(&world, administrator.id).new_passkey(&world, last);
    administrator.add_passkey(&world, &more).refused(ErrorCode::Enough);
    assert_eq!(list(&world, &administrator).len(), PASSKEYS);
}

#[test]
fn a_passkey_is_renamed_and_removed_by_its_owner_alone() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let (by, new) = member.passkey(&world);
    let path = |id: &PasskeyId| format!("/api/staff/passkeys/{id}");
    let name = RenamePasskey { name: "自分の電話".to_owned() };
    let rename = |of: &Colleague, id: &PasskeyId| of.call(&world, "PUT", &path(id)).json(&name).send();
    let remove = |of: &Colleague, id: &PasskeyId| of.call(&world, "DELETE", &path(id)).send();
    for id in [new.id, PasskeyId::from_bytes([1; 16])] {
        rename(&administrator, &id).refused(ErrorCode::NotFound);
        remove(&administrator, &id).refused(ErrorCode::NotFound);
        world.call("DELETE", &path(&id)).send().refused(ErrorCode::Unauthorised);
        world.call("PUT", &path(&id)).json(&name).send().refused(ErrorCode::Unauthorised);
    }
    member.call(&world, "DELETE", "/api/staff/passkeys/x").send().refused(ErrorCode::NotFound);
    assert!(list(&world, &administrator).is_empty());
    rename(&member, &new.id).done();
    assert_eq!(list(&world, &member)[0].name, "自分の電話");
    let empty = RenamePasskey { name: String::new() };
    member.call(&world, "PUT", &path(&new.id)).json(&empty).send().invalid("name");
    enter(&world, &by).ok::<PasskeySession>();
    remove(&member, &new.id).done();
    remove(&member, &new.id).refused(ErrorCode::NotFound);
    enter(&world, &by).refused(ErrorCode::SignIn);
    assert_eq!((list(&world, &member).len(), acts(&world, "passkey_removed")), (0, 1));
}

#[test]
fn whoever_is_suspended_comes_in_by_no_passkey() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let (by, _) = member.passkey(&world);
    let path = format!("/api/staff/colleagues/{}/suspension", member.id);
    administrator.call(&world, "PUT", &path).send().done();
    enter(&world, &by).refused(ErrorCode::SignIn);
    member.call(&world, "GET", "/api/staff/passkeys").send().refused(ErrorCode::Suspended);
    administrator.call(&world, "DELETE", &path).send().done();
    enter(&world, &by).ok::<PasskeySession>();
    // An account that is gone takes them along.
    world.database.execute("INSERT INTO staff SELECT 'x', 'x', name, role, salt, stretch, login_key_hash, public_key, wrapped_seed, \
        totp_sealed, totp_last_step, created_at, NULL FROM staff LIMIT 1; UPDATE passkeys SET staff = 'x'; DELETE FROM staff WHERE id = 'x'");
    assert_eq!(world.database.count("passkeys"), 0);
}

#[test]
fn a_new_account_key_ends_every_passkey_and_a_new_authenticator_none() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    let (by, _) = member.passkey(&world);
    let (mine, _) = administrator.passkey(&world);
    let token = Fixed(world.bytes());
    let link = |kind| {
        let new = NewReset {
            id: ResetId::from_bytes(world.bytes()),
            kind,
            token_hash: reset_token_hash(token.as_bytes()),
        };
        let path = format!("/api/staff/colleagues/{}/resets", member.id);
        administrator.call(&world, "POST", &path).json(&new).send().done();
    };
    let check = || world.post("/api/staff/reset/check").json(&ResetCheck { token }).send().ok::<ResetInfo>();
    link(ResetKind::Account);
    assert!(check().passkeys, "whoever makes the new key is told");
    let made = NewAccount { id: member.id, ..account(&world, "second") };
    let reset = ResetAccount { token, account: made };
    world.post("/api/staff/reset/account").json(&reset).send().ok::<Session>();
    enter(&world, &by).refused(ErrorCode::SignIn);
    enter(&world, &mine).ok::<PasskeySession>();
    assert_eq!((world.database.count("passkeys"), acts(&world, "passkey_removed")), (1, 1));
}

#[test]
fn guessing_is_braked() {
    let (world, administrator) = World::open();
    let (by, _) = administrator.passkey(&world);
    let wrong = by.sign_in(Fixed([1; 32]));
    for _ in 0..10 {
        send(&world, &wrong).refused(ErrorCode::SignIn);
    }
    send(&world, &wrong).refused(ErrorCode::Wait);
    assert!(world.counters.keys().iter().all(|key| !key.contains(&wrong.credential.to_string())));
}

#[test]
fn nobody_stores_anything_by_asking() {
    let world = World::bare();
    world.database.statements();
    challenge(&world);
    assert!(world.database.statements().is_empty());
}
