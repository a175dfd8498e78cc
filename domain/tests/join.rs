//! Two mailboxes of one person: each case tells its half, and what is owed is lost in neither.
mod common;

use chrono::NaiveDate;
use common::case::{Case, text};
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{CaseId, TeamId};
use madobe_domain::log::case::{CaseView, Status};
use madobe_domain::log::entry::{Author, Compartment};
use madobe_domain::log::file::Files;
use madobe_domain::log::inside::{Inside, What};
use madobe_domain::log::record::{AnswerWish, CloseReason, Join, Record};
use madobe_domain::log::work::{Work, WorkRecord};
use madobe_domain::wire::mailbox::HoldingTeam;
use proptest::prelude::*;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, day).unwrap()
}

fn other(byte: u8) -> CaseId {
    CaseId::from_bytes([byte; 16])
}

fn here(promised: Option<NaiveDate>) -> Join {
    Join { case: other(9), here: true, waiting: true, promised }
}

fn elsewhere() -> Join {
    Join { case: other(9), here: false, waiting: false, promised: None }
}

fn join(case: &mut Case, join: Join) {
    case.add(Compartment::Conversation, Author::Writer, &Record::Joined { join });
}

fn inside(case: &Case) -> Inside {
    Inside::of(case.new.case, &case.view(), Vec::new(), false)
}

#[test]
fn what_waited_over_there_waits_here() {
    let mut case = Case::new(1);
    case.replies("読みました。");
    join(&mut case, here(Some(day(4))));
    let view = case.view();
    assert_eq!((view.status, view.waiting_since), (Status::OursToAnswer, Some(Timestamp(4000))));
    assert_eq!((view.promised, view.letters), (Some(day(4)), 1));
    assert!(view.is_unread(3));
    assert_eq!(view.joins, [here(Some(day(4)))]);
    case.replies("一つになりましたね。");
    let view = case.view();
    assert_eq!((view.status, view.waiting_since, view.promised), (Status::WaitingForWriter, None, None));
}

#[test]
fn the_earlier_promise_is_kept() {
    for (own, theirs, kept) in [(2, Some(4), Some(2)), (5, Some(4), Some(4)), (3, None, Some(3))] {
        let mut case = Case::new(2);
        case.stored[0].promised = Some(day(own));
        join(&mut case, here(theirs.map(day)));
        let view = case.view();
        assert_eq!(view.promised, kept.map(day));
        assert_eq!(view.waiting_since, Some(Timestamp(1000)), "since the first letter without an answer");
        assert_eq!(view.status, Status::New);
    }
}

#[test]
fn where_nothing_waited_nothing_is_owed_but_it_is_news() {
    let mut case = Case::new(3);
    case.replies("読みました。");
    case.staff(Record::Closed { reason: CloseReason::Quiet });
    join(&mut case, Join { waiting: false, ..here(None) });
    let view = case.view();
    assert_eq!((view.status, view.waiting_since), (Status::WaitingForWriter, None));
    assert!(view.is_unread(4));
}

#[test]
fn where_it_goes_on_elsewhere_nobody_waits_until_another_letter() {
    let mut case = Case::new(4);
    join(&mut case, elsewhere());
    let view = case.view();
    assert_eq!((view.status, view.waiting_since, view.promised), (Status::WaitingForWriter, None, None));
    assert!(inside(&case).elsewhere);
    case.replies("あちらに書きますね。");
    assert!(inside(&case).elsewhere);
    case.writes("こちらに書いてしまいました。");
    let view = case.view();
    assert_eq!((view.status, view.waiting_since), (Status::OursToAnswer, Some(Timestamp(5000))));
    assert!(!inside(&case).elsewhere, "nobody is turned away");
}

#[test]
fn whoever_joins_opens_what_was_closed() {
    // As the server does for every entry of a conversation.
    let mut case = Case::new(5);
    case.staff(Record::Closed { reason: CloseReason::Quiet });
    join(&mut case, elsewhere());
    assert_eq!(case.view().status, Status::WaitingForWriter);
    case.staff(Record::Closed { reason: CloseReason::Quiet });
    case.staff(Record::Reopened);
    assert_eq!(case.view().status, Status::WaitingForWriter, "nothing waits here");
    let mut case = Case::new(5);
    case.staff(Record::Closed { reason: CloseReason::Quiet });
    join(&mut case, Join { waiting: false, ..here(None) });
    let view = case.view();
    assert_eq!(
        (view.status, view.waiting_since),
        (Status::New, Some(Timestamp(1000))),
        "its own letter does"
    );
}

#[test]
fn what_only_its_own_team_can_read_stays_owed() {
    let mut case = Case::new(9);
    let before = case.view();
    join(&mut case, Join { waiting: true, ..elsewhere() });
    let view = case.view();
    assert_eq!((view.waiting_since, view.status), (before.waiting_since, Status::New));
    assert!(view.elsewhere && inside(&case).waiting);
}

#[test]
fn no_answer_needed_does_not_stand_beside_what_waits() {
    let mut case = Case::new(10);
    let letter = Record::Letter {
        text: text("返事はいりません。"),
        answer: Some(AnswerWish::NoAnswerNeeded),
        introduction: None,
        weather: None,
        short: false,
        files: Files::NONE,
    };
    case.add(Compartment::Conversation, Author::Writer, &letter);
    assert_eq!(case.view().answer, Some(AnswerWish::NoAnswerNeeded));
    join(&mut case, here(None));
    assert_eq!(case.view().answer, None);
}

#[test]
fn only_the_writer_joins() {
    let mut case = Case::new(6);
    let before = case.view();
    let record = Record::Joined { join: here(Some(day(1))) };
    case.add(Compartment::Conversation, Author::Staff(case.world.staff), &record);
    let after = case.view();
    assert!(after.joins.is_empty());
    assert_eq!((after.promised, after.last_letter_seq), (before.promised, before.last_letter_seq));
    assert!(inside(&case).items.last().unwrap().what == What::Unreadable);
}

#[test]
fn the_newest_word_about_a_case_holds() {
    let mut case = Case::new(7);
    join(&mut case, elsewhere());
    join(&mut case, Join { case: other(8), ..here(None) });
    join(&mut case, here(None));
    assert_eq!(case.view().joins, [Join { case: other(8), ..here(None) }, here(None)]);
    assert!(inside(&case).items.last().unwrap().what == What::Joined(here(None)));
}

#[test]
fn a_hold_ends_for_what_waits_and_for_nothing_else() {
    for (said, held) in [(here(None), None), (Join { waiting: false, ..here(None) }, Some(day(9)))] {
        let mut case = Case::new(8);
        let staff = Author::Staff(case.world.staff);
        case.add(Compartment::Staff, staff, &WorkRecord::Held { until: day(9) });
        join(&mut case, said);
        assert_eq!(Work::fold(&case.view().entries).held_until, held);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// However letters, replies, joins and closing follow each other: a letter or something that waited elsewhere, after which
    /// neither a reply nor a move to elsewhere came, waits; nothing else does, and the status says the same.
    #[test]
    fn nothing_that_waits_is_lost(acts in proptest::collection::vec(0..6u8, 0..16), seed in 0..1000u64) {
        let mut case = Case::new(seed);
        let (mut waiting, mut closed) = (true, false);
        for act in acts {
            match act {
                0 => { case.writes("あ"); waiting = true; closed = false }
                1 => { case.replies("い"); waiting = false; closed = false }
                2 => { join(&mut case, here(None)); waiting = true; closed = false }
                3 => { join(&mut case, elsewhere()); waiting = false; closed = false }
                4 => { case.staff(Record::Closed { reason: CloseReason::Quiet }); closed = true }
                _ => { case.staff(Record::Reopened); closed = false }
            }
        }
        let CaseView { waiting_since, status, faults, .. } = case.view();
        prop_assert_eq!(waiting_since.is_some(), waiting);
        prop_assert_eq!(matches!(status, Status::Closed(_)), closed);
        prop_assert_eq!(status == Status::WaitingForWriter, !waiting && !closed);
        prop_assert_eq!(faults, 0);
    }
}

/// What goes along must be read where it goes, whatever the teams are called.
#[test]
fn only_a_team_that_reads_both_is_shared() {
    let team = |byte, counts_only| HoldingTeam {
        id: TeamId::from_bytes([byte; 16]),
        name: "センター".to_owned(),
        counts_only,
    };
    let case = Case::new(3);
    let held = |teams| Inside::of(case.new.case, &case.view(), teams, false);
    let own = held(vec![team(1, false), team(2, true)]);
    assert!(own.shares_readers(&held(vec![team(3, false), team(1, false)])));
    assert!(!own.shares_readers(&held(vec![team(3, false)])), "of one name, and another team");
    assert!(!own.shares_readers(&held(vec![team(1, true)])));
    assert!(!own.shares_readers(&held(vec![team(2, true)])), "who counts reads neither");
    assert!(!own.shares_readers(&held(Vec::new())));
}
