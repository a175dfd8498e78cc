//! A desk that offers talks, as the tests of every crate have it: office hours, fifty minutes and ten after them.

use super::plan::{Kind, Means, Person, Room, Who};
use crate::desk::hours::Week;
use crate::ids::{KindId, RoomId, StaffId};

pub fn person(staff: StaffId) -> Person {
    Person { staff, week: Week::office(), days: vec![], away: vec![] }
}

/// For one visitor, held by one of these people, each half hour; from an hour ahead to sixty days.
pub fn kind(id: KindId, people: &[StaffId]) -> Kind {
    Kind {
        id,
        name: "家族の相談".into(),
        about: String::new(),
        means: Means::Visit,
        who: Who::Anyone,
        minutes: 50,
        step: 30,
        before: 0,
        after: 10,
        people: people.to_vec(),
        staff: 1,
        rooms: vec![],
        lead_minutes: 60,
        horizon_days: 60,
        seats: 0,
        questions: vec![],
    }
}

pub fn room(id: RoomId) -> Room {
    Room { id, name: "第1相談室".into(), buffer: 10, closed: vec![] }
}
