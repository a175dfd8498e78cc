//! Who is told of them: nobody else's team, and a calendar program only when.

use super::calendar;
use crate::support::World;
use crate::support::staff::second_team;
use crate::support::talk::{GROUP, VISIT, new_talk, plan, tick};
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::hash::feed_secret_hash;
use madobe_domain::ids::ChangeId;
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::{
    FeedState, MoveTalk, MyAbsences, NewFeed, NewTalk, StaffTalk, VersionedPlan,
};
use madobe_domain::wire::error::ErrorCode;

#[test]
fn another_team_and_nobody_have_no_right_to_any_of_it() {
    let (world, administrator) = World::open();
    let joined = administrator.invite(&world, "keyless");
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let writer = world.writer();
    let id = writer.books(&world, VISIT, "2026-11-25 10:00");
    let ours = administrator.team();
    let ward = second_team(&world, "区の窓口", Some(administrator.id));
    let empty = VersionedPlan { version: 0, plan: plan(&[]) };
    let session = NewTalk { session: true, ..new_talk(&world, GROUP, "2026-11-26 10:00") };
    let to = MoveTalk {
        change: ChangeId::from_bytes(world.bytes()),
        start: tick("2026-11-26 10:00"),
        people: vec![],
        room: None,
    };
    let mine = MyAbsences { version: 1, away: vec![] };
    let calls = |team: &str| {
        let at = |path: &str| format!("/api/staff/teams/{team}/booking/{path}");
        [
            ("GET", at("plan"), String::new()),
            ("PUT", at("plan"), serde_json::to_string(&empty).unwrap()),
            ("PUT", at("absences"), serde_json::to_string(&mine).unwrap()),
            ("GET", at("calendar?from=2026-11-24&days=7"), String::new()),
            ("GET", at("free?from=2026-11-24&days=7"), String::new()),
            ("POST", at("reservations"), serde_json::to_string(&session).unwrap()),
            ("PUT", at(&format!("reservations/{id}")), serde_json::to_string(&to).unwrap()),
            ("DELETE", at(&format!("reservations/{id}")), String::new()),
            ("PUT", at(&format!("reservations/{id}/came")), r#"{"came":true}"#.to_owned()),
            ("PUT", at(&format!("reservations/{id}/note")), r#"{"note":null}"#.to_owned()),
            ("GET", at("months?month=2026-11-01"), String::new()),
            ("GET", at("feed"), String::new()),
            ("PUT", at("feed"), serde_json::to_string(&NewFeed { secret_hash: Fixed([1; 32]) }).unwrap()),
            ("DELETE", at("feed"), String::new()),
        ]
    };
    for (method, path, body) in calls(&ours.to_string()) {
        world.call(method, &path).text(body.clone()).send().refused(ErrorCode::Unauthorised);
        // A member who was not handed the key yet.
        joined.call(&world, method, &path).text(body).send().refused(ErrorCode::Forbidden);
    }
    // A colleague of the desk who is not of the ward.
    let member = administrator.bring(&world, "second");
    for (method, path, body) in calls(&ward.to_string()) {
        member.call(&world, method, &path).text(body.clone()).send().refused(ErrorCode::Forbidden);
    }
    // Of both: the desk's reservation is still none of the ward's.
    for (method, path, body) in calls(&ward.to_string()).into_iter().skip(6).take(4) {
        administrator.call(&world, method, &path).text(body).send().refused(ErrorCode::Forbidden);
    }
    for (method, path, body) in calls("x") {
        administrator.call(&world, method, &path).text(body).send().refused(ErrorCode::Forbidden);
    }
    assert_eq!(calendar(&world, &administrator, "from=2026-11-25&days=1").talks[0].state, State::Booked);
}

#[test]
fn a_calendar_program_is_told_when_and_nothing_else() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    administrator.offers(&world, 0, &plan(&[administrator.id, member.id]));
    let mine = NewTalk { people: vec![member.id], ..new_talk(&world, VISIT, "2026-11-25 10:00") };
    member.books(&world, &mine).ok::<StaffTalk>();
    let theirs = NewTalk { people: vec![administrator.id], ..new_talk(&world, VISIT, "2026-11-26 11:00") };
    member.books(&world, &theirs).ok::<StaffTalk>();
    let feed = member.booking("feed");
    let state: FeedState = member.call(&world, "GET", &feed).send().ok();
    assert_eq!(state.made_at, None);
    let make = |secret: [u8; 32]| {
        let new = NewFeed { secret_hash: feed_secret_hash(&secret) };
        member.call(&world, "PUT", &feed).json(&new).send().ok::<FeedState>()
    };
    assert!(make([5; 32]).made_at.is_some());
    let fetch = |secret: [u8; 32]| world.get(&format!("/api/booking/feed/{}.ics", Fixed(secret))).send();
    let found = fetch([5; 32]);
    assert_eq!(found.status, 200);
    let text = found.text();
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "one's own alone: {text}");
    assert!(text.contains(&mine.id.to_string()) && text.contains("DTSTART;TZID=Asia/Tokyo:20261125T100000"));
    for word in ["家族", "相談", "second"] {
        assert!(!text.contains(word), "{word}");
    }
    // Only the hash is kept; a new address ends the one before; nobody guesses what was.
    let kept = format!("calendar_feeds WHERE secret_hash = '{}'", Fixed([5; 32]));
    assert_eq!(world.database.count(&kept), 0);
    make([6; 32]);
    fetch([5; 32]).refused(ErrorCode::Forbidden);
    world.get("/api/booking/feed/x.ics").send().refused(ErrorCode::Forbidden);
    assert_eq!(fetch([6; 32]).status, 200);
    member.call(&world, "DELETE", &feed).send().done();
    member.call(&world, "DELETE", &feed).send().done();
    fetch([6; 32]).refused(ErrorCode::Forbidden);
    assert_eq!(world.database.count("audit WHERE action IN ('feed_made', 'feed_ended')"), 3);
}
