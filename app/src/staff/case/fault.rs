//! What keeps a text from being sent, said kindly.
use madobe_domain::text::{LetterText, TextFault};

use crate::words::staff::field;

/// Nobody who writes means it, and sealed it takes the room of six letters.
fn is_unseen(c: char) -> bool {
    c.is_control() && !c.is_whitespace() && c != '\0'
}

pub fn text_fault(typed: &str, empty: &'static str) -> Option<String> {
    match LetterText::parse(typed) {
        Err(TextFault::Empty) => Some(empty.to_owned()),
        _ if typed.contains(is_unseen) => Some(field::CHARACTER.to_owned()),
        Ok(_) => None,
        Err(TextFault::TooLong { over }) => Some(field::too_long(&over.to_string())),
        Err(TextFault::Character) => Some(field::CHARACTER.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_that_nobody_sees_is_told_as_that() {
        let fault = |typed: &str| text_fault(typed, "empty");
        assert_eq!(fault("はい\u{1b}").as_deref(), Some(field::CHARACTER));
        assert_eq!(
            fault(&"\u{1b}あ".repeat(9_000)).as_deref(),
            Some(field::CHARACTER),
            "whatever its length"
        );
        assert_eq!(fault("はい。\r\n\tまた\u{b}あした"), None);
        assert_eq!(fault(" \u{1b}").as_deref(), Some("empty"));
    }
}
