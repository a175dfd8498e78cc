//! Which times are free.

use super::line::Line;
use super::need::{Presence, Taking};
use super::plan::{Kind, Plan};
use super::tick::{DAY_TICKS, Span, Tick, ticks};
use crate::clock::Timestamp;
use crate::desk::settings::DeskSettings;
use std::collections::BTreeMap;

/// A plan over some days, with what is taken of it.
pub struct Calendar<'a> {
    days: Span,
    presence: Presence<'a>,
    taken: BTreeMap<String, Line>,
}

impl<'a> Calendar<'a> {
    /// `taken`: everything that reaches into these days.
    pub fn new(plan: &'a Plan, settings: &DeskSettings, days: Span, taken: &[Taking]) -> Self {
        let wide = Span { from: days.from.plus(-DAY_TICKS), to: days.to.plus(DAY_TICKS) };
        let mut lines: BTreeMap<String, Line> = BTreeMap::new();
        for taking in taken {
            // Looked up before it is cloned: one talk is one of very many of the same person.
            match lines.get_mut(&taking.0) {
                Some(line) => line.mark(taking.span()),
                None => {
                    let mut line = Line::new(wide);
                    line.mark(taking.span());
                    lines.insert(taking.0.clone(), line);
                }
            }
        }
        Self { days, presence: Presence::new(plan, settings, days), taken: lines }
    }

    fn is_left(&self, handle: &str, span: Span) -> bool {
        self.taken.get(handle).is_none_or(|line| line.none(span))
    }

    /// Is somebody, and where it takes one a room, left for a talk that begins then?
    fn is_free(&self, kind: &Kind, handles: &Handles, start: Tick) -> bool {
        let (whole, talk) = (kind.whole(start), kind.talk(start));
        let mut people = 0;
        for (staff, handle) in kind.people.iter().zip(&handles.people) {
            if people == kind.staff {
                break;
            }
            if self.presence.is_there(staff, talk) && self.is_left(handle, whole) {
                people += 1;
            }
        }
        people == kind.staff
            && (kind.rooms.is_empty()
                || self
                    .presence
                    .rooms(kind, start)
                    .any(|room| self.is_left(&room.id.to_string(), room.whole(talk))))
    }

    /// Every time at which a talk of this kind can begin, in order. None for a group: its times are set by staff.
    pub fn free(&self, kind: &Kind, now: Timestamp) -> Vec<Tick> {
        let window = kind.window(now);
        let (from, to) = (self.days.from.max(window.from), self.days.to.min(window.to));
        if kind.is_group() || kind.step == 0 {
            return Vec::new();
        }
        let handles = Handles { people: kind.people.iter().map(ToString::to_string).collect() };
        let step = ticks(kind.step);
        let mut free = Vec::new();
        let mut midnight = Tick::of_day(from.day());
        while midnight < to {
            let mut start = midnight;
            while start < midnight.plus(DAY_TICKS) {
                if start >= from && start < to && self.is_free(kind, &handles, start) {
                    free.push(start);
                }
                start = start.plus(step);
            }
            midnight = midnight.plus(DAY_TICKS);
        }
        free
    }
}

struct Handles {
    people: Vec<String>,
}

/// Those times that lie nearest to the one that was wished for, in order of time.
pub fn nearest(free: &[Tick], wished: Tick, count: usize) -> Vec<Tick> {
    let mut near: Vec<Tick> = free.iter().copied().filter(|tick| *tick != wished).collect();
    near.sort_by_key(|tick| (tick.0.abs_diff(wished.0), tick.0));
    near.truncate(count);
    near.sort_unstable();
    near
}
