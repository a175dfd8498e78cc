//! What things of a talk are called.
use leptos::prelude::untrack;
use madobe_domain::booking::conflict::Conflict;
use madobe_domain::booking::plan::{Means, Plan};
use madobe_domain::ids::{CaseId, KindId, RoomId, StaffId};
use madobe_domain::log::talk::Talk;
use madobe_domain::wire::calendar::StaffTalk;

use super::Calendar;
use crate::staff::app::App;
use crate::staff::inbox::name;
use crate::staff::number::short_number;
use crate::time;
use crate::words::common::list;
use crate::words::first;
use crate::words::staff::{calendar, row};

pub fn means_words(means: Means) -> &'static str {
    match means {
        Means::Chat => calendar::CHAT,
        Means::Video => calendar::VIDEO,
        Means::Phone => calendar::PHONE,
        Means::Visit => calendar::VISIT,
        Means::HomeVisit => calendar::HOME_VISIT,
    }
}

/// What no longer fits.
pub fn conflict_words(conflict: Conflict) -> &'static str {
    match conflict {
        Conflict::Kind => calendar::CONFLICT_KIND,
        Conflict::Person => calendar::CONFLICT_PERSON,
        Conflict::Room => calendar::CONFLICT_ROOM,
    }
}

/// And what can be done about it.
pub const fn conflict_what(conflict: Conflict) -> &'static str {
    match conflict {
        Conflict::Kind => calendar::CONFLICT_KIND_WHAT,
        Conflict::Person | Conflict::Room => calendar::CONFLICT_WHAT,
    }
}

/// Its day and hours, seen from today.
pub fn when(talk: &StaffTalk) -> String {
    time::span_seen_from(talk.start.time(), talk.minutes, time::now().date_in_japan())
}

pub fn person(app: App, staff: StaffId) -> String {
    app.name_of(staff).unwrap_or_else(|| calendar::SOMEBODY.to_owned())
}

pub fn people_words(app: App, people: &[StaffId]) -> String {
    people.iter().map(|staff| person(app, *staff)).collect::<Vec<_>>().join(list::JOINT)
}

pub fn kind(plan: &Plan, kind: &KindId) -> String {
    plan.kind(kind).map_or_else(|| calendar::NO_KIND.to_owned(), |kind| kind.name.clone())
}

/// The handles of a talk are people's and rooms': whichever of them the plan knows.
pub fn people_and_room(app: App, plan: &Plan, talk: &StaffTalk) -> (String, String) {
    let staff = |handle: &str| StaffId::parse(handle).ok().filter(|staff| plan.person(staff).is_some());
    let room = |handle: &str| RoomId::parse(handle).ok().and_then(|room| plan.room(&room));
    let handles = || talk.taken.iter().map(|taking| taking.0.as_str());
    let people: Vec<StaffId> = handles().filter_map(staff).collect();
    let rooms: Vec<String> = handles().filter_map(room).map(|room| room.name.clone()).collect();
    (people_words(app, &people), rooms.join(list::JOINT))
}

/// The same of a case. Of a talk that has none, a note may tell more ([`super::note::Notes::whom`]).
pub fn whom(app: App, case: Option<CaseId>) -> (String, String) {
    let Some(case) = case else { return (calendar::NO_CASE.to_owned(), String::new()) };
    let number = row::number(&short_number(case));
    (app.list.row(case).map_or_else(|| number.clone(), |row| name(&row)), number)
}

/// A talk as a record of its case tells it: to the writer, whatever language is read here. Of a kind that is gone, what the record
/// before has.
pub fn told(app: App, plan: &Plan, talk: &StaffTalk) -> Talk {
    let start = talk.start.time();
    let (name, means) = match plan.kind(&talk.kind) {
        Some(kind) => (kind.name.clone(), kind.means),
        None => {
            let row = talk.case.and_then(|case| app.list.row_now(case));
            let name = row.iter().flat_map(|row| &row.talks).find(|one| one.start == start);
            let means = row.iter().flat_map(|row| &row.means).find(|(id, _)| *id == talk.id);
            (
                name.map_or(first::staff::calendar::NO_KIND, |one| &one.name).to_owned(),
                means.map_or(Means::Visit, |(_, means)| *means),
            )
        }
    };
    Talk { reservation: talk.id, name, means, start, minutes: talk.minutes }
}

impl Calendar {
    /// Whom it is for, in a line that stays on the screen for a while.
    pub(super) fn whom_now(self, talk: &StaffTalk) -> String {
        if talk.seats.is_some() { calendar::GROUP.to_owned() } else { untrack(|| self.notes.whom(talk).0) }
    }
}
