//! Files beside letters: sealed in pieces, opened only whole, unchanged and by whoever has the entry that names them.
mod common;

use common::Repeatable;
use common::case::{Case, text};
use madobe_domain::crypto::file::{Opening, PIECE, Sealing};
use madobe_domain::crypto::hash::file_hash;
use madobe_domain::crypto::padding::pad;
use madobe_domain::crypto::secret::OpenError;
use madobe_domain::ids::FileId;
use madobe_domain::limits::{FILE_BYTES, FILE_NAME_CHARS, FILES, SEALED_FILE_BYTES};
use madobe_domain::log::case::CaseView;
use madobe_domain::log::entry::{Author, Compartment};
use madobe_domain::log::file::{FileFault, FileKind, FileRef, Files, check, shown_name};
use madobe_domain::log::inside::{Inside, What};
use madobe_domain::log::open::open_entries;
use madobe_domain::log::record::{Content, Record};
use proptest::prelude::*;

/// Something that begins as a photo does.
fn photo(length: usize) -> Vec<u8> {
    let mut content = vec![0x5A; length.max(3)];
    content[..3].copy_from_slice(b"\xff\xd8\xff");
    content
}

fn seal(seed: u64, content: &[u8]) -> (FileRef, Vec<u8>) {
    let mut rng = Repeatable::new(seed);
    Sealing::begin(&mut rng, content).unwrap().finish(&mut rng, None)
}

fn open(file: &FileRef, sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
    Opening::begin(file, sealed)?.finish().map(|content| content.to_vec())
}

#[test]
fn the_longest_file_is_as_long_as_the_limit_says() {
    let content = photo(FILE_BYTES);
    let (file, sealed) = seal(1, &content);
    assert_eq!(sealed.len(), SEALED_FILE_BYTES);
    assert!(open(&file, &sealed).unwrap() == content);
    assert_eq!(check(&photo(FILE_BYTES + 1)), Err(FileFault::TooLarge));
}

#[test]
fn step_by_step_is_the_same_as_at_once() {
    let content = photo(3 * PIECE + 17);
    let (mut one, mut other) = (Repeatable::new(7), Repeatable::new(7));
    let whole = Sealing::begin(&mut one, &content).unwrap().finish(&mut one, None);
    let mut sealing = Sealing::begin(&mut other, &content).unwrap();
    let mut steps = 1;
    while sealing.step(&mut other) {
        steps += 1;
    }
    let stepped = sealing.finish(&mut other, None);
    assert_eq!(steps, pad(&content).len().div_ceil(PIECE));
    assert!(whole == stepped);
    let mut opening = Opening::begin(&stepped.0, &stepped.1).unwrap();
    while opening.step().unwrap() {}
    assert!(opening.finish().unwrap().as_slice() == content);
}

#[test]
fn its_kind_is_what_it_begins_with() {
    let kinds = [
        (b"\xff\xd8\xff\xe1".as_slice(), Some(FileKind::Jpeg)),
        (b"\x89PNG\r\n\x1a\n....", Some(FileKind::Png)),
        (b"RIFF\0\0\0\0WEBPVP8 ", Some(FileKind::Webp)),
        (b"%PDF-1.7\n", Some(FileKind::Pdf)),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\">", None),
        (b"\xff\xd8", None),
        (b"GIF89a", None),
        (b"PK\x03\x04", None),
    ];
    for (content, kind) in kinds {
        assert_eq!(check(content).ok(), kind);
    }
    assert_eq!(check(b""), Err(FileFault::Empty));
    assert_eq!(check(b"GIF89a"), Err(FileFault::Kind));
    for kind in FileKind::KNOWN {
        assert_eq!(FileKind::parse(kind.name()), kind);
        assert_eq!(kind.is_picture(), kind != FileKind::Pdf);
    }
}

#[test]
fn a_shown_name_is_one_short_line() {
    assert_eq!(shown_name(" 予定表 ").as_deref(), Ok("予定表"));
    assert_eq!(shown_name("a\nb"), Err(FileFault::Name));
    assert_eq!(shown_name(&"あ".repeat(FILE_NAME_CHARS + 1)), Err(FileFault::Name));
}

#[test]
fn a_letter_has_only_so_many() {
    let (file, _) = seal(1, &photo(10));
    assert!(Files::new(vec![file.clone(); FILES]).is_ok());
    assert!(Files::new(vec![file; FILES + 1]).err() == Some(FileFault::TooMany));
}

#[test]
fn who_opens_the_letter_opens_what_is_beside_it() {
    let mut case = Case::new(3);
    let content = photo(1_000);
    let (file, sealed) = seal(9, &content);
    let record = Record::Letter {
        text: text("ノートの写真です。"),
        answer: None,
        introduction: None,
        weather: None,
        short: false,
        files: Files::new(vec![file]).unwrap(),
    };
    let json = record.to_json();
    let Content::Known(record) = Content::from_json(&json) else { panic!("a letter") };
    case.add(Compartment::Conversation, Author::Writer, &record);
    let view = CaseView::fold(open_entries(case.new.case, &case.keys, &case.stored));
    let inside = Inside::of(case.new.case, &view, Vec::new(), false);
    let item = inside.items.last().unwrap();
    assert!(matches!(&item.what, What::Words(words) if words == "ノートの写真です。"));
    let found = item.files.iter().next().unwrap();
    assert!(open(found, &sealed).unwrap() == content);
}

/// As it is written down. A change here is a change of what old cases say.
#[test]
fn a_letter_with_a_file_keeps_its_spelling() {
    let file = concat!(
        r#"{"id":"AQEBAQEBAQEBAQEBAQEBAQ","kind":"image/jpeg","bytes":12,"#,
        r#""hash":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI","key":"AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM"}"#
    );
    for spelling in [
        format!(r#"{{"kind":"letter","text":"📎","files":[{file}]}}"#),
        format!(r#"{{"kind":"reply","text":"あ","files":[{file},{file}]}}"#),
        r#"{"kind":"reply","text":"あ"}"#.to_owned(),
    ] {
        let record: Record = serde_json::from_str(&spelling).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), spelling);
    }
}

#[test]
fn a_kind_that_a_newer_version_sends_does_not_hide_the_letter() {
    let newer = concat!(
        r#"{"kind":"reply","text":"あ","files":[{"id":"AQEBAQEBAQEBAQEBAQEBAQ","kind":"image/avif","bytes":12,"of":"later","#,
        r#""hash":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI","key":"AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM"}]}"#
    );
    let Content::Known(Record::Reply { text, files }) = Content::from_json(newer.as_bytes()) else {
        panic!("a reply")
    };
    assert_eq!((text.as_str(), files.len()), ("あ", 1));
    assert!(files.iter().all(|file| file.kind == FileKind::Other && !file.kind.is_picture()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_was_sealed_opens_and_tells_little_of_its_length(length in 3_usize..400_000, seed: u64) {
        let content = photo(length);
        let (file, sealed) = seal(seed, &content);
        prop_assert!(open(&file, &sealed).unwrap() == content);
        prop_assert_eq!(file.hash, file_hash(&sealed));
        prop_assert_eq!(file.bytes as usize, content.len());
        // All lengths that are padded alike are sealed alike.
        let (_, other) = seal(seed ^ 1, &photo(pad(&content).len() - 4));
        prop_assert_eq!(other.len(), sealed.len());
    }

    #[test]
    fn what_was_meddled_with_does_not_open(length in 3_usize..200_000, seed: u64, at: prop::sample::Index, bit in 0_u8..8) {
        let (file, sealed) = seal(seed, &photo(length));
        let mut meddled = sealed.clone();
        meddled[at.index(sealed.len())] ^= 1 << bit;
        prop_assert!(open(&file, &meddled).is_err());
        // Also where whoever meddles could write the hash anew: the pieces themselves do not open.
        let forged = FileRef { hash: file_hash(&meddled), ..file.clone() };
        prop_assert!(open(&forged, &meddled).is_err());
        let cut = &sealed[..at.index(sealed.len())];
        let forged = FileRef { hash: file_hash(cut), ..file.clone() };
        prop_assert!(open(&forged, cut).is_err());
        // Another file's handle or key opens nothing.
        let (other, _) = seal(seed ^ 1, &photo(length));
        let forged = FileRef { key: other.key.clone(), ..file.clone() };
        prop_assert!(open(&forged, &sealed).is_err());
        let forged = FileRef { id: FileId::from_bytes([9; 16]), ..file };
        prop_assert!(open(&forged, &sealed).is_err());
    }

    #[test]
    fn pieces_are_not_moved_or_left_out(seed: u64) {
        const SEALED: usize = PIECE + 41;
        let (file, sealed) = seal(seed, &photo(3 * PIECE));
        let pieces: Vec<&[u8]> = sealed.chunks(SEALED).collect();
        let swapped = [&[pieces[1], pieces[0]][..], &pieces[2..]].concat().concat();
        let shorter = pieces[..pieces.len() - 1].concat();
        let longer = [sealed.as_slice(), pieces[pieces.len() - 1]].concat();
        for forged in [swapped, shorter, longer] {
            let file = FileRef { hash: file_hash(&forged), ..file.clone() };
            prop_assert!(open(&file, &forged).is_err());
        }
    }
}
