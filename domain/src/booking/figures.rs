//! How much of the time in which somebody is there a room is in use.

use super::hours::{Shut, opening, presence};
use super::line::Line;
use super::plan::Plan;
use super::taking::Taking;
use super::tick::{Span, TICK_MINUTES};
use crate::desk::settings::DeskSettings;
use crate::ids::RoomId;
use crate::wire::calendar::RoomUse;

/// `taken`: everything that reaches into the span. What is booked outside of everybody's hours is not counted: the share
/// never passes the whole.
pub fn room_use(plan: &Plan, settings: &DeskSettings, span: Span, taken: &[Taking]) -> Vec<RoomUse> {
    let shut = Shut::new(settings).within(span);
    let mut somebody = Line::new(span);
    for person in &plan.people {
        somebody.or(&presence(person, &shut, span));
    }
    let minutes = |line: &Line| line.count() * u32::from(TICK_MINUTES);
    let of = |room: RoomId, mut open: Line| {
        open.and(&somebody);
        let handle = room.to_string();
        let mut used = Line::new(span);
        for taking in taken.iter().filter(|taking| taking.0 == handle) {
            used.mark(taking.span());
        }
        used.and(&open);
        RoomUse { room, open_minutes: minutes(&open), used_minutes: minutes(&used) }
    };
    plan.rooms.iter().map(|room| of(room.id, opening(&room.closed, span))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::booking::plan::{Away, Person, Room};
    use crate::booking::tick::{DAY_TICKS, Tick};
    use crate::desk::hours::Week;
    use crate::ids::StaffId;

    #[test]
    fn a_room_is_free_for_what_is_left_of_the_hours() {
        let monday: chrono::NaiveDate = "2026-11-30".parse().unwrap();
        let from = Tick::of_day(monday);
        let span = Span { from, to: from.plus(2 * DAY_TICKS) };
        let room = RoomId::from_bytes([2; 16]);
        let tuesday = monday.succ_opt().unwrap();
        let closed = vec![Away { first: tuesday, last: tuesday, frame: None }];
        let person =
            Person { staff: StaffId::from_bytes([1; 16]), week: Week::office(), days: vec![], away: vec![] };
        let plan = Plan {
            kinds: vec![],
            rooms: vec![Room { id: room, name: "-".into(), buffer: 0, closed }],
            people: vec![person],
        };
        let at = |hour: i64, hours: i64| {
            Taking(room.to_string(), from.plus(hour * 12), from.plus((hour + hours) * 12))
        };
        // From sixteen on it reaches an hour past the end of the day; twice at once counts once.
        let taken = [at(10, 1), at(10, 1), at(16, 2), Taking("other".into(), from, span.to)];
        let found = room_use(&plan, &DeskSettings::default(), span, &taken);
        assert_eq!(found, [RoomUse { room, open_minutes: 8 * 60, used_minutes: 2 * 60 }]);
    }
}
