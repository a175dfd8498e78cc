//! The thread's side of a whole consultation, without a browser: the same jobs, the same JSON.

use super::mailbox::inside::{Inside, What};
use super::mailbox::jobs::{Job, Keeper, Opened};
use super::write::jobs::{Job as Writing, Keeper as Writer, Made, Solved};
use crate::random::rng;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::crypto::work::{check, make_challenge};
use madobe_domain::ids::TeamId;
use madobe_domain::log::entry::{Entry, StoredEntry};
use madobe_domain::log::record::{Facts, Promises, Record};
use madobe_domain::text::LetterText;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::intake::NewMailbox;
use madobe_domain::wire::mailbox::{HoldingTeam, MailboxPage};
use serde::de::DeserializeOwned;
use std::cell::Cell;

const SALT: Fixed<16> = Fixed([7; 16]);
const STRETCH: StretchParams = StretchParams::PRESENT;
const SERVER: [u8; 32] = [9; 32];

fn ask<T: DeserializeOwned>(keeper: &mut Keeper, job: Job) -> Option<T> {
    let job = serde_json::to_string(&job).unwrap();
    let answer = keeper.act(serde_json::from_str(&job).unwrap()).unwrap();
    serde_json::from_str(&answer).unwrap()
}

fn tell<T: DeserializeOwned>(writer: &mut Writer, job: Writing) -> Option<T> {
    let job = serde_json::to_string(&job).unwrap();
    let answer = writer.act(serde_json::from_str(&job).unwrap(), &|_| ()).unwrap();
    serde_json::from_str(&answer).unwrap()
}

fn letter(words: &str) -> Record {
    Record::Letter { text: LetterText::parse(words).unwrap(), answer: None, introduction: None }
}

/// A first letter as it goes over the wire, and the digits that open its mailbox.
fn write(words: &str) -> (NewMailbox, String, Writer) {
    let mut writer = Writer::default();
    let made: Made = tell(&mut writer, Writing::MakeCode { salt: SALT, stretch: STRETCH }).unwrap();
    let challenge = make_challenge(&SERVER, &mut rng(), Timestamp(0), 4);
    let rounds = Cell::new(0);
    let job = serde_json::to_string(&Writing::Solve { challenge }).unwrap();
    let answer = writer.act(serde_json::from_str(&job).unwrap(), &|done| rounds.set(done)).unwrap();
    let solved: Option<Solved> = serde_json::from_str(&answer).unwrap();
    assert_eq!(rounds.get(), 16);
    let pair = KeyPair::make(&mut rng()).unwrap();
    let desk = TeamKey {
        id: TeamId::make(&mut rng()),
        name: "窓口".to_owned(),
        version: 1,
        public_key: *pair.public(),
    };
    let facts = Record::FactsChanged { facts: Facts::default() };
    let job =
        Writing::SealFirst { desk: Box::new(desk), letter: letter(words), facts, work: solved.unwrap().work };
    let mailbox: NewMailbox = tell(&mut writer, job).unwrap();
    assert_eq!(check(&SERVER, &mailbox.work, &mailbox.mailbox, Timestamp(0)), Ok(()));
    (mailbox, made.groups.concat(), writer)
}

fn stored(seq: i64, entry: Entry) -> StoredEntry {
    StoredEntry { seq, created_at: Timestamp(seq * 1000), promised: None, entry }
}

fn page(new: &NewMailbox) -> MailboxPage {
    let entries = (1..).zip(new.entries.clone()).map(|(seq, entry)| stored(seq, entry)).collect();
    let team = HoldingTeam { id: TeamId::make(&mut rng()), name: "窓口".to_owned() };
    MailboxPage { case: new.case, grants: new.grants.clone(), teams: vec![team], entries, more: false }
}

fn words(inside: &Inside) -> Vec<&str> {
    let words = inside.items.iter().map(|item| match &item.what {
        What::Words(words) => words.as_str(),
        _ => "",
    });
    words.collect()
}

#[test]
fn a_letter_is_read_again_with_its_code_and_goes_on() {
    let (new, digits, _) = write("はじめまして。");
    let mut keeper = Keeper::default();
    let opened: Option<Opened> = ask(&mut keeper, Job::Open { code: digits, salt: SALT, stretch: STRETCH });
    assert!(opened.unwrap().bearer.starts_with("Bearer "));
    let inside: Inside = ask(&mut keeper, Job::Read { page: page(&new) }).unwrap();
    assert_eq!((words(&inside), inside.last_seq, inside.teams.len()), (vec!["はじめまして。"], 2, 1));
    assert!(inside.waiting && inside.replies == 0);

    let entry: Entry = ask(&mut keeper, Job::Seal { record: letter("つづき。") }).unwrap();
    assert_eq!(entry.prev, new.entries[0].hash());
    let inside: Inside = ask(&mut keeper, Job::Add { stored: stored(3, entry.clone()) }).unwrap();
    assert_eq!(words(&inside), ["はじめまして。", "つづき。"]);

    let promises = Promises { no_visit: true, ..Promises::default() };
    let change: Entry = ask(&mut keeper, Job::Seal { record: Record::PromisesChanged { promises } }).unwrap();
    assert_eq!(change.prev, entry.hash());
    let inside: Inside = ask(&mut keeper, Job::Add { stored: stored(4, change) }).unwrap();
    assert!(inside.promises == promises && inside.items[2].what == What::Promises(promises));
}

/// A letter whose first wording did arrive is followed by the second one, by a page that has opened nothing.
#[test]
fn another_wording_goes_after_the_first() {
    let (new, digits, mut writer) = write("はじめまして。");
    let job = Writing::SealNext { page: page(&new), record: letter("書きなおし。") };
    let entry: Entry = tell(&mut writer, job).unwrap();
    assert_eq!(entry.prev, new.entries[0].hash());
    let mut keeper = Keeper::default();
    let _: Option<Opened> = ask(&mut keeper, Job::Open { code: digits, salt: SALT, stretch: STRETCH });
    let mut both = page(&new);
    both.entries.push(stored(3, entry));
    let inside: Inside = ask(&mut keeper, Job::Read { page: both }).unwrap();
    assert_eq!(words(&inside), ["はじめまして。", "書きなおし。"]);
}

#[test]
fn another_code_opens_nothing() {
    let (new, ..) = write("はじめまして。");
    let (_, other, _) = write("べつの手紙。");
    let mut keeper = Keeper::default();
    let _: Option<Opened> = ask(&mut keeper, Job::Open { code: other, salt: SALT, stretch: STRETCH });
    assert!(ask::<Inside>(&mut keeper, Job::Read { page: page(&new) }).is_none());
    assert!(ask::<Entry>(&mut keeper, Job::Seal { record: letter("。。。") }).is_none());
}

#[test]
fn an_altered_letter_and_a_gap_keep_their_places() {
    let (new, digits, _) = write("はじめまして。");
    let mut keeper = Keeper::default();
    let _: Option<Opened> =
        ask(&mut keeper, Job::Open { code: digits.clone(), salt: SALT, stretch: STRETCH });
    let _: Inside = ask(&mut keeper, Job::Read { page: page(&new) }).unwrap();
    let second: Entry = ask(&mut keeper, Job::Seal { record: letter("ふたつめ。") }).unwrap();
    let _: Inside = ask(&mut keeper, Job::Add { stored: stored(3, second) }).unwrap();
    let third: Entry = ask(&mut keeper, Job::Seal { record: letter("みっつめ。") }).unwrap();

    let mut altered = page(&new);
    altered.entries[0].entry.prev = Fixed([1; 32]);
    altered.entries.push(stored(4, third));
    let mut keeper = Keeper::default();
    let _: Option<Opened> = ask(&mut keeper, Job::Open { code: digits, salt: SALT, stretch: STRETCH });
    let inside: Inside = ask(&mut keeper, Job::Read { page: altered }).unwrap();
    assert!(inside.items[0].what == What::Unreadable);
    assert!(inside.items[1].what == What::Words("みっつめ。".to_owned()) && inside.items[1].gap);
}

#[test]
fn nothing_is_sealed_without_keys() {
    let mut writer = Writer::default();
    let challenge = make_challenge(&SERVER, &mut rng(), Timestamp(0), 4);
    assert!(tell::<Solved>(&mut writer, Writing::Solve { challenge }).is_none());
    assert!(tell::<String>(&mut writer, Writing::Bearer).is_none());
    let weak = StretchParams { memory_kib: 8, ..STRETCH };
    assert!(tell::<Made>(&mut writer, Writing::MakeCode { salt: SALT, stretch: weak }).is_none());
}
