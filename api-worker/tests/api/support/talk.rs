//! A desk that offers talks.

use super::{Answer, Call, Colleague, World, Writer};
use chrono::{NaiveDate, NaiveDateTime};
use madobe_domain::booking::plan::{Kind, Means, Person, Plan, Room, Who};
use madobe_domain::booking::tick::Tick;
use madobe_domain::clock::Timestamp;
use madobe_domain::desk::hours::Week;
use madobe_domain::ids::{ChangeId, KindId, ReservationId, RoomId, StaffId};
use madobe_domain::wire::booking::{BookingCode, BookingRefusal, BookingRefused, MoveTo, NewHold};
use madobe_domain::wire::calendar::{NewTalk, VersionedPlan};

pub const VISIT: KindId = KindId::from_bytes([1; 16]);
pub const GROUP: KindId = KindId::from_bytes([2; 16]);
pub const ROOM: RoomId = RoomId::from_bytes([3; 16]);

pub fn tick(text: &str) -> Tick {
    Tick::at(Timestamp::from_japan(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()))
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn person(staff: StaffId) -> Person {
    Person { staff, week: Week::office(), days: vec![], away: vec![] }
}

/// Talks of fifty minutes with one of these people in the one room, and a group of three.
pub fn plan(people: &[StaffId]) -> Plan {
    let visit = Kind {
        id: VISIT,
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
    };
    let group =
        Kind { id: GROUP, name: "家族の集まり".into(), rooms: vec![ROOM], seats: 3, ..visit.clone() };
    Plan {
        kinds: vec![visit, group],
        rooms: vec![Room { id: ROOM, name: "第1相談室".into(), buffer: 10, closed: vec![] }],
        people: people.iter().copied().map(person).collect(),
    }
}

impl Colleague {
    pub fn booking(&self, path: &str) -> String {
        format!("/api/staff/teams/{}/booking/{path}", self.team())
    }

    #[track_caller]
    pub fn offers(&self, world: &World, version: u32, plan: &Plan) -> VersionedPlan {
        let change = VersionedPlan { version, plan: plan.clone() };
        self.call(world, "PUT", &self.booking("plan")).json(&change).send().ok()
    }

    pub fn books(&self, world: &World, new: &NewTalk) -> Answer {
        self.call(world, "POST", &self.booking("reservations")).json(new).send()
    }
}

pub fn new_talk(world: &World, kind: KindId, start: &str) -> NewTalk {
    NewTalk {
        id: ReservationId::from_bytes(world.bytes()),
        kind,
        start: tick(start),
        people: vec![],
        room: None,
        case: None,
        session: false,
    }
}

impl Writer {
    pub fn asks<'a>(&self, world: &'a World, method: &str, path: &str) -> Call<'a> {
        world.call(method, path).header("authorization", &self.bearer())
    }

    pub fn new_hold(&self, world: &World, kind: KindId, start: &str) -> NewHold {
        NewHold { id: ReservationId::from_bytes(world.bytes()), kind, start: tick(start), work: None }
    }

    pub fn hold(&self, world: &World, new: &NewHold) -> Answer {
        self.asks(world, "POST", "/api/booking/holds").json(new).send()
    }

    pub fn confirm(&self, world: &World, id: ReservationId) -> Answer {
        self.asks(world, "POST", &format!("/api/booking/reservations/{id}/confirm")).send()
    }

    pub fn extend(&self, world: &World, id: ReservationId) -> Answer {
        self.asks(world, "POST", &format!("/api/booking/reservations/{id}/extend")).send()
    }

    pub fn cancel(&self, world: &World, id: ReservationId) -> Answer {
        self.asks(world, "DELETE", &format!("/api/booking/reservations/{id}")).send()
    }

    pub fn shift(&self, world: &World, id: ReservationId, change: ChangeId, start: &str) -> Answer {
        let to = MoveTo { change, start: tick(start) };
        self.asks(world, "PUT", &format!("/api/booking/reservations/{id}")).json(&to).send()
    }

    /// Held and booked.
    #[track_caller]
    pub fn books(&self, world: &World, kind: KindId, start: &str) -> ReservationId {
        let new = self.new_hold(world, kind, start);
        assert_eq!(self.hold(world, &new).status, 200);
        assert_eq!(self.confirm(world, new.id).status, 200);
        new.id
    }
}

impl Answer {
    #[track_caller]
    pub fn no_talk(&self, code: BookingCode) -> BookingRefusal {
        assert_eq!(self.status, 409, "{}", self.text());
        let body: BookingRefused = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(body.error.code, code);
        body.error
    }
}
