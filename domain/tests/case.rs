//! The fold: what readers see, and that every kind of meddling is seen.
mod common;

use common::case::{Case, text};
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::CaseId;
use madobe_domain::log::case::Status;
use madobe_domain::log::entry::{Author, Compartment, Place};
use madobe_domain::log::file::Files;
use madobe_domain::log::open::Fault;
use madobe_domain::log::record::{AnswerWish, CloseReason, Content, Promises, Record};
use madobe_domain::log::weather::Weather;
use proptest::prelude::*;

#[test]
fn a_case_from_first_letter_to_reopening() {
    let mut case = Case::new(1);
    let view = case.view();
    assert_eq!(view.status, Status::New);
    assert_eq!(view.call_me.as_deref(), Some("そら"));
    assert!(view.promises.no_phone && !view.promises.no_visit);
    assert_eq!(view.waiting_since, Some(Timestamp(1000)));
    assert!(view.is_unread(0) && !view.is_unread(1));

    case.replies("読みました。");
    assert_eq!(case.view().status, Status::WaitingForWriter);
    assert_eq!(case.view().waiting_since, None);

    case.writes("ありがとう。");
    case.writes("もうひとつ。");
    let view = case.view();
    assert_eq!(view.status, Status::OursToAnswer);
    assert_eq!(view.waiting_since, Some(Timestamp(4000)), "waits since the first letter without a reply");

    case.staff(Record::Closed { reason: CloseReason::Quiet });
    assert_eq!(case.view().status, Status::Closed(CloseReason::Quiet));
    case.staff(Record::Reopened);
    assert_eq!(case.view().status, Status::OursToAnswer);
    case.staff(Record::Closed { reason: CloseReason::Quiet });
    case.writes("また書きます。");
    let view = case.view();
    assert_eq!(
        view.status,
        Status::OursToAnswer,
        "a letter reopens by itself: nothing closes against the writer"
    );
    assert_eq!((view.letters, view.replies, view.faults), (4, 1, 0));
    assert_eq!(view.newest_words(), Some("また書きます。"));
}

#[test]
fn promises_are_the_writers_to_change_and_nobody_elses() {
    let mut case = Case::new(2);
    let none = Promises::default();
    let staff = Author::Staff(case.world.staff);
    case.add(Compartment::Conversation, staff, &Record::PromisesChanged { promises: none });
    assert!(case.view().promises.no_phone, "staff cannot lift a promise");
    case.add(Compartment::Conversation, Author::Writer, &Record::PromisesChanged { promises: none });
    assert!(!case.view().promises.any());
}

#[test]
fn a_letter_that_wants_no_answer_does_not_wait() {
    let mut case = Case::new(3);
    case.replies("はい。");
    let record = Record::Letter {
        text: text("これだけ。"),
        answer: Some(AnswerWish::NoAnswerNeeded),
        introduction: None,
        weather: None,
        short: false,
        files: Files::NONE,
    };
    case.add(Compartment::Conversation, Author::Writer, &record);
    assert_eq!(case.view().waiting_since, None);
    assert!(case.view().is_unread(3));
}

#[test]
fn saying_later_that_no_answer_is_needed_ends_the_waiting() {
    let mut case = Case::new(8);
    assert!(case.view().waiting_since.is_some());
    let answer = Some(AnswerWish::NoAnswerNeeded);
    let record = Record::Letter {
        text: text("もう大丈夫です。"),
        answer,
        introduction: None,
        weather: None,
        short: false,
        files: Files::NONE,
    };
    case.add(Compartment::Conversation, Author::Writer, &record);
    assert_eq!((case.view().waiting_since, case.view().promised), (None, None));
    case.writes("やっぱり。");
    assert!(case.view().waiting_since.is_some());
}

#[test]
fn the_mark_is_the_newest_letters_and_one_wish_takes_the_place_of_another() {
    let mut case = Case::new(11);
    let mut letter = |weather, short, answer| {
        let record = Record::Letter {
            text: text("あ"),
            answer,
            introduction: None,
            weather,
            short,
            files: Files::NONE,
        };
        case.add(Compartment::Conversation, Author::Writer, &record);
        let view = case.view();
        (view.weather, view.short, view.answer)
    };
    let none_needed = Some(AnswerWish::NoAnswerNeeded);
    assert_eq!(letter(Some(Weather::Rain), false, none_needed), (Some(Weather::Rain), false, none_needed));
    assert_eq!(letter(None, true, None), (None, true, None), "a short answer is an answer");
    assert_eq!(letter(Some(Weather::Fog), false, None), (Some(Weather::Fog), true, None));
    assert_eq!(letter(None, false, none_needed), (None, false, none_needed));
}

#[test]
fn a_kind_from_a_newer_version_is_kept_and_shown_as_such() {
    let mut case = Case::new(4);
    let place = Place {
        id: madobe_domain::ids::EntryId::make(&mut case.world.rng),
        case: case.new.case,
        compartment: Compartment::Conversation,
        prev: case.tail(Compartment::Conversation),
        author: Author::Writer,
    };
    let key = case.keys.get(Compartment::Conversation).unwrap();
    let entry =
        key.seal(&mut case.world.rng, place, r#"{"kind":"drawing","strokes":[1,2]}"#.as_bytes()).unwrap();
    case.store(entry);
    case.writes("つづき。");
    let view = case.view();
    assert_eq!(view.faults, 0);
    assert!(view.entries[2].content == Some(Content::Newer { kind: "drawing".into() }));
}

fn long_case(seed: u64) -> Case {
    let mut case = Case::new(seed);
    for n in 0..4 {
        case.replies(&format!("返事{n}"));
        case.writes(&format!("手紙{n}"));
    }
    case
}

#[test]
fn an_altered_entry_is_shown_in_its_place() {
    let case = long_case(5);
    let mut stored = case.stored.clone();
    let mut bytes = stored[4].entry.sealed.as_bytes().to_vec();
    bytes[60] ^= 1;
    stored[4].entry.sealed = madobe_domain::bytes::Opaque::new(bytes).unwrap();
    let view = case.view_of(&stored);
    assert_eq!(view.entries.len(), stored.len());
    assert_eq!(view.entries[4].fault, Some(Fault::Altered));
    assert!(view.entries[4].content.is_none());
    assert_eq!(view.entries[5].fault, Some(Fault::Broken), "what stands after it no longer fits");
    assert_eq!(view.entries[6].fault, None);
}

#[test]
fn a_dropped_entry_is_noticed_by_the_next_one() {
    let case = long_case(6);
    let mut stored = case.stored.clone();
    stored.remove(5);
    let view = case.view_of(&stored);
    assert_eq!(view.entries[5].fault, Some(Fault::Broken));
    assert_eq!(view.faults, 1);
}

#[test]
fn a_changed_order_is_noticed() {
    let case = long_case(7);
    let mut stored = case.stored.clone();
    let (five, six) = (stored[5].seq, stored[6].seq);
    (stored[5].seq, stored[6].seq) = (six, five);
    assert!(case.view_of(&stored).faults >= 2);
}

#[test]
fn an_entry_moved_from_another_case_is_noticed() {
    let case = long_case(8);
    let other = long_case(9);
    let mut stored = case.stored.clone();
    let mut moved = other.stored[3].clone();
    moved.seq = 100;
    stored.push(moved.clone());
    // Under its own name, and under a false one.
    assert_eq!(case.view_of(&stored).entries.last().unwrap().fault, Some(Fault::Foreign));
    moved.entry.case = case.new.case;
    *stored.last_mut().unwrap() = moved;
    assert_eq!(case.view_of(&stored).entries.last().unwrap().fault, Some(Fault::Altered));
    assert_ne!(case.new.case, CaseId::from_bytes([0; 16]));
}

#[test]
fn the_same_entry_handed_out_twice_counts_once() {
    let case = long_case(10);
    let mut stored = case.stored.clone();
    stored.extend(case.stored.clone());
    assert!(case.view_of(&stored) == case.view());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever happens, the fold agrees with a plain telling of the story.
    #[test]
    fn the_fold_agrees_with_the_story(acts in proptest::collection::vec(0..4u8, 0..24), seed in 0..1000u64) {
        let mut case = Case::new(seed);
        let (mut letters, mut replies, mut waiting, mut closed) = (1, 0, true, false);
        for act in acts {
            match act {
                0 => { case.writes("あ"); letters += 1; waiting = true; closed = false }
                1 => { case.replies("い"); replies += 1; waiting = false; closed = false }
                2 => { case.staff(Record::Closed { reason: CloseReason::WriterContent }); closed = true }
                _ => { case.staff(Record::Reopened); closed = false }
            }
        }
        let view = case.view();
        prop_assert_eq!((view.letters, view.replies, view.faults), (letters, replies, 0));
        prop_assert_eq!(view.waiting_since.is_some(), waiting);
        prop_assert_eq!(view.is_closed(), closed);
        if !closed {
            let expected = match (replies, waiting) {
                (0, _) => Status::New,
                (_, true) => Status::OursToAnswer,
                (_, false) => Status::WaitingForWriter,
            };
            prop_assert_eq!(view.status, expected);
        }
    }

    /// Any subset, in any order, with anything doubled: never a panic, never a silent gap.
    #[test]
    fn a_gap_is_never_silent(keep in proptest::collection::vec(any::<bool>(), 10), seed in 0..50u64) {
        let case = long_case(seed);
        let stored: Vec<_> =
            case.stored.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(stored, _)| stored.clone()).collect();
        let view = case.view_of(&stored);
        prop_assert_eq!(view.entries.len(), stored.len());
        // A gap shows unless only the end is missing.
        let conversation: Vec<i64> = case.stored.iter()
            .filter(|s| s.entry.compartment == Compartment::Conversation).map(|s| s.seq).collect();
        let kept: Vec<i64> = stored.iter()
            .filter(|s| s.entry.compartment == Compartment::Conversation).map(|s| s.seq).collect();
        let is_prefix = conversation.starts_with(&kept);
        prop_assert_eq!(view.faults == 0, is_prefix);
    }
}
