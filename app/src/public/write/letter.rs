//! The field that was there before this program: looked at, never replaced, never rewritten.

use crate::page::{document, element, listen};
use crate::public::dom;
use crate::public::error_summary::FieldFault;
use crate::public::letter_fault::fault_words;
use crate::public::weather;
use crate::words::public::letter as words;
use leptos::prelude::*;
use madobe_domain::limits::LETTER_CHARS;
use madobe_domain::text::LetterText;
use web_sys::HtmlTextAreaElement;

pub const FIELD: &str = "letter";
const COUNTER: &str = "letter-count";
/// The counter speaks up this many characters before the end.
const NEAR: usize = 500;

#[derive(Clone)]
pub struct Letter(HtmlTextAreaElement);

impl Letter {
    pub fn find() -> Option<Self> {
        element(FIELD).map(Self)
    }

    pub fn parse(&self) -> Result<LetterText, FieldFault> {
        weather::letter(&self.0.value(), weather::chosen())
            .map_err(|fault| FieldFault { field: FIELD, words: fault_words(fault) })
    }

    /// Forgotten as soon as it has arrived.
    pub fn clear(&self) {
        self.0.set_value("");
    }

    /// Back into the field.
    pub fn put(&self, text: &str) {
        self.0.set_value(text);
    }

    /// Counts near the end and beyond it; `typing` is told of every change.
    pub fn watch(&self, typing: impl Fn() + 'static) {
        let letter = self.clone();
        let counted = RwSignal::new(letter.counted());
        let over = move || counted.with(|counted| counted.as_ref().is_some_and(|(_, over)| *over));
        dom::shown(COUNTER, move || counted.with(Option::is_some));
        dom::words(COUNTER, move || counted.with(|counted| counted.clone().unwrap_or_default().0));
        dom::decided(COUNTER, "class", move || {
            Some(if over() { "counter over" } else { "counter" }.to_owned())
        });
        listen(&self.0, "input", move |_| {
            let now = letter.counted();
            // Far from the end nothing changes, and nothing is done for a key.
            if counted.with_untracked(|before| *before != now) {
                counted.set(now);
            }
            typing();
        });
    }

    fn counted(&self) -> Option<(String, bool)> {
        // In UTF-16 units first: cheap, and never fewer than characters.
        let far = self.0.text_length() as usize + NEAR < LETTER_CHARS;
        if far { None } else { counted(self.0.value().trim()) }
    }
}

fn counted(text: &str) -> Option<(String, bool)> {
    match text.chars().count() {
        count if count > LETTER_CHARS => Some((words::over(&(count - LETTER_CHARS).to_string()), true)),
        count if count + NEAR >= LETTER_CHARS => {
            Some((words::near(&(LETTER_CHARS - count).to_string()), false))
        }
        _ => None,
    }
}

/// It was taken back: a draft again.
pub fn unmark_sent() {
    if let Some(body) = document().body() {
        let _ = body.remove_attribute("data-sent");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counter_speaks_only_near_the_end() {
        assert!(counted(&"あ".repeat(9_499)).is_none());
        assert_eq!(counted(&"あ".repeat(9_500)), Some((words::near("500"), false)));
        assert_eq!(counted(&"😢".repeat(10_000)), Some((words::near("0"), false)));
        assert_eq!(counted(&"あ".repeat(10_001)), Some((words::over("1"), true)));
    }
}
