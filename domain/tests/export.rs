//! Taking along: what was taken out reads the same, and what was meddled with is told.
mod common;

use common::Repeatable;
use common::case::{Case, text};
use madobe_domain::bytes::{Fixed, Opaque};
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::crypto::file::{Opening, Sealing};
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::export::Tails;
use madobe_domain::export::check::{Checking, LineFault};
use madobe_domain::export::line::{
    BytesLine, CaseLine, DeskLine, EntryLine, FileLine, GoneLine, HeldLine, Line, MailboxLine, PersonLine,
    SEALED_FORMAT, SEALED_VERSION, TeamKeyLine, TeamLine, Writing,
};
use madobe_domain::export::readable::{
    self, About, CASE_FORMAT, CaseWriting, READABLE_FORMAT, ReadCase, ReadFault, ReadLine, TakenFile,
    TakenOut, read_all, read_case_file, take_out,
};
use madobe_domain::ids::{CaseId, StaffId};
use madobe_domain::limits::SEALED_FILE_BYTES;
use madobe_domain::log::case::CaseView;
use madobe_domain::log::entry::{Author, Compartment, StoredEntry};
use madobe_domain::log::file::{FileKind, FileRef, Files};
use madobe_domain::log::record::{CloseReason, Content, Facts, Join, Promises, Record, Written};
use madobe_domain::log::work::{Tag, Work, WorkRecord};
use madobe_domain::wire::team::TeamKind;
use proptest::prelude::*;
use std::sync::{LazyLock, Mutex, PoisonError};

/// A record of a version that is not here yet, or none at all.
struct Raw(&'static [u8]);

impl Written for Raw {
    fn json(&self) -> Vec<u8> {
        self.0.to_vec()
    }
}

fn about(format: &str, internal: bool) -> About {
    let people = vec![readable::Person { id: StaffId::from_bytes([3; 16]), name: "相談員".into() }];
    About::new(format, Timestamp(1_764_000_000_000), internal, people)
}

fn case_file(about: &About, taken: &TakenOut, files: Vec<TakenFile>) -> String {
    let (mut writing, mut text) = CaseWriting::begin(about, taken);
    for file in files {
        text.push_str(&writing.file(file));
    }
    text + writing.end()
}

/// What a letter names, its sealed bytes, and what is in them.
fn leaflet(seed: u64) -> (FileRef, Vec<u8>, Vec<u8>) {
    let content = [b"%PDF-1.7 ".as_slice(), &seed.to_be_bytes()].concat();
    let mut rng = Repeatable::new(seed);
    let (file, sealed) =
        Sealing::begin(&mut rng, &content).unwrap().finish(&mut rng, Some("案内".to_owned()));
    (file, sealed, content)
}

/// A letter and a reply, which has two of the three beside it.
fn with_files(case: &mut Case) -> Vec<(FileRef, Vec<u8>, Vec<u8>)> {
    let all: Vec<_> = (70..73).map(leaflet).collect();
    let files = |from: usize, to: usize| {
        Files::new(all[from..to].iter().map(|(file, ..)| file.clone()).collect()).unwrap()
    };
    let staff = Author::Staff(case.world.staff);
    let letter = Record::Letter {
        text: text("写真です。"),
        answer: None,
        introduction: None,
        weather: None,
        short: false,
        files: files(0, 1),
    };
    case.add(Compartment::Conversation, Author::Writer, &letter);
    let reply = Record::Reply { text: text("案内です。"), files: files(1, 3) };
    case.add(Compartment::Conversation, staff, &reply);
    all
}

fn fold_of(case: &Case, internal: bool) -> CaseView {
    let kept = |stored: &&StoredEntry| internal || stored.entry.compartment != Compartment::Staff;
    let stored: Vec<StoredEntry> = case.stored.iter().filter(kept).cloned().collect();
    case.view_of(&stored)
}

fn step(case: &mut Case, what: u8) {
    let staff = Author::Staff(case.world.staff);
    match what {
        0 => case.writes("二通めです。\n行をかえて。"),
        1 => case.replies("お返事です。「かぎ」\\と\"引用\"。"),
        2 => case.staff(Record::Note { text: text("内部のメモ") }),
        3 => case.staff(Record::Closed { reason: CloseReason::Quiet }),
        4 => case.staff(Record::Reopened),
        5 => {
            let promises = Promises { no_visit: true, ..Promises::default() };
            case.add(Compartment::Conversation, Author::Writer, &Record::PromisesChanged { promises });
        }
        6 => {
            let facts = Facts { ward: Some("北区".into()), ..Facts::default() };
            case.add(Compartment::Facts, staff, &Record::FactsChanged { facts });
        }
        7 => case.add(Compartment::Staff, staff, &WorkRecord::Tagged { tag: Tag::parse("家族").unwrap() }),
        8 => {
            let entry =
                case.stored.iter().rev().find(|stored| stored.entry.compartment == Compartment::Staff);
            let id = entry.map_or(case.stored[0].entry.id, |stored| stored.entry.id);
            case.add(Compartment::Staff, staff, &WorkRecord::Undone { entry: id });
        }
        9 => {
            let newer = Raw(b"{\"kind\":\"from_tomorrow\",\n \"deep\":{\"a\":[1,2.5,null]}}");
            case.add(Compartment::Staff, staff, &newer);
        }
        10 => case.add(Compartment::Conversation, Author::Writer, &Raw(b"\xff\xfe no json")),
        11 => {
            let join = Join { case: CaseId::from_bytes([3; 16]), here: true, waiting: true, promised: None };
            case.add(Compartment::Conversation, Author::Writer, &Record::Joined { join });
        }
        _ => {
            // Somebody meddled with it on the server.
            let last = case.stored.len() - 1;
            let entry = &mut case.stored[last].entry;
            let mut bytes = entry.sealed.as_bytes().to_vec();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            entry.sealed = Opaque::new(bytes).unwrap();
        }
    }
}

/// Stretching its code takes the longest by far: one for all.
static BASE: LazyLock<Mutex<Case>> = LazyLock::new(|| Mutex::new(Case::new(7)));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn what_was_taken_out_folds_to_the_same(steps in prop::collection::vec(0u8..13, 0..12), internal: bool, dropped in prop::option::of(0usize..12)) {
        let mut case = BASE.lock().unwrap_or_else(PoisonError::into_inner);
        let case = &mut *case;
        case.stored.clear();
        for entry in case.new.entries.clone() {
            case.store(entry);
        }
        for what in steps {
            step(case, what);
        }
        if let Some(dropped) = dropped.filter(|dropped| *dropped < case.stored.len()) {
            case.stored.remove(dropped);
        }
        let taken = take_out(case.new.case, &case.keys, &[], &case.stored, internal);
        prop_assert!(!taken.json.contains('\n'));
        let file = case_file(&about(CASE_FORMAT, internal), &taken, Vec::new());
        let (about, read, beside) = read_case_file(&file).unwrap();
        prop_assert!(beside.is_empty());
        prop_assert_eq!(about.internal, internal);
        let opened = read.opened();
        let view = fold_of(case, internal);
        prop_assert!(Work::fold(&opened) == Work::fold(&view.entries), "how it is worked");
        prop_assert!(CaseView::fold(opened) == view, "the view");
        prop_assert!(read.belongs_to(&case.stored));
        prop_assert_eq!(read.entries.len(), taken.entries as usize);
        let shut = read.entries.iter().filter(|entry| entry.sealed.is_some()).count();
        prop_assert_eq!(shut, taken.unopened as usize);
    }

    #[test]
    fn anything_at_all_is_refused_in_peace(text in ".{0,200}") {
        let _ = ReadCase::read(&text);
        let _ = read_case_file(&text);
        prop_assert!(Checking::default().take(&text).is_err());
    }
}

#[test]
fn what_does_not_open_stays_in_sealed_and_is_counted() {
    let mut case = Case::new(8);
    case.replies("お返事");
    case.staff(Record::Note { text: text("メモ") });
    let grants = case.new.grants.clone();
    // Nothing of it is held.
    let none = take_out(case.new.case, &CaseKeys::default(), &grants, &case.stored, true);
    assert_eq!((none.entries, none.unopened), (4, 4));
    let read = ReadCase::read(&none.json).unwrap();
    assert_eq!((read.entries.len(), &read.shut, &read.grants), (0, &case.stored, &grants));
    // Without the staff's own compartment nothing of it is there, not even sealed.
    let outer = take_out(case.new.case, &CaseKeys::default(), &grants, &case.stored, false);
    assert_eq!((outer.entries, outer.unopened), (3, 3));
    let all = take_out(case.new.case, &case.keys, &grants, &case.stored, false);
    assert!(!all.json.contains("メモ") && !all.json.contains("\"staff\",\"author"), "{}", all.json);
    // The keys of what opened do not go along.
    assert!(!all.json.contains("grants"));
}

#[test]
fn a_file_of_everything_tells_what_is_missing_in_it() {
    let cases: Vec<Case> = (0..3).map(|seed| Case::new(20 + seed)).collect();
    let (mut writing, mut file) = readable::Writing::begin(&about(READABLE_FORMAT, true));
    for case in &cases {
        file.push_str(&writing.case(take_out(case.new.case, &case.keys, &[], &case.stored, true)));
    }
    assert_eq!((writing.cases, writing.entries, writing.unopened), (3, 6, 0));
    file.push_str(&writing.end());
    let mut found = Vec::new();
    let each = |line: ReadLine| match line {
        ReadLine::Case(case) => found.push(case.case),
        ReadLine::File(_) => panic!("nothing lies beside these"),
    };
    let (about, end) = read_all(file.lines(), each).unwrap();
    assert_eq!((about.people[0].name.as_str(), end.cases, end.unopened), ("相談員", 3, 0));
    assert_eq!(found, cases.iter().map(|case| case.new.case).collect::<Vec<_>>());
    let lines: Vec<&str> = file.lines().collect();
    let read = |lines: &[&str]| read_all(lines.iter().copied(), |_| ()).map(drop);
    assert_eq!(read(&lines[..4]), Err(ReadFault::Ends), "cut off");
    assert_eq!(read(&[lines[0], lines[2], lines[3], lines[4]]), Err(ReadFault::Ends), "one left out");
    assert_eq!(read(&[lines[0], lines[2], lines[1], lines[3], lines[4]]), Err(ReadFault::Ends), "moved");
    assert_eq!(read(&lines[1..]), Err(ReadFault::Form), "without its beginning");
    let newer = lines[0].replace("\"version\":1", "\"version\":2");
    assert_eq!(read(&[&newer]), Err(ReadFault::Version));
}

#[test]
fn what_lies_beside_letters_goes_along_opened() {
    let mut case = Case::new(10);
    let all = with_files(&mut case);
    let id = case.new.case;
    // The same once more: it is taken along once.
    let again = Record::Reply {
        text: text("もう一度です。"),
        files: Files::new(vec![all[0].0.clone()]).unwrap(),
    };
    case.add(Compartment::Conversation, Author::Staff(case.world.staff), &again);
    let taken = take_out(id, &case.keys, &[], &case.stored, false);
    assert!(taken.case == id && taken.files.iter().eq(all.iter().map(|(file, ..)| file)));
    // The last one is not there any more.
    let opened = |place: usize| {
        let (file, sealed, _) = &all[place];
        let content = Opening::begin(file, sealed).unwrap().finish().unwrap();
        TakenFile::new(id, file, (place < 2).then_some(content.as_slice()))
    };
    let text = case_file(&about(CASE_FORMAT, false), &taken, (0..3).map(opened).collect());
    let (_, read, beside) = read_case_file(&text).unwrap();
    assert_eq!((read.case, beside.len()), (id, 3));
    for (place, found) in beside.iter().enumerate() {
        let (file, _, content) = &all[place];
        assert_eq!((found.case, found.id, found.hash), (id, file.id, file.hash));
        assert_eq!((found.kind, found.name.as_deref()), (FileKind::Pdf, Some("案内")));
        assert_eq!(found.content.as_ref(), (place < 2).then_some(content));
    }
    let (mut writing, mut text) = readable::Writing::begin(&about(READABLE_FORMAT, false));
    text.push_str(&writing.case(taken));
    for place in 0..3 {
        text.push_str(&writing.file(opened(place)));
    }
    assert_eq!((writing.files, writing.missing), (3, 1));
    text.push_str(&writing.end());
    let mut found = Vec::new();
    let each = |line: ReadLine| match line {
        ReadLine::Case(_) => {}
        ReadLine::File(file) => found.push(file),
    };
    let (_, end) = read_all(text.lines(), each).unwrap();
    assert_eq!((end.files, end.missing), (3, 1));
    assert_eq!(found, beside);
    // Left out, cut short, or of another kind.
    let lines: Vec<&str> = text.lines().collect();
    let read = |lines: &[&str]| read_all(lines.iter().copied(), |_| ()).map(drop);
    assert_eq!(read(&[&lines[..3], &lines[4..]].concat()), Err(ReadFault::Ends));
    let put = |line: &str| {
        let mut lines = lines.clone();
        lines[2] = line;
        read(&lines)
    };
    assert_eq!(put(&lines[2].replace("JVBERi0xLjcg", "JVBERi0x")), Err(ReadFault::File));
    assert_eq!(put(&lines[2].replace("data:application/pdf", "data:text/html")), Err(ReadFault::File));
    assert_eq!(put(&lines[2].replace("\"bytes\":17", "\"bytes\":16")), Err(ReadFault::File));
    assert_eq!(put(&lines[2].replace("JVBERi0xLjcg", "JVBERi0xLjgg")), Err(ReadFault::Ends), "altered");
}

#[test]
fn a_readable_chain_that_was_cut_is_told() {
    let mut case = Case::new(9);
    case.replies("一");
    case.replies("二");
    let taken = take_out(case.new.case, &case.keys, &[], &case.stored, true);
    let mut value: serde_json::Value = serde_json::from_str(&taken.json).unwrap();
    value["entries"].as_array_mut().unwrap().remove(2);
    assert_eq!(ReadCase::read(&value.to_string()).err(), Some(ReadFault::Chain));
    let mut value: serde_json::Value = serde_json::from_str(&taken.json).unwrap();
    value["entries"].as_array_mut().unwrap().pop();
    assert_eq!(ReadCase::read(&value.to_string()).err(), Some(ReadFault::Ends));
    // Hashes of another log are not those of this one.
    let read = ReadCase::read(&taken.json).unwrap();
    assert!(read.belongs_to(&case.stored));
    assert!(!read.belongs_to(&case.stored[..3]));
}

fn lines(cases: &[Case]) -> Vec<Line> {
    let first = &cases[0];
    let mut lines = vec![
        Line::Desk(Box::new(DeskLine {
            format: SEALED_FORMAT.into(),
            version: SEALED_VERSION,
            made_at: Timestamp(5),
            salt: Fixed([1; 16]),
            stretch: StretchParams::PRESENT,
            recovery: first.world.team.public_key,
            newest: 40,
        })),
        Line::Person(PersonLine { id: first.world.staff, name: "相談員".into() }),
    ];
    // Each case of these is of a world of its own, with a team of its own.
    lines.extend(cases.iter().map(|case| {
        let team = &case.world.team;
        let (created_at, public_key) = (Timestamp(1), team.public_key);
        Line::Team(TeamLine {
            id: team.id,
            name: team.name.clone(),
            reads: TeamKind::Full,
            version: 1,
            resealed: 1,
            created_at,
            keys: vec![TeamKeyLine { version: 1, public_key, created_at, seed: None }],
        })
    }));
    for case in cases {
        let id = case.new.case;
        lines.push(Line::Case(CaseLine { case: id, created_at: Timestamp(1), closed_at: None }));
        for stored in &case.stored {
            let hash = stored.entry.hash();
            lines.push(Line::Entry(Box::new(EntryLine { stored: stored.clone(), hash })));
        }
        let tails = Tails {
            conversation: case.tail(Compartment::Conversation),
            staff: case.tail(Compartment::Staff),
            facts: case.tail(Compartment::Facts),
        };
        let mailbox = MailboxLine {
            id: case.new.mailbox,
            token_hash: case.new.token_hash,
            public_key: Some(case.new.public_key),
            deleted_at: None,
        };
        let grants = case.new.grants.clone();
        let entries = case.stored.len() as u32;
        lines.push(Line::Held(HeldLine { case: id, entries, tails, mailboxes: vec![mailbox], grants }));
    }
    lines
}

fn file(lines: &[Line]) -> Vec<String> {
    let mut writing = Writing::default();
    let mut all: Vec<String> = lines.iter().map(|line| writing.line(line)).collect();
    all.push(writing.end());
    all.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The line that is refused, counted from 0, and why.
fn check(file: &[String]) -> Result<Checking, (usize, LineFault)> {
    let mut checking = Checking::default();
    for (number, line) in file.iter().enumerate() {
        checking.take(line).map_err(|fault| (number, fault))?;
        // Put away and gone on with after every line.
        checking = serde_json::from_str(&serde_json::to_string(&checking).unwrap()).unwrap();
    }
    Ok(checking)
}

fn two() -> Vec<Case> {
    let mut cases: Vec<Case> = (0..2).map(|seed| Case::new(30 + seed)).collect();
    for case in &mut cases {
        case.replies("お返事");
        case.writes("もう一通");
        case.staff(Record::Note { text: text("メモ") });
    }
    cases.sort_by_key(|case| case.new.case.to_string());
    cases
}

#[test]
fn a_sealed_file_is_whole_and_can_be_gone_on_with_after_any_line() {
    let file = file(&lines(&two()));
    let checking = check(&file).unwrap();
    assert!(checking.is_done());
    assert_eq!((checking.lines, checking.cases, checking.entries), (file.len() as u64, 2, 10));
    assert!(!check(&file[..file.len() - 1]).unwrap().is_done());
    let again = [file.clone(), vec![file[0].clone()]].concat();
    assert_eq!(check(&again).err(), Some((file.len(), LineFault::Order)));
}

/// Taken in elsewhere and taken out once more, what no version here knows is what it was.
#[test]
fn a_kind_that_is_not_known_here_moves_as_it_was_sealed() {
    let mut case = Case::new(40);
    let newer = Raw(b"{\"kind\":\"from_tomorrow\",\"deep\":{\"a\":[1,2.5,null]}}");
    let staff = Author::Staff(case.world.staff);
    case.add(Compartment::Conversation, Author::Writer, &newer);
    case.add(Compartment::Staff, staff, &newer);
    case.writes("つづきです。");
    let before = file(&lines(std::slice::from_ref(&case)));
    let mut checking = Checking::default();
    let mut stored = Vec::new();
    for line in &before {
        if let Line::Entry(line) = checking.take(line).unwrap() {
            stored.push(line.stored);
        }
    }
    assert!(checking.is_done());
    let view = case.view_of(&stored);
    let unknown = Some(Content::Newer { kind: "from_tomorrow".into() });
    assert_eq!(view.entries.iter().filter(|entry| entry.content == unknown).count(), 2);
    assert_eq!((view.faults, view.newest_words()), (0, Some("つづきです。")));
    case.stored = stored;
    assert_eq!(file(&lines(std::slice::from_ref(&case))), before);
}

#[test]
fn each_thing_that_was_meddled_with_has_its_name() {
    let good = lines(&two());
    let fault = |change: &dyn Fn(&mut Vec<Line>)| {
        let mut lines = good.clone();
        change(&mut lines);
        check(&file(&lines)).err()
    };
    let entry = |lines: &mut Vec<Line>, at: usize, change: &dyn Fn(&mut EntryLine)| match &mut lines[at] {
        Line::Entry(entry) => change(entry),
        _ => panic!("no entry"),
    };
    assert_eq!(fault(&|_| ()), None);
    let altered = |lines: &mut Vec<Line>| {
        entry(lines, 5, &|line| {
            let mut bytes = line.stored.entry.sealed.as_bytes().to_vec();
            bytes[40] ^= 1;
            line.stored.entry.sealed = Opaque::new(bytes).unwrap();
        });
    };
    assert_eq!(fault(&altered), Some((5, LineFault::Hash)));
    // With a hash that fits it, it is the next one that does not follow.
    let covered = |lines: &mut Vec<Line>| {
        altered(lines);
        entry(lines, 5, &|line| line.hash = line.stored.entry.hash());
    };
    assert_eq!(fault(&covered), Some((7, LineFault::Chain)));
    assert_eq!(fault(&|lines| drop(lines.remove(7))), Some((7, LineFault::Chain)), "left out");
    assert_eq!(fault(&|lines| drop(lines.remove(9))), Some((9, LineFault::Ends)), "the last left out");
    assert_eq!(fault(&|lines| lines.swap(7, 8)), Some((7, LineFault::Chain)), "moved");
    assert_eq!(
        fault(&|lines| entry(lines, 7, &|line| line.stored.seq = 1)),
        Some((7, LineFault::Number)),
        "a number that does not rise"
    );
    assert_eq!(
        fault(&|lines| entry(lines, 9, &|line| line.stored.seq = 41)),
        Some((9, LineFault::Number)),
        "a number beyond the newest"
    );
    assert_eq!(fault(&|lines| lines.insert(7, lines[6].clone())), Some((7, LineFault::Foreign)), "twice");
    assert_eq!(fault(&|lines| lines.swap(5, 12)), Some((5, LineFault::Foreign)), "of another case");
    assert_eq!(fault(&|lines| drop(lines.remove(4))), Some((4, LineFault::Order)), "without its case");
    assert_eq!(fault(&|lines| lines.swap(1, 2)), Some((2, LineFault::Order)));
    let grants = |lines: &mut Vec<Line>| match &mut lines[10] {
        Line::Held(held) => held.grants[0].case = CaseId::from_bytes([9; 16]),
        _ => panic!("no end of a case"),
    };
    assert_eq!(fault(&grants), Some((10, LineFault::Grants)));
    let stranger = |lines: &mut Vec<Line>| match &mut lines[10] {
        Line::Held(held) => held.mailboxes.clear(),
        _ => panic!("no end of a case"),
    };
    assert_eq!(fault(&stranger), Some((10, LineFault::Grants)), "a key for a mailbox that is not there");
    let newer = |lines: &mut Vec<Line>| match &mut lines[0] {
        Line::Desk(desk) => desk.version = SEALED_VERSION + 1,
        _ => panic!("no desk"),
    };
    assert_eq!(fault(&newer), Some((0, LineFault::Version)));
    let first = |lines: &mut Vec<Line>| match &mut lines[0] {
        Line::Desk(desk) => desk.version = 1,
        _ => panic!("no desk"),
    };
    assert_eq!(fault(&first), None, "from before files went along");
    // The end is that of this very file.
    let mut whole = file(&good);
    let other = file(&good[..11]);
    *whole.last_mut().unwrap() = other.last().unwrap().clone();
    assert_eq!(check(&whole).err(), Some((whole.len() - 1, LineFault::Ends)));
    let mut lines = good.clone();
    lines.insert(
        11,
        Line::Gone(GoneLine {
            case: CaseId::from_bytes([0; 16]),
            created_at: Timestamp(1),
            erased_at: Timestamp(2),
            mailboxes: Vec::new(),
        }),
    );
    assert_eq!(check(&file(&lines)).err(), Some((11, LineFault::Order)), "cases rise");
}

/// The same two cases, the first with two files beside its letters: at 10 to 13, before its end.
fn two_with_files() -> Vec<Line> {
    let mut lines = lines(&two());
    let Line::Case(CaseLine { case, .. }) = lines[4] else { panic!("no case") };
    let beside = (80..82).flat_map(|seed| {
        let (file, sealed, _) = leaflet(seed);
        let (made_at, size) = (Timestamp(3), sealed.len() as u32);
        let line = FileLine { case, id: file.id, author: None, made_at, size, hash: file.hash };
        [Line::File(line), Line::Bytes(BytesLine { bytes: Opaque::new(sealed).unwrap() })]
    });
    let beside: Vec<Line> = beside.collect();
    drop(lines.splice(10..10, beside));
    lines
}

#[test]
fn sealed_files_stand_behind_the_entries_and_their_bytes_are_looked_at() {
    let good = two_with_files();
    let whole = file(&good);
    let checking = check(&whole).unwrap();
    assert!(checking.is_done());
    assert_eq!((checking.lines, checking.entries), (whole.len() as u64 - 2, 10), "bytes are no lines");
    // They may come another way: then the rest is the same, to the last digest.
    let mut without = Checking::default();
    for line in whole.iter().filter(|line| !line.contains("\"kind\":\"bytes\"")) {
        without.take(line).unwrap();
        if without.awaits().is_some() {
            without.arrived();
        }
    }
    assert_eq!(without, checking);
}

#[test]
fn a_file_that_is_missing_or_was_meddled_with_stops_at_its_line() {
    let good = two_with_files();
    let fault = |change: &dyn Fn(&mut Vec<Line>)| {
        let mut lines = good.clone();
        change(&mut lines);
        check(&file(&lines)).err()
    };
    assert_eq!(fault(&|_| ()), None);
    let flip = |at: usize| {
        move |lines: &mut Vec<Line>| match &mut lines[at] {
            Line::Bytes(sealed) => {
                let mut bytes = sealed.bytes.as_bytes().to_vec();
                bytes[30] ^= 1;
                sealed.bytes = Opaque::new(bytes).unwrap();
            }
            _ => panic!("no bytes"),
        }
    };
    assert_eq!(fault(&flip(11)), Some((11, LineFault::File)), "altered");
    assert_eq!(fault(&flip(13)), Some((13, LineFault::File)), "the last one altered");
    assert_eq!(fault(&|lines| drop(lines.remove(11))), Some((11, LineFault::File)), "left out");
    assert_eq!(fault(&|lines| drop(lines.remove(13))), Some((13, LineFault::File)), "the last left out");
    assert_eq!(fault(&|lines| lines.swap(11, 13)), Some((11, LineFault::File)), "of another file");
    assert_eq!(fault(&|lines| drop(lines.remove(10))), Some((10, LineFault::Order)), "of no file");
    assert_eq!(fault(&|lines| lines.swap(9, 10)), Some((10, LineFault::File)), "an entry in between");
    let about = |at: usize, change: &dyn Fn(&mut FileLine)| {
        let mut lines = good.clone();
        match &mut lines[at] {
            Line::File(file) => change(file),
            _ => panic!("no file"),
        }
        check(&file(&lines)).err()
    };
    assert_eq!(about(10, &|file| file.size += 1), Some((11, LineFault::File)));
    assert_eq!(about(10, &|file| file.size = 0), Some((10, LineFault::File)));
    let large = SEALED_FILE_BYTES as u32 + 1;
    assert_eq!(about(10, &|file| file.size = large), Some((10, LineFault::File)));
    let elsewhere = CaseId::from_bytes([9; 16]);
    assert_eq!(about(10, &|file| file.case = elsewhere), Some((10, LineFault::Foreign)));
    let twice = |lines: &mut Vec<Line>| {
        let again = lines[10..12].to_vec();
        drop(lines.splice(12..12, again));
    };
    assert_eq!(fault(&twice), Some((12, LineFault::Foreign)));
    let outside = |lines: &mut Vec<Line>| {
        let beside: Vec<Line> = lines.drain(10..12).collect();
        drop(lines.splice(13..13, beside));
    };
    assert_eq!(fault(&outside), Some((13, LineFault::Order)), "behind the end of its case");
    let behind = |lines: &mut Vec<Line>| {
        let entry = lines.remove(9);
        lines.insert(13, entry);
    };
    assert_eq!(fault(&behind), Some((13, LineFault::Order)), "an entry behind the files");
    // Left out with its line, it is missed at the end of all.
    let mut whole = file(&good);
    let end = whole.len() - 1;
    drop(whole.drain(10..12));
    assert_eq!(check(&whole).err(), Some((end - 2, LineFault::Ends)));
}
