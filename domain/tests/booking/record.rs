//! What a case remembers of talks.
use madobe_domain::booking::question::Answer;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{EntryId, ReservationId, StaffId};
use madobe_domain::limits::ANSWER_CHARS;
use madobe_domain::log::case::{CaseView, TalkState};
use madobe_domain::log::entry::{Author, Compartment, GENESIS};
use madobe_domain::log::open::OpenedEntry;
use madobe_domain::log::record::Content;
use madobe_domain::log::talk::TalkRecord;

const STAFF: Author = Author::Staff(StaffId::from_bytes([1; 16]));

/// As records of today are written: they have to be readable for ever.
#[test]
fn what_a_case_remembers_of_talks_keeps_its_spelling() {
    let talk = r#"{"reservation":"BwcHBwcHBwcHBwcHBwcHBw","name":"家族の相談","means":"home_visit","start":1795482000000,"minutes":50}"#;
    for kind in TalkRecord::KINDS {
        let json = format!(r#"{{"kind":"{kind}","talk":{talk}}}"#);
        let Content::Talk(record) = Content::from_json(json.as_bytes()) else { panic!("{kind}") };
        assert_eq!(String::from_utf8(record.to_json()).unwrap(), json);
        assert_eq!(record.talk().reservation, ReservationId::from_bytes([7; 16]));
        assert!(Content::from_json(format!(r#"{{"kind":"{kind}"}}"#).as_bytes()) == Content::Garbled);
    }
    let asked = format!(
        r#"{{"kind":"talk_asked","talk":{talk},"text":"よろしくお願いします。","introduction":{{"call_me":"みどり","about":"family","promises":{{"no_phone":false,"no_visit":false,"no_telling_family":false,"no_handover":false}}}}}}"#
    );
    let Content::Talk(record) = Content::from_json(asked.as_bytes()) else { panic!() };
    assert_eq!(String::from_utf8(record.to_json()).unwrap(), asked);
}

#[test]
fn answers_stand_beside_their_questions_and_are_the_writers_alone() {
    let talk = r#"{"reservation":"BwcHBwcHBwcHBwcHBwcHBw","name":"家族の集まり","means":"visit","start":1795482000000,"minutes":90}"#;
    let json = format!(
        r#"{{"kind":"talk_asked","talk":{talk},"text":"よろしくお願いします。","answers":[{{"question":"食べられないもの","answer":"そば"}}]}}"#
    );
    let Content::Talk(record) = Content::from_json(json.as_bytes()) else { panic!() };
    assert_eq!(String::from_utf8(record.to_json()).unwrap(), json);
    assert_eq!(record.told().unwrap(), "食べられないもの\nそば\n\nよろしくお願いします。");
    assert!(record.may_be_by(Author::Writer));
    let TalkRecord::TalkAsked { talk, answers, .. } = record else { panic!() };
    let alone = TalkRecord::TalkAsked { talk: talk.clone(), text: None, introduction: None, answers };
    assert!(!alone.may_be_by(STAFF));
    assert_eq!(alone.told().unwrap(), "食べられないもの\nそば");
    assert_eq!(TalkRecord::TalkMoved { talk }.told(), None);
    assert!(Answer::parse(&"あ".repeat(ANSWER_CHARS)).is_ok());
    for wrong in ["", " \n ", &"あ".repeat(ANSWER_CHARS + 1)] {
        assert!(Answer::parse(wrong).is_err());
    }
}

/// Whoever moved it, and whatever staff write about it: what the writer answered stays theirs.
#[test]
fn answers_outlive_a_talk_that_is_moved() {
    let talk = r#"{"reservation":"BwcHBwcHBwcHBwcHBwcHBw","name":"家族の集まり","means":"visit","start":1795482000000,"minutes":90}"#;
    let answers =
        |words: &str| format!(r#","answers":[{{"question":"食べられないもの","answer":"{words}"}}]"#);
    let told = [
        (Author::Writer, "talk_asked", answers("そば")),
        (STAFF, "talk_moved", String::new()),
        (STAFF, "talk_asked", String::new()),
        (STAFF, "talk_asked", answers("なんでも食べられます")),
        (Author::Writer, "talk_moved", String::new()),
    ];
    let entry = |(place, (author, kind, more)): (usize, (Author, &str, String))| {
        let content = Content::from_json(format!(r#"{{"kind":"{kind}","talk":{talk}{more}}}"#).as_bytes());
        let Content::Talk(record) = &content else { panic!("{kind}") };
        OpenedEntry {
            id: EntryId::from_bytes([1; 16]),
            seq: 1 + place as i64,
            compartment: record.compartment(),
            author,
            created_at: Timestamp(0),
            promised: None,
            hash: GENESIS,
            fault: None,
            content: Some(content),
        }
    };
    let view = CaseView::fold(told.into_iter().enumerate().map(entry).collect());
    assert_eq!((view.talks.len(), view.talks[0].state), (1, TalkState::Moved));
    assert_eq!(view.talks[0].answers[0].answer.as_str(), "そば");
    assert!(view.waiting_since.is_none(), "answers to questions wait for no reply");
}

/// Noted by mistake: the talk stands as it stood, and so it does where that is said twice or where it was not held at all.
#[test]
fn a_talk_that_was_noted_as_held_by_mistake_is_what_it_was() {
    let talk = r#"{"reservation":"BwcHBwcHBwcHBwcHBwcHBw","name":"家族の相談","means":"visit","start":1795482000000,"minutes":50}"#;
    let entry = |(place, kind): (usize, &&str)| {
        let content = Content::from_json(format!(r#"{{"kind":"{kind}","talk":{talk}}}"#).as_bytes());
        let Content::Talk(record) = &content else { panic!("{kind}") };
        OpenedEntry {
            id: EntryId::from_bytes([place as u8; 16]),
            seq: 1 + place as i64,
            compartment: record.compartment(),
            author: STAFF,
            created_at: Timestamp(0),
            promised: None,
            hash: GENESIS,
            fault: None,
            content: Some(content),
        }
    };
    let table: [(&[&str], TalkState); 6] = [
        (&["talk_asked", "talk_held"], TalkState::Held),
        (&["talk_asked", "talk_held", "talk_unheld"], TalkState::Asked),
        (&["talk_asked", "talk_moved", "talk_held", "talk_held", "talk_unheld"], TalkState::Moved),
        (&["talk_asked", "talk_unheld"], TalkState::Asked),
        (&["talk_asked", "talk_held", "talk_unheld", "talk_unheld", "talk_held"], TalkState::Held),
        (&["talk_asked", "talk_cancelled", "talk_asked"], TalkState::Asked),
    ];
    for (kinds, state) in table {
        let view = CaseView::fold(kinds.iter().enumerate().map(entry).collect());
        assert_eq!(view.talks[0].state, state, "{kinds:?}");
        let unheld = TalkRecord::TalkUnheld { talk: view.talks[0].talk.clone() };
        assert_eq!(view.talks[0].is_said_by(&unheld), state != TalkState::Held);
    }
}

/// For this one time they meant it all the same. What they rule out after it, and what staff booked, is no such word.
#[test]
fn a_talk_knows_what_its_writer_had_ruled_out_when_they_asked_for_it() {
    let asked = r#"{"kind":"talk_asked","talk":{"reservation":"BwcHBwcHBwcHBwcHBwcHBw","name":"電話で話す","means":"phone","start":1795482000000,"minutes":50}}"#;
    let ruled_out = r#"{"kind":"promises_changed","promises":{"no_phone":true}}"#;
    let despite = |told: [(Author, &str); 2]| {
        let entry = |(place, (author, json)): (usize, (Author, &str))| OpenedEntry {
            id: EntryId::from_bytes([place as u8; 16]),
            seq: 1 + place as i64,
            compartment: Compartment::Conversation,
            author,
            created_at: Timestamp(0),
            promised: None,
            hash: GENESIS,
            fault: None,
            content: Some(Content::from_json(json.as_bytes())),
        };
        let view = CaseView::fold(told.into_iter().enumerate().map(entry).collect());
        view.talks[0].despite.map(|promises| promises.no_phone)
    };
    let writer = Author::Writer;
    assert_eq!(despite([(writer, ruled_out), (writer, asked)]), Some(true));
    assert_eq!(despite([(writer, asked), (writer, ruled_out)]), Some(false));
    assert_eq!(despite([(writer, ruled_out), (STAFF, asked)]), None);
}
