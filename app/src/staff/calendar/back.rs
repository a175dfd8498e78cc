//! The way back from what was just done to a talk: for ten seconds, as from every other act. The server decides it anew: where somebody
//! was quicker, that is said, and what lies nearest is offered.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use madobe_domain::booking::plan::Plan;
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::{ChangeId, RoomId, StaffId};
use madobe_domain::log::talk::{Talk, TalkRecord};
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::{MoveTalk, StaffTalk};

use super::Calendar;
use super::asking::What;
use super::names::{told, when};
use super::shown::session_of;
use crate::api::ApiError;
use crate::page::{self, spawn};
use crate::random::rng;
use crate::staff::trouble::Trouble;
use crate::ui::place::focus_soon;
use crate::words::common::list;
use crate::words::staff::calendar;

const LOOK_MILLIS: u32 = 50;

/// The record of an act has been written, or waits on the screen to be written: what takes it back comes after it.
#[derive(Clone, Default)]
pub struct Settled(Arc<AtomicBool>);

impl Settled {
    pub fn now(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    async fn wait(&self) {
        while !self.0.load(Ordering::Relaxed) {
            page::sleep(LOOK_MILLIS).await;
        }
    }
}

pub fn asked(talk: Talk) -> TalkRecord {
    TalkRecord::TalkAsked { talk, text: None, introduction: None, answers: vec![] }
}

/// What is to be written where it is noted that they talked, or no more; nothing where that changes nothing.
pub fn held(before: Option<bool>, after: Option<bool>) -> Option<fn(Talk) -> TalkRecord> {
    match (before == Some(true), after == Some(true)) {
        (false, true) => Some(|talk| TalkRecord::TalkHeld { talk }),
        (true, false) => Some(|talk| TalkRecord::TalkUnheld { talk }),
        _ => None,
    }
}

/// Who held it, and where, as the plan has them.
fn back_to(plan: &Plan, before: &StaffTalk, change: ChangeId) -> MoveTalk {
    let handles = || before.taken.iter().map(|taking| taking.0.as_str());
    let staff = |handle: &str| StaffId::parse(handle).ok().filter(|staff| plan.person(staff).is_some());
    let room = |handle: &str| RoomId::parse(handle).ok().filter(|room| plan.room(room).is_some());
    MoveTalk {
        change,
        start: before.start,
        people: handles().filter_map(staff).collect(),
        room: handles().find_map(room),
    }
}

impl Calendar {
    /// `inside`: who was in it before, for a group's session.
    pub(super) fn offer_return(
        self,
        plan: Arc<Plan>,
        talk: StaffTalk,
        inside: Vec<StaffTalk>,
        settled: Settled,
    ) {
        let said = calendar::cancelled_line(&self.whom_now(&talk), &when(&talk));
        let change = ChangeId::make(&mut rng());
        self.app.offer_way(said, move || {
            let (plan, talk, inside, settled) = (plan.clone(), talk.clone(), inside.clone(), settled.clone());
            spawn(async move {
                settled.wait().await;
                let to = MoveTalk { change, start: talk.start, people: Vec::new(), room: None };
                match self.app.watch(self.talks.give_back(talk.id, &to)).await {
                    Ok(Ok(now)) => self.came_back(&plan, &now, inside, asked, calendar::RETURNED_SAID).await,
                    Ok(Err(near)) => {
                        let now = StaffTalk { state: State::Cancelled, ..talk.clone() };
                        self.missed(now, talk, near);
                    }
                    Err(error) => self.not_back(error),
                }
            });
        });
    }

    /// `before`: as it stood.
    pub(super) fn offer_move_back(
        self,
        plan: Arc<Plan>,
        before: StaffTalk,
        now: StaffTalk,
        inside: Vec<StaffTalk>,
        settled: Settled,
    ) {
        let said = calendar::moved_line(&self.whom_now(&now), &when(&now));
        let change = ChangeId::make(&mut rng());
        self.app.offer_way(said, move || {
            let (plan, before, now) = (plan.clone(), before.clone(), now.clone());
            let (inside, settled) = (inside.clone(), settled.clone());
            spawn(async move {
                settled.wait().await;
                let to = back_to(&plan, &before, change);
                let moved = |talk| TalkRecord::TalkMoved { talk };
                match self.app.watch(self.talks.shift(before.id, &to)).await {
                    Ok(Ok(now)) => {
                        self.came_back(&plan, &now, inside, moved, calendar::MOVED_BACK_SAID).await;
                        self.note_again(&plan, &before).await;
                    }
                    Ok(Err(near)) => self.missed(now, before, near),
                    Err(error) => self.not_back(error),
                }
            });
        });
    }

    pub(super) fn offer_came_back(
        self,
        plan: Arc<Plan>,
        talk: StaffTalk,
        after: Option<bool>,
        settled: Settled,
    ) {
        let whom = self.whom_now(&talk);
        let said = match after {
            Some(true) => calendar::came_line(&whom),
            Some(false) => calendar::came_not_line(&whom),
            None => calendar::came_unknown_line(&whom),
        };
        self.app.offer_way(said, move || {
            let (plan, talk, settled) = (plan.clone(), talk.clone(), settled.clone());
            spawn(async move {
                settled.wait().await;
                match self.app.watch(self.talks.came(talk.id, talk.came)).await {
                    Ok(()) => {
                        self.app.say.soon(calendar::CAME_BACK_SAID);
                        self.load();
                        if let Some(record) = held(after, talk.came) {
                            self.write_back(&plan, &talk, record).await;
                        }
                    }
                    Err(error) => self.not_back(error),
                }
            });
        });
    }

    /// What was just booked is cancelled again.
    pub(super) fn offer_unbook(self, plan: Arc<Plan>, booked: Vec<StaffTalk>, said: String) {
        self.app.offer_way(said, move || {
            let (plan, booked) = (plan.clone(), booked.clone());
            spawn(async move {
                for talk in booked {
                    match self.app.watch(self.talks.cancel(talk.id)).await {
                        Ok(()) => {
                            let record = |talk| TalkRecord::TalkCancelled { talk };
                            self.came_back(&plan, &talk, Vec::new(), record, calendar::CANCELLED_SAID).await;
                        }
                        Err(error) => return self.not_back(error),
                    }
                }
            });
        });
    }

    async fn came_back(
        self,
        plan: &Plan,
        talk: &StaffTalk,
        inside: Vec<StaffTalk>,
        record: fn(Talk) -> TalkRecord,
        said: &'static str,
    ) {
        self.app.say.soon(said);
        self.said.try_set(said.to_owned());
        // Unless somebody has gone on meanwhile.
        if page::focused().is_none_or(|element| element.id() == "main") {
            focus_soon("calendar-said");
        }
        self.load();
        if talk.seats.is_none() {
            return self.write_back(plan, talk, record).await;
        }
        self.record_all(plan, talk, inside, State::Booked, record).await;
    }

    /// With its time a talk lost what was noted of it, and has it again.
    async fn note_again(self, plan: &Plan, before: &StaffTalk) {
        if before.came.is_none() {
            return;
        }
        match self.app.watch(self.talks.came(before.id, before.came)).await {
            Ok(()) => {
                self.load();
                if let Some(record) = held(None, before.came) {
                    self.record(before.case, record(told(self.app, plan, before))).await;
                }
            }
            Err(_) => self.app.tell_line(calendar::CAME_UNSAID.to_owned()),
        }
    }

    /// Unless what it takes back never came to stand there.
    async fn write_back(self, plan: &Plan, talk: &StaffTalk, record: fn(Talk) -> TalkRecord) {
        let waits = |waiting: &TalkRecord| waiting.talk().reservation == talk.id;
        let never = self.unrecorded.try_update(|all| {
            let before = all.len();
            all.retain(|(_, record)| !waits(record));
            all.len() < before
        });
        if never != Some(true) {
            self.record(talk.case, record(told(self.app, plan, talk))).await;
        }
    }

    /// Somebody was quicker. On this screen another time can be chosen; `now`: as it stands, `was`: as it was wished for.
    fn missed(self, now: StaffTalk, was: StaffTalk, near: Vec<Tick>) {
        self.load();
        // What is being booked at this moment stays.
        if self.asking.try_with_untracked(Option::is_some) == Some(true) {
            return self.app.tell_line(list::sentences(calendar::NOT_BACK, calendar::TAKEN_ALONE));
        }
        let seat = session_of(&was).is_some();
        let words = match (seat, now.state) {
            (true, State::Booked) => calendar::NO_SEAT_BACK.to_owned(),
            (true, _) => calendar::NO_SEAT_LEFT.to_owned(),
            (false, _) => calendar::not_back_taken(&when(&was)),
        };
        self.app.say.soon(words.clone());
        if seat || self.asking.try_set(Some(What::Back { now, was, near })).is_some() {
            self.app.tell_line(words);
        } else {
            focus_soon("book-failed");
        }
    }

    fn not_back(self, error: ApiError) {
        self.load();
        if let Some(why) = Trouble::from(error).said() {
            self.app.tell_line(list::sentences(calendar::NOT_BACK, &why));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::booking::plan::{Person, Room};
    use madobe_domain::booking::taking::Taking;
    use madobe_domain::desk::hours::Week;
    use madobe_domain::ids::{KindId, ReservationId};

    #[test]
    fn what_is_written_is_what_changed() {
        let talk = || Talk {
            reservation: ReservationId::from_bytes([1; 16]),
            name: String::new(),
            means: madobe_domain::booking::plan::Means::Visit,
            start: madobe_domain::clock::Timestamp(0),
            minutes: 50,
        };
        let written = |before, after| match held(before, after).map(|record| record(talk())) {
            Some(TalkRecord::TalkHeld { .. }) => "held",
            Some(TalkRecord::TalkUnheld { .. }) => "unheld",
            _ => "",
        };
        for other in [None, Some(false)] {
            assert_eq!((written(other, Some(true)), written(Some(true), other)), ("held", "unheld"));
            assert_eq!((written(other, None), written(None, other)), ("", ""));
        }
        assert_eq!(written(Some(true), Some(true)), "");
    }

    #[test]
    fn a_talk_goes_back_to_whoever_held_it_in_the_same_room() {
        let (staff, stranger, place) =
            (StaffId::from_bytes([1; 16]), StaffId::from_bytes([2; 16]), RoomId::from_bytes([3; 16]));
        let person = Person { staff, week: Week::office(), days: vec![], away: vec![] };
        let room = Room { id: place, name: "第1相談室".to_owned(), buffer: 0, closed: vec![] };
        let plan = Plan { kinds: vec![], rooms: vec![room], people: vec![person] };
        let start = Tick::at(madobe_domain::clock::Timestamp(1_795_482_000_000));
        let taken = [staff.to_string(), stranger.to_string(), place.to_string()];
        let before = StaffTalk {
            id: ReservationId::from_bytes([4; 16]),
            kind: KindId::from_bytes([5; 16]),
            state: State::Booked,
            cancelled_by: None,
            cancelled_at: None,
            start,
            minutes: 50,
            taken: taken.into_iter().map(|handle| Taking(handle, start, start.plus(10))).collect(),
            case: None,
            seats: None,
            came: None,
            conflict: None,
            note: None,
        };
        let to = back_to(&plan, &before, ChangeId::from_bytes([6; 16]));
        assert_eq!((to.start, to.people, to.room), (start, vec![staff], Some(place)));
    }
}
