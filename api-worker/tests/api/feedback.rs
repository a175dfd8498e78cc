use crate::support::staff::second_team;
use crate::support::writer::work;
use crate::support::{Answer, World};
use madobe_api::service::feedback::erase_old;
use madobe_domain::bytes::Opaque;
use madobe_domain::crypto::work::USUAL_BITS;
use madobe_domain::ids::{FeedbackId, MailboxId, TeamId};
use madobe_domain::limits::{CHALLENGE_SECONDS, SEALED_FEEDBACK_BYTES};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::feedback::{FeedbackPage, NewFeedback};

fn piece(world: &World) -> NewFeedback {
    let id = FeedbackId::from_bytes(world.bytes());
    let team = world.team();
    NewFeedback {
        id,
        team: team.id,
        version: team.version,
        sealed: Opaque::new(world.bytes::<1700>().to_vec()).unwrap(),
        work: work(world, &MailboxId::from_bytes(*id.as_bytes()), 1),
    }
}

fn post(world: &World, piece: &NewFeedback) -> Answer {
    world.post("/api/feedback").from("192.0.2.1").json(piece).send()
}

#[test]
fn feedback_is_kept_with_a_day_and_nothing_else() {
    let (world, mut administrator) = World::open();
    let one = piece(&world);
    post(&world, &one).done();
    world.clock.forward(24 * 3600);
    post(&world, &piece(&world)).done();
    // A day later one has to sign in again.
    let sign_in = administrator.sign_in(&world);
    administrator.cookie = world.post("/api/staff/sign-in").json(&sign_in).send().cookie();
    let page: FeedbackPage = administrator.call(&world, "GET", "/api/staff/feedback").send().ok();
    assert_eq!(page.total, 2);
    let days: Vec<String> = page.feedback.iter().map(|piece| piece.day.to_string()).collect();
    assert_eq!(days, ["2026-11-25", "2026-11-24"], "the newest first");
    assert!(page.feedback[1].id == one.id && page.feedback[1].sealed == one.sealed);
    let columns = world.database.query("SELECT name FROM pragma_table_info('feedback')");
    let columns: Vec<&str> = columns.iter().map(|column| column["name"].as_str().unwrap()).collect();
    assert_eq!(columns, ["id", "team", "version", "day", "sealed"]);
}

#[test]
fn sent_again_it_is_answered_as_done_and_not_doubled() {
    let (world, _) = World::open();
    let piece = piece(&world);
    for _ in 0..3 {
        post(&world, &piece).done();
    }
    world.clock.forward(CHALLENGE_SECONDS + 1);
    post(&world, &piece).done();
    assert_eq!(world.database.count("feedback"), 1);
    let sealed = Opaque::new(world.bytes::<1700>().to_vec()).unwrap();
    let work = work(&world, &MailboxId::from_bytes(*piece.id.as_bytes()), 1);
    post(&world, &NewFeedback { sealed, work, ..piece }).refused(ErrorCode::Conflict);
}

#[test]
fn it_costs_work_and_waits_like_a_letter() {
    let (world, _) = World::open();
    let one = piece(&world);
    // Work for something else is no work for this.
    let other = NewFeedback { work: piece(&world).work, ..one.clone() };
    let detail = post(&world, &other).refused(ErrorCode::Work);
    assert_eq!(detail.challenge.unwrap().bits, USUAL_BITS);
    world.clock.forward(CHALLENGE_SECONDS + 1);
    post(&world, &one).refused(ErrorCode::Work);
    assert_eq!(world.database.count("feedback"), 0);
    let refused = (0..40).map(|_| post(&world, &piece(&world))).find(|answer| !answer.status.is_success());
    refused.expect("a brake").refused(ErrorCode::MoreWork);
}

#[test]
fn it_is_sealed_to_the_desks_present_key_or_refused() {
    let (world, _) = World::open();
    post(&world, &NewFeedback { version: 2, ..piece(&world) }).refused(ErrorCode::StaleKey);
    let team = TeamId::from_bytes(world.bytes());
    post(&world, &NewFeedback { team, ..piece(&world) }).refused(ErrorCode::StaleKey);
    let mut json = serde_json::to_value(piece(&world)).unwrap();
    json["case"] = "AAAAAAAAAAAAAAAAAAAAAA".into();
    world.post("/api/feedback").json(&json).send().refused(ErrorCode::Malformed);
    let mut json = serde_json::to_value(piece(&world)).unwrap();
    json["sealed"] = "A".repeat(SEALED_FEEDBACK_BYTES * 4 / 3 + 8).into();
    world.post("/api/feedback").json(&json).send().invalid("sealed");
}

#[test]
fn only_the_team_is_handed_its_feedback() {
    let (world, administrator) = World::open();
    post(&world, &piece(&world)).done();
    world.get("/api/staff/feedback").send().refused(ErrorCode::Unauthorised);
    let read = || administrator.call(&world, "GET", "/api/staff/feedback").send().ok::<FeedbackPage>();
    assert_eq!((read().total, read().feedback.len()), (1, 1));
    let other = second_team(&world, "区の窓口", None);
    world.database.execute(&format!("UPDATE memberships SET team = '{other}'"));
    assert_eq!((read().total, read().feedback.len()), (0, 0));
}

#[test]
fn after_a_year_it_is_erased() {
    let (world, _) = World::open();
    post(&world, &piece(&world)).done();
    world.clock.forward(365 * 24 * 3600);
    pollster::block_on(erase_old(&world.app)).unwrap();
    assert_eq!(world.database.count("feedback"), 1);
    world.clock.forward(24 * 3600);
    pollster::block_on(erase_old(&world.app)).unwrap();
    assert_eq!(world.database.count("feedback"), 0);
}
