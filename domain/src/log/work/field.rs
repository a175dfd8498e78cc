//! What was filled into a field of the desk's own. A record carries the words that stood on the screen with it, so that it is
//! readable without the list of fields: in ten years, in a file, at another desk.

use crate::bytes::Fixed;
use crate::clock::day;
use crate::limits::{FIELD_NAME_CHARS, FIELD_TEXT_CHARS};
use crate::text::{TextFault, one_line, parsed_text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The handle of a field, and of an option of one.
pub type FieldId = Fixed<16>;

/// What a field, or an option of one, is called: one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FieldName(String);

impl FieldName {
    pub fn parse(typed: &str) -> Result<Self, TextFault> {
        one_line(typed, FIELD_NAME_CHARS).map(Self)
    }
}

parsed_text!(FieldName);

/// What was written into a field for text: one line. It is not for logs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FieldText(String);

impl FieldText {
    pub fn parse(typed: &str) -> Result<Self, TextFault> {
        one_line(typed, FIELD_TEXT_CHARS).map(Self)
    }
}

impl fmt::Debug for FieldText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FieldText")
    }
}

parsed_text!(FieldText);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Flat", into = "Flat")]
pub enum FieldValue {
    Text(FieldText),
    /// With what the option was called then.
    Choice {
        option: FieldId,
        words: FieldName,
    },
    Day(NaiveDate),
    Yes(bool),
    /// Of a sort that only a newer version knows.
    Newer,
}

/// Each sort has fields of its own, so that none hides another.
#[derive(Default, Serialize, Deserialize)]
struct Flat {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<FieldText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    option: Option<FieldId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<FieldName>,
    #[serde(default, with = "day::option", skip_serializing_if = "Option::is_none")]
    day: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    yes: Option<bool>,
}

impl From<Flat> for FieldValue {
    fn from(flat: Flat) -> Self {
        match flat {
            Flat { text: Some(text), .. } => Self::Text(text),
            Flat { option: Some(option), words: Some(words), .. } => Self::Choice { option, words },
            Flat { day: Some(day), .. } => Self::Day(day),
            Flat { yes: Some(yes), .. } => Self::Yes(yes),
            _ => Self::Newer,
        }
    }
}

impl From<FieldValue> for Flat {
    fn from(value: FieldValue) -> Self {
        match value {
            FieldValue::Text(text) => Self { text: Some(text), ..Self::default() },
            FieldValue::Choice { option, words } => {
                Self { option: Some(option), words: Some(words), ..Self::default() }
            }
            FieldValue::Day(day) => Self { day: Some(day), ..Self::default() },
            FieldValue::Yes(yes) => Self { yes: Some(yes), ..Self::default() },
            FieldValue::Newer => Self::default(),
        }
    }
}

/// What stands in a field of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    pub field: FieldId,
    /// What the field was called then.
    pub name: FieldName,
    pub value: FieldValue,
}

/// The last word about a field holds; without one it is empty again.
pub(super) fn fill(all: &mut Vec<Filled>, field: FieldId, name: &FieldName, value: Option<&FieldValue>) {
    let place = all.iter().position(|known| known.field == field);
    match (place.and_then(|place| all.get_mut(place)), value) {
        (Some(known), Some(value)) => (known.name, known.value) = (name.clone(), value.clone()),
        (None, Some(value)) => all.push(Filled { field, name: name.clone(), value: value.clone() }),
        (_, None) => all.retain(|known| known.field != field),
    }
}
