//! What a talk takes of those who are there: so many people, and a room.

use super::hours::{Shut, opening, presence};
use super::line::Line;
use super::plan::{Kind, Plan, Room};
pub use super::taking::{Need, Taking, seat, seats};
use super::tick::{DAY_TICKS, Span, TICK_MINUTES, Tick, ticks};
use crate::clock::Timestamp;
use crate::desk::settings::DeskSettings;
use crate::ids::{RoomId, StaffId};
use std::collections::BTreeMap;

/// Whose rules a time has to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// Lead time, horizon, step and hours.
    Visitor,
    /// Whoever works at the desk knows what they do: any time, any of the kind's people, those who are there by plan first.
    Staff,
}

/// Who is there and what is open, in one span of days.
pub struct Presence<'a> {
    plan: &'a Plan,
    people: BTreeMap<StaffId, Line>,
    rooms: BTreeMap<RoomId, Line>,
}

impl Kind {
    /// The ticks of the talk itself.
    pub fn talk(&self, start: Tick) -> Span {
        Span { from: start, to: start.plus(ticks(self.minutes)) }
    }

    /// The same with what comes before and after.
    pub fn whole(&self, start: Tick) -> Span {
        Span {
            from: start.plus(-ticks(self.before)),
            to: start.plus(ticks(self.minutes) + ticks(self.after)),
        }
    }

    fn is_step(&self, start: Tick) -> bool {
        start.minute().is_multiple_of(self.step.max(TICK_MINUTES))
    }

    /// The first and the last beginning that may be booked at this moment.
    pub fn window(&self, now: Timestamp) -> Span {
        let from = Tick::from(now.plus_seconds(i64::from(self.lead_minutes) * 60));
        // Not before the next tick, even without any lead.
        let from = from.max(Tick::at(now).plus(1));
        let last = Tick::of_day(now.date_in_japan()).plus((i64::from(self.horizon_days) + 1) * DAY_TICKS);
        Span { from, to: last }
    }
}

impl Room {
    pub fn whole(&self, talk: Span) -> Span {
        Span { from: talk.from, to: talk.to.plus(ticks(self.buffer)) }
    }
}

impl<'a> Presence<'a> {
    /// `days`: every time that will be asked for lies in it.
    pub fn new(plan: &'a Plan, settings: &DeskSettings, days: Span) -> Self {
        // A talk at the edge reaches over it.
        let days = Span { from: days.from.plus(-DAY_TICKS), to: days.to.plus(DAY_TICKS) };
        let shut = Shut::new(settings).within(days);
        let people = plan.people.iter().map(|one| (one.staff, presence(one, &shut, days))).collect();
        let rooms = plan.rooms.iter().map(|room| (room.id, opening(&room.closed, days))).collect();
        Self { plan, people, rooms }
    }

    pub fn is_there(&self, staff: &StaffId, span: Span) -> bool {
        self.people.get(staff).is_some_and(|line| line.all(span))
    }

    pub fn is_open(&self, room: &RoomId, span: Span) -> bool {
        self.rooms.get(room).is_some_and(|line| line.all(span))
    }

    /// Those who are there for the talk itself; what comes before and after may lie outside their hours.
    pub fn people<'k>(&'k self, kind: &'k Kind, start: Tick) -> impl Iterator<Item = &'k StaffId> {
        let talk = kind.talk(start);
        kind.people.iter().filter(move |staff| self.is_there(staff, talk))
    }

    pub fn rooms<'k>(&'k self, kind: &'k Kind, start: Tick) -> impl Iterator<Item = &'k Room> {
        let talk = kind.talk(start);
        self.plan
            .rooms
            .iter()
            .filter(move |room| kind.rooms.contains(&room.id) && self.is_open(&room.id, talk))
    }

    /// What a talk of this kind takes if it begins then, of all that may serve; nothing where it cannot begin then.
    /// Whether anything of it is taken is not asked here. `turn` decides who is asked first.
    pub fn needs(
        &self,
        kind: &Kind,
        start: Tick,
        now: Timestamp,
        rules: Rules,
        turn: usize,
    ) -> Option<Vec<Need>> {
        let window = kind.window(now);
        let kept = start >= window.from && start < window.to && kind.is_step(start);
        if rules == Rules::Visitor && (kind.is_group() || !kept) {
            return None;
        }
        let mut people: Vec<&StaffId> = match rules {
            Rules::Visitor => self.people(kind, start).collect(),
            Rules::Staff => kind.people.iter().collect(),
        };
        if people.len() < usize::from(kind.staff) {
            return None;
        }
        // So that it is not always the first in the list.
        let turn = turn % people.len().max(1);
        people.rotate_left(turn);
        people.sort_by_key(|staff| !self.is_there(staff, kind.talk(start)));
        let whole = kind.whole(start);
        let people =
            people.into_iter().map(|staff| Taking(staff.to_string(), whole.from, whole.to)).collect();
        let mut needs = vec![Need(kind.staff, people)];
        if !kind.rooms.is_empty() {
            let rooms = self.rooms(kind, start).map(|room| {
                let whole = room.whole(kind.talk(start));
                Taking(room.id.to_string(), whole.from, whole.to)
            });
            let rooms: Vec<Taking> = rooms.collect();
            if rooms.is_empty() {
                return None;
            }
            needs.push(Need(1, rooms));
        }
        Some(needs)
    }
}
