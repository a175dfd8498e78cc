//! The view of a case: a pure fold over its opened entries.

use super::entry::{Author, Compartment, EntryHash, GENESIS};
use super::open::OpenedEntry;
use super::record::{About, AnswerWish, CloseReason, Content, Facts, Introduction, Join, Promises, Record};
use super::talk::{Talk, TalkRecord};
use super::weather::Weather;
#[cfg(feature = "work")]
use super::word::Kept;
#[cfg(feature = "work")]
use super::work::undone;
use crate::booking::question::Answered;
use crate::clock::Timestamp;
use chrono::NaiveDate;

/// Where a case stands. Derived, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nobody has answered yet.
    New,
    /// The writer wrote last.
    OursToAnswer,
    /// We wrote last.
    WaitingForWriter,
    Closed(CloseReason),
}

/// What the log says last about a talk. Whether it is booked is the server's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TalkState {
    Asked,
    Moved,
    Cancelled,
    Held,
}

#[derive(Clone, PartialEq, Eq)]
pub struct TalkView {
    pub talk: Talk,
    pub state: TalkState,
    /// What the writer answered when they asked for it; moving it changes nothing of that.
    pub answers: Vec<Answered>,
    /// What the writer had ruled out by the time they asked for it themselves; nothing where staff booked it.
    pub despite: Option<Promises>,
    /// What it was before it was held.
    before: TalkState,
}

impl TalkState {
    /// Nothing for a record that goes back to what was before.
    const fn of(record: &TalkRecord) -> Option<Self> {
        match record {
            TalkRecord::TalkAsked { .. } => Some(Self::Asked),
            TalkRecord::TalkMoved { .. } => Some(Self::Moved),
            TalkRecord::TalkCancelled { .. } => Some(Self::Cancelled),
            TalkRecord::TalkHeld { .. } => Some(Self::Held),
            TalkRecord::TalkUnheld { .. } => None,
        }
    }
}

impl TalkView {
    /// Whether this record would tell nothing new.
    pub fn is_said_by(&self, record: &TalkRecord) -> bool {
        match TalkState::of(record) {
            Some(state) => self.state == state && self.talk == *record.talk(),
            None => self.state != TalkState::Held,
        }
    }
}

/// What readers see of one case.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseView {
    pub entries: Vec<OpenedEntry>,
    pub status: Status,
    /// How the writer wants to be called.
    pub call_me: Option<String>,
    pub about: Option<About>,
    /// The wish with the newest letter that names one.
    pub answer: Option<AnswerWish>,
    /// With that same letter: a short answer is fine.
    pub short: bool,
    /// The mark of the newest letter, where it has one.
    pub weather: Option<Weather>,
    /// What must not happen and is not set aside.
    pub promises: Promises,
    /// What was set aside of it, as the conversation tells. Whether it was rightly done is known to whoever reads the staff compartment:
    /// see `Work::upheld`.
    pub aside: Promises,
    pub facts: Facts,
    /// Every talk, as the newest record about it has it.
    pub talks: Vec<TalkView>,
    /// Other cases of whoever writes here, as far as this one says so; the newest word about each.
    pub joins: Vec<Join>,
    /// The writer said that it goes on in another case, and wrote no words here since.
    pub elsewhere: bool,
    /// The oldest letter that has no reply after it.
    pub waiting_since: Option<Timestamp>,
    /// The day promised for that letter.
    pub promised: Option<NaiveDate>,
    pub last_at: Option<Timestamp>,
    /// The newest entry by the writer in the conversation; 0 where there is none.
    pub last_letter_seq: i64,
    pub letters: usize,
    pub replies: usize,
    /// Every reply that somebody waited for.
    #[cfg(feature = "work")]
    pub kept: Vec<Kept>,
    pub faults: usize,
}

/// Without records of how a case is worked there is nothing that takes back.
#[cfg(not(feature = "work"))]
const fn undone(_: &[OpenedEntry]) -> [crate::ids::EntryId; 0] {
    []
}

impl CaseView {
    pub fn fold(entries: Vec<OpenedEntry>) -> Self {
        let mut view = Self {
            entries: Vec::new(),
            status: Status::New,
            call_me: None,
            about: None,
            answer: None,
            short: false,
            weather: None,
            promises: Promises::default(),
            aside: Promises::default(),
            facts: Facts::default(),
            talks: Vec::new(),
            joins: Vec::new(),
            elsewhere: false,
            waiting_since: None,
            promised: None,
            last_at: None,
            last_letter_seq: 0,
            letters: 0,
            replies: 0,
            #[cfg(feature = "work")]
            kept: Vec::new(),
            faults: 0,
        };
        let undone = undone(&entries);
        for entry in &entries {
            view.last_at = view.last_at.max(Some(entry.created_at));
            view.faults += usize::from(entry.fault.is_some());
            if !undone.contains(&entry.id) {
                view.step(entry);
            }
        }
        view.entries = entries;
        view
    }

    fn step(&mut self, entry: &OpenedEntry) {
        let by_writer = entry.author == Author::Writer;
        // An entry that cannot be read may still be a letter: somebody is waiting.
        if by_writer && entry.compartment == Compartment::Conversation {
            self.last_letter_seq = entry.seq;
        }
        let record = match &entry.content {
            Some(Content::Known(record)) => record,
            Some(Content::Talk(record)) => return self.talk(record, entry),
            _ => return,
        };
        match record {
            Record::Letter { answer, introduction, weather, short, .. } if by_writer => {
                self.letters += 1;
                self.elsewhere = false;
                self.weather = *weather;
                // One wish at a time: the newer takes the place of the older.
                if answer.is_some() || *short {
                    (self.answer, self.short) = (*answer, *short);
                }
                self.introduce(introduction.as_ref());
                if *answer == Some(AnswerWish::NoAnswerNeeded) {
                    // Said again later, it takes back the wish for an answer to what came before.
                    self.waiting_since = None;
                    self.promised = None;
                } else if self.waiting_since.is_none() {
                    self.waiting_since = Some(entry.created_at);
                    self.promised = entry.promised;
                }
                self.status = if self.replies == 0 { Status::New } else { Status::OursToAnswer };
            }
            Record::PromisesChanged { promises } if by_writer => self.rule_out(*promises),
            Record::SetAside { promises, by, .. } if entry.confirms(*by) => {
                let taken = self.promises.shared(*promises);
                self.aside = self.aside.with(taken);
                self.promises = self.promises.without(taken);
            }
            Record::Upheld if !by_writer && entry.compartment == Compartment::Conversation => {
                self.promises = self.promises.with(std::mem::take(&mut self.aside));
            }
            Record::Joined { join } if by_writer => self.join(*join, entry),
            Record::FactsChanged { facts } => self.facts = facts.clone(),
            Record::Reply { .. } if !by_writer => {
                self.replies += 1;
                #[cfg(feature = "work")]
                if let Some(asked_at) = self.waiting_since {
                    let (promised, replied_at) = (self.promised, entry.created_at);
                    self.kept.push(Kept { asked_at, promised, replied_at });
                }
                self.waiting_since = None;
                self.promised = None;
                self.status = Status::WaitingForWriter;
            }
            Record::Closed { reason } if !by_writer => self.status = Status::Closed(*reason),
            Record::Reopened if !by_writer => self.status = self.open_status(),
            // A kind that its author may not write changes nothing; it is still shown.
            _ => {}
        }
    }

    fn introduce(&mut self, introduction: Option<&Introduction>) {
        let Some(introduction) = introduction else { return };
        self.call_me = introduction.call_me.clone().or(self.call_me.take());
        self.about = introduction.about.or(self.about);
        self.rule_out(introduction.promises);
    }

    /// What its writer names is in force, whatever was set aside before; what is set aside and not named stays so.
    fn rule_out(&mut self, promises: Promises) {
        self.promises = promises;
        self.aside = self.aside.without(promises);
    }

    /// What it is where it is not closed.
    const fn open_status(&self) -> Status {
        match (self.replies, self.waiting_since) {
            (_, None) if self.elsewhere => Status::WaitingForWriter,
            (0, _) => Status::New,
            (_, Some(_)) => Status::OursToAnswer,
            (_, None) => Status::WaitingForWriter,
        }
    }

    /// What waited over there waits here; what waited here, and is owed over there, does not any more. Whoever joins is there, as
    /// whoever writes is: it opens a case that was closed.
    fn join(&mut self, join: Join, entry: &OpenedEntry) {
        self.joins.retain(|known| known.case != join.case);
        self.joins.push(join);
        self.elsewhere = !join.here;
        if join.here && join.waiting {
            self.waiting_since = self.waiting_since.or(Some(entry.created_at));
            // The earlier word is kept.
            self.promised = match (self.promised, join.promised.or(entry.promised)) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            // What waits now wants an answer, whatever was said before.
            self.answer = self.answer.filter(|answer| *answer != AnswerWish::NoAnswerNeeded);
        } else if !join.here && !join.waiting {
            self.waiting_since = None;
            self.promised = None;
        }
        self.status = self.open_status();
    }

    /// A talk that is booked waits for nobody's answer; words that came with it do.
    fn talk(&mut self, record: &TalkRecord, entry: &OpenedEntry) {
        if entry.compartment != record.compartment() || !record.may_be_by(entry.author) {
            return;
        }
        if let TalkRecord::TalkAsked { text, introduction, .. } = record
            && entry.author == Author::Writer
        {
            self.introduce(introduction.as_ref());
            if text.is_some() {
                self.letters += 1;
                self.elsewhere = false;
                if self.waiting_since.is_none() {
                    self.waiting_since = Some(entry.created_at);
                    self.promised = entry.promised;
                }
                self.status = if self.replies == 0 { Status::New } else { Status::OursToAnswer };
            } else if self.is_closed() {
                self.status = Status::WaitingForWriter;
            }
        }
        let state = TalkState::of(record);
        let talk = record.talk().clone();
        let known = self.talks.iter_mut().find(|known| known.talk.reservation == talk.reservation);
        let Some(state) = state else {
            if let Some(known) = known.filter(|known| known.state == TalkState::Held) {
                known.state = known.before;
            }
            return;
        };
        let asked = match record {
            TalkRecord::TalkAsked { answers, .. } => Some(answers.clone()),
            _ => None,
        };
        let by_writer = entry.author == Author::Writer;
        let despite = (asked.is_some() && by_writer).then_some(self.promises);
        match known {
            Some(known) => {
                if known.state != TalkState::Held {
                    known.before = known.state;
                }
                (known.talk, known.state) = (talk, state);
                if let Some(answers) = asked.filter(|_| by_writer) {
                    known.answers = answers;
                    known.despite = despite;
                }
            }
            None => self.talks.push(TalkView {
                talk,
                state,
                answers: asked.unwrap_or_default(),
                despite,
                before: TalkState::Asked,
            }),
        }
    }

    /// The `prev` for the next entry of a compartment.
    pub fn tail(&self, compartment: Compartment) -> EntryHash {
        let last = self.entries.iter().rev().find(|entry| entry.compartment == compartment);
        last.map_or(GENESIS, |entry| entry.hash)
    }

    pub fn is_closed(&self) -> bool {
        matches!(self.status, Status::Closed(_))
    }

    /// Nothing seen up to `seq`, and the writer wrote after it.
    pub fn is_unread(&self, seen: i64) -> bool {
        self.last_letter_seq > seen
    }

    /// Does the newest line of [`Self::newest_words`] come from the desk?
    pub fn newest_is_reply(&self) -> bool {
        let newest = self.entries.iter().rev().find_map(|entry| match &entry.content {
            Some(Content::Known(Record::Letter { .. }))
            | Some(Content::Talk(TalkRecord::TalkAsked { text: Some(_), .. })) => Some(false),
            Some(Content::Known(Record::Reply { .. })) => Some(true),
            _ => None,
        });
        newest.unwrap_or_default()
    }

    /// The newest letter or reply, for a line in a list.
    pub fn newest_words(&self) -> Option<&str> {
        self.entries.iter().rev().find_map(|entry| match &entry.content {
            Some(Content::Known(Record::Letter { text, .. } | Record::Reply { text, .. }))
            | Some(Content::Talk(TalkRecord::TalkAsked { text: Some(text), .. })) => Some(text.as_str()),
            _ => None,
        })
    }
}
