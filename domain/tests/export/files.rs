//! What lies beside letters, in either form.
use super::{about, case_file, check, file, leaflet, lines, two};
use crate::common::case::{Case, text};
use madobe_domain::bytes::Opaque;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::file::Opening;
use madobe_domain::export::check::{Checking, LineFault};
use madobe_domain::export::line::{BytesLine, CaseLine, FileLine, Line};
use madobe_domain::export::readable::{
    self, CASE_FORMAT, READABLE_FORMAT, ReadFault, ReadLine, TakenFile, read_all, read_case_file, take_out,
};
use madobe_domain::ids::CaseId;
use madobe_domain::limits::SEALED_FILE_BYTES;
use madobe_domain::log::entry::{Author, Compartment};
use madobe_domain::log::file::{FileKind, FileRef, Files};
use madobe_domain::log::record::Record;

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
