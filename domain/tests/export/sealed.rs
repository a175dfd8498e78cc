//! The sealed form: each thing that was meddled with has its name.
use super::{Raw, check, file, lines, two};
use crate::common::case::Case;
use madobe_domain::bytes::Opaque;
use madobe_domain::clock::Timestamp;
use madobe_domain::export::check::{Checking, LineFault};
use madobe_domain::export::line::{EntryLine, GoneLine, Line, SEALED_VERSION};
use madobe_domain::ids::CaseId;
use madobe_domain::log::entry::{Author, Compartment};
use madobe_domain::log::record::Content;

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
