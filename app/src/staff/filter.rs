//! What of the list is shown: one of the counters above it, and whatever else was chosen beside it. All of it must hold.
use chrono::NaiveDate;
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::log::record::{About, AgeBand};
use madobe_domain::log::work::tag::key;
use madobe_domain::log::work::{Carer, FieldId, FieldValue};
use serde::{Deserialize, Serialize};

use super::readers::Readers;
use super::row::{Row, Standing};

/// The counters above the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counter {
    Unread,
    #[default]
    Waiting,
    Today,
    Held,
    Closed,
    All,
}

impl Counter {
    pub const ALL: [Self; 6] =
        [Self::Unread, Self::Waiting, Self::Today, Self::Held, Self::Closed, Self::All];

    pub fn takes(self, row: &Row, today: NaiveDate) -> bool {
        match self {
            Self::Unread => row.unread,
            Self::Waiting => row.is_ours(today),
            // What is overdue is still for today.
            Self::Today => row.is_promised_by(today) || row.work.follow_up_due(today).is_some(),
            Self::Held => row.standing(today) == Standing::Held,
            Self::Closed => row.standing(today) == Standing::Closed,
            Self::All => true,
        }
    }
}

/// Whose cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whose {
    #[default]
    Anyones,
    Nobodys,
    /// A team's that is mine, and nobody's in particular.
    Ours,
    Of(Carer),
}

impl Whose {
    pub fn mine(me: Option<StaffId>) -> Self {
        me.map_or(Self::Nobodys, |me| Self::Of(Carer::Person(me)))
    }

    fn takes(self, row: &Row, today: NaiveDate, readers: &Readers) -> bool {
        let by = row.work.looked_after(today);
        match self {
            Self::Anyones => true,
            // Whoever is not here any more looks after nothing.
            Self::Nobodys => by.is_none_or(|who| readers.is_gone(who, row)),
            Self::Ours => matches!(by, Some(Carer::Team(team)) if row.teams.contains(&team)),
            Self::Of(who) => by == Some(who),
        }
    }
}

/// How far a day is from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum When {
    Over,
    Today,
    /// Today, or in the six days after it.
    Week,
    /// After those.
    Later,
}

impl When {
    fn takes(self, day: NaiveDate, today: NaiveDate) -> bool {
        let left = day.signed_duration_since(today).num_days();
        match self {
            Self::Over => left < 0,
            Self::Today => left == 0,
            Self::Week => (0..7).contains(&left),
            Self::Later => left >= 7,
        }
    }
}

/// Beside the counter. What is left out takes everything, and so does what an older version did not have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub counter: Counter,
    pub whose: Whose,
    pub standing: Option<Standing>,
    /// With a day for a follow-up, come or to come.
    pub follow_up: bool,
    pub flagged: bool,
    /// As it was typed; compared as tags are.
    pub tag: Option<String>,
    /// By what stands in fields of the desk's own; each at most once.
    pub fields: Vec<ByField>,
    /// Of mine, for whoever is in several.
    pub team: Option<TeamId>,
    /// With something that must not happen.
    pub promises: bool,
    pub about: Option<About>,
    /// As it stands in the facts.
    pub ward: Option<String>,
    /// For when an answer is promised.
    pub promised: Option<When>,
    pub age: Option<AgeBand>,
    /// As it stands in the facts.
    pub source: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByField {
    pub field: FieldId,
    pub wanted: Wanted,
}

/// What is to stand there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    Option(FieldId),
    Yes(bool),
    /// Somewhere in it, as it was typed; compared as tags are.
    Text(String),
    Day(When),
}

impl ByField {
    fn takes(&self, row: &Row, today: NaiveDate) -> bool {
        match (row.work.field(&self.field).map(|filled| &filled.value), &self.wanted) {
            (Some(FieldValue::Choice { option, .. }), Wanted::Option(wanted)) => option == wanted,
            (Some(FieldValue::Yes(yes)), Wanted::Yes(wanted)) => yes == wanted,
            (Some(FieldValue::Text(text)), Wanted::Text(wanted)) => key(text.as_str()).contains(&key(wanted)),
            (Some(FieldValue::Day(day)), Wanted::Day(wanted)) => wanted.takes(*day, today),
            _ => false,
        }
    }
}

impl Filter {
    pub fn takes(&self, row: &Row, today: NaiveDate, readers: &Readers) -> bool {
        self.counter.takes(row, today)
            && self.whose.takes(row, today, readers)
            && self.standing.is_none_or(|standing| row.standing(today) == standing)
            && (!self.follow_up || row.work.follow_up.is_some())
            && (!self.flagged || row.is_flagged())
            && self.tag.as_ref().is_none_or(|tag| {
                let wanted = key(tag);
                row.work.tags.iter().any(|tag| tag.key() == wanted)
            })
            && self.fields.iter().all(|by| by.takes(row, today))
            && self.team.is_none_or(|team| row.teams.contains(&team))
            && (!self.promises || row.promises.any())
            && self.about.is_none_or(|about| row.about == Some(about))
            && (self.ward.is_none() || self.ward == row.ward)
            && self.promised.is_none_or(|when| row.promised.is_some_and(|day| when.takes(day, today)))
            && (self.age.is_none() || self.age == row.age)
            && (self.source.is_none() || self.source == row.source)
    }

    /// What is wanted of a field.
    pub fn by_field(&self, field: &FieldId) -> Option<Wanted> {
        self.fields.iter().find(|by| by.field == *field).map(|by| by.wanted.clone())
    }

    pub fn want(&mut self, field: FieldId, wanted: Option<Wanted>) {
        self.fields.retain(|by| by.field != field);
        self.fields.extend(wanted.map(|wanted| ByField { field, wanted }));
        // However it was come by, the same choice is the same.
        crate::order::sort_by_key(&mut self.fields, |by| by.field);
    }

    /// The counter alone.
    pub fn widened(&self) -> Self {
        Self { counter: self.counter, ..Self::default() }
    }

    /// Something but the counter was chosen.
    pub fn is_narrowed(&self) -> bool {
        *self != self.widened()
    }
}

#[cfg(test)]
mod tests;
