//! One case as a line of the list: made in the thread that holds the keys, shown by the page.
use std::cmp::Reverse;

use chrono::NaiveDate;
use madobe_domain::booking::question::Answered;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{CaseId, ReservationId, TeamId};
use madobe_domain::log::case::{CaseView, Status, TalkState, TalkView};
use madobe_domain::log::entry::{Author, Compartment};
use madobe_domain::log::record::{About, AgeBand, AnswerWish, Join, Promises};
use madobe_domain::log::talk::Talk;
use madobe_domain::log::weather::Weather;
use madobe_domain::log::work::Work;
use madobe_domain::text::straight;
use serde::{Deserialize, Serialize};

use crate::time;
use crate::words::common::list;
use crate::words::common::talk as words;

/// How much of the newest letter a row carries.
const LINE_CHARS: usize = 80;

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
    /// When the writer wrote last.
    #[serde(default)]
    pub letter_at: Option<Timestamp>,
    /// Talks that the record has as booked, also those that are over.
    #[serde(default)]
    pub talks: Vec<RowTalk>,
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
            letter_at: letter_at(view),
            talks: view.talks.iter().filter_map(RowTalk::of).collect(),
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
pub mod tests {
    use super::*;
    use madobe_domain::ids::{EntryId, StaffId};
    use madobe_domain::log::work::{Read, Reason, Risk, Second};

    pub fn row(id: u8, waiting: Option<(i64, &str)>, last: i64) -> Row {
        Row {
            id: CaseId::from_bytes([id; 16]),
            answered: if waiting.is_some() { Standing::Ours } else { Standing::Theirs },
            unread: false,
            name: None,
            about: None,
            weather: None,
            wish: Wish::None,
            line: None,
            line_is_reply: false,
            waiting_since: waiting.map(|(at, _)| Timestamp(at)),
            promised: waiting.map(|(_, day)| day.parse().unwrap()),
            last_at: Some(Timestamp(last)),
            last_letter_seq: 1,
            faults: 0,
            answers: vec![],
            letter_at: None,
            talks: vec![],
            promises: Promises::default(),
            work: Work::default(),
            joins: vec![],
            elsewhere: false,
            ward: None,
            age: None,
            source: None,
            teams: vec![],
            others: vec![],
        }
    }

    pub fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn risk() -> Risk {
        let by = StaffId::from_bytes([1; 16]);
        Risk { reason: Reason::parse("眠れていない").unwrap(), by, at: Timestamp(0) }
    }

    fn order(mut rows: Vec<Row>, today: &str) -> Vec<u8> {
        rows.sort_by_key(|row| row.place(day(today)));
        rows.iter().map(|row| row.id.as_bytes()[0]).collect()
    }

    #[test]
    fn the_promised_day_comes_first_then_who_waits_longest() {
        let rows = vec![
            row(1, None, 90),
            row(2, Some((50, "2026-11-25")), 50),
            row(3, None, 95),
            row(4, Some((40, "2026-11-25")), 99),
            row(5, Some((60, "2026-11-24")), 60),
        ];
        assert_eq!(order(rows, "2026-11-20"), [5, 4, 2, 3, 1]);
    }

    #[test]
    fn held_cases_are_out_of_the_way_until_their_day() {
        let mut held = row(1, Some((10, "2026-11-24")), 10);
        held.work.held_until = Some(day("2026-11-26"));
        let mut follow = row(2, None, 20);
        follow.work.follow_up = Some(day("2026-11-22"));
        let rows = vec![held, follow, row(3, Some((30, "2026-11-25")), 30), row(4, None, 40)];
        assert_eq!(order(rows.clone(), "2026-11-21"), [3, 4, 2, 1]);
        assert_eq!(order(rows.clone(), "2026-11-22"), [2, 3, 4, 1], "the follow-up has come");
        assert_eq!(order(rows, "2026-11-26"), [2, 1, 3, 4], "the hold is over");
    }

    #[test]
    fn what_was_flagged_comes_before_the_rest_that_is_ours() {
        let mut ours = row(1, Some((10, "2026-11-29")), 10);
        let mut theirs = row(2, None, 20);
        (ours.work.risk, theirs.work.risk) = (Some(risk()), Some(risk()));
        let rows = vec![row(3, Some((30, "2026-11-25")), 30), theirs, ours, row(4, None, 40)];
        assert_eq!(order(rows, "2026-11-21"), [1, 3, 4, 2]);
        let mut danger = row(5, Some((20, "2026-11-30")), 20);
        let (entry, by) = (EntryId::from_bytes([1; 16]), StaffId::from_bytes([1; 16]));
        danger.work.danger = Some(Second { entry, by, to: None, at: Timestamp(0), read: None });
        let rows = vec![row(3, Some((30, "2026-11-25")), 30), danger];
        assert_eq!(order(rows, "2026-11-21"), [5, 3]);
    }

    /// Answered, put aside or closed: somebody is needed all the same, before what is promised. What was confirmed is flagged.
    #[test]
    fn where_a_second_person_is_asked_for_comes_before_everything() {
        let (entry, by) = (EntryId::from_bytes([1; 16]), StaffId::from_bytes([1; 16]));
        let today = day("2026-11-21");
        let mut asked = row(1, None, 10);
        asked.work.danger = Some(Second { entry, by, to: None, at: Timestamp(0), read: None });
        let (mut held, mut closed, mut confirmed) = (asked.clone(), asked.clone(), asked.clone());
        held.work.held_until = Some(day("2026-11-30"));
        closed.answered = Standing::Closed;
        confirmed.work.danger =
            asked.work.danger.map(|ask| Second { read: Some(Read { entry, by, at: Timestamp(0) }), ..ask });
        assert!([&asked, &held, &closed].iter().all(|row| row.is_ours(today)) && !confirmed.is_ours(today));
        let mut flagged = row(2, Some((5, "2026-11-20")), 5);
        flagged.work.risk = Some(risk());
        for asked in [asked, held, closed] {
            assert_eq!(
                order(vec![flagged.clone(), asked, row(3, Some((1, "2026-11-19")), 1)], "2026-11-21"),
                [1, 2, 3]
            );
        }
    }

    #[test]
    fn standing_depends_on_today() {
        let mut held = row(1, None, 10);
        held.work.held_until = Some(day("2026-11-26"));
        assert_eq!(held.standing(day("2026-11-25")), Standing::Held);
        assert_eq!(held.standing(day("2026-11-26")), Standing::Ours);
        assert!(!held.is_ours(day("2026-11-25")) && held.is_ours(day("2026-11-26")));
        held.answered = Standing::Closed;
        assert_eq!(held.standing(day("2026-11-25")), Standing::Closed);
        assert!(!held.is_ours(day("2026-11-30")));
        held.work.follow_up = Some(day("2026-11-28"));
        assert!(held.is_ours(day("2026-11-28")), "what was closed may still be followed up");
    }

    /// Every way in which a row can stand, beside today.
    fn every_row() -> Vec<Row> {
        let days = [None, Some("2026-11-14"), Some("2026-11-15"), Some("2026-11-16")];
        let mut rows = Vec::new();
        for promised in days {
            for held in days {
                for follow in days {
                    for flagged in [false, true] {
                        let mut row = row(rows.len() as u8, promised.map(|day| (5, day)), 7);
                        row.work.held_until = held.map(day);
                        row.work.follow_up = follow.map(day);
                        row.work.risk = flagged.then(risk);
                        rows.push(row);
                    }
                }
            }
        }
        rows
    }

    /// What is ours stands before what is not; a held case is ours only for a follow-up that has come.
    #[test]
    fn what_is_ours_stands_first() {
        let today = day("2026-11-15");
        let mut rows = every_row();
        rows.sort_by_key(|row| row.place(today));
        assert!(rows.is_sorted_by_key(|row| !row.is_ours(today)));
        for row in rows.iter().filter(|row| row.standing(today) == Standing::Held) {
            assert_eq!(row.is_ours(today), row.work.follow_up_due(today).is_some());
        }
        let ours = rows.iter().filter(|row| row.is_ours(today));
        assert!(ours.clone().is_sorted_by_key(|row| row.work.risk.is_none()));
        assert!(ours.filter(|row| row.work.risk.is_none()).is_sorted_by_key(|row| row.day(today)));
    }

    #[test]
    fn a_line_is_the_first_that_says_something() {
        assert_eq!(first_line("\n  \n　はじめまして。\nつぎ"), "はじめまして。");
        assert_eq!(first_line(&"あ".repeat(200)).chars().count(), LINE_CHARS);
    }
}
