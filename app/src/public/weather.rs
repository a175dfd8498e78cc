//! The weather mark beside a letter's field.

use super::dom;
use madobe_domain::log::weather::Weather;
use madobe_domain::text::{LetterText, TextFault};

/// The group of marks.
pub const FIELD: &str = "weather";

pub fn chosen() -> Option<Weather> {
    Weather::parse(&dom::chosen(FIELD))
}

/// What was typed; where nothing was, the mark is the letter.
pub fn letter(typed: &str, mark: Option<Weather>) -> Result<LetterText, TextFault> {
    match (LetterText::parse(typed), mark.and_then(Weather::alone)) {
        (Err(TextFault::Empty), Some(sign)) => Ok(sign),
        (parsed, _) => parsed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_a_letter_only_where_nothing_was_typed() {
        let text = |typed: &str, mark| letter(typed, mark).map(String::from);
        assert_eq!(text(" \n", Some(Weather::Rain)).as_deref(), Ok(Weather::Rain.sign()));
        assert_eq!(text("一言", Some(Weather::Rain)).as_deref(), Ok("一言"));
        assert_eq!(text("", None), Err(TextFault::Empty));
        assert_eq!(text(&"あ".repeat(10_001), Some(Weather::Fog)), Err(TextFault::TooLong { over: 1 }));
    }
}
