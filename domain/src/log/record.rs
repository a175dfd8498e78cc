//! What entries mean. An old case must be readable in ten years: kinds and fields are only ever added.

use super::file::Files;
use super::talk::TalkRecord;
use super::weather::Weather;
#[cfg(feature = "work")]
use super::work::WorkRecord;
use crate::ids::{CaseId, EntryId, StaffId};
use crate::json;
use crate::text::LetterText;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The content of an entry. Read by way of [`Flat`]: what serde makes of a tagged enum is ten times the code, and
/// this is in the program that people wait for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "Flat")]
pub enum Record {
    /// Conversation, by the writer. The first one introduces them, as far as they like.
    Letter {
        text: LetterText,
        #[serde(skip_serializing_if = "Option::is_none")]
        answer: Option<AnswerWish>,
        #[serde(skip_serializing_if = "Option::is_none")]
        introduction: Option<Introduction>,
        /// How it is just now. Where it is the whole letter, the text is [`Weather::sign`].
        #[serde(skip_serializing_if = "Option::is_none")]
        weather: Option<Weather>,
        /// A short answer is fine. Beside `answer`, whose values older versions know by name.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        short: bool,
        /// Pictures and documents beside it. Where they are the whole letter, the text is `Files::ALONE`.
        #[serde(skip_serializing_if = "Files::is_empty")]
        files: Files,
    },
    /// Conversation, by the writer: what must not happen, as it stands from now on.
    PromisesChanged { promises: Promises },
    /// Conversation, by the writer: who writes here has written in another case, too. Of two cases only what both say holds.
    Joined { join: Join },
    /// Conversation, by staff.
    Reply {
        text: LetterText,
        #[serde(skip_serializing_if = "Files::is_empty")]
        files: Files,
    },
    /// Conversation, by staff: a life is in danger, and these promises are set aside. `by` asked for it among staff, in the entry `ask`;
    /// whoever writes this is a second person. `text`: why, for the writer to read.
    SetAside { promises: Promises, text: LetterText, ask: EntryId, by: StaffId },
    /// Conversation, by staff: what was set aside holds again.
    Upheld,
    /// Staff.
    Note { text: LetterText },
    /// Staff: nothing more to do for now. Another letter reopens the case by itself.
    Closed { reason: CloseReason },
    /// Staff.
    Reopened,
    /// Facts: what may be counted.
    FactsChanged { facts: Facts },
}

/// Every field of every kind. A field keeps its meaning across kinds.
#[derive(Deserialize)]
struct Flat {
    kind: String,
    text: Option<LetterText>,
    answer: Option<AnswerWish>,
    introduction: Option<Introduction>,
    promises: Option<Promises>,
    join: Option<Join>,
    reason: Option<CloseReason>,
    facts: Option<Facts>,
    ask: Option<EntryId>,
    by: Option<StaffId>,
    /// Read as text: a mark that a newer version knows must not hide the letter.
    weather: Option<String>,
    #[serde(default)]
    short: bool,
    #[cfg(feature = "files")]
    #[serde(default)]
    files: Files,
}

impl TryFrom<Flat> for Record {
    type Error = &'static str;

    fn try_from(flat: Flat) -> Result<Self, Self::Error> {
        #[cfg(feature = "files")]
        let files = flat.files;
        #[cfg(not(feature = "files"))]
        let files = Files;
        let Flat {
            kind,
            text,
            answer,
            introduction,
            promises,
            join,
            reason,
            facts,
            ask,
            by,
            weather,
            short,
            ..
        } = flat;
        let weather = weather.as_deref().and_then(Weather::parse);
        let record = match &*kind {
            "letter" => text.map(|text| Self::Letter { text, answer, introduction, weather, short, files }),
            "promises_changed" => promises.map(|promises| Self::PromisesChanged { promises }),
            "joined" => join.map(|join| Self::Joined { join }),
            "reply" => text.map(|text| Self::Reply { text, files }),
            "set_aside" => match (promises, text, ask, by) {
                (Some(promises), Some(text), Some(ask), Some(by)) => {
                    Some(Self::SetAside { promises, text, ask, by })
                }
                _ => None,
            },
            "upheld" => Some(Self::Upheld),
            "note" => text.map(|text| Self::Note { text }),
            "closed" => reason.map(|reason| Self::Closed { reason }),
            "reopened" => Some(Self::Reopened),
            "facts_changed" => facts.map(|facts| Self::FactsChanged { facts }),
            _ => return Err("unknown kind"),
        };
        record.ok_or("a field is missing")
    }
}

/// Two mailboxes of one person. Each case has its half; nobody writes both who has not the codes of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// The other case.
    pub case: CaseId,
    /// The conversation goes on here, and not over there.
    pub here: bool,
    /// With `here`: a letter over there waits for an answer, which is owed here from now on. Otherwise: a letter here waits, and is
    /// still owed here, because no team that reads this case reads the other.
    #[serde(default)]
    pub waiting: bool,
    /// Owed here from now on: the day that was promised for it.
    #[serde(default, with = "crate::clock::day::option", skip_serializing_if = "Option::is_none")]
    pub promised: Option<NaiveDate>,
}

/// What kind of answer the writer would like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerWish {
    ReadSlowly,
    ThinkTogether,
    Information,
    NoAnswerNeeded,
}

/// Whom it is about: the four flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Myself,
    Family,
    Agency,
    Neighbour,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Introduction {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_me: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    #[serde(default)]
    pub promises: Promises,
}

/// 「しないこと」: what must not happen until the writer lifts it. Each is a promise by the desk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Promises {
    pub no_phone: bool,
    pub no_visit: bool,
    pub no_telling_family: bool,
    pub no_handover: bool,
}

impl Promises {
    pub fn any(&self) -> bool {
        self.no_phone || self.no_visit || self.no_telling_family || self.no_handover
    }

    /// All of both.
    pub fn with(self, other: Self) -> Self {
        self.each(other, |one, other| one || other)
    }

    /// What is in both.
    pub fn shared(self, other: Self) -> Self {
        self.each(other, |one, other| one && other)
    }

    /// These but for those.
    pub fn without(self, other: Self) -> Self {
        self.each(other, |one, other| one && !other)
    }

    fn each(self, other: Self, of: fn(bool, bool) -> bool) -> Self {
        Self {
            no_phone: of(self.no_phone, other.no_phone),
            no_visit: of(self.no_visit, other.no_visit),
            no_telling_family: of(self.no_telling_family, other.no_telling_family),
            no_handover: of(self.no_handover, other.no_handover),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeBand {
    Under20,
    Twenties,
    Thirties,
    Forties,
    Fifties,
    SixtyAndOver,
}

/// What may be counted without reading a conversation. Everything is the writer's to leave out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<AgeBand>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ward: Option<String>,
    /// Where the printed address lay that led here, as the desk calls the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Why a case was closed: the window's own categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// A place or group to turn to was named.
    Introduced,
    /// Advice to the family on how to be with the person.
    FamilyAdvised,
    /// Something other than hikikomori was dealt with.
    OtherMatter,
    /// The writer said that this is enough.
    WriterContent,
    /// No letter for a long time.
    Quiet,
    /// Not meant as a consultation.
    NotAConsultation,
}

/// What can be sealed as an entry.
pub trait Written {
    fn json(&self) -> Vec<u8>;
}

impl Written for Record {
    fn json(&self) -> Vec<u8> {
        self.to_json()
    }
}

impl Written for TalkRecord {
    fn json(&self) -> Vec<u8> {
        self.to_json()
    }
}

#[cfg(feature = "work")]
impl Written for WorkRecord {
    fn json(&self) -> Vec<u8> {
        self.to_json()
    }
}

/// A record, or one of a kind that a newer version wrote.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    Known(Record),
    Talk(TalkRecord),
    #[cfg(feature = "work")]
    Work(WorkRecord),
    /// Shown as written by a newer version, never dropped.
    Newer {
        kind: String,
    },
    /// Opened, but not a record.
    Garbled,
}

impl Content {
    pub fn from_json(json: &[u8]) -> Self {
        #[derive(Deserialize)]
        struct Kind {
            kind: String,
        }
        let Ok(text) = std::str::from_utf8(json) else { return Self::Garbled };
        if let Ok(record) = json::read(text) {
            return Self::Known(record);
        }
        match json::read::<Kind>(text) {
            Ok(Kind { kind }) if TalkRecord::KINDS.contains(&kind.as_str()) => {
                json::read(text).map_or(Self::Garbled, Self::Talk)
            }
            #[cfg(feature = "work")]
            Ok(Kind { kind }) if WorkRecord::KINDS.contains(&kind.as_str()) => {
                json::read(text).map_or(Self::Garbled, Self::Work)
            }
            Ok(Kind { kind }) if !Record::KINDS.contains(&kind.as_str()) => Self::Newer { kind },
            _ => Self::Garbled,
        }
    }

    /// What must not happen from now on, where its author is the writer.
    pub fn promises(&self) -> Option<Promises> {
        match self {
            Self::Known(Record::PromisesChanged { promises }) => Some(*promises),
            Self::Known(Record::Letter { introduction, .. })
            | Self::Talk(TalkRecord::TalkAsked { introduction, .. }) => {
                introduction.as_ref().map(|introduction| introduction.promises)
            }
            _ => None,
        }
    }
}

impl Record {
    pub const KINDS: [&str; 10] = [
        "letter",
        "promises_changed",
        "joined",
        "reply",
        "set_aside",
        "upheld",
        "note",
        "closed",
        "reopened",
        "facts_changed",
    ];

    /// Words alone.
    pub const fn letter(text: LetterText) -> Self {
        let files = Files::NONE;
        Self::Letter { text, answer: None, introduction: None, weather: None, short: false, files }
    }

    /// Words alone, by staff.
    pub const fn reply(text: LetterText) -> Self {
        Self::Reply { text, files: Files::NONE }
    }

    /// A record is plain data, so this does not fail; an empty result opens as garbled.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}
