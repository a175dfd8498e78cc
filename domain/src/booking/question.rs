//! What a group asks of whoever takes a seat: a few short questions by staff, each of which may be left open. The server
//! knows the questions, as it knows the kind; an answer stands in the sealed record alone.

use crate::limits::{ANSWER_CHARS, QUESTION_CHARS};
use crate::text::{TextFault, one_line, parsed_text, some_lines};
use serde::{Deserialize, Serialize};

/// One line that is asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Question(String);

impl Question {
    pub fn parse(typed: &str) -> Result<Self, TextFault> {
        one_line(typed, QUESTION_CHARS).map(Self)
    }
}

/// What was answered: short, and with something to read in it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Answer(String);

impl Answer {
    pub fn parse(typed: &str) -> Result<Self, TextFault> {
        some_lines(typed, ANSWER_CHARS).map(Self)
    }
}

/// An answer beside its question as it stood then: a plan may ask something else tomorrow.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub question: Question,
    pub answer: Answer,
}

parsed_text!(Question);
parsed_text!(Answer);
