//! Words and bytes from outside.
use madobe_domain::bytes::{Fixed, Opaque, decode, encode};
use madobe_domain::limits::LETTER_CHARS;
use madobe_domain::log::record::Content;
use madobe_domain::text::{LetterText, TextFault, parse_login, parse_name, straight};
use proptest::prelude::*;

#[test]
fn a_name_turns_nothing_round() {
    assert_eq!(straight("ゆうの母\u{202e}x\u{2067}y\u{200f}"), "ゆうの母xy");
    assert_eq!(straight("👩‍👧 がぎ"), "👩‍👧 がぎ");
}

#[test]
fn letters() {
    for empty in
        ["", "   ", "\n\n", "\u{3000}", "\u{200b}\u{200d}\u{feff}", "\u{2800}\u{3164}", "\0", "\u{fe0f}"]
    {
        assert_eq!(LetterText::parse(empty).err(), Some(TextFault::Empty), "{empty:?}");
    }
    for written in ["☁", "😢😢", "👨‍👩‍👧", "…", "あ", "a\u{200b}"] {
        assert!(LetterText::parse(written).is_ok(), "{written}");
    }
    let limit = "あ".repeat(LETTER_CHARS);
    assert!(LetterText::parse(&limit).is_ok());
    assert_eq!(LetterText::parse(&format!("{limit}あ")).err(), Some(TextFault::TooLong { over: 1 }));
    assert_eq!(LetterText::parse(&"x".repeat(1_000_000)).err(), Some(TextFault::TooLong { over: 990_000 }));
    assert_eq!(LetterText::parse("  一行\r\n二行  ").unwrap().as_str(), "一行\n二行");
}

#[test]
fn names_and_logins() {
    assert_eq!(parse_name(" そら ").unwrap(), "そら");
    assert_eq!(parse_name("一行\n二行").err(), Some(TextFault::Character));
    assert_eq!(parse_login(" Desk.One ").unwrap(), "desk.one");
    assert_eq!(parse_login("窓口").err(), Some(TextFault::Empty));
    assert_eq!(parse_login("a b c").err(), Some(TextFault::Character));
}

proptest! {
    #[test]
    fn bytes_have_one_spelling(bytes in proptest::collection::vec(any::<u8>(), 1..100)) {
        let text = encode(&bytes);
        prop_assert_eq!(decode(&text).unwrap(), bytes);
        let (padded, spaced) = (text.clone() + "=", String::from(" ") + &text);
        prop_assert!(decode(&padded).is_err());
        prop_assert!(decode(&spaced).is_err());
    }

    #[test]
    fn any_text_reads_as_bytes_or_not_at_all(text in ".{0,60}") {
        if let Ok(bytes) = decode(&text) {
            prop_assert_eq!(encode(&bytes), text.clone());
        }
        let _ = (Fixed::<16>::parse(&text), Opaque::<40>::parse(&text));
    }

    #[test]
    fn any_json_is_some_content(json in ".{0,200}") {
        let _ = Content::from_json(json.as_bytes());
    }

    #[test]
    fn a_letter_keeps_its_words(text in "[^\0\r]{1,300}") {
        if let Ok(letter) = LetterText::parse(&text) {
            prop_assert_eq!(letter.as_str(), text.trim());
        }
    }
}
