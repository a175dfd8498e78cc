//! The readable form: what was taken out reads the same, and what was cut is told.
use super::{Raw, about, case_file};
use crate::common::case::{Case, text};
use madobe_domain::bytes::Opaque;
use madobe_domain::crypto::compartment::CaseKeys;
use madobe_domain::export::check::Checking;
use madobe_domain::export::readable::{
    self, CASE_FORMAT, READABLE_FORMAT, ReadCase, ReadFault, ReadLine, read_all, read_case_file, take_out,
};
use madobe_domain::ids::CaseId;
use madobe_domain::log::case::CaseView;
use madobe_domain::log::entry::{Author, Compartment, StoredEntry};
use madobe_domain::log::record::{CloseReason, Facts, Join, Promises, Record};
use madobe_domain::log::work::{Tag, Work, WorkRecord};
use proptest::prelude::*;
use std::sync::{LazyLock, Mutex, PoisonError};

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
