//! A short free word on a case. Kept as it was typed; two that people would call the same are the same.

use crate::limits::TAG_CHARS;
use crate::text::{TextFault, one_line, parsed_text, spelling};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Tag(String);

impl Tag {
    /// One line, with one space where there were several.
    pub fn parse(typed: &str) -> Result<Self, TextFault> {
        let words: Vec<&str> = typed.split_whitespace().collect();
        one_line(&words.join(" "), TAG_CHARS).map(Self)
    }

    /// What it is compared by: in one width, one kana, small letters, without spaces.
    pub fn key(&self) -> String {
        key(&self.0)
    }

    pub fn is_same(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

/// The same of what is only being typed.
pub fn key(typed: &str) -> String {
    spelling(typed).split_whitespace().collect()
}

parsed_text!(Tag);
