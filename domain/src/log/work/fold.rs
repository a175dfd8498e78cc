//! How a case is being worked, folded from its entries.

use super::danger;
use super::field::fill;
use super::household::{lose, put, take_off};
use super::{Carer, Cover, FieldId, Filled, Link, Read, Reason, Second, Tag, WorkRecord};
use crate::clock::{Timestamp, day};
use crate::ids::{EntryId, StaffId};
use crate::log::case::CaseView;
use crate::log::entry::{Author, Compartment};
use crate::log::open::OpenedEntry;
use crate::log::record::{Content, Promises, Record};
use crate::log::talk::TalkRecord;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Whose it is. Who looks after it on a day: [`Work::looked_after`].
    pub assigned: Option<Carer>,
    /// Somebody looks after it for whoever is away.
    #[serde(default)]
    pub cover: Option<Cover>,
    /// Until when it is, or was, out of the way. Past that day it is ours, until somebody acts on it.
    #[serde(default, with = "day::option")]
    pub held_until: Option<NaiveDate>,
    #[serde(default, with = "day::option")]
    pub follow_up: Option<NaiveDate>,
    /// In the order in which they were put on.
    pub tags: Vec<Tag>,
    pub risk: Option<Risk>,
    /// A draft that a colleague is to read, or has read, before it goes.
    #[serde(default)]
    pub second: Option<Second>,
    /// A life is in danger: somebody asks for promises to be set aside, or a colleague has confirmed it.
    #[serde(default)]
    pub danger: Option<Second>,
    /// What is set aside since it was confirmed.
    #[serde(default)]
    pub aside: Promises,
    /// Cases of the same household, as far as this one knows of them.
    #[serde(default)]
    pub links: Vec<Link>,
    /// What was filled into fields of the desk's own, in the order in which they were filled first.
    #[serde(default)]
    pub fields: Vec<Filled>,
}

/// Something to mind, as whoever raised it put it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    pub reason: Reason,
    pub by: StaffId,
    pub at: Timestamp,
}

/// The entries that were taken back: in the staff compartment, by their own author, by a later entry.
pub fn undone(entries: &[OpenedEntry]) -> Vec<EntryId> {
    let mut undone = Vec::new();
    for (place, by) in entries.iter().enumerate() {
        let Some(WorkRecord::Undone { entry: id }) = record(by) else { continue };
        let mut before = entries.get(..place).unwrap_or_default().iter();
        let may = before.find(|entry| entry.id == *id).is_some_and(|entry| {
            entry.author == by.author
                && entry.compartment == Compartment::Staff
                // Nothing is done again by taking back that it was taken back.
                && !matches!(record(entry), Some(WorkRecord::Undone { .. }))
                && !danger::is_built_on(entry, before.as_slice())
        });
        if may {
            undone.push(*id);
        }
    }
    undone
}

/// A record of this kind where it belongs, by whom it may be written.
pub(super) fn record(entry: &OpenedEntry) -> Option<&WorkRecord> {
    match &entry.content {
        Some(Content::Work(record))
            if entry.compartment == Compartment::Staff && entry.author != Author::Writer =>
        {
            Some(record)
        }
        _ => None,
    }
}

impl Work {
    pub fn fold(entries: &[OpenedEntry]) -> Self {
        let undone = undone(entries);
        let mut work = Self::default();
        for entry in entries {
            if !undone.contains(&entry.id) {
                work.step(entry);
            }
            danger::step(&mut work, entry, entries, &undone);
        }
        work
    }

    fn step(&mut self, entry: &OpenedEntry) {
        match entry.author {
            Author::Writer if entry.compartment == Compartment::Conversation => {
                if may_be_letter(entry.content.as_ref()) {
                    self.held_until = None;
                }
            }
            Author::Writer => {}
            Author::Staff(by) => match &entry.content {
                Some(Content::Known(Record::Reply { .. })) => self.answered(entry.created_at.date_in_japan()),
                Some(Content::Known(Record::Closed { .. })) if entry.compartment == Compartment::Staff => {
                    self.held_until = None;
                }
                _ => {
                    if let Some(record) = record(entry) {
                        self.record(record, by, entry);
                    }
                }
            },
        }
    }

    /// A reply does what a day that has come was waiting for; a day to come stays.
    fn answered(&mut self, on: NaiveDate) {
        self.held_until = self.held_until.filter(|until| *until > on);
        self.follow_up = self.follow_up.filter(|day| *day > on);
        self.second = None;
    }

    fn record(&mut self, record: &WorkRecord, by: StaffId, entry: &OpenedEntry) {
        let at = entry.created_at;
        match record {
            WorkRecord::Assigned { to } => (self.assigned, self.cover) = (to.map(Carer::Person), None),
            WorkRecord::AssignedTeam { team } => {
                (self.assigned, self.cover) = (Some(Carer::Team(*team)), None);
            }
            WorkRecord::Covered { of, to, until } => {
                self.cover(*of, to.map(Carer::Person), *until);
            }
            WorkRecord::CoveredTeam { of, team, until } => self.cover(*of, Some(Carer::Team(*team)), *until),
            WorkRecord::Linked { case, relation } => put(&mut self.links, *case, *relation),
            WorkRecord::Unlinked { case } => take_off(&mut self.links, *case),
            WorkRecord::LinkGone { case } => lose(&mut self.links, *case),
            WorkRecord::Held { until } => self.held_until = Some(*until),
            WorkRecord::Resumed => self.held_until = None,
            WorkRecord::FollowUp { on } => self.follow_up = *on,
            WorkRecord::Tagged { tag } => {
                if !self.has_tag(tag) {
                    self.tags.push(tag.clone());
                }
            }
            WorkRecord::Untagged { tag } => self.tags.retain(|known| !known.is_same(tag)),
            WorkRecord::RiskRaised { reason } => self.risk = Some(Risk { reason: reason.clone(), by, at }),
            WorkRecord::RiskCleared { .. } => self.risk = None,
            WorkRecord::SecondAsked { to, .. } => {
                self.second = Some(Second { entry: entry.id, by, to: *to, at, read: None });
            }
            WorkRecord::SecondRead { entry: draft, .. } => {
                // Nobody reads their own a second time.
                let meant = self.second.as_mut().filter(|second| second.entry == *draft && second.by != by);
                if let Some(second) = meant {
                    second.read = Some(Read { entry: entry.id, by, at });
                }
            }
            WorkRecord::Filled { field, name, value } => {
                fill(&mut self.fields, *field, name, value.as_ref());
            }
            // For these it matters what else stands in the case.
            WorkRecord::DangerAsked { .. }
            | WorkRecord::DangerDeclined { .. }
            | WorkRecord::Undone { .. } => {}
        }
    }

    fn cover(&mut self, of: StaffId, to: Option<Carer>, until: NaiveDate) {
        (self.assigned, self.cover) = (Some(Carer::Person(of)), Some(Cover { to, until }));
    }

    /// What stands in a field.
    pub fn field(&self, field: &FieldId) -> Option<&Filled> {
        self.fields.iter().find(|known| known.field == *field)
    }

    /// What must not happen, as the desk has to keep it: what the conversation tells as set aside, and two colleagues did not agree on,
    /// holds all the same.
    pub fn upheld(&self, view: &CaseView) -> Promises {
        view.promises.with(view.aside.without(self.aside))
    }

    pub fn has_tag(&self, tag: &Tag) -> bool {
        self.tags.iter().any(|known| known.is_same(tag))
    }

    /// Who looks after it today: whoever it belongs to, or while they are away whoever does it for them.
    pub fn looked_after(&self, today: NaiveDate) -> Option<Carer> {
        match self.cover.filter(|cover| cover.holds(today)) {
            Some(cover) => cover.to,
            None => self.assigned,
        }
    }

    /// Who is away today, and until when.
    pub fn away(&self, today: NaiveDate) -> Option<(StaffId, NaiveDate)> {
        let cover = self.cover.filter(|cover| cover.holds(today))?;
        Some((self.assigned?.person()?, cover.until))
    }

    /// Until when it is out of the way today.
    pub fn hold(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.held_until.filter(|until| *until > today)
    }

    /// The day of a hold that has come: it is ours again.
    pub fn back_since(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.held_until.filter(|until| *until <= today)
    }

    /// The day of a follow-up that has come.
    pub fn follow_up_due(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.follow_up.filter(|day| *day <= today)
    }
}

/// What cannot be read, or only by a newer version, may be a letter: somebody is waiting.
fn may_be_letter(content: Option<&Content>) -> bool {
    match content {
        Some(Content::Known(Record::Joined { join })) => join.here && join.waiting,
        Some(Content::Known(record)) => matches!(record, Record::Letter { .. }),
        Some(Content::Talk(record)) => matches!(record, TalkRecord::TalkAsked { text: Some(_), .. }),
        Some(Content::Work(_)) => false,
        Some(Content::Newer { .. } | Content::Garbled) | None => true,
    }
}
