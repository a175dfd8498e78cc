//! How a case is worked, where the keys are: shown before it is written, written once, taken back.
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{EntryId, StaffId};
use madobe_domain::log::entry::Compartment;
use madobe_domain::log::record::{CloseReason, Promises};
use madobe_domain::log::work::{Reason, Tag, WorkRecord};
use madobe_domain::writing::Leak;

use super::hold::Hold;
use super::job::{Refusal, Writing};
use super::tests::{another_letter, page, with_letter};
use crate::random::rng;
use crate::staff::number::short_number;
use crate::staff::row::Standing;
use crate::staff::sheet::What;

fn work(record: WorkRecord) -> Writing {
    Writing::Work(record)
}

#[test]
fn what_was_done_shows_at_once_and_once() {
    let (mut hold, session, mailbox) = with_letter();
    let (case, id) = (mailbox.case, EntryId::make(&mut rng()));
    let assigned = || work(WorkRecord::Assigned { to: Some(session.id) });
    let row = hold.expect(case, id, Timestamp(9), assigned()).unwrap();
    assert_eq!((row.work.assigned, row.faults), (Some(session.id.into()), 0));
    assert_eq!(hold.sheet(case).unwrap().items.len(), 2);
    // What is sealed meanwhile follows what stands in the record, not what is only expected there.
    let sent = hold.write(case, id, assigned()).unwrap();
    assert_eq!(sent.entry.id, id);
    hold.absorb(&page(sent.grants, vec![(3, sent.entry)])).unwrap();
    let opened = hold.open(10);
    assert_eq!((opened.rows[0].work.assigned, opened.rows[0].faults), (Some(session.id.into()), 0));
    assert_eq!(hold.sheet(case).unwrap().items.len(), 2, "it stands there once");
    assert_eq!(
        hold.write(case, id, assigned()).err(),
        Some(Refusal::Known),
        "what has arrived is not sent again"
    );
    assert!(hold.expect(case, id, Timestamp(9), assigned()).is_some());
    assert_eq!(hold.sheet(case).unwrap().items.len(), 2);
}

/// Asked for by one, confirmed by another, in the same words, where its writer reads it.
#[test]
fn whoever_asked_does_not_confirm_it() {
    let (mut hold, session, mailbox) = with_letter();
    let (case, ask) = (mailbox.case, EntryId::make(&mut rng()));
    let promises = Promises { no_phone: true, ..Promises::default() };
    let why = "もう薬を飲みました、と書かれています";
    let asked = || work(WorkRecord::DangerAsked { promises, reason: Reason::parse(why).unwrap() });
    let row = hold.expect(case, ask, Timestamp(9), asked()).unwrap();
    assert!(row.work.danger.is_some_and(|danger| danger.entry == ask && danger.read.is_none()));
    let sent = hold.write(case, ask, asked()).unwrap();
    hold.absorb(&page(sent.grants, vec![(3, sent.entry)])).unwrap();
    hold.open(10);
    let confirm = |hold: &Hold| hold.write(case, EntryId::make(&mut rng()), Writing::SetAside(ask));
    assert_eq!(confirm(&hold).err(), Some(Refusal::Gone));
    // A colleague, who holds the same keys.
    let colleague = StaffId::from_bytes([9; 16]);
    hold.me.as_mut().unwrap().id = colleague;
    let sent = confirm(&hold).unwrap();
    assert_eq!(sent.entry.compartment, Compartment::Conversation);
    hold.absorb(&page(Vec::new(), vec![(4, sent.entry)])).unwrap();
    hold.open(10);
    let sheet = hold.sheet(case).unwrap();
    let said = What::Aside { promises, reason: why.to_owned(), asker: session.id };
    assert!(sheet.items.last().is_some_and(|item| item.what == said && !item.internal));
    assert_eq!((sheet.row.work.aside, sheet.adrift, sheet.row.faults), (promises, false, 0));
    assert_eq!(confirm(&hold).err(), Some(Refusal::Gone), "once");
    let sent = hold.write(case, EntryId::make(&mut rng()), Writing::Uphold).unwrap();
    hold.absorb(&page(Vec::new(), vec![(5, sent.entry)])).unwrap();
    hold.open(10);
    assert_eq!(hold.sheet(case).unwrap().row.work.danger, None);
}

#[test]
fn what_did_not_arrive_is_shown_no_more() {
    let (mut hold, _, mailbox) = with_letter();
    let (case, id) = (mailbox.case, EntryId::make(&mut rng()));
    let tag = Tag::parse("学校").unwrap();
    let row = hold.expect(case, id, Timestamp(9), work(WorkRecord::Tagged { tag })).unwrap();
    assert_eq!(row.work.tags.len(), 1);
    assert!(hold.forgo(case, id).unwrap().work.tags.is_empty());
}

#[test]
fn taking_back_a_closing_opens_the_case_for_the_server_too() {
    let (mut hold, _, mailbox) = with_letter();
    let (case, id) = (mailbox.case, EntryId::make(&mut rng()));
    let closed = hold.write(case, id, Writing::Close { reason: CloseReason::Quiet }).unwrap();
    assert_eq!(closed.closed, Some(true));
    hold.absorb(&page(closed.grants, vec![(3, closed.entry)])).unwrap();
    assert_eq!(hold.open(10).rows[0].answered, Standing::Closed);
    let undone = work(WorkRecord::Undone { entry: id });
    let sent = hold.write(case, EntryId::make(&mut rng()), undone).unwrap();
    assert_eq!(sent.closed, Some(false));
    hold.absorb(&page(Vec::new(), vec![(4, sent.entry)])).unwrap();
    assert_eq!(hold.open(10).rows[0].answered, Standing::New);
    let sheet = hold.sheet(case).unwrap();
    assert!(sheet.items.iter().any(|item| item.undone && matches!(item.what, What::Closed(_))));
}

#[test]
fn a_note_that_was_taken_back_is_not_found() {
    let (mut hold, _, mailbox) = with_letter();
    let (case, id) = (mailbox.case, EntryId::make(&mut rng()));
    let note = hold.write(case, id, Writing::Note { text: "書きまちがい".to_owned() }).unwrap();
    hold.absorb(&page(note.grants, vec![(3, note.entry)])).unwrap();
    hold.open(10);
    assert_eq!(hold.search("まちがい").hits[0].case, case);
    let sent = hold.write(case, EntryId::make(&mut rng()), work(WorkRecord::Undone { entry: id })).unwrap();
    assert_eq!(sent.closed, None);
    hold.absorb(&page(Vec::new(), vec![(4, sent.entry)])).unwrap();
    hold.open(10);
    assert_eq!(hold.search("まちがい").count, 0);
}

/// What the mother wrote is found in a reply to the son; what the son wrote himself, or what strangers write too, is not.
#[test]
fn a_reply_is_compared_with_the_letters_of_the_household() {
    let (mut hold, session, son) = with_letter();
    let said = "三年前から部屋を出てきません";
    let mother = another_letter(&mut hold, &session, &[said, "。ごはんは扉の前に置いています"].concat(), 10);
    let leaks = |hold: &mut Hold, text: &str| hold.leaks(son.case, &[mother], text);
    assert!(leaks(&mut hold, "はじめまして。\n眠れませんか。").is_empty());
    assert_eq!(
        leaks(&mut hold, "三年前から、部屋を出てきませんね。"),
        [Leak::Words("三年前から、部屋を出てきません".into())]
    );
    let number = short_number(mother);
    assert_eq!(leaks(&mut hold, &["受付", &number, "です"].concat()), [Leak::Number(number)]);
    another_letter(&mut hold, &session, said, 20);
    assert_eq!(leaks(&mut hold, said).len(), 1, "one stranger may be by chance");
    another_letter(&mut hold, &session, &[said, "。"].concat(), 30);
    assert!(leaks(&mut hold, said).is_empty());
    assert!(hold.leaks(son.case, &[], said).is_empty() && hold.leaks(mother, &[son.case], said).is_empty());
}
