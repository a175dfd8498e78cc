//! Talks for tests and measurements: a plan, and very many mailboxes without the work of making each.
use std::fmt::Write;

use anyhow::{Result, bail, ensure};
use chrono::NaiveDate;
use madobe_client::random::rng;
use madobe_client::{Answer, Server, StaffMember};
use madobe_domain::booking::plan::{Kind, Means, OneDay, Person, Plan, Room, Who};
use madobe_domain::booking::question::Question;
use madobe_domain::booking::sample;
pub use madobe_domain::booking::sample::person;
use madobe_domain::booking::taking::Taking;
use madobe_domain::booking::tick::{DAY_TICKS, Tick};
use madobe_domain::bytes::encode;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::hash::mailbox_token_hash;
use madobe_domain::desk::hours::{Frame, Week};
use madobe_domain::ids::{CaseId, KindId, MailboxId, ReservationId, RoomId, StaffId, TeamId};
use madobe_domain::wire::booking::{BookingRefused, Free, NewHold, Reservation, State};
use madobe_domain::wire::calendar::{CalendarPage, NewTalk, StaffTalk, VersionedPlan};

use crate::desk::Desk;

/// Whoever holds a token.
#[derive(Clone)]
pub struct Holder {
    server: Server,
    bearer: String,
}

/// What came of asking for a time.
#[derive(Debug, PartialEq)]
pub enum Asked {
    Got(Reservation),
    Taken(Vec<Tick>),
}

fn handle() -> [u8; 16] {
    *ReservationId::make(&mut rng()).as_bytes()
}

/// So many mailboxes, written behind the desk's back: making each takes its work, which is measured elsewhere.
pub fn holders(desk: &mut Desk, count: usize) -> Result<Vec<Holder>> {
    let mut sql = String::new();
    let mut bearers = Vec::with_capacity(count);
    for _ in 0..count {
        let id = MailboxId::make(&mut rng());
        let mut token = [0; 32];
        token[..16].copy_from_slice(&handle());
        token[16..].copy_from_slice(&handle());
        let (hash, case) = (mailbox_token_hash(&token), CaseId::make(&mut rng()));
        writeln!(
            sql,
            "INSERT INTO mailboxes (id, token_hash, public_key, case_id) VALUES ('{id}', '{hash}', '', '{case}');"
        )?;
        bearers.push(format!("Bearer {}", encode(&[id.as_bytes().as_slice(), &token].concat())));
    }
    desk.meddle(&sql)?;
    Ok(bearers.into_iter().map(|bearer| Holder { server: desk.from_home(), bearer }).collect())
}

/// So many colleagues, of whom only the calendar knows.
pub fn people(desk: &mut Desk, count: usize) -> Result<Vec<StaffId>> {
    let people: Vec<StaffId> = (0..count).map(|_| StaffId::make(&mut rng())).collect();
    let mut sql = String::new();
    for id in &people {
        writeln!(
            sql,
            "INSERT INTO staff (id, login, name, role, salt, stretch, login_key_hash, public_key, wrapped_seed, \
                totp_sealed, totp_last_step, created_at) \
             VALUES ('{id}', '{id}', '相談員', 'member', '', '{{}}', '', '', '', '', 0, 0);\n\
             INSERT INTO memberships (staff, team, joined_at) VALUES ('{id}', '{}', 0);",
            desk.team
        )?;
    }
    desk.meddle(&sql)?;
    Ok(people)
}

/// Up to ninety days ahead.
pub fn kind(people: &[StaffId], rooms: &[RoomId]) -> Kind {
    let usual = sample::kind(KindId::make(&mut rng()), people);
    Kind { rooms: rooms.to_vec(), horizon_days: 90, ..usual }
}

pub fn rooms(count: usize) -> Vec<Room> {
    let room = |number: usize| Room {
        name: format!("第{}相談室", number + 1),
        ..sample::room(RoomId::make(&mut rng()))
    };
    (0..count).map(room).collect()
}

/// Somebody who is there every day, from nine to nine.
pub fn tireless(staff: StaffId) -> Person {
    let open = || vec![Frame { open: 9 * 60, close: 21 * 60 }];
    Person { week: Week([open(), open(), open(), open(), open(), open(), open()]), ..person(staff) }
}

/// The same on this day, also where it is a Sunday or a holiday.
pub fn there_on(staff: StaffId, day: NaiveDate) -> Person {
    let frames = vec![Frame { open: 9 * 60, close: 21 * 60 }];
    Person { days: vec![OneDay { day, frames }], ..person(staff) }
}

/// What people choose from in a browser: in writing, at the desk with much to say about it, and for those who have a code.
/// Each takes the same one person.
pub fn furnish(desk: &Desk) -> Result<[KindId; 3]> {
    let staff = desk.administrator();
    let me = staff.session.id;
    let rooms = rooms(1);
    let kinds = [
        Kind { name: "文字での相談".into(), means: Means::Chat, ..kind(&[me], &[]) },
        Kind {
            name: "はじめての方のための、ゆっくりお話をうかがう窓口での相談".into(),
            about: "市役所の裏口からも入れます。2階の、いちばん奥の部屋です。受付では、予約の時間だけ言ってください。待つところは、ほかの方と別です。"
                .into(),
            ..kind(&[me], &[rooms[0].id])
        },
        Kind { name: "おうちでの相談".into(), means: Means::HomeVisit, who: Who::Writers, ..kind(&[me], &[]) },
    ];
    let ids = [kinds[0].id, kinds[1].id, kinds[2].id];
    offer(&staff, desk.team, Plan { kinds: kinds.into(), rooms, people: vec![tireless(me)] })?;
    Ok(ids)
}

/// For so many at once, who are asked something when they take a seat.
pub fn group(people: &[StaffId], seats: u16, questions: &[&str]) -> Kind {
    let questions = questions.iter().filter_map(|words| Question::parse(words).ok()).collect();
    Kind { name: "家族の集まり".into(), seats, questions, ..kind(people, &[]) }
}

/// Ten o'clock, so many days from now.
pub fn in_days(days: i64) -> Tick {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let now = Timestamp::from_millis(i64::try_from(now.as_millis()).unwrap_or_default());
    Tick::of_day(now.date_in_japan()).plus(days * DAY_TICKS + 120)
}

/// Sets the time of a group.
pub fn session(staff: &StaffMember, team: TeamId, kind: KindId, start: Tick) -> Result<StaffTalk> {
    let new = NewTalk { session: true, ..new_talk(kind, start) };
    Ok(staff.call("POST", &path(team, "reservations"), Some(&new))?)
}

/// With whoever is free, for nobody who has a case.
pub fn new_talk(kind: KindId, start: Tick) -> NewTalk {
    let id = ReservationId::make(&mut rng());
    NewTalk {
        id,
        kind,
        start,
        people: vec![],
        room: None,
        case: None,
        session: false,
        only_open: false,
        note: None,
    }
}

pub fn path(team: TeamId, rest: &str) -> String {
    format!("/api/staff/teams/{team}/booking/{rest}")
}

/// The plan of the desk's team as it stands.
pub fn plan(desk: &Desk) -> Result<VersionedPlan> {
    Ok(desk.administrator().get(&path(desk.team, "plan"))?)
}

pub fn change(desk: &Desk, change: VersionedPlan) -> Result<()> {
    desk.administrator().call::<_, VersionedPlan>("PUT", &path(desk.team, "plan"), Some(&change))?;
    Ok(())
}

pub fn offer(staff: &StaffMember, team: TeamId, plan: Plan) -> Result<()> {
    let change = VersionedPlan { version: 0, plan };
    staff.call::<_, VersionedPlan>("PUT", &path(team, "plan"), Some(&change))?;
    Ok(())
}

pub fn calendar(staff: &StaffMember, team: TeamId, from: &str, days: u16) -> Result<CalendarPage> {
    Ok(staff.get(&path(team, &format!("calendar?from={from}&days={days}")))?)
}

pub fn free(server: &Server, kind: KindId, from: &str) -> Result<Vec<Tick>> {
    let free: Free = server.get(&format!("/api/booking/free?days=31&from={from}&kind={kind}"))?;
    Ok(free.kinds.into_iter().next().map(|kind| kind.starts).unwrap_or_default())
}

pub fn new_hold(kind: KindId, start: Tick) -> NewHold {
    NewHold { id: ReservationId::make(&mut rng()), kind, start, work: None }
}

impl Holder {
    /// The same at another address of the server, as after it was started again.
    pub fn through(&self, server: &Server) -> Self {
        Self { server: server.clone(), bearer: self.bearer.clone() }
    }

    fn asked(answer: &Answer) -> Result<Asked> {
        if answer.status == 409
            && let Ok(BookingRefused { error }) = serde_json::from_slice(&answer.body)
        {
            return Ok(Asked::Taken(error.nearest));
        }
        Ok(Asked::Got(answer.read()?))
    }

    pub fn hold(&self, new: &NewHold) -> Result<Asked> {
        let headers = [("authorization", self.bearer.as_str())];
        Self::asked(&self.server.ask("POST", "/api/booking/holds", &headers, Some(new))?)
    }

    pub fn confirm(&self, id: ReservationId) -> Result<Asked> {
        let path = format!("/api/booking/reservations/{id}/confirm");
        let headers = [("authorization", self.bearer.as_str())];
        Self::asked(&self.server.ask::<()>("POST", &path, &headers, None)?)
    }

    pub fn cancel(&self, id: ReservationId) -> Result<()> {
        let path = format!("/api/booking/reservations/{id}");
        let headers = [("authorization", self.bearer.as_str())];
        let answer = self.server.ask::<()>("DELETE", &path, &headers, None)?;
        if answer.status == 204 { Ok(()) } else { bail!("{}", answer.refusal()) }
    }
}

/// Of live talks, what takes the same person, room or seat at the same time: in pairs that follow each other.
pub fn booked_twice(page: &CalendarPage) -> Vec<[Taking; 2]> {
    let live = page.talks.iter().filter(|talk| matches!(talk.state, State::Held | State::Booked));
    let mut taken: Vec<_> = live.flat_map(|talk| talk.taken.clone()).collect();
    taken.sort();
    let both = |pair: &[Taking]| match pair {
        [one, next] if one.0 == next.0 && one.span().overlaps(next.span()) => {
            Some([one.clone(), next.clone()])
        }
        _ => None,
    };
    taken.windows(2).filter_map(both).collect()
}

/// No person, room or seat stands in two live talks at once.
pub fn nobody_is_booked_twice(page: &CalendarPage) -> Result<()> {
    let twice = booked_twice(page);
    ensure!(twice.is_empty(), "{twice:?}");
    Ok(())
}
