//! What the writer sees of a case: in the browser, the thread's answer to the page; for a plain form, what is rendered.

use super::case::CaseView;
use super::entry::{Author, Compartment};
use super::file::Files;
use super::open::{Fault, OpenedEntry};
use super::record::{AnswerWish, Content, Join, Promises, Record};
use super::talk::TalkRecord;
use super::weather::Weather;
use crate::clock::Timestamp;
use crate::ids::CaseId;
use crate::wire::mailbox::HoldingTeam;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Inside {
    pub case: String,
    /// Oldest first.
    pub items: Vec<Item>,
    /// What must not happen and is not set aside.
    pub promises: Promises,
    /// What is set aside of it, because a life is in danger.
    pub aside: Promises,
    /// The teams that hold it. Who only counts is among them.
    pub teams: Vec<HoldingTeam>,
    pub replies: usize,
    /// There is a letter that waits for an answer.
    pub waiting: bool,
    /// The day promised for it.
    #[serde(with = "crate::clock::day::option")]
    pub promised: Option<NaiveDate>,
    /// The newest wish is that no answer comes.
    pub no_answer: bool,
    pub closed: bool,
    /// Other cases of the same person.
    pub joins: Vec<Join>,
    /// It goes on in one of them.
    pub elsewhere: bool,
    /// Ask for what comes after this.
    pub last_seq: i64,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub id: String,
    pub at: Timestamp,
    pub mine: bool,
    pub what: What,
    /// Something that stood before it is missing.
    pub gap: bool,
    /// The mark beside a letter of one's own.
    pub weather: Option<Weather>,
    /// What was asked for with it.
    pub asked: Promises,
    /// What is beside its words.
    pub files: Files,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub enum What {
    Words(String),
    Promises(Promises),
    Joined(Join),
    /// What the desk set aside, and why.
    Aside(Promises, String),
    /// What was set aside holds again.
    Upheld,
    Talk(TalkRecord),
    Closed,
    Reopened,
    Newer,
    /// Shown as such; what it was cannot be said.
    Unreadable,
}

impl Inside {
    pub fn of(case: CaseId, view: &CaseView, teams: Vec<HoldingTeam>, closed: bool) -> Self {
        let conversation = |entry: &&OpenedEntry| entry.compartment == Compartment::Conversation;
        Self {
            case: case.to_string(),
            items: view.entries.iter().filter(conversation).map(Item::of).collect(),
            promises: view.promises,
            aside: view.aside,
            teams,
            replies: view.replies,
            waiting: view.waiting_since.is_some(),
            promised: view.promised,
            no_answer: view.answer == Some(AnswerWish::NoAnswerNeeded),
            closed,
            joins: view.joins.clone(),
            elsewhere: view.elsewhere,
            last_seq: view.entries.iter().map(|entry| entry.seq).max().unwrap_or(0),
        }
    }

    /// Whether a team reads the letters of both.
    pub fn shares_readers(&self, other: &Self) -> bool {
        let reads = |inside: &Self, id| inside.teams.iter().any(|team| team.id == id && !team.counts_only);
        self.teams.iter().any(|team| !team.counts_only && reads(other, team.id))
    }

    /// Where the reader's eyes go first: the newest reply.
    pub fn newest_reply(&self) -> Option<&Item> {
        self.items.iter().rev().find(|item| !item.mine && matches!(item.what, What::Words(_)))
    }
}

impl Item {
    fn of(entry: &OpenedEntry) -> Self {
        let mine = entry.author == Author::Writer;
        let what = match &entry.content {
            Some(Content::Known(record)) => What::of(record, entry),
            Some(Content::Talk(record)) if record.may_be_by(entry.author) => What::Talk(record.clone()),
            Some(Content::Talk(_)) => What::Unreadable,
            #[cfg(feature = "work")]
            Some(Content::Work(_)) => What::Unreadable,
            Some(Content::Newer { .. }) => What::Newer,
            Some(Content::Garbled) | None => What::Unreadable,
        };
        let gap = entry.fault == Some(Fault::Broken);
        let (weather, asked) = match &entry.content {
            Some(Content::Known(Record::Letter { weather, introduction, .. })) if mine => {
                (*weather, introduction.as_ref().map(|introduction| introduction.promises))
            }
            _ => (None, None),
        };
        let asked = asked.unwrap_or_default();
        let files = match (&entry.content, &what) {
            (
                Some(Content::Known(Record::Letter { files, .. } | Record::Reply { files, .. })),
                What::Words(_),
            ) => files.clone(),
            _ => Files::NONE,
        };
        Self { id: entry.id.to_string(), at: entry.created_at, mine, what, gap, weather, asked, files }
    }
}

impl What {
    /// A kind that its author may not write is not passed off as something else.
    fn of(record: &Record, entry: &OpenedEntry) -> Self {
        let mine = entry.author == Author::Writer;
        match record {
            Record::Letter { text, .. } if mine => Self::Words(text.as_str().to_owned()),
            Record::Reply { text, .. } if !mine => Self::Words(text.as_str().to_owned()),
            Record::PromisesChanged { promises } if mine => Self::Promises(*promises),
            Record::Joined { join } if mine => Self::Joined(*join),
            Record::SetAside { promises, text, by, .. } if entry.confirms(*by) => {
                Self::Aside(*promises, text.as_str().to_owned())
            }
            Record::Upheld if !mine => Self::Upheld,
            Record::Closed { .. } if !mine => Self::Closed,
            Record::Reopened if !mine => Self::Reopened,
            _ => Self::Unreadable,
        }
    }
}
