//! The thread's side of a whole consultation, without a browser: the same jobs, the same JSON.

use super::book::jobs::{Job as Booking, Keeper as Booker, Opened as Ready};
use super::mailbox::inside::{Inside, What};
use super::mailbox::jobs::{Job, Keeper, Opened, Read};
use super::waiting::jobs::{Job as Waiting, act as waiting};
use super::write::form::{Choices, Form, Records};
use super::write::jobs::{Job as Writing, Keeper as Writer, Made};
use crate::random::rng;
use madobe_domain::booking::plan::Means;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::crypto::work::{WorkError, check, make_challenge};
use madobe_domain::desk::settings::DeskSettings;
use madobe_domain::ids::{ReservationId, TeamId};
use madobe_domain::json;
use madobe_domain::log::entry::{Entry, StoredEntry};
use madobe_domain::log::record::{Promises, Record};
use madobe_domain::log::talk::{Talk, TalkRecord};
use madobe_domain::text::LetterText;
use madobe_domain::wire::desk::{Desk, TeamKey};
use madobe_domain::wire::intake::{Appended, NewMailbox, Work};
use madobe_domain::wire::mailbox::{HoldingTeam, MailboxAppend, MailboxPage};
use serde::de::DeserializeOwned;
use std::cell::Cell;

const SALT: Fixed<16> = Fixed([7; 16]);
const STRETCH: StretchParams = StretchParams::PRESENT;
const SERVER: [u8; 32] = [9; 32];

fn ask<T: DeserializeOwned>(keeper: &mut Keeper, job: Job) -> Option<T> {
    let job = serde_json::to_string(&job).unwrap();
    let answer = keeper.act(json::read(&job).unwrap()).unwrap();
    json::read(&answer).unwrap()
}

fn tell<T: DeserializeOwned>(writer: &mut Writer, job: Writing) -> Option<T> {
    let job = serde_json::to_string(&job).unwrap();
    let answer = writer.act(json::read(&job).unwrap(), &|_| ()).unwrap();
    json::read(&answer).unwrap()
}

fn wait(job: Waiting) -> Option<NewMailbox> {
    let answer: Option<String> = json::read(&waiting(job).unwrap()).unwrap();
    answer.map(|letter| json::read(&letter).unwrap())
}

fn letter(words: &str) -> Record {
    Record::letter(LetterText::parse(words).unwrap())
}

/// What `GET /api/desk` answers.
fn desk(team: Option<TeamKey>, stretch: StretchParams) -> String {
    let settings = DeskSettings::default();
    let promise = Timestamp(0).date_in_japan();
    serde_json::to_string(&Desk { salt: SALT, stretch, team, settings, promise }).unwrap()
}

fn team() -> TeamKey {
    let pair = KeyPair::make(&mut rng()).unwrap();
    TeamKey {
        id: TeamId::make(&mut rng()), name: "窓口".to_owned(), version: 1, public_key: *pair.public()
    }
}

fn records(words: &str) -> [String; 2] {
    let form = Form { text: LetterText::parse(words).unwrap(), choices: Choices::default() };
    Records::of(&form).ok().unwrap().to_json()
}

fn solve(writer: &mut Writer) {
    let challenge = make_challenge(&SERVER, &mut rng(), Timestamp(0), 4);
    let rounds = Cell::new(0);
    let job = serde_json::to_string(&Writing::Solve { challenge }).unwrap();
    let answer = writer.act(json::read(&job).unwrap(), &|done| rounds.set(done)).unwrap();
    assert!(json::read::<Option<u32>>(&answer).unwrap().is_some());
    assert_eq!(rounds.get(), 16);
}

fn seal(writer: &mut Writer, desk: &str, words: &str) -> NewMailbox {
    let job = Writing::SealFirst { desk: desk.to_owned(), records: records(words) };
    json::read(&tell::<String>(writer, job).unwrap()).unwrap()
}

/// A first letter as it goes over the wire, and the digits that open its mailbox.
fn write(words: &str) -> (NewMailbox, String, Writer) {
    let mut writer = Writer::default();
    let desk = desk(Some(team()), STRETCH);
    let made: Made = tell(&mut writer, Writing::MakeCode { desk: desk.clone() }).unwrap();
    solve(&mut writer);
    let mailbox = seal(&mut writer, &desk, words);
    assert_eq!(check(&SERVER, &mailbox.work, &mailbox.mailbox, Timestamp(0)), Ok(()));
    (mailbox, made.groups.concat(), writer)
}

fn open(keeper: &mut Keeper, code: &str) -> Opened {
    ask(keeper, Job::Open { code: code.to_owned(), desk: desk(None, STRETCH) }).unwrap()
}

fn read(keeper: &mut Keeper, page: &MailboxPage) -> Option<Inside> {
    let page = serde_json::to_string(page).unwrap();
    ask::<Read>(keeper, Job::Read { page }).map(|read| read.inside)
}

fn next(keeper: &mut Keeper, record: Record) -> Entry {
    let append: String = ask(keeper, Job::Seal { record }).unwrap();
    json::read::<MailboxAppend>(&append).unwrap().entry
}

/// The server has taken it.
fn add(keeper: &mut Keeper, seq: i64, entry: &Entry) -> Option<Inside> {
    let created_at = Timestamp(seq * 1000);
    ask(keeper, Job::Add { appended: Appended { seq, created_at, promised: None, hash: entry.hash() } })
}

fn stored(seq: i64, entry: Entry) -> StoredEntry {
    StoredEntry { seq, created_at: Timestamp(seq * 1000), promised: None, entry }
}

fn page(new: &NewMailbox) -> MailboxPage {
    let entries = (1..).zip(new.entries.clone()).map(|(seq, entry)| stored(seq, entry)).collect();
    let team = HoldingTeam { id: TeamId::make(&mut rng()), name: "窓口".to_owned(), counts_only: false };
    MailboxPage {
        case: new.case,
        grants: new.grants.clone(),
        teams: vec![team],
        entries,
        more: false,
        closed: false,
    }
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
    assert!(open(&mut keeper, &digits).bearer.starts_with("Bearer "));
    let inside = read(&mut keeper, &page(&new)).unwrap();
    assert_eq!((words(&inside), inside.last_seq, inside.teams.len()), (vec!["はじめまして。"], 2, 1));
    assert!(inside.waiting && inside.replies == 0);

    let entry = next(&mut keeper, letter("つづき。"));
    assert_eq!(entry.prev, new.entries[0].hash());
    let inside = add(&mut keeper, 3, &entry).unwrap();
    assert_eq!(words(&inside), ["はじめまして。", "つづき。"]);

    let promises = Promises { no_visit: true, ..Promises::default() };
    let change = next(&mut keeper, Record::PromisesChanged { promises });
    assert_eq!(change.prev, entry.hash());
    let inside = add(&mut keeper, 4, &change).unwrap();
    assert!(inside.promises == promises && inside.items[2].what == What::Promises(promises));
    assert!(add(&mut keeper, 5, &change).is_none(), "taken in once");
}

/// A try whose answer was lost is made again with the same entries, whatever the puzzle.
#[test]
fn the_same_form_is_sealed_once() {
    let mut writer = Writer::default();
    let team = team();
    let desk = desk(Some(team.clone()), STRETCH);
    let _: Made = tell(&mut writer, Writing::MakeCode { desk: desk.clone() }).unwrap();
    solve(&mut writer);
    let first = seal(&mut writer, &desk, "はじめまして。");
    solve(&mut writer);
    let again = seal(&mut writer, &desk, "はじめまして。");
    assert_eq!((&first.entries, &first.grants), (&again.entries, &again.grants));
    assert_ne!(first.work, again.work);
    assert_ne!(first.entries, seal(&mut writer, &desk, "書きなおし。").entries);
    let rotated = self::desk(Some(TeamKey { version: 2, ..team }), STRETCH);
    assert_ne!(first.grants, seal(&mut writer, &rotated, "はじめまして。").grants);
}

/// Sealed without a network, sent when there is one, by whoever has no key: only the puzzle is solved for it.
#[test]
fn a_letter_that_waited_needs_no_key_to_be_sent() {
    let mut writer = Writer::default();
    let desk = desk(Some(team()), STRETCH);
    let _: Made = tell(&mut writer, Writing::MakeCode { desk: desk.clone() }).unwrap();
    let aside = seal(&mut writer, &desk, "電波がありません。");
    assert_eq!(check(&SERVER, &aside.work, &aside.mailbox, Timestamp(0)), Err(WorkError::Foreign));
    let challenge = make_challenge(&SERVER, &mut rng(), Timestamp(0), 4);
    let mailbox = serde_json::to_string(&aside).unwrap();
    let sent = wait(Waiting::Solve { mailbox, challenge }).unwrap();
    assert_eq!(check(&SERVER, &sent.work, &sent.mailbox, Timestamp(0)), Ok(()));
    assert_eq!(NewMailbox { work: aside.work.clone(), ..sent }, aside);
}

/// The desk's key changed meanwhile: the code gives the letter to the new one, and no other code does.
#[test]
fn a_letter_that_waited_is_given_to_the_new_key_by_its_code() {
    let (letter, code, _) = write("電波がありません。");
    let (_, other, _) = write("べつの手紙。");
    let desk = desk(Some(TeamKey { version: 2, ..team() }), STRETCH);
    let mailbox = serde_json::to_string(&letter).unwrap();
    let given = |code: &str| {
        wait(Waiting::GrantAnew { mailbox: mailbox.clone(), desk: desk.clone(), code: code.to_owned() })
    };
    let anew = given(&code).unwrap();
    assert_eq!((&anew.entries, anew.case, anew.mailbox), (&letter.entries, letter.case, letter.mailbox));
    assert_ne!(anew.grants, letter.grants);
    assert!(given(&other).is_none() && given("123").is_none());
}

/// After a reload the same code leads to the same place.
#[test]
fn a_code_is_taken_up_again() {
    let mut writer = Writer::default();
    let desk = desk(Some(team()), STRETCH);
    let made: Made = tell(&mut writer, Writing::MakeCode { desk: desk.clone() }).unwrap();
    let bearer: String = tell(&mut writer, Writing::Bearer).unwrap();
    let mut again = Writer::default();
    let recalled: String =
        tell(&mut again, Writing::Recall { desk: desk.clone(), code: made.groups.concat() }).unwrap();
    assert_eq!(bearer, recalled);
    solve(&mut again);
    let mailbox = seal(&mut again, &desk, "書きなおし。");
    assert_eq!(open(&mut Keeper::default(), &made.groups.concat()).bearer, bearer);
    assert_eq!(check(&SERVER, &mailbox.work, &mailbox.mailbox, Timestamp(0)), Ok(()));
}

#[test]
fn another_code_opens_nothing() {
    let (new, ..) = write("はじめまして。");
    let (_, other, _) = write("べつの手紙。");
    let mut keeper = Keeper::default();
    open(&mut keeper, &other);
    assert!(read(&mut keeper, &page(&new)).is_none());
    assert!(ask::<String>(&mut keeper, Job::Seal { record: letter("。。。") }).is_none());
}

#[test]
fn an_altered_letter_and_a_gap_keep_their_places() {
    let (new, digits, _) = write("はじめまして。");
    let mut keeper = Keeper::default();
    open(&mut keeper, &digits);
    read(&mut keeper, &page(&new)).unwrap();
    let second = next(&mut keeper, letter("ふたつめ。"));
    add(&mut keeper, 3, &second).unwrap();
    let third = next(&mut keeper, letter("みっつめ。"));

    let mut altered = page(&new);
    altered.entries[0].entry.prev = Fixed([1; 32]);
    altered.entries.push(stored(4, third));
    let mut keeper = Keeper::default();
    open(&mut keeper, &digits);
    let inside = read(&mut keeper, &altered).unwrap();
    assert!(inside.items[0].what == What::Unreadable);
    assert!(inside.items[1].what == What::Words("みっつめ。".to_owned()) && inside.items[1].gap);
}

fn book<T: DeserializeOwned>(booker: &mut Booker, job: Booking) -> Option<T> {
    let job = serde_json::to_string(&job).unwrap();
    let answer = booker.act(json::read(&job).unwrap(), &|_| ()).unwrap();
    json::read(&answer).unwrap()
}

/// A talk stands in the place of the first letter; what is said of it later goes after whatever came since.
#[test]
fn a_booking_is_sealed_once_and_read_with_its_code() {
    let talk = Talk {
        reservation: ReservationId::make(&mut rng()),
        name: "家族の相談".to_owned(),
        means: Means::Chat,
        start: Timestamp(1_795_482_000_000),
        minutes: 50,
    };
    let asked = TalkRecord::TalkAsked { talk: talk.clone(), text: None, introduction: None, answers: vec![] };
    let desk = desk(Some(team()), STRETCH);
    let mut booker = Booker::default();
    let first = |booker: &mut Booker| -> Option<NewMailbox> {
        let challenge = make_challenge(&SERVER, &mut rng(), Timestamp(0), 4);
        let _: Option<Work> = book(booker, Booking::Solve { challenge });
        let job = Booking::SealFirst { desk: desk.clone(), record: asked.clone() };
        book::<String>(booker, job).map(|sealed| json::read(&sealed).unwrap())
    };
    assert!(first(&mut booker).is_none(), "without a code");
    let ready: Ready = book(&mut booker, Booking::Make { desk: desk.clone() }).unwrap();
    let new = first(&mut booker).unwrap();
    assert_eq!(check(&SERVER, &new.work, &new.mailbox, Timestamp(0)), Ok(()));
    let again = first(&mut booker).unwrap();
    assert!(again.entries == new.entries && again.work != new.work);

    let mut keeper = Keeper::default();
    assert_eq!(open(&mut keeper, &ready.groups.concat()).bearer, ready.bearer);
    assert!(read(&mut keeper, &page(&new)).unwrap().items[0].what == What::Talk(asked.clone()));
    let letter = next(&mut keeper, letter("つづき。"));
    let mut pages = page(&new);
    pages.entries.push(stored(3, letter.clone()));
    let moved = TalkRecord::TalkMoved { talk };
    let job =
        Booking::SealNext { pages: vec![serde_json::to_string(&pages).unwrap()], record: moved.clone() };
    let entry = book::<String>(&mut booker, job).unwrap();
    let MailboxAppend { entry, .. } = json::read(&entry).unwrap();
    assert_eq!(entry.prev, letter.hash());
    pages.entries.push(stored(4, entry));
    assert!(read(&mut keeper, &pages).unwrap().items[2].what == What::Talk(moved));
}

#[test]
fn nothing_is_sealed_without_keys() {
    let mut writer = Writer::default();
    let challenge = make_challenge(&SERVER, &mut rng(), Timestamp(0), 4);
    assert!(tell::<u32>(&mut writer, Writing::Solve { challenge }).is_none());
    assert!(tell::<String>(&mut writer, Writing::Bearer).is_none());
    let weak = desk(Some(team()), StretchParams { memory_kib: 8, ..STRETCH });
    assert!(tell::<Made>(&mut writer, Writing::MakeCode { desk: weak }).is_none());
    let job = Writing::SealFirst { desk: desk(Some(team()), STRETCH), records: records("。。。") };
    assert!(tell::<String>(&mut writer, job).is_none());
}
