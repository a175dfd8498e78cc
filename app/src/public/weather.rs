//! The weather mark beside a letter's field.

use super::dom;
use madobe_domain::log::weather::Weather;
pub use madobe_domain::log::weather::letter;

/// The group of marks.
pub const FIELD: &str = "weather";

pub fn chosen() -> Option<Weather> {
    Weather::parse(&dom::chosen(FIELD))
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::text::TextFault;

    #[test]
    fn a_mark_is_a_letter_only_where_nothing_was_typed() {
        let text = |typed: &str, mark| letter(typed, mark).map(String::from);
        assert_eq!(text(" \n", Some(Weather::Rain)).as_deref(), Ok(Weather::Rain.sign()));
        assert_eq!(text("一言", Some(Weather::Rain)).as_deref(), Ok("一言"));
        assert_eq!(text("", None), Err(TextFault::Empty));
        assert_eq!(text(&"あ".repeat(10_001), Some(Weather::Fog)), Err(TextFault::TooLong { over: 1 }));
    }
}
