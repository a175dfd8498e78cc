//! Talks put into columns: by day, by who holds them, or by the room they are in.
use chrono::NaiveDate;
use madobe_domain::booking::conflict::Conflict;
use madobe_domain::booking::plan::Plan;
use madobe_domain::ids::{ReservationId, RoomId, StaffId};
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::StaffTalk;

use super::place::{Place, View};

/// What stands above a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    Day(NaiveDate),
    /// The handle of somebody.
    Person(String),
    Room(RoomId),
    /// Who holds these is not in the plan, or they are in none of its rooms.
    Others,
}

/// The session that a seat belongs to: a seat's handle is the session's with a number.
pub fn session_of(talk: &StaffTalk) -> Option<ReservationId> {
    let (session, _) = talk.taken.first()?.0.split_once('/')?;
    ReservationId::parse(session).ok()
}

/// A talk, or a session with everybody in it. A single seat is not carried: it is moved from within its session. What its kind took is
/// not known any more where that is gone.
pub fn is_movable(talk: &StaffTalk) -> bool {
    talk.state == State::Booked && talk.conflict != Some(Conflict::Kind) && session_of(talk).is_none()
}

/// Who holds a talk, as far as the plan still has them for its kind; nobody where they are not there then.
pub fn held_by(plan: &Plan, talk: &StaffTalk) -> Vec<StaffId> {
    let kind = plan.kind(&talk.kind).filter(|_| talk.conflict != Some(Conflict::Person));
    let people = kind.map(|kind| kind.people.as_slice()).unwrap_or_default();
    let handles = talk.taken.iter().filter_map(|taking| StaffId::parse(&taking.0).ok());
    handles.filter(|staff| people.contains(staff)).collect()
}

/// The same of the room.
pub fn held_in(plan: &Plan, talk: &StaffTalk) -> Option<RoomId> {
    let kind = plan.kind(&talk.kind).filter(|_| talk.conflict != Some(Conflict::Room))?;
    let mut handles = talk.taken.iter().filter_map(|taking| RoomId::parse(&taking.0).ok());
    handles.find(|room| kind.rooms.contains(room))
}

/// Seats stand within their session.
fn stands_alone(talk: &&StaffTalk) -> bool {
    session_of(talk).is_none()
}

fn holds(talk: &StaffTalk, handle: &str) -> bool {
    talk.taken.iter().any(|taking| taking.0 == handle)
}

pub fn columns<'a>(place: Place, plan: &Plan, talks: &'a [StaffTalk]) -> Vec<(Head, Vec<&'a StaffTalk>)> {
    let who = place.who.map(|who| who.to_string());
    let who = who.as_deref();
    let alone = || {
        let of_whom = move |talk: &&StaffTalk| who.is_none_or(|who| holds(talk, who));
        talks.iter().filter(stands_alone).filter(of_whom)
    };
    if place.view == View::Day {
        let heads: Vec<(String, Head)> = if place.by_room {
            plan.rooms.iter().map(|room| (room.id.to_string(), Head::Room(room.id))).collect()
        } else {
            let people = plan.people.iter().map(|person| person.staff.to_string());
            let people = people.filter(|person| who.is_none_or(|who| who == person));
            people.map(|person| (person.clone(), Head::Person(person))).collect()
        };
        let others: Vec<&StaffTalk> =
            alone().filter(|talk| !heads.iter().any(|(handle, _)| holds(talk, handle))).collect();
        let of =
            |(handle, head): (String, Head)| (head, alone().filter(|talk| holds(talk, &handle)).collect());
        let mut all: Vec<_> = heads.into_iter().map(of).collect();
        if !others.is_empty() {
            all.push((Head::Others, others));
        }
        return all;
    }
    let (first, days) = place.days();
    let days = first.iter_days().take(usize::from(days));
    let of = |day: NaiveDate| (Head::Day(day), alone().filter(|talk| talk.start.day() == day).collect());
    let full = |(_, talks): &(Head, Vec<_>)| place.view == View::Week || !talks.is_empty();
    days.map(of).filter(full).collect()
}

/// Everybody in a session, and how many of its seats are taken.
pub fn seats(session: ReservationId, talks: &[StaffTalk]) -> (Vec<StaffTalk>, usize) {
    let seats: Vec<StaffTalk> =
        talks.iter().filter(|talk| session_of(talk) == Some(session)).cloned().collect();
    let taken = seats.iter().filter(|seat| seat.state != State::Cancelled).count();
    (seats, taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::booking::plan::{Kind, Means, Person, Room, Who};
    use madobe_domain::booking::taking::{Taking, seat};
    use madobe_domain::booking::tick::Tick;
    use madobe_domain::desk::hours::Week;
    use madobe_domain::ids::KindId;

    const PERSON: StaffId = StaffId::from_bytes([1; 16]);
    const ROOM: RoomId = RoomId::from_bytes([3; 16]);

    fn talk(id: u8, start: Tick, handle: String) -> StaffTalk {
        StaffTalk {
            id: ReservationId::from_bytes([id; 16]),
            kind: KindId::from_bytes([1; 16]),
            state: State::Booked,
            cancelled_by: None,
            cancelled_at: None,
            start,
            minutes: 50,
            taken: vec![Taking(handle, start, start.plus(10))],
            case: None,
            seats: None,
            came: None,
            conflict: None,
            note: None,
        }
    }

    fn of_person(id: KindId) -> Kind {
        Kind {
            id,
            name: "家族の相談".to_owned(),
            about: String::new(),
            means: Means::Visit,
            who: Who::Anyone,
            minutes: 50,
            step: 60,
            before: 0,
            after: 0,
            people: vec![PERSON],
            staff: 1,
            rooms: vec![ROOM],
            lead_minutes: 0,
            horizon_days: 28,
            seats: 0,
            questions: vec![],
        }
    }

    #[test]
    fn whoever_holds_a_talk_keeps_it_unless_they_cannot() {
        let start = Tick(0);
        let mut held = talk(1, start, PERSON.to_string());
        held.taken.push(Taking(ROOM.to_string(), start, start.plus(10)));
        let mut plan = Plan { kinds: vec![of_person(held.kind)], ..Plan::default() };
        assert_eq!((held_by(&plan, &held), held_in(&plan, &held)), (vec![PERSON], Some(ROOM)));
        held.conflict = Some(Conflict::Person);
        assert_eq!((held_by(&plan, &held), held_in(&plan, &held)), (vec![], Some(ROOM)));
        held.conflict = Some(Conflict::Room);
        assert_eq!((held_by(&plan, &held), held_in(&plan, &held)), (vec![PERSON], None));
        plan.kinds[0].people.clear();
        assert_eq!(held_by(&plan, &held), vec![]);
        assert!(is_movable(&held));
        held.conflict = Some(Conflict::Kind);
        assert!(!is_movable(&held));
    }

    #[test]
    fn a_seat_stands_in_its_session_and_everything_else_in_a_column() {
        let day: NaiveDate = "2026-11-25".parse().unwrap();
        let start = Tick::of_day(day).plus(120);
        let session = talk(1, start, PERSON.to_string());
        let mut gone = talk(3, start, seat(&session.id, 2));
        gone.state = State::Cancelled;
        let talks =
            [session.clone(), talk(2, start, seat(&session.id, 1)), gone, talk(4, start, "who".into())];
        let (inside, taken) = seats(session.id, &talks);
        assert_eq!((inside.len(), taken), (2, 1));
        let person = Person { staff: PERSON, week: Week::office(), days: vec![], away: vec![] };
        let plan = Plan { people: vec![person], ..Plan::default() };
        let count = |view| {
            let columns = columns(Place { view, day, who: None, by_room: false }, &plan, &talks);
            columns.into_iter().map(|(head, talks)| (head, talks.len())).collect::<Vec<_>>()
        };
        assert_eq!(count(View::Day), [(Head::Person(PERSON.to_string()), 1), (Head::Others, 1)]);
        assert_eq!(count(View::Week).len(), 7);
        assert_eq!(count(View::Week)[2], (Head::Day(day), 2));
        assert_eq!(count(View::List), [(Head::Day(day), 2)], "a list has no empty days");
        let of = |view, who| {
            let columns = columns(Place { view, day, who: Some(who), by_room: false }, &plan, &talks);
            columns.into_iter().map(|(head, talks)| (head, talks.len())).collect::<Vec<_>>()
        };
        assert_eq!(of(View::Day, PERSON), [(Head::Person(PERSON.to_string()), 1)]);
        assert_eq!(of(View::List, PERSON), [(Head::Day(day), 1)]);
        assert!(of(View::Day, StaffId::from_bytes([9; 16])).is_empty(), "nobody of the plan");
    }

    #[test]
    fn a_room_has_what_takes_it_and_the_others_the_rest() {
        let day: NaiveDate = "2026-11-25".parse().unwrap();
        let start = Tick::of_day(day).plus(120);
        let mut inside = talk(1, start, PERSON.to_string());
        inside.taken.push(Taking(ROOM.to_string(), start, start.plus(12)));
        let talks = [inside, talk(2, start, PERSON.to_string()), talk(3, start, "who".into())];
        let room = Room { id: ROOM, name: "第1相談室".to_owned(), buffer: 10, closed: vec![] };
        let plan = Plan { rooms: vec![room], ..Plan::default() };
        let count = |who| {
            let columns = columns(Place { view: View::Day, day, who, by_room: true }, &plan, &talks);
            columns.into_iter().map(|(head, talks)| (head, talks.len())).collect::<Vec<_>>()
        };
        assert_eq!(count(None), [(Head::Room(ROOM), 1), (Head::Others, 2)]);
        assert_eq!(count(Some(PERSON)), [(Head::Room(ROOM), 1), (Head::Others, 1)]);
    }
}
