//! Working a case: assignment, holds, follow-ups, tags, flags, and taking back.
mod common;
#[path = "casework/danger.rs"]
mod danger;
#[path = "casework/rules.rs"]
mod rules;
#[path = "casework/whose.rs"]
mod whose;
#[path = "casework/word.rs"]
mod word;

use chrono::{Days, NaiveDate};
use common::case::text;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{CaseId, EntryId, StaffId, TeamId};
use madobe_domain::log::case::{CaseView, Status};
use madobe_domain::log::entry::{Author, Compartment, GENESIS};
use madobe_domain::log::inside::Inside;
use madobe_domain::log::open::OpenedEntry;
use madobe_domain::log::record::{CloseReason, Content, Record};
use madobe_domain::log::work::{
    Carer, FieldName, FieldText, FieldValue, Link, Reason, Relation, Tag, Words, Work, WorkRecord,
};
use madobe_domain::text::{TextFault, spelling};

fn tag(text: &str) -> Tag {
    Tag::parse(text).unwrap()
}

fn reason(text: &str) -> Reason {
    Reason::parse(text).unwrap()
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() + Days::new(number)
}

fn colleague(number: u8) -> StaffId {
    StaffId::from_bytes([number; 16])
}

fn ward(number: u8) -> TeamId {
    TeamId::from_bytes([number; 16])
}

/// Opened entries without their seals: what the fold sees. One a day, at noon.
#[derive(Default, Clone)]
struct Log(Vec<OpenedEntry>);

impl Log {
    fn put(&mut self, author: Author, compartment: Compartment, content: Content) -> EntryId {
        let number = self.0.len();
        let id = EntryId::from_bytes([u8::try_from(number).unwrap(); 16]);
        self.0.push(OpenedEntry {
            id,
            seq: number as i64,
            compartment,
            author,
            created_at: Timestamp::from_japan(day(number as u64).and_hms_opt(12, 0, 0).unwrap()),
            promised: None,
            hash: GENESIS,
            fault: None,
            content: Some(content),
        });
        id
    }

    fn letter(&mut self) -> EntryId {
        self.put(Author::Writer, Compartment::Conversation, Content::Known(Record::letter(text("あ"))))
    }

    fn reply(&mut self) -> EntryId {
        let reply = Content::Known(Record::reply(text("い")));
        self.put(Author::Staff(colleague(1)), Compartment::Conversation, reply)
    }

    fn inside(&mut self, by: u8, record: Record) -> EntryId {
        self.put(Author::Staff(colleague(by)), Compartment::Staff, Content::Known(record))
    }

    fn work(&mut self, by: u8, record: WorkRecord) -> EntryId {
        self.put(Author::Staff(colleague(by)), Compartment::Staff, Content::Work(record))
    }

    fn fold(&self) -> Work {
        Work::fold(&self.0)
    }

    fn view(&self) -> CaseView {
        CaseView::fold(self.0.clone())
    }
}

#[test]
fn nothing_is_worked_by_the_wrong_hand_or_in_the_wrong_place() {
    let mut log = Log::default();
    log.letter();
    let assigned = || Content::Work(WorkRecord::Assigned { to: Some(colleague(1)) });
    log.put(Author::Writer, Compartment::Staff, assigned());
    log.put(Author::Staff(colleague(1)), Compartment::Conversation, assigned());
    assert_eq!(log.fold(), Work::default());
}

#[test]
fn a_hold_ends_by_its_day_a_letter_a_word_or_closing() {
    let mut log = Log::default();
    log.letter();
    log.reply();
    log.work(1, WorkRecord::Held { until: day(9) });
    let work = log.fold();
    assert_eq!((work.hold(day(8)), work.back_since(day(8))), (Some(day(9)), None));
    assert_eq!((work.hold(day(9)), work.back_since(day(9))), (None, Some(day(9))), "the day itself is ours");
    let ended = |act: &dyn Fn(&mut Log)| {
        let mut log = log.clone();
        act(&mut log);
        log.fold().held_until.is_none()
    };
    assert!(ended(&|log| {
        log.letter();
    }));
    assert!(ended(&|log| {
        log.work(2, WorkRecord::Resumed);
    }));
    assert!(ended(&|log| {
        log.inside(2, Record::Closed { reason: CloseReason::Quiet });
    }));
    assert!(
        !ended(&|log| {
            log.reply();
        }),
        "a reply before the day leaves the hold"
    );
    assert!(!ended(&|log| {
        log.inside(1, Record::Note { text: text("う") });
    }));
    let unreadable = |log: &mut Log| {
        log.letter();
        log.0.last_mut().unwrap().content = None;
    };
    assert!(ended(&unreadable), "what cannot be read may be a letter");
    for _ in 0..6 {
        log.inside(1, Record::Note { text: text("う") });
    }
    log.reply();
    assert_eq!(log.fold().held_until, None, "a reply on the day does what it was kept for");
}

#[test]
fn a_follow_up_waits_for_its_day_and_for_a_reply_from_then_on() {
    let mut log = Log::default();
    log.letter();
    log.work(1, WorkRecord::FollowUp { on: Some(day(3)) });
    log.reply();
    assert_eq!(log.fold().follow_up, Some(day(3)));
    assert_eq!((log.fold().follow_up_due(day(2)), log.fold().follow_up_due(day(3))), (None, Some(day(3))));
    log.reply();
    assert_eq!(log.fold().follow_up, None);
    log.work(1, WorkRecord::FollowUp { on: Some(day(30)) });
    log.letter();
    assert_eq!(log.fold().follow_up, Some(day(30)), "a letter is not what it waits for");
    log.work(2, WorkRecord::FollowUp { on: None });
    assert_eq!(log.fold().follow_up, None);
}

#[test]
fn tags_that_people_would_call_the_same_are_one() {
    let mut log = Log::default();
    log.work(1, WorkRecord::Tagged { tag: tag("ゲーム") });
    log.work(2, WorkRecord::Tagged { tag: tag("ｹﾞｰﾑ") });
    log.work(2, WorkRecord::Tagged { tag: tag("ＳＮＳ") });
    assert_eq!(log.fold().tags, [tag("ゲーム"), tag("ＳＮＳ")]);
    log.work(2, WorkRecord::Untagged { tag: tag("げーむ") });
    log.work(2, WorkRecord::Untagged { tag: tag("なにか") });
    assert_eq!(log.fold().tags, [tag("ＳＮＳ")]);
    assert!(log.fold().has_tag(&tag("s n s")));
}

#[test]
fn a_tag_is_a_short_line() {
    assert_eq!(tag("　家族 会 ").as_str(), "家族 会");
    assert_eq!(Tag::parse(" \u{200b}"), Err(TextFault::Empty));
    assert_eq!(Tag::parse(&"あ".repeat(21)), Err(TextFault::TooLong { over: 1 }));
    assert_eq!(Reason::parse("一\n二"), Err(TextFault::Character));
}

#[test]
fn a_flag_has_its_reason_its_author_and_its_time() {
    let mut log = Log::default();
    log.letter();
    log.work(2, WorkRecord::RiskRaised { reason: reason("眠れていない") });
    let risk = log.fold().risk.unwrap();
    assert_eq!((risk.reason.as_str(), risk.by, risk.at), ("眠れていない", colleague(2), log.0[1].created_at));
    log.work(1, WorkRecord::RiskCleared { reason: reason("話ができた") });
    assert_eq!(log.fold().risk, None);
}

fn words(text: &str) -> Words {
    Words::parse(text).unwrap()
}

#[test]
fn a_draft_is_read_by_somebody_else_and_done_with_by_the_reply() {
    let mut log = Log::default();
    log.letter();
    let first = log.work(1, WorkRecord::SecondAsked { to: None, text: words("い") });
    let second = log.fold().second.unwrap();
    assert!(second.waits_for(colleague(2)) && !second.waits_for(colleague(1)), "not for oneself");
    let draft = log.work(1, WorkRecord::SecondAsked { to: Some(colleague(2)), text: words("う") });
    let second = log.fold().second.unwrap();
    assert_eq!((second.entry, second.by), (draft, colleague(1)), "the newest is the one to read");
    assert!(second.waits_for(colleague(2)) && !second.waits_for(colleague(3)));
    log.work(2, WorkRecord::SecondRead { entry: first, remark: None });
    log.work(1, WorkRecord::SecondRead { entry: draft, remark: None });
    assert!(log.fold().second.unwrap().read.is_none(), "of another draft, or by its own author");
    // Whoever was not asked may read it all the same.
    let said =
        log.work(3, WorkRecord::SecondRead { entry: draft, remark: Some(words("やわらかくて、よいです")) });
    let read = log.fold().second.unwrap().read.unwrap();
    assert_eq!((read.entry, read.by), (said, colleague(3)));
    assert!(!log.fold().second.unwrap().waits_for(colleague(2)));
    let mut taken = log.clone();
    taken.work(1, WorkRecord::Undone { entry: draft });
    assert!(taken.fold().second.is_some_and(|second| second.entry == first), "as if it had never been asked");
    log.letter();
    assert!(log.fold().second.is_some(), "a letter in between does not throw it away");
    log.reply();
    assert_eq!(log.fold().second, None);
}

#[test]
fn words_of_a_draft_are_not_for_logs() {
    let record = WorkRecord::SecondAsked { to: None, text: words("ひみつの言葉") };
    assert!(!format!("{record:?}").contains("ひみつ"));
}

fn other(number: u8) -> CaseId {
    CaseId::from_bytes([number; 16])
}

#[test]
fn a_link_is_one_half_and_the_newest_word_holds() {
    let mut log = Log::default();
    log.letter();
    log.work(1, WorkRecord::Linked { case: other(1), relation: Relation::Child });
    log.work(2, WorkRecord::Linked { case: other(2), relation: Relation::Other });
    let taken = log.work(2, WorkRecord::Linked { case: other(1), relation: Relation::Sibling });
    let link = |number, relation, gone| Link { case: other(number), relation, gone };
    assert_eq!(log.fold().links, [link(2, Relation::Other, false), link(1, Relation::Sibling, false)]);
    log.work(2, WorkRecord::Undone { entry: taken });
    assert_eq!(log.fold().links, [link(1, Relation::Child, false), link(2, Relation::Other, false)]);
    log.work(1, WorkRecord::LinkGone { case: other(1) });
    log.work(1, WorkRecord::LinkGone { case: other(9) });
    assert_eq!(log.fold().links, [link(1, Relation::Child, true), link(2, Relation::Other, false)]);
    log.work(2, WorkRecord::Unlinked { case: other(1) });
    assert_eq!(log.fold().links, [link(2, Relation::Other, false)]);
    assert_eq!(log.view().status, Status::New, "nobody was answered by it");
}

#[test]
fn a_relation_is_seen_from_both_sides_and_an_unknown_one_hides_no_link() {
    for relation in Relation::ALL {
        assert_eq!(relation.inverse().inverse(), relation);
    }
    assert_eq!(Relation::Parent.inverse(), Relation::Child);
    let json = format!(r#"{{"kind":"linked","case":"{}","relation":"godmother"}}"#, other(3));
    let read = WorkRecord::Linked { case: other(3), relation: Relation::Other };
    assert!(Content::from_json(json.as_bytes()) == Content::Work(read));
}

/// What stands in the mailbox is the conversation alone; a record of staff that strayed there shows as one that cannot be read.
#[test]
fn a_writer_is_never_shown_a_link() {
    let mut log = Log::default();
    log.letter();
    log.work(1, WorkRecord::Linked { case: other(1), relation: Relation::Parent });
    let stray = Content::Work(WorkRecord::Linked { case: other(1), relation: Relation::Parent });
    log.put(Author::Staff(colleague(1)), Compartment::Conversation, stray);
    let inside = Inside::of(other(7), &log.view(), Vec::new(), false);
    assert!(inside.items.len() == 2 && inside.items[1].what == madobe_domain::log::inside::What::Unreadable);
    let shown = serde_json::to_string(&inside).unwrap();
    assert!(!shown.contains(&other(1).to_string()) && !shown.contains("parent"));
}

#[test]
fn only_its_author_takes_an_entry_back_and_only_inside() {
    let mut log = Log::default();
    let letter = log.letter();
    let reply = log.reply();
    let closed = log.inside(1, Record::Closed { reason: CloseReason::Quiet });
    let before = log.clone();
    log.work(2, WorkRecord::Undone { entry: closed });
    log.work(1, WorkRecord::Undone { entry: reply });
    log.work(1, WorkRecord::Undone { entry: letter });
    log.work(1, WorkRecord::Undone { entry: EntryId::from_bytes([99; 16]) });
    assert_eq!(log.view().status, before.view().status);
    let undone = log.work(1, WorkRecord::Undone { entry: closed });
    assert_eq!(log.view().status, Status::WaitingForWriter);
    log.work(1, WorkRecord::Undone { entry: undone });
    assert_eq!(log.view().status, Status::WaitingForWriter, "taking back is not taken back");
}

/// As records of today are written: they have to be readable for ever, without the list of fields.
#[test]
fn what_was_filled_keeps_its_spelling() {
    let field = Fixed::<16>([7; 16]);
    for value in [
        r#","value":{"text":"祖母と二人"}"#,
        r#","value":{"option":"BwcHBwcHBwcHBwcHBwcHBw","words":"実家"}"#,
        r#","value":{"day":"2026-04-01"}"#,
        r#","value":{"yes":false}"#,
        "",
    ] {
        let json = format!(r#"{{"kind":"filled","field":"{field}","name":"住まい"{value}}}"#);
        let Content::Work(record) = Content::from_json(json.as_bytes()) else { panic!("{json}") };
        assert_eq!(String::from_utf8(record.to_json()).unwrap(), json);
    }
    let newer =
        format!(r#"{{"kind":"filled","field":"{field}","name":"住まい","value":{{"places":[1,2]}}}}"#);
    let Content::Work(WorkRecord::Filled { value, .. }) = Content::from_json(newer.as_bytes()) else {
        panic!()
    };
    assert_eq!(
        value,
        Some(FieldValue::Newer),
        "what only a newer version knows does not hide that it is there"
    );
}

#[test]
fn an_older_version_shows_these_as_newer_and_a_spoilt_one_is_garbled() {
    let newer = |kind: &str| Content::from_json(format!(r#"{{"kind":"{kind}"}}"#).as_bytes());
    assert!(newer("escalated") == Content::Newer { kind: "escalated".into() });
    for kind in WorkRecord::KINDS {
        let content = newer(kind);
        let plain = ["assigned", "resumed", "follow_up"].contains(&kind);
        assert!(matches!(content, Content::Work(_)) == plain, "{kind}");
        assert!(plain || content == Content::Garbled, "{kind}");
    }
}
