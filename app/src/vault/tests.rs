//! The whole way through the thread that holds the keys, natively: an account, a letter, an answer, a note.
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::feedback::seal_feedback;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::crypto::recovery::RecoveryKey;
use madobe_domain::crypto::team::{Holder, seal_team_seed, vouch};
use madobe_domain::feedback::{Feedback, Scale};
use madobe_domain::ids::{CaseId, EntryId, FeedbackId, TeamId};
use madobe_domain::log::compose::FirstLetter;
use madobe_domain::log::entry::{Author, Compartment, Entry, StoredEntry};
use madobe_domain::log::file::Files;
use madobe_domain::log::record::{Facts, Record};
use madobe_domain::text::LetterText;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::feedback::{FeedbackPage, StoredFeedback};
use madobe_domain::wire::grant::{Grant, Recipient};
use madobe_domain::wire::intake::{Challenge, NewMailbox, Work};
use madobe_domain::wire::recovery::{Recovery, RecoverySeed};
use madobe_domain::wire::session::{MyTeam, MyTeamKey, Role, Session};
use madobe_domain::wire::setup::Setup;
use madobe_domain::wire::staff_case::StaffAppend;
use madobe_domain::wire::sync::SyncPage;

use super::hold::Hold;
use super::job::{Account, Draft, Refusal, TabSeal, Writing};
use crate::random::rng;
use crate::staff::row::Standing;
use crate::staff::sheet::What;

const PASSWORD: &str = "correct horse battery";

fn account() -> Account {
    Account { login: "first".to_owned(), name: "あ".to_owned(), totp_code: "000000".to_owned() }
}

/// What the server would answer to a set-up.
fn session(setup: &Setup) -> Session {
    let (account, team) = (&setup.account, &setup.team);
    Session {
        id: account.id,
        login: account.login.clone(),
        name: account.name.clone(),
        role: Role::Administrator,
        public_key: account.public_key,
        salt: account.salt,
        stretch: account.stretch,
        wrapped_seed: account.wrapped_seed.clone(),
        unlock_half: Fixed([7; 32]),
        recall_seconds: 30,
        teams: vec![MyTeam {
            id: team.id,
            name: team.name.clone(),
            version: 1,
            public_key: team.public_key,
            kind: team.kind,
            keys: vec![MyTeamKey { version: 1, sealed: team.sealed_to_member.clone() }],
        }],
    }
}

pub fn set_up() -> (Hold, Session, TabSeal) {
    let mut hold = Hold::default();
    hold.make_account(PASSWORD.to_owned(), None).unwrap();
    assert_eq!(hold.make_recovery(), hold.make_recovery());
    let setup = hold.setup(Fixed([1; 32]), account(), "窓口".to_owned()).unwrap();
    let session = session(&setup);
    let tab = hold.adopt(&session).unwrap();
    (hold, session, tab)
}

/// A printed key, and what the server keeps for it, as whoever holds the team's key has sealed and vouched for it.
pub fn printed(hold: &Hold, session: &Session) -> (String, Recovery) {
    let key = RecoveryKey::make(&mut rng());
    let pair = key.pair().unwrap();
    let (team, me) = (&session.teams[0], hold.me.as_ref().unwrap());
    let seed = me.teams[0].pairs[&team.version].dangerous_seed();
    let sealed =
        seal_team_seed(&mut rng(), &team.id, team.version, seed, Holder::Recovery, pair.public()).unwrap();
    let seed = RecoverySeed {
        team: team.id,
        name: team.name.clone(),
        version: team.version,
        public_key: team.public_key,
        sealed,
        voucher: Some(vouch(&team.id, team.version, seed, Holder::Recovery, pair.public())),
    };
    let kept =
        Recovery { public_key: *pair.public(), since: Timestamp(0), last_drill: None, seeds: vec![seed] };
    (key.dangerous_groups().join("-"), kept)
}

pub fn recovery_of(hold: &Hold, session: &Session) -> Recovery {
    printed(hold, session).1
}

fn first_letter(session: &Session, text: &str) -> NewMailbox {
    let team = &session.teams[0];
    let desk = TeamKey { id: team.id, name: team.name.clone(), version: 1, public_key: team.public_key };
    let code = Code::make(&mut rng());
    let keys = MailboxKeys::derive(&code, &Fixed([3; 16]), StretchParams::PRESENT).unwrap();
    let text = LetterText::parse(text).unwrap();
    let letter = Record::letter(text);
    let facts = Record::FactsChanged { facts: Facts::default() };
    let challenge =
        Challenge { nonce: Fixed([0; 16]), issued_at: Timestamp(0), bits: 1, mac: Fixed([0; 32]) };
    let work = Work { challenge, solution: madobe_domain::bytes::Opaque::new(vec![0; 64]).unwrap() };
    FirstLetter::seal(&mut rng(), &keys, &desk, &letter, &facts).unwrap().with_work(work)
}

pub fn page(grants: Vec<Grant>, entries: Vec<(i64, Entry)>) -> String {
    let stored = |(seq, entry)| StoredEntry { seq, created_at: Timestamp(seq * 1000), promised: None, entry };
    serde_json::to_string(&SyncPage {
        cursor: 9,
        newest: None,
        more: false,
        grants,
        entries: entries.into_iter().map(stored).collect(),
        erased: Vec::new(),
        seen: Vec::new(),
        holders: Vec::new(),
    })
    .unwrap()
}

fn to_team(mailbox: &NewMailbox) -> Vec<Grant> {
    mailbox.grants.iter().filter(|grant| matches!(grant.recipient, Recipient::Team { .. })).cloned().collect()
}

fn write(hold: &Hold, case: CaseId, writing: Writing) -> Result<StaffAppend, Refusal> {
    hold.write(case, EntryId::make(&mut rng()), writing)
}

/// What reopens these keys in a tab.
pub fn tab_of(hold: &mut Hold, session: &Session) -> TabSeal {
    hold.stretch(PASSWORD.to_owned(), session.salt, session.stretch).unwrap();
    hold.unlock(session).unwrap()
}

/// A signed-in hold with one letter in it.
pub fn with_letter() -> (Hold, Session, NewMailbox) {
    let (mut hold, session, _) = set_up();
    let mailbox = first_letter(&session, "はじめまして。\n眠れません。");
    let entries = mailbox.entries.iter().cloned().zip(1..).map(|(entry, seq)| (seq, entry)).collect();
    hold.absorb(&page(to_team(&mailbox), entries)).unwrap();
    let opened = hold.open(10);
    assert_eq!((opened.rows.len(), opened.left), (1, 0));
    (hold, session, mailbox)
}

/// One more, with the places of its entries in the feed from `seq` on.
pub fn another_letter(hold: &mut Hold, session: &Session, text: &str, seq: i64) -> CaseId {
    let mailbox = first_letter(session, text);
    let entries = mailbox.entries.iter().cloned().zip(seq..).map(|(entry, seq)| (seq, entry)).collect();
    hold.absorb(&page(to_team(&mailbox), entries)).unwrap();
    hold.open(10);
    mailbox.case
}

#[test]
fn the_password_and_the_tab_both_open_the_keys() {
    let (_, session, tab) = set_up();
    let mut later = Hold::default();
    assert_eq!(later.reopen(&session, &tab).err(), None);
    let mut other = session.clone();
    other.unlock_half = Fixed([8; 32]);
    assert_eq!(Hold::default().reopen(&other, &tab).err(), Some(Refusal::Shut));
    let mut fresh = Hold::default();
    assert_eq!(fresh.unlock(&session).err(), Some(Refusal::NoKey));
    fresh.stretch(PASSWORD.to_owned(), session.salt, session.stretch).unwrap();
    assert_eq!(fresh.unlock(&session).err(), None);
    fresh.stretch("something else".to_owned(), session.salt, session.stretch).unwrap();
    assert_eq!(fresh.unlock(&session).err(), Some(Refusal::Shut));
}

#[test]
fn a_row_says_which_teams_read_it() {
    let (mut hold, session, mailbox) = with_letter();
    let mine = &session.teams[0];
    let row = |hold: &mut Hold| hold.sheet(mailbox.case).unwrap().row;
    assert_eq!((row(&mut hold).teams, row(&mut hold).others), (vec![mine.id], vec![]));
    let own = TeamKey { id: mine.id, name: mine.name.clone(), version: 1, public_key: mine.public_key };
    let other = TeamKey { id: TeamId::from_bytes([9; 16]), name: "区".to_owned(), ..own.clone() };
    let shown = hold.held_by(mailbox.case, vec![own, other.clone()]).unwrap();
    assert_eq!((&shown.teams, &shown.others), (&vec![mine.id], &vec![other.id]));
    assert!(shown == row(&mut hold) && shown.is_read_by(mine.id) && shown.is_read_by(other.id));
}

#[test]
fn a_letter_is_listed_read_and_found() {
    let (mut hold, _, mailbox) = with_letter();
    let sheet = hold.sheet(mailbox.case).unwrap();
    assert_eq!(sheet.row.line.as_deref(), Some("はじめまして。"));
    assert!(sheet.row.unread && sheet.row.answered == Standing::New && sheet.row.faults == 0);
    assert_eq!(sheet.items.len(), 1);
    let found = hold.search("眠れ");
    assert_eq!((found.hits[0].case, found.count), (mailbox.case, 1));
    let snippet = found.hits[0].snippet.as_ref().unwrap();
    assert_eq!((snippet.before.as_str(), snippet.hit.as_str()), ("はじめまして。 ", "眠れ"));
    assert_eq!(hold.search("家族").count, 0);
    assert!(!hold.see(mailbox.case, 1).unwrap().unread);
    assert!(hold.see(mailbox.case, 0).unwrap().unread);
}

#[test]
fn a_reply_follows_what_was_on_screen() {
    let (mut hold, session, mailbox) = with_letter();
    let after = hold.sheet(mailbox.case).unwrap().tail;
    let writing = Writing::Reply { text: "読みました。".to_owned(), after, files: Files::NONE };
    let sent = write(&hold, mailbox.case, writing).unwrap();
    assert_eq!((sent.entry.prev, sent.entry.author), (after, Author::Staff(session.id)));
    assert!(sent.grants.is_empty() && sent.closed.is_none());
    hold.absorb(&page(Vec::new(), vec![(3, sent.entry)])).unwrap();
    hold.open(10);
    let sheet = hold.sheet(mailbox.case).unwrap();
    assert!(sheet.row.answered == Standing::Theirs && sheet.row.faults == 0);
    let empty = Writing::Reply { text: " \u{200b}".to_owned(), after, files: Default::default() };
    assert_eq!(write(&hold, mailbox.case, empty).err(), Some(Refusal::Words));
}

#[test]
fn the_first_note_brings_its_key_and_a_colleague_may_be_quicker() {
    let (mut hold, _, mailbox) = with_letter();
    let case = mailbox.case;
    let note = |text: &str| Writing::Note { text: text.to_owned() };
    let theirs = write(&hold, case, note("先のメモ")).unwrap();
    let ours = write(&hold, case, note("あとのメモ")).unwrap();
    assert_eq!((theirs.grants.len(), ours.grants.len()), (1, 1));
    // The server keeps the colleague's: their key and entry come with the next page, and ours is sealed again.
    hold.absorb(&page(theirs.grants, vec![(3, theirs.entry.clone())])).unwrap();
    hold.open(10);
    let again = write(&hold, case, note("あとのメモ")).unwrap();
    assert!(again.grants.is_empty());
    assert_eq!((again.entry.compartment, again.entry.prev), (Compartment::Staff, theirs.entry.hash()));
    hold.absorb(&page(Vec::new(), vec![(4, again.entry)])).unwrap();
    hold.open(10);
    let sheet = hold.sheet(case).unwrap();
    let notes = sheet.items.iter().filter(|item| matches!(item.what, What::Note(_)));
    assert_eq!((notes.count(), sheet.row.faults), (2, 0));
}

#[test]
fn what_was_altered_or_dropped_is_counted() {
    let (mut hold, _, mailbox) = with_letter();
    let after = hold.sheet(mailbox.case).unwrap().tail;
    let first =
        write(&hold, mailbox.case, Writing::Reply { text: "一".to_owned(), after, files: Files::NONE })
            .unwrap()
            .entry;
    let after = first.hash();
    let second =
        write(&hold, mailbox.case, Writing::Reply { text: "二".to_owned(), after, files: Files::NONE })
            .unwrap()
            .entry;
    // The first of the two never arrives.
    hold.absorb(&page(Vec::new(), vec![(5, second)])).unwrap();
    hold.open(10);
    assert_eq!(hold.sheet(mailbox.case).unwrap().row.faults, 1);
}

#[test]
fn drafts_open_for_their_writer_and_their_place_alone() {
    let (hold, ..) = set_up();
    let draft = |place: &str, text: String| Draft { place: place.to_owned(), text };
    let sealed = hold.seal(&draft("a/reply", "途中".to_owned())).unwrap();
    assert_eq!(hold.unseal(&draft("a/reply", sealed.clone())).as_deref(), Some("途中"));
    assert_eq!(hold.unseal(&draft("b/reply", sealed.clone())), None);
    assert_eq!(set_up().0.unseal(&draft("a/reply", sealed)), None);
    assert_eq!(Hold::default().seal(&draft("a/reply", String::new())), None);
}

#[test]
fn feedback_is_opened_and_counted_here_and_nowhere_else() {
    let (hold, session, _) = set_up();
    let team = &session.teams[0];
    let desk = TeamKey { id: team.id, name: team.name.clone(), version: 1, public_key: team.public_key };
    let piece = |easy, useful, typed: &str, version| {
        let (id, given) = (FeedbackId::make(&mut rng()), Feedback::of(easy, useful, typed).unwrap());
        let sealed = seal_feedback(&mut rng(), &id, &desk, &given).unwrap();
        StoredFeedback { id, team: desk.id, version, day: "2026-11-25".parse().unwrap(), sealed }
    };
    let feedback = vec![
        piece(Some(Scale::Yes), Some(Scale::No), "", 1),
        piece(Some(Scale::Yes), None, "字を大きく", 1),
        piece(None, Some(Scale::Between), "", 2),
    ];
    let page = serde_json::to_string(&FeedbackPage { feedback, total: 7 }).unwrap();
    let gathered = hold.gather(&page).unwrap();
    assert_eq!(
        (gathered.opened, gathered.shut, gathered.total),
        (2, 1, 7),
        "one is for a key that is not here"
    );
    assert_eq!((gathered.easy, gathered.useful), ([2, 0, 0], [0, 0, 1]));
    assert_eq!(gathered.wanted.len(), 1);
    assert_eq!(gathered.wanted[0].words, "字を大きく");
    assert_eq!(Hold::default().gather(&page), Err(Refusal::NoKey));
}
