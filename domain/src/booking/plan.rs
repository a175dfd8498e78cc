//! What a team offers: kinds of talk, rooms, and who is there when. One document for each team, checked as a whole.

use super::question::Question;
use super::tick::TICK_MINUTES;
use crate::desk::hours::{DAY_MINUTES, Frame, Minute, Week};
use crate::ids::{KindId, RoomId, StaffId};
use crate::limits::{NAME_CHARS, QUESTIONS, TEAM_NAME_CHARS};
use crate::text::one_line;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// By what means people talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Means {
    /// Written words in the browser: no voice, no picture.
    Chat,
    /// With the camera off, unless the visitor wants otherwise.
    Video,
    Phone,
    /// At the desk.
    Visit,
    /// Someone from the desk comes.
    HomeVisit,
}

/// Who may book a kind by themselves. Staff may book every kind for someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Who {
    Anyone,
    /// Whoever has written already.
    Writers,
    Staff,
}

/// A kind of talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kind {
    pub id: KindId,
    /// As it is offered, one line.
    pub name: String,
    /// Where, what it is like, what happens before and after. May be empty.
    pub about: String,
    pub means: Means,
    pub who: Who,
    /// Length of the talk, in minutes. This and the three that follow are whole ticks.
    pub minutes: Minute,
    /// A talk may begin at midnight and every so many minutes.
    pub step: Minute,
    /// Before and after the talk, for those who hold it: a way, a note, a breath.
    pub before: Minute,
    pub after: Minute,
    /// Who may hold it, and how many of them it takes. A group is held by whoever is named with its session.
    pub people: Vec<StaffId>,
    pub staff: u8,
    /// One of these is needed; none: no room is.
    pub rooms: Vec<RoomId>,
    /// Booked at least so many minutes ahead.
    pub lead_minutes: u32,
    /// Booked at most so many days ahead.
    pub horizon_days: u16,
    /// 0: for one visitor, at any time that is free. More: a group with so many seats, at the times set by staff.
    pub seats: u16,
    /// Asked of whoever takes a seat in a group. Plans from before there were any have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
}

/// A room or a booth: one talk at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Room {
    pub id: RoomId,
    pub name: String,
    /// Left empty after each talk, in minutes: nobody meets anybody in the door.
    pub buffer: Minute,
    pub closed: Vec<Away>,
}

/// Not there, from the first day to the last, the whole day or in one frame of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Away {
    #[serde(with = "crate::clock::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub first: NaiveDate,
    #[serde(with = "crate::clock::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub last: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<Frame>,
}

/// One day that is not like the week says, holidays included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OneDay {
    #[serde(with = "crate::clock::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub day: NaiveDate,
    pub frames: Vec<Frame>,
}

/// When one member of the team can hold talks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    pub staff: StaffId,
    pub week: Week,
    pub days: Vec<OneDay>,
    pub away: Vec<Away>,
}

/// Everything a team offers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Plan {
    pub kinds: Vec<Kind>,
    pub rooms: Vec<Room>,
    pub people: Vec<Person>,
}

/// Which part of a plan is not right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PlanFault(pub &'static str);

const MOST_KINDS: usize = 60;
const MOST_ROOMS: usize = 100;
const MOST_PEOPLE: usize = 200;
const MOST_DAYS: usize = 400;
/// Characters of what is told about a kind.
const ABOUT_CHARS: usize = 200;
/// The longest talk, and the longest way to it.
const LONGEST: Minute = 8 * 60;

fn whole(minutes: Minute) -> bool {
    minutes.is_multiple_of(TICK_MINUTES)
}

/// In order, within the day, on ticks.
fn frames_are_sound(frames: &[Frame]) -> bool {
    let mut free_from = 0;
    frames.iter().all(|frame| {
        let sound = frame.open >= free_from
            && frame.close > frame.open
            && frame.close <= DAY_MINUTES
            && whole(frame.open)
            && whole(frame.close);
        free_from = frame.close;
        sound
    })
}

/// The same days, or the same hours of them, twice.
pub fn repeats(away: &[Away]) -> bool {
    !differ(away.iter().map(|one| (one.first, one.last, one.frame.map(|frame| (frame.open, frame.close)))))
}

fn away_is_sound(away: &[Away]) -> bool {
    away.len() <= MOST_DAYS
        && !repeats(away)
        && away.iter().all(|away| away.first <= away.last && frames_are_sound(away.frame.as_slice()))
}

fn differ<T: Ord>(ids: impl Iterator<Item = T>) -> bool {
    let mut ids: Vec<T> = ids.collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    ids.len() == count
}

impl Kind {
    pub fn is_group(&self) -> bool {
        self.seats > 0
    }

    fn faults(&self, plan: &Plan) -> [(bool, &'static str); 9] {
        let about = self.about.is_empty() || one_line(&self.about, ABOUT_CHARS).is_ok();
        let known = |staff: &StaffId| plan.people.iter().any(|person| person.staff == *staff);
        let built = |room: &RoomId| plan.rooms.iter().any(|there| there.id == *room);
        let enough = usize::from(self.staff) <= self.people.len() && (1..=10).contains(&self.staff);
        [
            (one_line(&self.name, NAME_CHARS).is_ok(), "kinds.name"),
            (about, "kinds.about"),
            ((10..=LONGEST).contains(&self.minutes) && whole(self.minutes), "kinds.minutes"),
            ((10..=DAY_MINUTES).contains(&self.step) && whole(self.step), "kinds.step"),
            (
                [self.before, self.after].into_iter().all(|buffer| buffer <= LONGEST && whole(buffer)),
                "kinds.buffer",
            ),
            (enough && self.people.iter().all(known) && differ(self.people.iter()), "kinds.people"),
            (self.rooms.iter().all(built) && differ(self.rooms.iter()), "kinds.rooms"),
            (
                self.lead_minutes <= 60 * 24 * 60
                    && (1..=366).contains(&self.horizon_days)
                    && self.seats <= 200,
                "kinds.limits",
            ),
            (
                self.questions.len() <= QUESTIONS
                    && differ(self.questions.iter())
                    && (self.is_group() || self.questions.is_empty()),
                "kinds.questions",
            ),
        ]
    }
}

impl Plan {
    pub fn kind(&self, id: &KindId) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id == *id)
    }

    pub fn person(&self, staff: &StaffId) -> Option<&Person> {
        self.people.iter().find(|person| person.staff == *staff)
    }

    pub fn room(&self, id: &RoomId) -> Option<&Room> {
        self.rooms.iter().find(|room| room.id == *id)
    }

    /// Is anything offered to those who write?
    pub fn offers(&self) -> bool {
        self.kinds.iter().any(|kind| kind.who != Who::Staff)
    }

    /// Names the first part that is not right.
    pub fn check(&self) -> Result<(), PlanFault> {
        self.faults().into_iter().next().map_or(Ok(()), Err)
    }

    /// Names every part that is not right.
    pub fn faults(&self) -> Vec<PlanFault> {
        let whole_plan = [
            (self.kinds.len() <= MOST_KINDS && differ(self.kinds.iter().map(|kind| kind.id)), "kinds"),
            (self.rooms.len() <= MOST_ROOMS && differ(self.rooms.iter().map(|room| room.id)), "rooms"),
            (self.people.len() <= MOST_PEOPLE && differ(self.people.iter().map(|one| one.staff)), "people"),
        ];
        let rooms = self.rooms.iter().flat_map(|room| {
            [
                (one_line(&room.name, TEAM_NAME_CHARS).is_ok(), "rooms.name"),
                (room.buffer <= LONGEST && whole(room.buffer), "rooms.buffer"),
                (away_is_sound(&room.closed), "rooms.closed"),
            ]
        });
        let people = self.people.iter().flat_map(|person| {
            let days = person.days.len() <= MOST_DAYS
                && person.days.iter().all(|day| frames_are_sound(&day.frames))
                && differ(person.days.iter().map(|day| day.day));
            [
                (person.week.0.iter().all(|frames| frames_are_sound(frames)), "people.week"),
                (days, "people.days"),
                (away_is_sound(&person.away), "people.away"),
            ]
        });
        let kinds = self.kinds.iter().flat_map(|kind| kind.faults(self));
        let all = whole_plan.into_iter().chain(rooms).chain(people).chain(kinds);
        all.filter(|(holds, _)| !holds).map(|(_, name)| PlanFault(name)).collect()
    }
}
