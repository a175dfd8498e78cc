//! The fields that a desk has of its own for each case, as its administrators define them: a document of the team.

use super::{FieldId, FieldName};
use crate::limits::{FIELD_OPTIONS, FIELDS, FIELDS_KEPT};
use crate::text::TextFault;
use serde::{Deserialize, Serialize};

/// What can be filled in. It stays as it was chosen: what was filled in would not fit another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum FieldKind {
    Text,
    Choice,
    Day,
    Yes,
    /// Of a newer version: kept as it is, and not offered here.
    Newer(String),
}

impl FieldKind {
    pub const ALL: [Self; 4] = [Self::Text, Self::Choice, Self::Day, Self::Yes];

    pub fn name(&self) -> &str {
        match self {
            Self::Text => "text",
            Self::Choice => "choice",
            Self::Day => "day",
            Self::Yes => "yes",
            Self::Newer(name) => name,
        }
    }
}

impl From<String> for FieldKind {
    fn from(name: String) -> Self {
        Self::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or(Self::Newer(name))
    }
}

impl From<FieldKind> for String {
    fn from(kind: FieldKind) -> Self {
        kind.name().to_owned()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldOption {
    pub id: FieldId,
    pub words: FieldName,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    pub id: FieldId,
    pub name: FieldName,
    pub kind: FieldKind,
    /// Of a choice; otherwise none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<FieldOption>,
    /// Put away: not offered any more. What was filled in stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub away: bool,
}

/// Which part of a field is not right, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    Name(TextFault),
    /// The option at this place.
    Option(usize, TextFault),
    /// The option at this place is there already.
    Twice(usize),
    /// A choice of fewer than two.
    Few,
    /// Of more than [`FIELD_OPTIONS`].
    Many,
}

impl Field {
    /// As typed, checked: every fault there is. `options`: as they stand on the screen; those that are left empty are none.
    pub fn parse(
        id: FieldId,
        kind: FieldKind,
        name: &str,
        options: &[(FieldId, String)],
    ) -> Result<Self, Vec<FieldFault>> {
        let (mut faults, mut parsed) = (Vec::new(), Vec::<FieldOption>::new());
        let name = FieldName::parse(name).map_err(|fault| faults.push(FieldFault::Name(fault))).ok();
        let options = if kind == FieldKind::Choice { options } else { &[] };
        for (place, (id, typed)) in options.iter().enumerate() {
            match FieldName::parse(typed) {
                Err(TextFault::Empty) => {}
                Err(fault) => faults.push(FieldFault::Option(place, fault)),
                Ok(words) if parsed.iter().any(|known| known.words == words) => {
                    faults.push(FieldFault::Twice(place));
                }
                Ok(words) => parsed.push(FieldOption { id: *id, words }),
            }
        }
        if kind == FieldKind::Choice && parsed.len() < 2 && faults.is_empty() {
            faults.push(FieldFault::Few);
        }
        if parsed.len() > FIELD_OPTIONS {
            faults.push(FieldFault::Many);
        }
        match name {
            Some(name) if faults.is_empty() => Ok(Self { id, name, kind, options: parsed, away: false }),
            _ => Err(faults),
        }
    }

    pub fn option(&self, id: &FieldId) -> Option<&FieldOption> {
        self.options.iter().find(|option| option.id == *id)
    }
}

/// All of a team, in the order in which they stand beside a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    #[serde(default)]
    pub fields: Vec<Field>,
}

impl Fields {
    pub fn get(&self, id: &FieldId) -> Option<&Field> {
        self.fields.iter().find(|known| known.id == *id)
    }

    /// Those that can be filled in.
    pub fn in_use(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.away && !matches!(field.kind, FieldKind::Newer(_)))
    }

    fn has_room(&self) -> bool {
        self.fields.iter().filter(|field| !field.away).count() < FIELDS
    }

    /// In the place of the one with its id, as far away as that, or at the end. False where there is no room for one more.
    pub fn put(&mut self, field: Field) -> bool {
        let room = self.has_room() && self.fields.len() < FIELDS_KEPT;
        match self.fields.iter_mut().find(|known| known.id == field.id) {
            Some(known) => *known = Field { away: known.away, ..field },
            None if room => self.fields.push(field),
            None => return false,
        }
        true
    }

    /// False where there is no room for one more in use.
    pub fn put_away(&mut self, id: &FieldId, away: bool) -> bool {
        let room = self.has_room();
        let Some(field) = self.fields.iter_mut().find(|known| known.id == *id) else { return true };
        if field.away && !away && !room {
            return false;
        }
        field.away = away;
        true
    }

    /// Past the next one in use, up or down.
    pub fn shift(&mut self, id: &FieldId, up: bool) {
        let Some(from) = self.fields.iter().position(|known| known.id == *id) else { return };
        let shown = |place: &usize| self.fields.get(*place).is_some_and(|field| !field.away);
        let to = if up { (0..from).rev().find(shown) } else { (from + 1..self.fields.len()).find(shown) };
        if let Some(to) = to {
            let field = self.fields.remove(from);
            self.fields.insert(to, field);
        }
    }
}
