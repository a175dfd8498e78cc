//! A desk after many years: so many cases with so many entries each, sealed as browsers seal them and written straight
//! into the database. Its words are drawn from a vocabulary of real length, so that searching finds few cases and many.
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use madobe_client::random::rng;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::compartment::{CaseKeys, CompartmentKey};
use madobe_domain::ids::{CaseId, StaffId};
use madobe_domain::log::compose::{make_staff_key, seal_entry};
use madobe_domain::log::entry::{Author, Compartment, Entry, EntryHash, GENESIS};
use madobe_domain::log::file::Files;
use madobe_domain::log::record::{About, Facts, Introduction, Promises, Record};
use madobe_domain::text::LetterText;
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::grant::{Grant, Recipient};
use madobe_tests::desk::Desk;
use rusqlite::{Connection, params};

use crate::fill::in_parallel;

pub const CASES: usize = 10_000;
pub const EACH: usize = 5;
/// Cases that wait for an answer.
const WAITING: usize = 120;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// Words that are searched for: of two characters and more, in kana, kanji and letters.
pub const QUERIES: [&str; 12] = [
    "家族",
    "学校",
    "ゲーム",
    "眠れ",
    "はは",
    "びょういん",
    "仕事",
    "abc",
    "なまえ42",
    "朝",
    "散歩 ねこ",
    "電話は",
];
const WORDS: [&str; 40] = [
    "家族",
    "学校",
    "ゲーム",
    "眠れ",
    "母",
    "ちち",
    "病院",
    "びょういん",
    "仕事",
    "ABC",
    "朝",
    "夜",
    "散歩",
    "ねこ",
    "犬",
    "電話",
    "手紙",
    "部屋",
    "窓",
    "雨",
    "ごはん",
    "友だち",
    "昔",
    "来年",
    "不安",
    "安心",
    "先生",
    "妹",
    "弟",
    "祖母",
    "春",
    "冬",
    "本",
    "音楽",
    "絵",
    "花",
    "道",
    "駅",
    "川",
    "海",
];

/// A generator that gives the same for the same number.
struct Drawn(u64);

impl Drawn {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    /// About three hundred characters: words that come often, and pieces that hardly come twice.
    fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..40 {
            if self.next(4) == 0 {
                text.push_str(WORDS[self.next(WORDS.len())]);
            } else {
                for _ in 0..3 + self.next(6) {
                    let (from, many) = if self.next(3) == 0 { (0x4e00, 2_500) } else { (0x3042, 80) };
                    text.extend(char::from_u32(from + self.next(many) as u32));
                }
            }
            text.push_str(["、", "。", "と", "\n"][self.next(4)]);
        }
        text
    }
}

struct Made {
    case: CaseId,
    grants: Vec<Grant>,
    entries: Vec<Entry>,
}

fn make(number: usize, team: &TeamKey, staff: StaffId) -> Result<Made> {
    let rng = &mut rng();
    let mut drawn = Drawn(number as u64 + 1);
    let case = CaseId::make(rng);
    let mut keys = CaseKeys {
        conversation: Some(CompartmentKey::make(rng)),
        facts: Some(CompartmentKey::make(rng)),
        staff: None,
    };
    let recipient = Recipient::Team { id: team.id, version: team.version };
    let shared = [Compartment::Conversation, Compartment::Facts];
    let mut grants = vec![keys.grant(rng, case, &shared, recipient, &team.public_key)?];
    let (made, more) = make_staff_key(rng, case, std::slice::from_ref(team))?;
    keys.staff = made.staff;
    grants.extend(more);
    let mut text = || LetterText::parse(&drawn.text()).map_err(|_| anyhow!("not a letter"));
    let introduction = Introduction {
        call_me: number.is_multiple_of(3).then(|| format!("なまえ{number}")),
        about: Some(About::Myself),
        promises: Promises::default(),
    };
    let letter = |text, introduction| Record::Letter {
        text,
        answer: None,
        introduction,
        weather: None,
        short: false,
        files: Files::NONE,
    };
    let facts = Facts { about: Some(About::Myself), age: None, ward: None, source: None };
    let mut written = vec![
        (Compartment::Conversation, true, letter(text()?, Some(introduction))),
        (Compartment::Facts, true, Record::FactsChanged { facts }),
        (Compartment::Conversation, false, Record::reply(text()?)),
        (Compartment::Staff, false, Record::Note { text: text()? }),
        (Compartment::Conversation, true, letter(text()?, None)),
    ];
    if number >= WAITING {
        // Answered: the letter comes before the reply.
        written.swap(2, 4);
    }
    let mut tails = [GENESIS; 3];
    let mut entries: Vec<Entry> = Vec::with_capacity(EACH);
    for (compartment, by_writer, record) in written {
        let author = if by_writer { Author::Writer } else { Author::Staff(staff) };
        let tail: &mut EntryHash = &mut tails[place(compartment)];
        let entry = seal_entry(rng, &keys, case, compartment, author, *tail, &record)?;
        *tail = entry.hash();
        entries.push(entry);
    }
    Ok(Made { case, grants, entries })
}

const fn place(compartment: Compartment) -> usize {
    match compartment {
        Compartment::Conversation => 0,
        Compartment::Staff => 1,
        Compartment::Facts => 2,
    }
}

/// Ends the desk, fills its database, and starts it again.
pub fn fill(desk: &mut Desk, cases: usize) -> Result<()> {
    let (team, staff) = {
        let administrator = desk.administrator();
        let mine = administrator.session.teams.first().context("no team")?;
        let key = TeamKey {
            id: mine.id,
            name: mine.name.clone(),
            version: mine.version,
            public_key: mine.public_key,
        };
        (key, administrator.session.id)
    };
    let made = in_parallel(cases, |number| Ok((number, make(number, &team, staff)?)))?;
    desk.meddle_file(|data| write(&database(data)?, made, &team))
}

fn write(file: &Path, mut made: Vec<(usize, Made)>, team: &TeamKey) -> Result<()> {
    // Those that wait came last.
    made.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    let mut connection = Connection::open(file)?;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_millis() as i64;
    let count = made.len() as i64;
    let transaction = connection.transaction()?;
    for (at, (_, Made { case, grants, entries })) in made.into_iter().enumerate() {
        let began = now - DAY_MILLIS * 365 * (count - at as i64) / count;
        let tail = |compartment| {
            let last = entries.iter().rev().find(|entry| entry.compartment == compartment);
            last.map_or(GENESIS, Entry::hash).to_string()
        };
        transaction.prepare_cached(
            "INSERT INTO cases (id, created_at, tail_conversation, tail_staff, tail_facts) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?.execute(params![
            case.to_string(),
            began,
            tail(Compartment::Conversation),
            tail(Compartment::Staff),
            tail(Compartment::Facts)
        ])?;
        let feed = |kind: u8, to: i64| -> Result<()> {
            let mut put = transaction
                .prepare_cached("INSERT INTO feed (team, case_id, kind, ref) VALUES (?1, ?2, ?3, ?4)")?;
            put.execute(params![team.id.to_string(), case.to_string(), kind, to]).map(drop)?;
            Ok(())
        };
        for grant in &grants {
            let mask = grant.mask().context("no mask")?;
            transaction
                .prepare_cached("INSERT INTO grants (case_id, recipient, version, mask, sealed) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![
                    case.to_string(),
                    team.id.to_string(),
                    team.version,
                    mask,
                    grant.sealed.to_string()
                ])?;
            feed(1, i64::from(mask))?;
        }
        for (number, entry) in entries.iter().enumerate() {
            let author = match entry.author {
                Author::Writer => None,
                Author::Staff(id) => Some(id.to_string()),
            };
            let at = Timestamp(began + number as i64 * 60_000);
            let promised = (author.is_none() && entry.compartment == Compartment::Conversation)
                .then(|| at.plus_seconds(5 * 24 * 3600).date_in_japan().to_string());
            let sealed = entry.sealed.to_string();
            transaction
                .prepare_cached(
                    "INSERT INTO entries (case_id, id, compartment, author, created_at, promised, prev, hash, size, sealed) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                )?
                .execute(params![
                    case.to_string(),
                    entry.id.to_string(),
                    entry.compartment.byte(),
                    author,
                    at.millis(),
                    promised,
                    entry.prev.to_string(),
                    entry.hash().to_string(),
                    sealed.len() as i64,
                    sealed
                ])?;
            feed(2, transaction.last_insert_rowid())?;
        }
    }
    Ok(transaction.commit()?)
}

/// The file in which the local runtime keeps the database.
fn database(data: &Path) -> Result<PathBuf> {
    let directory = data.join("v3/d1/miniflare-D1DatabaseObject");
    let files = std::fs::read_dir(&directory).with_context(|| directory.display().to_string())?;
    let mut files: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    files.retain(|file| {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.ends_with(".sqlite") && name != "metadata.sqlite"
    });
    files.pop().context("no database")
}
