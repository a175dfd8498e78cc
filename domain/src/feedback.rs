//! What somebody thought of the desk: three questions, each of which may be skipped. Tied to no case.

use crate::limits::{FEEDBACK_CHARS, LETTER_CHARS};
use crate::text::{LetterText, TextFault};
use serde::{Deserialize, Serialize};

/// A scale in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    Yes,
    Between,
    No,
}

impl Scale {
    pub const ALL: [Self; 3] = [Self::Yes, Self::Between, Self::No];

    /// As the page names it.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "yes" => Some(Self::Yes),
            "between" => Some(Self::Between),
            "no" => Some(Self::No),
            _ => None,
        }
    }
}

/// The answers. Fields are only ever added.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Was it easy to write?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub easy: Option<Scale>,
    /// Did the reply help?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub useful: Option<Scale>,
    /// What should be different.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<LetterText>,
}

impl Feedback {
    /// `typed`: what should be different, up to [`FEEDBACK_CHARS`]. Nothing answered at all is `Empty`.
    pub fn of(easy: Option<Scale>, useful: Option<Scale>, typed: &str) -> Result<Self, TextFault> {
        let wanted = match LetterText::parse(typed) {
            Ok(text) => Some(text),
            Err(TextFault::Empty) => None,
            // Too long for a letter, and more so for this.
            Err(TextFault::TooLong { over }) => {
                return Err(TextFault::TooLong { over: over + LETTER_CHARS - FEEDBACK_CHARS });
            }
            Err(fault) => return Err(fault),
        };
        let count = wanted.as_ref().map_or(0, |text| text.as_str().chars().count());
        match count.checked_sub(FEEDBACK_CHARS) {
            Some(over) if over > 0 => Err(TextFault::TooLong { over }),
            _ if easy.is_none() && useful.is_none() && wanted.is_none() => Err(TextFault::Empty),
            _ => Ok(Self { easy, useful, wanted }),
        }
    }
}
