//! Sealed things of every format ever written, kept for ever: each later version must open them.
//! `cargo test -p madobe-domain --test pinned -- --ignored` writes the file of a new format. Never change an old one.
mod common;

use common::{Repeatable, SALT, World, letter};
use madobe_domain::bytes::{Fixed, encode};
use madobe_domain::crypto::account::PasswordKeys;
use madobe_domain::crypto::code::Code;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::crypto::keypair::KeyPair;
use madobe_domain::crypto::mailbox::MailboxKeys;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::crypto::recovery::RecoveryKey;
use madobe_domain::crypto::secret::Secret;
use madobe_domain::crypto::tab::{open_draft, seal_draft};
use madobe_domain::crypto::team::{Holder, open_team_seed, seal_team_seed};
use madobe_domain::export::check::Checking;
use madobe_domain::export::line::{Line, Writing};
use madobe_domain::export::readable::read_case_file;
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::log::case::CaseView;
use madobe_domain::log::entry::{Compartment, Entry};
use madobe_domain::log::file::Files;
use madobe_domain::log::open::open_entries;
use madobe_domain::log::record::{AnswerWish, Content, Record};
use madobe_domain::log::weather::Weather;
use madobe_domain::text::LetterText;
use madobe_domain::wire::grant::{Grant, Recipient, SealedKey, WrappedSeed};
use serde::{Deserialize, Serialize};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/v1.json");
/// A sealed file around the same entry and the same keys. Its public keys are filled in: nothing is sealed to them here.
const EXPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/export-v1.ndjson");
const WORDS: &str = "夜になると、少し書けます。";

#[derive(Serialize, Deserialize)]
struct Pinned {
    code: String,
    mailbox_id: String,
    mailbox_public_key_hash: String,
    bearer: String,
    team_seed: Fixed<32>,
    grants: Vec<Grant>,
    entry: Entry,
    entry_hash: Fixed<32>,
    staff: StaffId,
    password: String,
    login_key: Fixed<32>,
    wrapped_seed: WrappedSeed,
    seed: Fixed<32>,
    draft: String,
    team: TeamId,
    recovery: String,
    sealed_team_seed: SealedKey,
    spoken_check: String,
}

fn make() -> Pinned {
    let mut world = World::new(42);
    let new = world.first_letter(WORDS);
    let mut rng = Repeatable::new(43);
    let staff = StaffId::make(&mut rng);
    let seed = Secret::make(&mut rng);
    let password = "窓辺の職員 passphrase".to_owned();
    let keys = PasswordKeys::derive(&password, &SALT, StretchParams::PRESENT).unwrap();
    let recovery = RecoveryKey::make(&mut rng);
    let recovery_pair = recovery.pair().unwrap();
    let team = world.team.id;
    Pinned {
        code: world.code.dangerous_groups().concat(),
        mailbox_id: world.mailbox.id.to_string(),
        mailbox_public_key_hash: encode(
            madobe_domain::crypto::hash::hash_for("test", world.mailbox.pair().public().as_bytes())
                .as_bytes(),
        ),
        bearer: world.mailbox.dangerous_bearer(),
        team_seed: Fixed(*world.team_pair.dangerous_seed().dangerous_bytes()),
        grants: new.grants.clone(),
        entry: new.entries[0].clone(),
        entry_hash: new.entries[0].hash(),
        staff,
        login_key: keys.login_key(),
        wrapped_seed: keys.wrap(&mut rng, &staff, &seed).unwrap(),
        password,
        draft: seal_draft(&mut rng, &seed, "case/reply", WORDS),
        seed: Fixed(*seed.dangerous_bytes()),
        team,
        recovery: recovery.dangerous_groups().join("-"),
        sealed_team_seed: seal_team_seed(
            &mut rng,
            &team,
            1,
            world.team_pair.dangerous_seed(),
            Holder::Recovery,
            recovery_pair.public(),
        )
        .unwrap(),
        spoken_check: madobe_domain::crypto::hash::spoken_check(world.team.public_key.as_bytes()),
    }
}

#[test]
#[ignore = "writes the vectors of a new format"]
fn write_the_vectors() {
    assert!(!std::path::Path::new(PATH).exists(), "a pinned file is never rewritten");
    std::fs::write(PATH, serde_json::to_string_pretty(&make()).unwrap() + "\n").unwrap();
}

#[test]
fn what_version_1_sealed_still_opens() {
    let pinned: Pinned = serde_json::from_str(&std::fs::read_to_string(PATH).unwrap()).unwrap();
    let mailbox =
        MailboxKeys::derive(&Code::parse(&pinned.code).unwrap(), &SALT, StretchParams::PRESENT).unwrap();
    assert_eq!(mailbox.id.to_string(), pinned.mailbox_id);
    assert_eq!(mailbox.dangerous_bearer(), pinned.bearer);
    let public = madobe_domain::crypto::hash::hash_for("test", mailbox.pair().public().as_bytes());
    assert_eq!(encode(public.as_bytes()), pinned.mailbox_public_key_hash);

    let team = KeyPair::from_seed(Secret::new(pinned.team_seed.0)).unwrap();
    assert_eq!(madobe_domain::crypto::hash::spoken_check(team.public().as_bytes()), pinned.spoken_check);
    for (grant, pair) in pinned.grants.iter().zip([mailbox.pair(), &team]) {
        let mut keys = CaseKeys::default();
        keys.accept(grant, pair).unwrap();
        let json = keys.get(Compartment::Conversation).unwrap().open(&pinned.entry).unwrap();
        assert!(Content::from_json(&json) == Content::Known(letter(WORDS)));
    }
    assert_eq!(pinned.entry.hash(), pinned.entry_hash);

    let keys = PasswordKeys::derive(&pinned.password, &SALT, StretchParams::PRESENT).unwrap();
    assert_eq!(keys.login_key(), pinned.login_key);
    let seed = keys.unwrap(&pinned.staff, &pinned.wrapped_seed).unwrap();
    assert_eq!(seed.dangerous_bytes(), &pinned.seed.0);
    assert_eq!(open_draft(&seed, "case/reply", &pinned.draft).unwrap(), WORDS);

    let recovery = RecoveryKey::parse(&pinned.recovery).unwrap().pair().unwrap();
    let opened =
        open_team_seed(&pinned.team, 1, &pinned.sealed_team_seed, Holder::Recovery, &recovery).unwrap();
    assert_eq!(opened.public(), team.public());
}

#[test]
fn what_version_1_took_out_is_still_taken_in() {
    let pinned: Pinned = serde_json::from_str(&std::fs::read_to_string(PATH).unwrap()).unwrap();
    let text = std::fs::read_to_string(EXPORT).unwrap();
    let mut checking = Checking::default();
    let lines: Vec<Line> = text.lines().map(|line| checking.take(line).unwrap()).collect();
    assert!(checking.is_done());
    assert_eq!((checking.cases, checking.gone, checking.entries), (1, 1, 1));
    // Taken out once more it is the same file, byte by byte.
    let mut writing = Writing::default();
    let (_, before_end) = lines.split_last().unwrap();
    let mut again: String = before_end.iter().map(|line| writing.line(line)).collect();
    again.push_str(&writing.end());
    assert_eq!(again, text);
    // The printed paper opens the team, and the team the case.
    let recovery = RecoveryKey::parse(&pinned.recovery).unwrap().pair().unwrap();
    let (mut keys, mut stored, mut team) = (CaseKeys::default(), Vec::new(), None);
    for line in lines {
        match line {
            Line::Team(line) => {
                let seed = line.keys[0].seed.as_ref().unwrap();
                team = Some(open_team_seed(&line.id, 1, seed, Holder::Recovery, &recovery).unwrap());
            }
            Line::Entry(line) => stored.push(line.stored),
            Line::Held(line) => {
                let to_team = |grant: &&Grant| matches!(grant.recipient, Recipient::Team { .. });
                keys.accept(line.grants.iter().find(to_team).unwrap(), team.as_ref().unwrap()).unwrap();
            }
            _ => {}
        }
    }
    let view = CaseView::fold(open_entries(pinned.entry.case, &keys, &stored));
    assert_eq!((view.faults, view.newest_words()), (0, Some(WORDS)));
}

/// As a program of the first days wrote it, before there were fields that may be missing now, with a kind that nobody knows here.
#[test]
fn a_readable_file_of_before_is_read_for_ever() {
    let hash = |byte: u8| Fixed([byte; 32]).to_string();
    let entry = |seq: i64, prev: u8, record: &str| {
        format!(
            r#"{{"id":"{}","seq":{seq},"compartment":"conversation","author":"writer","created_at":1764000000000,"prev":"{}","hash":"{}","record":{record}}}"#,
            Fixed([prev + 1; 16]),
            hash(prev),
            hash(prev + 1)
        )
    };
    let file = format!(
        r#"{{"format":"madobe-case","version":1,"made_at":1764000000001,"internal":true,"people":[],"case":{{"kind":"case","case":"{}","tails":{{"conversation":"{}","staff":"{zero}","facts":"{zero}"}},"entries":[{},{}]}}}}"#,
        Fixed([9; 16]),
        hash(2),
        entry(3, 0, r#"{"kind":"letter","text":"こんばんは。"}"#),
        entry(8, 1, r#"{"kind":"drawn_on_paper","sheets":[1,2]}"#),
        zero = hash(0),
    );
    let (about, read, files) = read_case_file(&file).unwrap();
    assert!(files.is_empty() && about.internal && read.shut.is_empty() && read.grants.is_empty());
    let view = CaseView::fold(read.opened());
    assert_eq!((view.faults, view.newest_words()), (0, Some("こんばんは。")));
    assert!(view.entries[1].content == Some(Content::Newer { kind: "drawn_on_paper".into() }));
}

/// Each record as it is written down. A change here is a change of what old cases say.
#[test]
fn records_keep_their_spelling() {
    let spellings = [
        r#"{"kind":"letter","text":"あ","answer":"read_slowly","introduction":{"call_me":"そら","about":"myself","promises":{"no_phone":true,"no_visit":false,"no_telling_family":false,"no_handover":false}}}"#,
        r#"{"kind":"letter","text":"あ"}"#,
        r#"{"kind":"letter","text":"あ","weather":"clear"}"#,
        r#"{"kind":"letter","text":"☁","weather":"cloudy"}"#,
        r#"{"kind":"letter","text":"☂","answer":"read_slowly","weather":"rain","short":true}"#,
        r#"{"kind":"letter","text":"⚡","weather":"thunder"}"#,
        r#"{"kind":"letter","text":"🌫","weather":"fog","short":true}"#,
        r#"{"kind":"letter","text":"☃","weather":"snow"}"#,
        r#"{"kind":"promises_changed","promises":{"no_phone":false,"no_visit":true,"no_telling_family":true,"no_handover":true}}"#,
        r#"{"kind":"joined","join":{"case":"AAAAAAAAAAAAAAAAAAAAAA","here":true,"waiting":true,"promised":"2026-12-01"}}"#,
        r#"{"kind":"joined","join":{"case":"AAAAAAAAAAAAAAAAAAAAAA","here":false,"waiting":false}}"#,
        r#"{"kind":"reply","text":"あ"}"#,
        r#"{"kind":"set_aside","promises":{"no_phone":true,"no_visit":false,"no_telling_family":true,"no_handover":false},"text":"あ","ask":"AAAAAAAAAAAAAAAAAAAAAA","by":"BwcHBwcHBwcHBwcHBwcHBw"}"#,
        r#"{"kind":"upheld"}"#,
        r#"{"kind":"note","text":"あ"}"#,
        r#"{"kind":"closed","reason":"quiet"}"#,
        r#"{"kind":"reopened"}"#,
        r#"{"kind":"facts_changed","facts":{"about":"family","age":"twenties","ward":"中"}}"#,
    ];
    for spelling in spellings {
        let record: Record = serde_json::from_str(spelling).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), spelling);
    }
    for kind in Record::KINDS {
        assert!(spellings.iter().any(|spelling| spelling.contains(&format!(r#""kind":"{kind}""#))));
    }
}

/// As a version read letters before there were marks: what it does not know, it leaves out.
#[test]
fn a_letter_with_a_mark_is_read_by_a_version_that_knows_none() {
    #[derive(Deserialize)]
    struct Before {
        kind: String,
        text: LetterText,
        answer: Option<AnswerWish>,
    }
    for weather in Weather::ALL {
        let (text, answer) = (weather.alone().unwrap(), Some(AnswerWish::ReadSlowly));
        let record = Record::Letter {
            text,
            answer,
            introduction: None,
            weather: Some(weather),
            short: true,
            files: Files::NONE,
        };
        let before: Before = serde_json::from_slice(&record.to_json()).unwrap();
        assert_eq!((before.kind.as_str(), before.text.as_str()), ("letter", weather.sign()));
        assert_eq!(before.answer, Some(AnswerWish::ReadSlowly));
    }
}

#[test]
fn a_mark_that_a_newer_version_knows_does_not_hide_the_letter() {
    let newer = r#"{"kind":"letter","text":"あ","weather":"rainbow","short":true}"#;
    let Content::Known(Record::Letter { text, weather, short, .. }) = Content::from_json(newer.as_bytes())
    else {
        panic!("a letter")
    };
    assert_eq!((text.as_str(), weather, short), ("あ", None, true));
}
