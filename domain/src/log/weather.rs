//! The weather mark: how it is just now, said with one tap.

use crate::text::{LetterText, TextFault};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weather {
    Clear,
    Cloudy,
    Rain,
    Thunder,
    Fog,
    Snow,
}

impl Weather {
    pub const ALL: [Self; 6] = [Self::Clear, Self::Cloudy, Self::Rain, Self::Thunder, Self::Fog, Self::Snow];

    /// As it is written down, and as the pages name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Cloudy => "cloudy",
            Self::Rain => "rain",
            Self::Thunder => "thunder",
            Self::Fog => "fog",
            Self::Snow => "snow",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|weather| weather.name() == name)
    }

    /// The text of a letter that is the mark alone: one sign, the same in every language, which a version that knows
    /// no marks shows as it stands.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Clear => "\u{2600}",
            Self::Cloudy => "\u{2601}",
            Self::Rain => "\u{2602}",
            Self::Thunder => "\u{26a1}",
            Self::Fog => "\u{1f32b}",
            Self::Snow => "\u{2603}",
        }
    }

    /// The text of a letter with this mark in which nothing was written.
    pub fn alone(self) -> Option<LetterText> {
        LetterText::parse(self.sign()).ok()
    }

    /// Nothing was written but this.
    pub fn is_alone(self, text: &str) -> bool {
        text == self.sign()
    }
}

/// What was typed; where nothing was, the mark is the letter.
pub fn letter(typed: &str, mark: Option<Weather>) -> Result<LetterText, TextFault> {
    match (LetterText::parse(typed), mark.and_then(Weather::alone)) {
        (Err(TextFault::Empty), Some(sign)) => Ok(sign),
        (parsed, _) => parsed,
    }
}
