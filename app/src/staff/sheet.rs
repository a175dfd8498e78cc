//! One case as the thread shows it: made where the keys are, rendered by the page.
use chrono::NaiveDate;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{EntryId, StaffId};
use madobe_domain::log::case::CaseView;
use madobe_domain::log::entry::{Author, Compartment, EntryHash};
use madobe_domain::log::file::Files;
use madobe_domain::log::open::{Fault, OpenedEntry};
use madobe_domain::log::record::{CloseReason, Content, Facts, Promises, Record};
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::log::weather::Weather;
use madobe_domain::log::work::{WorkRecord, undone};
use serde::{Deserialize, Serialize};

use super::row::Row;

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub row: Row,
    /// The writer was told that something is set aside, and two colleagues did not agree on it.
    pub adrift: bool,
    pub facts: Facts,
    pub began: Option<Timestamp>,
    pub letters: usize,
    pub replies: usize,
    pub items: Vec<Item>,
    /// The newest entry of the conversation on screen: what an answer must follow.
    pub tail: EntryHash,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: EntryId,
    pub at: Timestamp,
    pub author: Author,
    #[serde(default, with = "madobe_domain::clock::day::option")]
    pub promised: Option<NaiveDate>,
    pub flaw: Option<Flaw>,
    /// Of the staff's own compartment.
    pub internal: bool,
    /// Its author took it back.
    pub undone: bool,
    pub what: What,
}

/// Why an entry must not be taken at face value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Flaw {
    Altered,
    Foreign,
    Broken,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    Letter {
        text: String,
        weather: Option<Weather>,
        /// What was asked for with it.
        promises: Promises,
        files: Files,
    },
    Reply {
        text: String,
        files: Files,
    },
    Note(String),
    Promises(Promises),
    Joined,
    /// By this colleague and whoever wrote the entry: what its writer reads, too.
    Aside {
        promises: Promises,
        reason: String,
        asker: StaffId,
    },
    Upheld,
    Facts,
    Talk(TalkRecord),
    Closed(CloseReason),
    Reopened,
    Work(WorkRecord),
    Newer,
    Garbled,
    /// It did not open; `flaw` says why.
    Nothing,
}

impl Item {
    fn of(entry: &OpenedEntry, undone: &[EntryId]) -> Self {
        Self {
            id: entry.id,
            at: entry.created_at,
            author: entry.author,
            promised: entry.promised,
            flaw: entry.fault.map(|fault| match fault {
                Fault::Altered => Flaw::Altered,
                Fault::Foreign => Flaw::Foreign,
                Fault::Broken => Flaw::Broken,
            }),
            internal: entry.compartment == Compartment::Staff,
            undone: undone.contains(&entry.id),
            what: match &entry.content {
                None => What::Nothing,
                Some(Content::Talk(record)) => talk(record, entry),
                Some(Content::Work(record)) => work(record, entry),
                Some(Content::Newer { .. }) => What::Newer,
                Some(Content::Garbled) => What::Garbled,
                Some(Content::Known(record)) => what(record, entry),
            },
        }
    }

    pub fn is_letter(&self) -> bool {
        matches!(self.what, What::Letter { .. })
    }
}

/// A kind in a compartment where it has no business, or by the wrong hand, is shown as garbled: a letter
/// in a member of staff's name must not look like the writer's.
fn what(record: &Record, entry: &OpenedEntry) -> What {
    let writer = entry.author == Author::Writer;
    match (record, entry.compartment) {
        (Record::Letter { text, weather, introduction, files, .. }, Compartment::Conversation) if writer => {
            let promises = introduction.as_ref().map(|introduction| introduction.promises);
            What::Letter {
                text: text.as_str().to_owned(),
                weather: *weather,
                promises: promises.unwrap_or_default(),
                files: files.clone(),
            }
        }
        (Record::PromisesChanged { promises }, Compartment::Conversation) if writer => {
            What::Promises(*promises)
        }
        (Record::Joined { .. }, Compartment::Conversation) if writer => What::Joined,
        (Record::Reply { text, files }, Compartment::Conversation) if !writer => {
            What::Reply { text: text.as_str().to_owned(), files: files.clone() }
        }
        (Record::SetAside { promises, text, by, .. }, _) if entry.confirms(*by) => {
            What::Aside { promises: *promises, reason: text.as_str().to_owned(), asker: *by }
        }
        (Record::Upheld, Compartment::Conversation) if !writer => What::Upheld,
        (Record::Note { text }, Compartment::Staff) if !writer => What::Note(text.as_str().to_owned()),
        (Record::Closed { reason }, Compartment::Staff) if !writer => What::Closed(*reason),
        (Record::Reopened, Compartment::Staff) if !writer => What::Reopened,
        (Record::FactsChanged { .. }, Compartment::Facts) => What::Facts,
        _ => What::Garbled,
    }
}

fn talk(record: &TalkRecord, entry: &OpenedEntry) -> What {
    let belongs = record.may_be_by(entry.author) && entry.compartment == record.compartment();
    if belongs { What::Talk(record.clone()) } else { What::Garbled }
}

fn work(record: &WorkRecord, entry: &OpenedEntry) -> What {
    let belongs = entry.author != Author::Writer && entry.compartment == Compartment::Staff;
    if belongs { What::Work(record.clone()) } else { What::Garbled }
}

impl Sheet {
    pub fn of(row: Row, view: &CaseView) -> Self {
        let mut first_facts = true;
        let undone = undone(&view.entries);
        let items = view.entries.iter().map(|entry| Item::of(entry, &undone)).filter(|item| {
            // The facts that came with the first letter stand in the side pane and need no line of their own.
            let plain = item.what == What::Facts && item.flaw.is_none();
            !(plain && std::mem::replace(&mut first_facts, false))
        });
        Self {
            adrift: view.aside.without(row.work.aside).any(),
            row,
            facts: view.facts.clone(),
            began: view.entries.first().map(|entry| entry.created_at),
            letters: view.letters,
            replies: view.replies,
            items: items.collect(),
            tail: view.tail(Compartment::Conversation),
        }
    }

    /// What was answered, in its order.
    pub fn answers(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| matches!(item.what, What::Reply { .. }))
    }

    /// The last words of the conversation are ours.
    pub fn ends_with_reply(&self) -> bool {
        let words = |item: &&Item| matches!(item.what, What::Letter { .. } | What::Reply { .. });
        self.items.iter().rev().find(words).is_some_and(|item| matches!(item.what, What::Reply { .. }))
    }

    /// The letters that came after what `tail` stood for were not there when the answer was begun.
    pub fn newest_letter(&self) -> Option<&Item> {
        self.items.iter().rev().find(|item| item.is_letter())
    }
}
