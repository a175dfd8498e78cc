use crate::support::staff::code;
use crate::support::world::RECALL;
use crate::support::{Answer, World};
use madobe_domain::bytes::Fixed;
use madobe_domain::limits::{SESSION_IDLE_SECONDS, SESSION_SECONDS};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::session::{Session, SignIn, SignInParams, SignInStart};

fn start(world: &World, login: &str) -> Answer {
    let start = SignInStart { login: login.to_owned() };
    world.post("/api/staff/sign-in/start").json(&start).send()
}

fn sign_in(world: &World, request: &SignIn) -> Answer {
    world.post("/api/staff/sign-in").from("192.0.2.1").json(request).send()
}

#[test]
fn signing_in_gives_a_cookie_that_no_script_reads() {
    let (world, administrator) = World::open();
    world.clock.forward(60);
    let answer = sign_in(&world, &administrator.sign_in(&world));
    let session: Session = answer.ok();
    assert_eq!(session.id, administrator.id);
    assert_eq!(session.teams[0].keys.len(), 1);
    let cookie = answer.header("set-cookie").unwrap();
    for part in ["madobe_staff=", "HttpOnly", "SameSite=Strict", "Path=/api/staff", "Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let shown: Session = world.get("/api/staff/session").cookie(&answer.cookie()).send().ok();
    assert!(shown == session);
    let token = answer.cookie().split_once('=').unwrap().1.to_owned();
    assert_eq!(world.database.count(&format!("sessions WHERE token_hash = '{token}'")), 0);
}

#[test]
fn over_plain_http_the_cookie_is_not_marked_secure() {
    let (world, administrator) = World::open();
    world.clock.forward(60);
    let request = axum::http::Request::post("http://127.0.0.1:8787/api/staff/sign-in")
        .header("content-type", "application/json")
        .body(serde_json::to_string(&administrator.sign_in(&world)).unwrap().into())
        .unwrap();
    let response = pollster::block_on(world.serve(request));
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(!cookie.contains("Secure"));
    assert!(!response.headers().contains_key("strict-transport-security"));
}

#[test]
fn whatever_is_wrong_the_answer_is_the_same() {
    let (world, administrator) = World::open();
    world.clock.forward(60);
    let right = administrator.sign_in(&world);
    let wrong = [
        SignIn { login: "nobody".to_owned(), ..right.clone() },
        SignIn { login: "?".to_owned(), ..right.clone() },
        SignIn { login_key: Fixed([0; 32]), ..right.clone() },
        SignIn { totp_code: "000000".to_owned(), ..right.clone() },
        SignIn { totp_code: "long and wrong".to_owned(), ..right.clone() },
    ];
    let bodies: Vec<_> = wrong
        .iter()
        .map(|request| {
            let answer = sign_in(&world, request);
            answer.refused(ErrorCode::SignIn);
            answer.body
        })
        .collect();
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
    sign_in(&world, &right).ok::<Session>();
}

#[test]
fn a_login_that_does_not_exist_gets_a_salt_that_stays() {
    let (world, administrator) = World::open();
    let known: SignInParams = start(&world, "First").ok();
    assert_eq!(known.salt, administrator.session.salt);
    let one: SignInParams = start(&world, "nobody").ok();
    assert_eq!(start(&world, " NOBODY ").ok::<SignInParams>(), one);
    assert_ne!(start(&world, "somebody").ok::<SignInParams>().salt, one.salt);
    assert_eq!(one.stretch, known.stretch);
    start(&world, "a").invalid("login");
}

#[test]
fn each_one_time_code_works_once_and_one_step_either_way() {
    let (world, administrator) = World::open();
    world.clock.forward(120);
    let now = world.clock.0.get();
    let at = |seconds| SignIn {
        totp_code: code(&administrator.totp_secret, now.plus_seconds(seconds)),
        ..administrator.sign_in(&world)
    };
    sign_in(&world, &at(-60)).refused(ErrorCode::SignIn);
    sign_in(&world, &at(60)).refused(ErrorCode::SignIn);
    sign_in(&world, &at(-30)).ok::<Session>();
    sign_in(&world, &at(-30)).refused(ErrorCode::SignIn);
    sign_in(&world, &at(30)).ok::<Session>();
    // An older step after a newer one is a replay, too.
    sign_in(&world, &at(0)).refused(ErrorCode::SignIn);
}

#[test]
fn a_session_ends_unused_and_at_last_in_any_case() {
    let (world, administrator) = World::open();
    let show = || administrator.call(&world, "GET", "/api/staff/session").send();
    world.clock.forward(SESSION_IDLE_SECONDS - 1);
    assert_eq!(show().ok::<Session>().recall_seconds, RECALL, "as the operator says");
    world.clock.forward(SESSION_IDLE_SECONDS - 1);
    show().ok::<Session>();
    world.clock.forward(SESSION_IDLE_SECONDS);
    show().refused(ErrorCode::Unauthorised);

    let (world, administrator) = World::open();
    let show = || administrator.call(&world, "GET", "/api/staff/session").send();
    for _ in 0..SESSION_SECONDS / 3600 - 1 {
        world.clock.forward(3600);
        show().ok::<Session>();
    }
    world.clock.forward(3600);
    show().refused(ErrorCode::Unauthorised);
}

#[test]
fn use_is_noted_at_most_once_a_minute() {
    let (world, administrator) = World::open();
    let touched = || world.database.query("SELECT last_used_at FROM sessions")[0]["last_used_at"].clone();
    let first = touched();
    world.clock.forward(59);
    administrator.sync(&world, 0);
    assert_eq!(touched(), first);
    world.clock.forward(1);
    world.database.round_trips();
    administrator.sync(&world, 0);
    assert_eq!(world.database.round_trips(), 2);
    assert_ne!(touched(), first);
}

#[test]
fn signing_out_ends_the_session_and_is_done_without_one() {
    let (world, administrator) = World::open();
    let answer = administrator.call(&world, "DELETE", "/api/staff/session").send();
    answer.done();
    assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
    administrator.call(&world, "GET", "/api/staff/session").send().refused(ErrorCode::Unauthorised);
    administrator.call(&world, "DELETE", "/api/staff/session").send().done();
    world.call("DELETE", "/api/staff/session").send().done();
}

#[test]
fn whoever_is_suspended_is_out_at_once() {
    let (world, administrator) = World::open();
    world.database.execute("UPDATE staff SET suspended_at = 1");
    administrator.call(&world, "GET", "/api/staff/session").send().refused(ErrorCode::Suspended);
    world.clock.forward(60);
    sign_in(&world, &administrator.sign_in(&world)).refused(ErrorCode::SignIn);
}

#[test]
fn guessing_is_braked_from_one_address_and_locks_nobody_out() {
    let (world, administrator) = World::open();
    world.clock.forward(60);
    let right = administrator.sign_in(&world);
    let wrong = SignIn { login_key: Fixed([0; 32]), ..right.clone() };
    for _ in 0..10 {
        sign_in(&world, &wrong).refused(ErrorCode::SignIn);
    }
    sign_in(&world, &right).refused(ErrorCode::Wait);
    let elsewhere = world.post("/api/staff/sign-in").from("192.0.2.2").json(&right).send();
    elsewhere.ok::<Session>();
    assert!(world.counters.keys().iter().all(|key| !key.contains("first")));
}

#[test]
fn a_cookie_that_is_none_is_no_session() {
    let (world, administrator) = World::open();
    let other = administrator.cookie.replace("madobe_staff", "other");
    for cookie in ["", "madobe_staff=", "madobe_staff=AAAA", "madobe_staff", &other] {
        let answer = world.get("/api/staff/session").cookie(cookie).send();
        answer.refused(ErrorCode::Unauthorised);
    }
    let among = format!("a=b; {}; c=d", administrator.cookie);
    world.get("/api/staff/session").cookie(&among).send().ok::<Session>();
}
