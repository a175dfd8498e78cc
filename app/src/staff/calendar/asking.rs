//! What is asked for in the booking dialog, as it is typed, and read into requests.
use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use madobe_domain::booking::note::Note;
use madobe_domain::booking::tick::{Tick, parse_minute, ticks};
use madobe_domain::ids::{CaseId, ChangeId, KindId, ReservationId, RoomId, StaffId};
use madobe_domain::wire::calendar::{MoveTalk, NewTalk, StaffTalk};

use super::{note, place};
use crate::random::rng;
use crate::time::iso_day;
use crate::words::staff::calendar;

/// Why the dialog is open.
#[derive(Clone, PartialEq, Eq)]
pub enum What {
    New,
    /// Somebody stands at the door: today, now, and they have come.
    WalkIn,
    /// A free place of the day was pressed: then, with this person or in this room.
    At {
        start: Tick,
        person: String,
        room: Option<RoomId>,
    },
    /// Then, and with this person and in this room where one is named: as it stands, or where it was dragged.
    Move {
        talk: StaffTalk,
        start: Tick,
        person: String,
        room: Option<RoomId>,
    },
    /// A way back that somebody was quicker on: as it stands now, as it was, and what is free near that.
    Back {
        now: StaffTalk,
        was: StaffTalk,
        near: Vec<Tick>,
    },
    /// From the screen of a case.
    For(CaseId),
}

/// The fields. Times and days stay as they were typed until they are right.
#[derive(Clone, Copy)]
pub struct Asked {
    pub kind: RwSignal<String>,
    pub case: RwSignal<Option<CaseId>>,
    /// A name or number that was typed to look for a case; where none is chosen, it is what they are called.
    pub name: RwSignal<String>,
    /// How to reach whoever has no case.
    pub contact: RwSignal<String>,
    pub day: RwSignal<String>,
    pub time: RwSignal<String>,
    /// The handle of whoever holds it; of several, with a comma between.
    pub person: RwSignal<String>,
    pub room: RwSignal<String>,
    /// Weeks between one talk and the next, and how many talks there are.
    pub every: RwSignal<String>,
    pub count: RwSignal<String>,
    /// Of several, none on a day on which the desk is shut.
    pub only_open: RwSignal<bool>,
    /// A group's session, not a seat in it.
    pub session: RwSignal<bool>,
}

pub const MOST_TIMES: u32 = 26;

pub type Fault = (&'static str, String);

impl Asked {
    pub fn start(kind: Option<KindId>, day: NaiveDate, minute: Option<u16>) -> Self {
        let text = |text: String| RwSignal::new(text);
        Self {
            kind: text(kind.map(|kind| kind.to_string()).unwrap_or_default()),
            case: RwSignal::new(None),
            name: text(String::new()),
            contact: text(String::new()),
            day: text(iso_day(day)),
            time: text(minute.map(clock).unwrap_or_default()),
            person: text(String::new()),
            room: text(String::new()),
            every: text("0".to_owned()),
            count: text("4".to_owned()),
            only_open: RwSignal::new(true),
            session: RwSignal::new(false),
        }
    }

    /// Every beginning that is asked for, or what is not right. Nothing is planned in days that are over.
    pub fn starts(self, today: NaiveDate) -> Result<Vec<Tick>, Vec<Fault>> {
        let day = place::day(&self.day.get_untracked());
        let past = day.is_some_and(|day| day < today);
        let minute = parse_minute(&self.time.get_untracked()).filter(|minute| *minute < 24 * 60);
        let weeks = self.every.get_untracked().parse::<u64>().unwrap_or_default();
        let count = if weeks == 0 { Some(1) } else { self.count.get_untracked().trim().parse::<u32>().ok() };
        let count = count.filter(|count| (1..=MOST_TIMES).contains(count));
        match (day.filter(|_| !past), minute, count) {
            (Some(day), Some(minute), Some(count)) => {
                Ok(starts(day, weeks, count).map(|day| Tick::of_day(day).plus(ticks(minute))).collect())
            }
            (day, minute, count) => {
                let faults = [
                    (past, "book-day", calendar::FAULT_PAST),
                    (day.is_none() && !past, "book-day", calendar::FAULT_DAY),
                    (minute.is_none(), "book-time", calendar::FAULT_TIME),
                    (count.is_none(), "book-count", calendar::FAULT_COUNT),
                ];
                Err(faults
                    .into_iter()
                    .filter(|(wrong, ..)| *wrong)
                    .map(|(_, id, words)| (id, words.to_owned()))
                    .collect())
            }
        }
    }

    pub fn people(self) -> Vec<StaffId> {
        self.person.with_untracked(|handles| people_of(handles))
    }

    fn room(self) -> Option<RoomId> {
        RoomId::parse(&self.room.get_untracked()).ok()
    }

    pub fn new_talk(self, id: ReservationId, start: Tick, people: &[StaffId]) -> Option<NewTalk> {
        Some(NewTalk {
            id,
            kind: KindId::parse(&self.kind.get_untracked()).ok()?,
            start,
            people: people.to_vec(),
            room: self.room(),
            case: self.case.get_untracked(),
            session: self.session.get_untracked(),
            only_open: self.every.get_untracked() != "0" && self.only_open.get_untracked(),
            note: None,
        })
    }

    /// For whom it is, where that is nobody who has a case.
    pub fn note(self) -> Result<Option<Note>, Vec<Fault>> {
        if self.case.get_untracked().is_some() || self.session.get_untracked() {
            return Ok(None);
        }
        note::read(["book-someone", "book-contact"], self.name, self.contact)
    }

    /// `last`: what was sent before. Wished for once more as it was, it is the same change.
    pub fn move_to(self, start: Tick, last: Option<MoveTalk>) -> MoveTalk {
        let (people, room) = (self.people(), self.room());
        match last {
            Some(last) if last.start == start && last.people == people && last.room == room => last,
            _ => MoveTalk { change: ChangeId::make(&mut rng()), start, people, room },
        }
    }
}

pub fn people_of(handles: &str) -> Vec<StaffId> {
    handles.split(',').filter_map(|handle| StaffId::parse(handle).ok()).collect()
}

pub fn handles(people: &[StaffId]) -> String {
    people.iter().map(StaffId::to_string).collect::<Vec<_>>().join(",")
}

fn starts(first: NaiveDate, weeks: u64, count: u32) -> impl Iterator<Item = NaiveDate> {
    (0..u64::from(count)).filter_map(move |turn| first.checked_add_days(Days::new(7 * weeks * turn)))
}

/// 9:05
pub fn clock(minute: u16) -> String {
    let rest = minute % 60;
    let zero = if rest < 10 { ":0" } else { ":" };
    [(minute / 60).to_string().as_str(), zero, rest.to_string().as_str()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_talk_that_comes_back_keeps_its_weekday() {
        let first: NaiveDate = "2026-12-22".parse().unwrap();
        let days: Vec<String> = starts(first, 2, 3).map(iso_day).collect();
        assert_eq!(days, ["2026-12-22", "2027-01-05", "2027-01-19"]);
        assert_eq!(starts(first, 0, 1).count(), 1);
        assert_eq!(clock(545), "9:05");
    }

    #[test]
    fn several_people_are_named_as_one() {
        let people = [StaffId::from_bytes([1; 16]), StaffId::from_bytes([2; 16])];
        assert_eq!(people_of(&handles(&people)), people);
        assert_eq!((people_of(""), handles(&[])), (vec![], String::new()));
    }

    /// Its answer may have been lost: under another name it would be moved, counted and told twice.
    #[test]
    fn a_move_that_is_wished_for_again_is_the_same_change() {
        let owner = Owner::new();
        owner.set();
        let asked = Asked::start(None, "2026-11-24".parse().unwrap(), None);
        let start = Tick::of_day("2026-11-24".parse().unwrap());
        let first = asked.move_to(start, None);
        assert_eq!(asked.move_to(start, Some(first.clone())), first);
        let later = asked.move_to(start.plus(1), Some(first.clone()));
        assert_ne!(later.change, first.change);
        asked.person.set(StaffId::from_bytes([1; 16]).to_string());
        assert_ne!(asked.move_to(start, Some(first.clone())).change, first.change);
    }

    #[test]
    fn nothing_is_planned_in_days_that_are_over() {
        let owner = Owner::new();
        owner.set();
        let today: NaiveDate = "2026-11-24".parse().unwrap();
        let asked = |day: &str| Asked::start(None, day.parse().unwrap(), Some(0)).starts(today);
        let fault =
            |day: &str| asked(day).unwrap_err().into_iter().map(|(_, words)| words).collect::<Vec<_>>();
        assert_eq!(fault("2020-01-01"), [calendar::FAULT_PAST]);
        assert_eq!(fault("2026-11-23"), [calendar::FAULT_PAST]);
        // This morning somebody stood at the door.
        assert_eq!(asked("2026-11-24").unwrap().len(), 1);
        let wrong = Asked::start(None, today, None);
        wrong.day.set("?".to_owned());
        assert_eq!(wrong.starts(today).unwrap_err().len(), 2);
    }
}
