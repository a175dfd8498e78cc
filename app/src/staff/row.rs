//! One case as a line of the list: made in the thread that holds the keys, shown by the page.
use std::cmp::Reverse;

use chrono::NaiveDate;
use madobe_domain::booking::question::Answered;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{CaseId, ReservationId};
use madobe_domain::log::case::{CaseView, Status};
use madobe_domain::log::record::{About, AnswerWish};
use madobe_domain::log::talk::Talk;
use madobe_domain::log::weather::Weather;
use serde::{Deserialize, Serialize};

use crate::time;
use crate::words::common::talk as words;

/// How much of the newest letter a row carries.
const LINE_CHARS: usize = 80;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    New,
    Ours,
    Theirs,
    Closed,
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
    pub standing: Standing,
    pub unread: bool,
    pub name: Option<String>,
    pub about: Option<About>,
    /// The mark of the newest letter.
    pub weather: Option<Weather>,
    /// The wish that stands.
    pub wish: Wish,
    /// First words of the newest letter or reply.
    pub line: Option<String>,
    pub waiting_since: Option<Timestamp>,
    pub promised: Option<NaiveDate>,
    pub last_at: Option<Timestamp>,
    /// The newest entry by the writer: what "seen" is measured against.
    pub last_letter_seq: i64,
    pub faults: usize,
    /// What was answered to what a group asks, by the talk.
    pub answers: Vec<(ReservationId, Vec<Answered>)>,
}

impl Row {
    pub fn of(id: CaseId, view: &CaseView, seen: i64) -> Self {
        let closed = view.is_closed();
        Self {
            id,
            standing: match view.status {
                Status::New => Standing::New,
                Status::OursToAnswer => Standing::Ours,
                Status::WaitingForWriter => Standing::Theirs,
                Status::Closed(_) => Standing::Closed,
            },
            unread: view.is_unread(seen),
            name: view.call_me.clone(),
            about: view.about,
            weather: view.weather,
            wish: Wish::of(view),
            // A letter that is a mark alone has no words to show: the mark itself is shown.
            line: view
                .newest_words()
                .filter(|words| !view.weather.is_some_and(|weather| weather.is_alone(words)))
                .map(first_line)
                .or_else(|| view.talks.last().map(|last| talk_line(&last.talk))),
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
        }
    }

    /// Waiting for an answer first, by promised day and then by who waits longest; after them the newest first.
    pub fn place(&self) -> impl Ord + use<> {
        (
            self.waiting_since.is_none(),
            self.waiting_since.map(|_| self.promised.unwrap_or(NaiveDate::MAX)),
            self.waiting_since,
            Reverse(self.last_at),
            self.id,
        )
    }
}

/// A talk that came without words.
fn talk_line(talk: &Talk) -> String {
    words::asked(&[&talk.name, "・", &time::span(talk.start, talk.minutes)].concat())
}

/// The first line that says something, cut to what a list can show.
fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().take(LINE_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn row(id: u8, waiting: Option<(i64, &str)>, last: i64) -> Row {
        Row {
            id: CaseId::from_bytes([id; 16]),
            standing: if waiting.is_some() { Standing::Ours } else { Standing::Theirs },
            unread: false,
            name: None,
            about: None,
            weather: None,
            wish: Wish::None,
            line: None,
            waiting_since: waiting.map(|(at, _)| Timestamp(at)),
            promised: waiting.map(|(_, day)| day.parse().unwrap()),
            last_at: Some(Timestamp(last)),
            last_letter_seq: 1,
            faults: 0,
            answers: vec![],
        }
    }

    #[test]
    fn the_promised_day_comes_first_then_who_waits_longest() {
        let mut rows = vec![
            row(1, None, 90),
            row(2, Some((50, "2026-11-25")), 50),
            row(3, None, 95),
            row(4, Some((40, "2026-11-25")), 99),
            row(5, Some((60, "2026-11-24")), 60),
        ];
        rows.sort_by_key(Row::place);
        let order: Vec<u8> = rows.iter().map(|row| row.id.as_bytes()[0]).collect();
        assert_eq!(order, [5, 4, 2, 3, 1]);
    }

    #[test]
    fn a_line_is_the_first_that_says_something() {
        assert_eq!(first_line("\n  \n　はじめまして。\nつぎ"), "はじめまして。");
        assert_eq!(first_line(&"あ".repeat(200)).chars().count(), LINE_CHARS);
    }
}
