//! What a case remembers of talks. The times themselves are the server's word (`wire::booking`); who asked, and what
//! for, stands only here. Kinds and fields are only ever added.
//!
//! A type of its own beside [`super::record::Record`]: whoever only writes letters need not carry it.

use super::entry::{Author, Compartment};
use super::record::Introduction;
use crate::booking::plan::Means;
use crate::booking::question::Answered;
use crate::clock::Timestamp;
use crate::ids::ReservationId;
use crate::text::LetterText;
use serde::{Deserialize, Serialize};

/// A talk as it stood when the record was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    pub reservation: ReservationId,
    /// The kind's name at that time.
    pub name: String,
    pub means: Means,
    pub start: Timestamp,
    pub minutes: u16,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "Flat")]
pub enum TalkRecord {
    /// Conversation, by the writer. As the first entry of a case it stands in the place of a letter. Without words and
    /// introduction also by staff, who booked for the writer.
    TalkAsked {
        talk: Talk,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<LetterText>,
        #[serde(skip_serializing_if = "Option::is_none")]
        introduction: Option<Introduction>,
        /// To what the group asks, as far as it was answered.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        answers: Vec<Answered>,
    },
    /// Conversation, by either side.
    TalkMoved { talk: Talk },
    /// Conversation, by either side. No reason is asked for.
    TalkCancelled { talk: Talk },
    /// Facts, by staff: they talked. A contact, with its means.
    TalkHeld { talk: Talk },
    /// Facts, by staff: it was noted by mistake that they talked.
    TalkUnheld { talk: Talk },
}

/// Every field of every kind, read without what serde makes of a tagged enum.
#[derive(Deserialize)]
struct Flat {
    kind: String,
    talk: Talk,
    text: Option<LetterText>,
    introduction: Option<Introduction>,
    #[serde(default)]
    answers: Vec<Answered>,
}

impl TryFrom<Flat> for TalkRecord {
    type Error = &'static str;

    fn try_from(flat: Flat) -> Result<Self, Self::Error> {
        let Flat { kind, talk, text, introduction, answers } = flat;
        Ok(match &*kind {
            "talk_asked" => Self::TalkAsked { talk, text, introduction, answers },
            "talk_moved" => Self::TalkMoved { talk },
            "talk_cancelled" => Self::TalkCancelled { talk },
            "talk_held" => Self::TalkHeld { talk },
            "talk_unheld" => Self::TalkUnheld { talk },
            _ => return Err("unknown kind"),
        })
    }
}

impl TalkRecord {
    pub const KINDS: [&str; 5] = ["talk_asked", "talk_moved", "talk_cancelled", "talk_held", "talk_unheld"];

    /// Where it is written.
    pub const fn compartment(&self) -> Compartment {
        match self {
            Self::TalkHeld { .. } | Self::TalkUnheld { .. } => Compartment::Facts,
            _ => Compartment::Conversation,
        }
    }

    /// Words, answers and an introduction are the writer's alone; staff who book for someone say only when.
    pub fn may_be_by(&self, author: Author) -> bool {
        match self {
            Self::TalkAsked { text: None, introduction: None, answers, .. } if answers.is_empty() => true,
            Self::TalkAsked { .. } => author == Author::Writer,
            Self::TalkHeld { .. } | Self::TalkUnheld { .. } => author != Author::Writer,
            Self::TalkMoved { .. } | Self::TalkCancelled { .. } => true,
        }
    }

    pub const fn talk(&self) -> &Talk {
        match self {
            Self::TalkAsked { talk, .. }
            | Self::TalkMoved { talk }
            | Self::TalkCancelled { talk }
            | Self::TalkHeld { talk }
            | Self::TalkUnheld { talk } => talk,
        }
    }

    /// Everything that was told with it, to be read as a letter is: each question over its answer, then the words.
    pub fn told(&self) -> Option<String> {
        let Self::TalkAsked { text, answers, .. } = self else { return None };
        let answers = answers.iter().map(|one| [one.question.as_str(), "\n", one.answer.as_str()].concat());
        let parts: Vec<String> = answers.chain(text.iter().map(|text| text.as_str().to_owned())).collect();
        (!parts.is_empty()).then(|| parts.join("\n\n"))
    }

    /// A record is plain data, so this does not fail; an empty result opens as garbled.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}
