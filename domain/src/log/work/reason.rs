//! Why somebody raised or cleared a flag: one line, for colleagues alone.

use crate::limits::REASON_CHARS;
use crate::text::{TextFault, one_line, parsed_text};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reason(String);

impl Reason {
    pub fn parse(typed: &str) -> Result<Self, TextFault> {
        one_line(typed, REASON_CHARS).map(Self)
    }
}

parsed_text!(Reason);
