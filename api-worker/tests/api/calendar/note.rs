//! For whom a talk without a consultation is: sealed, for the team alone, and not for ever.

use super::calendar;
use crate::support::staff::{sealed, second_team};
use crate::support::talk::{GROUP, VISIT, new_talk, plan, tick};
use crate::support::{Answer, Colleague, World};
use madobe_api::service::retention::erase_due;
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::hash::feed_secret_hash;
use madobe_domain::ids::{ChangeId, ReservationId};
use madobe_domain::limits::NOTE_DAYS;
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::{
    CalendarPage, FeedState, MoveTalk, NewFeed, NewTalk, SealedNote, StaffTalk, TalkNote,
};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::team::TeamKind;

const DAY: i64 = 24 * 3600;

fn note(world: &World, key: u32) -> SealedNote {
    SealedNote { key, sealed: sealed(world) }
}

/// Booked for nobody who has a consultation, with a note.
fn noted(world: &World, by: &Colleague, start: &str) -> StaffTalk {
    let new = NewTalk { note: Some(note(world, 1)), ..new_talk(world, VISIT, start) };
    let made: StaffTalk = by.books(world, &new).ok();
    assert_eq!(made.note, new.note);
    made
}

fn put(world: &World, by: &Colleague, id: ReservationId, note: Option<SealedNote>) -> Answer {
    let path = by.booking(&format!("reservations/{id}/note"));
    by.call(world, "PUT", &path).json(&TalkNote { note, renewed: false }).send()
}

fn shown(world: &World, by: &Colleague, day: &str) -> Option<SealedNote> {
    calendar(world, by, &format!("from={day}&days=1")).talks[0].note.clone()
}

#[test]
fn a_note_goes_along_with_its_talk_and_is_corrected_by_any_colleague() {
    let (world, administrator) = World::open();
    let member = administrator.bring(&world, "second");
    administrator.offers(&world, 0, &plan(&[administrator.id, member.id]));
    let made = noted(&world, &administrator, "2026-11-25 10:00");
    assert_eq!(shown(&world, &member, "2026-11-25"), made.note);
    let path = administrator.booking(&format!("reservations/{}", made.id));
    let to = |start: &str| MoveTalk {
        change: ChangeId::from_bytes(world.bytes()),
        start: tick(start),
        people: vec![],
        room: None,
    };
    let send = |method: &str, path: &str, to: &MoveTalk| {
        administrator.call(&world, method, path).json(to).send().ok::<StaffTalk>()
    };
    assert_eq!(send("PUT", &path, &to("2026-11-26 10:00")).note, made.note);
    let other = Some(note(&world, 1));
    put(&world, &member, made.id, other.clone()).done();
    put(&world, &member, made.id, other.clone()).done();
    administrator.call(&world, "DELETE", &path).send().done();
    put(&world, &member, made.id, Some(note(&world, 1))).refused(ErrorCode::Conflict);
    let back = send("POST", &format!("{path}/return"), &to("2026-11-26 10:00"));
    assert_eq!(back.note, other);
    put(&world, &member, made.id, None).done();
    assert_eq!(shown(&world, &administrator, "2026-11-26"), None);
    assert_eq!(world.database.count("reservations WHERE note_key IS NOT NULL"), 0);
}

#[test]
fn there_is_none_beside_a_consultation_or_a_group() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let writer = world.writer();
    let with = |new: NewTalk| NewTalk { note: Some(note(&world, 1)), ..new };
    let of_case = with(NewTalk { case: Some(writer.case), ..new_talk(&world, VISIT, "2026-11-25 10:00") });
    administrator.books(&world, &of_case).invalid("note");
    let session = with(NewTalk { session: true, ..new_talk(&world, GROUP, "2026-11-26 10:00") });
    administrator.books(&world, &session).invalid("note");
    assert_eq!(world.database.count("reservations"), 0);
    // Neither afterwards.
    let booked = writer.books(&world, VISIT, "2026-11-25 10:00");
    put(&world, &administrator, booked, Some(note(&world, 1))).invalid("note");
    administrator.books(&world, &NewTalk { note: None, ..session.clone() }).ok::<StaffTalk>();
    put(&world, &administrator, session.id, Some(note(&world, 1))).invalid("note");
    assert_eq!(world.database.count("reservations WHERE note IS NOT NULL"), 0);
    // A seat in it may be somebody's who has no consultation.
    let seat = with(new_talk(&world, GROUP, "2026-11-26 10:00"));
    assert_eq!(administrator.books(&world, &seat).ok::<StaffTalk>().note, seat.note);
}

#[test]
fn it_is_sealed_to_the_present_key_and_a_correction_is_not_written_over() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let stale = NewTalk { note: Some(note(&world, 2)), ..new_talk(&world, VISIT, "2026-11-25 10:00") };
    administrator.books(&world, &stale).refused(ErrorCode::StaleKey);
    let made = noted(&world, &administrator, "2026-11-25 10:00");
    put(&world, &administrator, made.id, Some(note(&world, 0))).refused(ErrorCode::StaleKey);
    let path = administrator.booking(&format!("reservations/{}/note", made.id));
    let renew = || {
        let anew = TalkNote { note: Some(note(&world, 1)), renewed: true };
        (anew.note.clone(), administrator.call(&world, "PUT", &path).json(&anew).send())
    };
    renew().1.refused(ErrorCode::Conflict);
    assert_eq!(shown(&world, &administrator, "2026-11-25"), made.note);
    world.database.execute("UPDATE reservations SET note_key = 0");
    let (anew, answer) = renew();
    answer.done();
    assert_eq!(shown(&world, &administrator, "2026-11-25"), anew);
    // What was removed meanwhile stays removed.
    put(&world, &administrator, made.id, None).done();
    renew().1.refused(ErrorCode::Conflict);
}

#[test]
fn nobody_else_reads_or_writes_it() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let made = noted(&world, &administrator, "2026-11-25 10:00");
    let (counting, keyless) =
        (administrator.invite(&world, "counting"), administrator.invite(&world, "keyless"));
    let facts = administrator.found(&world, "統計", TeamKind::Facts).id;
    administrator.put_into(&world, facts, counting.id, true);
    administrator.take_out(&world, administrator.team(), counting.id).done();
    let ward = second_team(&world, "区の窓口", Some(administrator.id));
    let body = serde_json::to_string(&TalkNote { note: None, renewed: false }).unwrap();
    let of = |team: &str| {
        let beneath = format!("/api/staff/teams/{team}/booking");
        [
            ("PUT", format!("{beneath}/reservations/{}/note", made.id), body.clone()),
            ("GET", format!("{beneath}/calendar?from=2026-11-25&days=1"), String::new()),
        ]
    };
    let ours = administrator.team().to_string();
    for (method, path, body) in of(&ours) {
        world.call(method, &path).text(body.clone()).send().refused(ErrorCode::Unauthorised);
        for stranger in [&counting, &keyless] {
            stranger.call(&world, method, &path).text(body.clone()).send().refused(ErrorCode::Forbidden);
        }
    }
    // Through a team that does not hold the talk, there is none.
    for (by, team) in [(&administrator, ward), (&counting, facts)] {
        let [(method, path, body), (_, calendar, _)] = of(&team.to_string());
        by.call(&world, method, &path).text(body).send().refused(ErrorCode::Forbidden);
        let page: CalendarPage = by.call(&world, "GET", &calendar).send().ok();
        assert!(page.talks.is_empty());
    }
    assert_eq!(shown(&world, &administrator, "2026-11-25"), made.note);
    put(&world, &administrator, ReservationId::from_bytes([9; 16]), None).refused(ErrorCode::Forbidden);
}

#[test]
fn visitors_and_calendar_programs_are_told_nothing_of_it() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let session = NewTalk { session: true, ..new_talk(&world, GROUP, "2026-11-26 10:00") };
    administrator.books(&world, &session).ok::<StaffTalk>();
    let seat = NewTalk { note: Some(note(&world, 1)), ..new_talk(&world, GROUP, "2026-11-26 10:00") };
    administrator.books(&world, &seat).ok::<StaffTalk>();
    noted(&world, &administrator, "2026-11-25 10:00");
    let writer = world.writer();
    writer.books(&world, GROUP, "2026-11-26 10:00");
    let new = NewFeed { secret_hash: feed_secret_hash(&[5; 32]) };
    administrator.call(&world, "PUT", &administrator.booking("feed")).json(&new).send().ok::<FeedState>();
    for answer in [
        writer.asks(&world, "GET", "/api/booking/reservations").send(),
        world.get("/api/booking").send(),
        world.get("/api/booking/free?days=7").send(),
        world.get(&format!("/api/booking/feed/{}.ics", Fixed([5; 32]))).send(),
    ] {
        assert_eq!(answer.status, 200, "{}", answer.text());
        let sealed = world.database.query("SELECT note FROM reservations WHERE note IS NOT NULL");
        assert_eq!(sealed.len(), 2);
        let text = answer.text();
        assert!(
            !text.contains("\"note")
                && sealed.iter().all(|row| !text.contains(row["note"].as_str().unwrap()))
        );
    }
}

#[test]
fn it_is_gone_thirty_days_after_its_talk() {
    let (world, administrator) = World::open();
    administrator.offers(&world, 0, &plan(&[administrator.id]));
    let made = noted(&world, &administrator, "2026-11-25 10:00");
    let erase = || {
        pollster::block_on(erase_due(&world.app)).unwrap();
        world.database.count("reservations WHERE note IS NOT NULL OR note_key IS NOT NULL")
    };
    world.clock.forward(NOTE_DAYS * DAY);
    assert_eq!(erase(), 1);
    world.database.statements();
    world.clock.forward(2 * DAY);
    assert_eq!(erase(), 0);
    let all = world.database.statements();
    let forget = all.iter().find(|statement| statement.sql.contains("note = NULL")).unwrap();
    let plan = world.database.plan(forget).join("\n");
    assert!(plan.contains("reservations_note"), "{plan}");
    // The talk is still counted, and takes none again.
    let administrator = administrator.in_again(&world);
    put(&world, &administrator, made.id, Some(note(&world, 1))).refused(ErrorCode::Conflict);
    let page = calendar(&world, &administrator, "from=2026-11-25&days=1");
    let talk = &page.talks[0];
    assert_eq!((talk.state, &talk.note), (State::Booked, &None));
}
