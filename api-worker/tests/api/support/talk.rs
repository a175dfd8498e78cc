//! A desk that offers talks.

use super::{Answer, Call, Colleague, World, Writer};
use chrono::{NaiveDate, NaiveDateTime};
use madobe_domain::booking::plan::{Kind, Plan};
use madobe_domain::booking::sample;
use madobe_domain::booking::tick::Tick;
use madobe_domain::clock::Timestamp;
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

/// Talks with one of these people, in no room, and a group of three in the one room.
pub fn plan(people: &[StaffId]) -> Plan {
    let visit = sample::kind(VISIT, people);
    let group =
        Kind { id: GROUP, name: "家族の集まり".into(), rooms: vec![ROOM], seats: 3, ..visit.clone() };
    Plan {
        kinds: vec![visit, group],
        rooms: vec![sample::room(ROOM)],
        people: people.iter().copied().map(sample::person).collect(),
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
        only_open: false,
        note: None,
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
