//! One case as a line of the list: made in the thread that holds the keys, shown by the page.
use std::cmp::Reverse;

use chrono::NaiveDate;
use madobe_domain::booking::plan::Means;
use madobe_domain::booking::question::Answered;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{CaseId, ReservationId, TeamId};
use madobe_domain::log::case::{CaseView, Status, TalkState, TalkView};
use madobe_domain::log::entry::{Author, Compartment};
use madobe_domain::log::record::{About, AgeBand, AnswerWish, Content, Join, Promises, Record};
use madobe_domain::log::talk::{Talk, TalkRecord};
use madobe_domain::log::weather::Weather;
use madobe_domain::log::work::Work;
use madobe_domain::text::straight;
use serde::{Deserialize, Serialize};

use crate::time;
use crate::words::common::list;
use crate::words::common::talk as words;

/// How much of the newest letter a row carries.
const LINE_CHARS: usize = 80;
/// The fewest that a number to call has.
const NUMBER_DIGITS: usize = 9;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    New,
    Ours,
    Theirs,
    /// Out of the way until a day. Only [`Row::standing`] says so: it depends on today.
    Held,
    Closed,
}

impl Standing {
    pub const ALL: [Self; 5] = [Self::New, Self::Ours, Self::Theirs, Self::Held, Self::Closed];
}

/// What the writer would like, as one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wish {
    None,
    Short,
    Answer(AnswerWish),
}

impl Wish {
    fn of(view: &CaseView) -> Self {
        match (view.short, view.answer) {
            (true, _) => Self::Short,
            (false, Some(answer)) => Self::Answer(answer),
            (false, None) => Self::None,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub id: CaseId,
    /// As the letters and replies alone have it.
    pub answered: Standing,
    pub unread: bool,
    pub name: Option<String>,
    pub about: Option<About>,
    /// The mark of the newest letter.
    pub weather: Option<Weather>,
    /// The wish that stands.
    pub wish: Wish,
    /// First words of the newest letter or reply.
    pub line: Option<String>,
    /// They are a colleague's.
    #[serde(default)]
    pub line_is_reply: bool,
    pub waiting_since: Option<Timestamp>,
    #[serde(default, with = "madobe_domain::clock::day::option")]
    pub promised: Option<NaiveDate>,
    pub last_at: Option<Timestamp>,
    /// The newest entry by the writer: what "seen" is measured against.
    pub last_letter_seq: i64,
    pub faults: usize,
    /// What was answered to what a group asks, by the talk.
    pub answers: Vec<(ReservationId, Vec<Answered>)>,
    /// Calls and visits at home that the writer asked for: what they had ruled out by then, and whether they ever wrote a number.
    #[serde(default)]
    pub asked: Vec<(ReservationId, Promises, bool)>,
    /// When the writer wrote last.
    #[serde(default)]
    pub letter_at: Option<Timestamp>,
    /// Talks that the record has as booked, also those that are over.
    #[serde(default)]
    pub talks: Vec<RowTalk>,
    /// By what means each of them was to be held: what the plan says no more where their kind is gone.
    #[serde(default)]
    pub means: Vec<(ReservationId, Means)>,
    /// 「しないこと」 that hold. What is set aside stands in `work`.
    pub promises: Promises,
    pub work: Work,
    /// Other cases of the same writer, as far as this one says so.
    #[serde(default)]
    pub joins: Vec<Join>,
    /// It goes on in one of them.
    #[serde(default)]
    pub elsewhere: bool,
    #[serde(default)]
    pub ward: Option<String>,
    #[serde(default)]
    pub age: Option<AgeBand>,
    #[serde(default)]
    pub source: Option<String>,
    /// Teams of mine that read it. None: this device kept the row before that was in it.
    #[serde(default)]
    pub teams: Vec<TeamId>,
    /// Teams that are not mine and read it, too.
    #[serde(default)]
    pub others: Vec<TeamId>,
}

/// As much of a talk as a day is told by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowTalk {
    pub start: Timestamp,
    pub minutes: u16,
    pub name: String,
}

impl RowTalk {
    fn of(one: &TalkView) -> Option<Self> {
        let TalkView { talk, state, .. } = one;
        let booked = matches!(state, TalkState::Asked | TalkState::Moved);
        booked.then(|| Self { start: talk.start, minutes: talk.minutes, name: talk.name.clone() })
    }
}

/// Whatever the writer put into the conversation.
fn letter_at(view: &CaseView) -> Option<Timestamp> {
    let written = view.entries.iter().rev();
    let mut letters = written
        .filter(|entry| entry.author == Author::Writer && entry.compartment == Compartment::Conversation);
    letters.next().map(|entry| entry.created_at)
}

fn asked(view: &CaseView) -> Vec<(ReservationId, Promises, bool)> {
    let far = view.talks.iter().filter(|one| matches!(one.talk.means, Means::Phone | Means::HomeVisit));
    far.filter_map(|one| Some((one.talk.reservation, one.despite?, has_number(view)))).collect()
}

/// With their name, in a letter or with a talk.
fn has_number(view: &CaseView) -> bool {
    let holds =
        |text: &str| text.chars().filter(|c| matches!(c, '0'..='9' | '０'..='９')).count() >= NUMBER_DIGITS;
    let written = view.entries.iter().any(|entry| match &entry.content {
        Some(Content::Known(Record::Letter { text, .. }))
        | Some(Content::Talk(TalkRecord::TalkAsked { text: Some(text), .. })) => holds(text.as_str()),
        _ => false,
    });
    written || view.call_me.as_deref().is_some_and(holds)
}

impl Row {
    pub fn of(id: CaseId, view: &CaseView, seen: i64) -> Self {
        let closed = view.is_closed();
        let work = Work::fold(&view.entries);
        Self {
            id,
            answered: match view.status {
                Status::New => Standing::New,
                Status::OursToAnswer => Standing::Ours,
                Status::WaitingForWriter => Standing::Theirs,
                Status::Closed(_) => Standing::Closed,
            },
            unread: view.is_unread(seen),
            name: view.call_me.as_deref().map(straight),
            // As it stands beside the case.
            about: view.facts.about.or(view.about),
            weather: view.weather,
            wish: Wish::of(view),
            // A letter that is a mark alone has no words to show: the mark itself is shown.
            line: view
                .newest_words()
                .filter(|words| !view.weather.is_some_and(|weather| weather.is_alone(words)))
                .map(first_line)
                .or_else(|| view.talks.last().map(|last| talk_line(&last.talk))),
            line_is_reply: view.newest_is_reply(),
            // A closed case waits for nobody, whatever was left unanswered in it.
            waiting_since: view.waiting_since.filter(|_| !closed),
            promised: view.promised.filter(|_| !closed),
            last_at: view.last_at,
            last_letter_seq: view.last_letter_seq,
            faults: view.faults,
            answers: view
                .talks
                .iter()
                .filter(|one| !one.answers.is_empty())
                .map(|one| (one.talk.reservation, one.answers.clone()))
                .collect(),
            asked: asked(view),
            letter_at: letter_at(view),
            talks: view.talks.iter().filter_map(RowTalk::of).collect(),
            means: view.talks.iter().map(|one| (one.talk.reservation, one.talk.means)).collect(),
            promises: work.upheld(view),
            work,
            joins: view.joins.clone(),
            elsewhere: view.elsewhere,
            ward: view.facts.ward.clone(),
            age: view.facts.age,
            source: view.facts.source.clone(),
            teams: Vec::new(),
            others: Vec::new(),
        }
    }

    /// By a team, mine or another.
    pub fn is_read_by(&self, team: TeamId) -> bool {
        self.teams.contains(&team) || self.others.contains(&team)
    }

    /// What must not happen, and what of it is set aside.
    pub fn ruled_out(&self) -> (Promises, Promises) {
        (self.promises, self.work.aside)
    }

    pub fn standing(&self, today: NaiveDate) -> Standing {
        match self.answered {
            Standing::Closed => Standing::Closed,
            _ if self.work.hold(today).is_some() => Standing::Held,
            _ if self.work.back_since(today).is_some() => Standing::Ours,
            answered => answered,
        }
    }

    /// Something is to be done: a letter waits, the day of a hold or of a follow-up has come, a second person is asked for.
    pub fn is_ours(&self, today: NaiveDate) -> bool {
        self.day(today).is_some()
    }

    /// What is promised stays promised, whatever else was put off.
    pub fn is_promised_by(&self, today: NaiveDate) -> bool {
        self.promised.is_some_and(|day| day <= today)
    }

    /// Somebody said that there is something to mind.
    pub fn is_flagged(&self) -> bool {
        self.work.risk.is_some() || self.work.danger.is_some()
    }

    /// A life is in danger, and nobody has confirmed yet what a colleague asks for.
    fn wants_a_second(&self) -> bool {
        self.work.danger.is_some_and(|danger| danger.read.is_none())
    }

    /// The day by which something is to be done; the end of time where nothing is promised for a letter that waits, and its
    /// beginning where a life is in danger, whatever else was put off.
    fn day(&self, today: NaiveDate) -> Option<NaiveDate> {
        if self.wants_a_second() {
            return Some(NaiveDate::MIN);
        }
        let due = self.work.follow_up_due(today);
        if self.standing(today) == Standing::Held {
            return due;
        }
        let promised = self.waiting_since.map(|_| self.promised.unwrap_or(NaiveDate::MAX));
        let back = self.work.back_since(today).filter(|_| self.answered != Standing::Closed);
        [promised, back, due].into_iter().flatten().min()
    }

    /// What is ours to do first, what somebody flagged before the rest, by day and then by who waits longest; after it the
    /// newest first, and what is held last.
    pub fn place(&self, today: NaiveDate) -> impl Ord + use<> {
        let day = self.day(today);
        (
            day.is_none(),
            day.is_some() && !self.is_flagged(),
            day.is_none() && self.standing(today) == Standing::Held,
            day,
            self.waiting_since.is_none(),
            self.waiting_since.filter(|_| day.is_some()),
            Reverse(self.last_at),
            self.id,
        )
    }
}

/// A talk that came without words.
fn talk_line(talk: &Talk) -> String {
    words::asked(&[&talk.name, list::BESIDE, &time::span(talk.start, talk.minutes)].concat())
}

/// The first line that says something, cut to what a list can show.
fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().take(LINE_CHARS).collect()
}

#[cfg(test)]
pub mod tests;
