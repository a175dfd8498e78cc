//! Booking and moving, and how it came out.
use leptos::prelude::*;
use madobe_domain::booking::note::Note;
use madobe_domain::booking::tick::{Tick, ticks};
use madobe_domain::ids::{ReservationId, StaffId};
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::{MoveTalk, NewTalk, StaffTalk};

use super::super::Calendar;
use super::super::asking::{Asked, What};
use super::super::back::{Settled, asked as asked_record};
use super::super::names::{conflict_words, people_and_room, people_words, told, when, whom};
use super::super::shown::held_by;
use super::caution::forbidden;
use crate::api::ApiError;
use crate::api::calendar::Taken;
use crate::page::spawn;
use crate::random::rng;
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::fault::Faults;
use crate::ui::place::focus_soon;
use crate::ui::told::then;
use crate::words::common::list;
use crate::words::staff::calendar;

/// Half an hour: who comes early for a time that is about to begin is there.
const AHEAD_TICKS: i64 = ticks(30);

/// How asking came out.
#[derive(Clone, Copy)]
pub struct Sending {
    pub busy: RwSignal<bool>,
    pub faults: Faults,
    pub failed: RwSignal<Option<String>>,
    pub near: RwSignal<Taken>,
    /// What somebody was asked about. Pressed again, it is meant.
    pub said: RwSignal<Vec<&'static str>>,
    /// Under which a retry is known.
    id: StoredValue<ReservationId>,
    /// The move that was sent last.
    moved: StoredValue<Option<MoveTalk>>,
}

impl Sending {
    pub fn new(asked: Asked) -> Self {
        let sending = Self {
            busy: RwSignal::new(false),
            faults: Faults::none(),
            failed: RwSignal::new(None),
            near: RwSignal::default(),
            said: RwSignal::default(),
            id: StoredValue::new(ReservationId::make(&mut rng())),
            moved: StoredValue::new(None),
        };
        // What was refused is not what is asked for any more.
        Effect::new(move |before: Option<()>| {
            for field in
                [asked.kind, asked.day, asked.time, asked.person, asked.room, asked.every, asked.count]
            {
                field.track();
            }
            if before.is_some() {
                sending.failed.set(None);
                sending.near.set(Vec::new());
            }
        });
        // Of another kind or person it was not said.
        Effect::new(move |before: Option<()>| {
            asked.kind.track();
            asked.case.track();
            asked.name.track();
            asked.contact.track();
            if before.is_some() {
                sending.said.set(Vec::new());
            }
        });
        sending
    }

    /// To the first of these times; none where there is none.
    fn move_to(self, asked: Asked, starts: &[Tick]) -> Option<MoveTalk> {
        let to = asked.move_to(*starts.first()?, self.moved.get_value());
        self.moved.set_value(Some(to.clone()));
        Some(to)
    }
}

pub fn send(here: Calendar, what: What, asked: Asked, sending: Sending, cautions: Vec<&'static str>) {
    let (starts, note) = match (asked.starts(time::now().date_in_japan()), asked.note()) {
        (Ok(starts), Ok(note)) => (starts, note),
        (starts, note) => {
            let mut found = note.err().unwrap_or_default();
            found.extend(starts.err().unwrap_or_default());
            sending.faults.show(found);
            return;
        }
    };
    sending.faults.clear();
    // What has not begun was not held.
    if what == What::WalkIn && starts.iter().any(|start| *start > Tick::at(time::now()).plus(AHEAD_TICKS)) {
        return sending.faults.show_one("book-time", calendar::FAULT_AHEAD);
    }
    if let Some(words) = forbidden(here, &what, asked) {
        return sending.faults.show_one("book-kind", words);
    }
    if cautions.iter().any(|words| sending.said.with_untracked(|said| !said.contains(words))) {
        sending.said.set(cautions);
        return focus_soon("book-stop");
    }
    sending.failed.set(None);
    sending.near.set(Vec::new());
    sending.busy.set(true);
    let moving = matches!(what, What::Move { .. } | What::Back { .. });
    let moved = match &what {
        What::Move { talk, .. } => Some(talk.clone()),
        _ => None,
    };
    // Asked now: the dialog may be gone by the time of the answer.
    let named = !asked.people().is_empty();
    spawn(async move {
        let done = match what {
            What::Move { talk, .. } => here.shift(talk, sending.move_to(asked, &starts)).await,
            What::Back { now, .. } if now.state == State::Booked => {
                here.shift(now, sending.move_to(asked, &starts)).await
            }
            What::Back { now, .. } => here.give_back(now, sending.move_to(asked, &starts)).await,
            what => here.book(&what, asked, starts, note, sending.id).await,
        };
        sending.busy.try_set(false);
        match done {
            Ok(Ok(said)) => {
                here.asking.try_set(None);
                here.said.try_set(said);
                here.load();
                focus_soon("calendar-said");
            }
            Ok(Err(near)) => {
                let words = match (near.is_empty(), named) {
                    (true, _) => calendar::TAKEN_ALONE,
                    (false, false) => calendar::TAKEN,
                    (false, true) => calendar::TAKEN_OF_PERSON,
                };
                sending.near.try_set(near);
                sending.failed.try_set(Some(words.to_owned()));
                focus_soon("book-failed");
                // Whoever was quicker is seen behind the dialog.
                here.load();
            }
            Err(Trouble::Api(ApiError::Code(detail))) if detail.field.as_deref() == Some("start") => {
                sending.faults.show_one("book-day", calendar::FAULT_PAST);
            }
            Err(trouble) if here.is_gone(&trouble, moved.as_ref()).await => {
                sending.failed.try_set(Some(calendar::GONE.to_owned()));
                focus_soon("book-failed");
                here.load();
            }
            Err(trouble) => {
                let not_yet = if moving { calendar::NOT_MOVED } else { calendar::NOT_YET };
                sending.failed.try_set(trouble.said().map(|words| list::sentences(not_yet, &words)));
                focus_soon("book-failed");
            }
        }
    });
}

type Done = Result<Result<String, Taken>, Trouble>;

/// The desk is shut that day.
fn is_shut(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Api(ApiError::Code(detail)) if detail.field.as_deref() == Some("shut"))
}

fn on(start: Tick) -> String {
    time::day_seen_from(start.day(), time::now().date_in_japan())
}

impl Calendar {
    /// With whom, and what does not fit the plan.
    fn beside(self, talk: &StaffTalk) -> String {
        let (people, _) = self.plan.with_untracked(|plan| people_and_room(self.app, plan, talk));
        let said = if people.is_empty() { people } else { calendar::by_said(&people) };
        then(&said, talk.conflict.map(conflict_words).unwrap_or_default())
    }

    /// Whoever holds it, whether they are there or not.
    fn holders(self, talk: &StaffTalk) -> Vec<StaffId> {
        self.plan.with_untracked(|plan| held_by(plan, &StaffTalk { conflict: None, ..talk.clone() }))
    }

    async fn shift(self, talk: StaffTalk, to: Option<MoveTalk>) -> Done {
        let Some(to) = to else { return Ok(Err(Vec::new())) };
        let (inside, plan) = (self.inside(talk.id), self.plan.get_untracked());
        match self.app.watch(self.talks.shift(talk.id, &to)).await? {
            Ok(moved) => {
                let record = |talk| TalkRecord::TalkMoved { talk };
                let settled = Settled::default();
                self.offer_move_back(plan.clone(), talk, moved.clone(), inside.clone(), settled.clone());
                self.record_all(&plan, &moved, inside, State::Booked, record).await;
                settled.now();
                Ok(Ok(then(&calendar::moved_said(&when(&moved)), &self.beside(&moved))))
            }
            Err(near) => Ok(Err(near)),
        }
    }

    /// What was cancelled, at another time than the one that is taken by now.
    async fn give_back(self, talk: StaffTalk, to: Option<MoveTalk>) -> Done {
        let Some(to) = to else { return Ok(Err(Vec::new())) };
        let (inside, plan) = (self.inside(talk.id), self.plan.get_untracked());
        match self.app.watch(self.talks.give_back(talk.id, &to)).await? {
            Ok(now) => {
                self.record_all(&plan, &now, inside, State::Booked, asked_record).await;
                Ok(Ok(then(&calendar::returned_at_said(&when(&now)), &self.beside(&now))))
            }
            Err(near) => Ok(Err(near)),
        }
    }

    /// One after the other. Of several, those that could not be had are told and the others stand. Whoever holds the
    /// first holds those that follow, where they can. Where no answer comes to one of several, those before it stand and are told,
    /// and those from it on are named: asked for once more as a whole, the first ones would be booked a second time.
    async fn book(
        self,
        what: &What,
        asked: Asked,
        starts: Vec<Tick>,
        note: Option<Note>,
        id: StoredValue<ReservationId>,
    ) -> Done {
        let several = starts.len() > 1;
        let mut people = asked.people();
        let anybody = people.is_empty();
        let wish = starts.first().and_then(|start| asked.new_talk(id.get_value(), *start, &people));
        let Some(mut wish) = wish else { return Ok(Err(Vec::new())) };
        let (mut booked, mut missed, mut others) = (Vec::<StaffTalk>::new(), Vec::new(), Vec::new());
        let (mut shut, mut unsaid) = (Vec::new(), "");
        let (mut cut, mut why) = (Vec::new(), String::new());
        for start in starts {
            if !cut.is_empty() {
                cut.push(on(start));
                continue;
            }
            (wish.start, wish.people) = (start, people.clone());
            let done = match self.book_one(&mut wish, note.as_ref(), anybody).await {
                Err(error) if is_shut(&error) => {
                    shut.push(on(start));
                    continue;
                }
                Err(error) if !booked.is_empty() => {
                    cut.push(on(start));
                    why = error.said().unwrap_or_default();
                    continue;
                }
                done => done?,
            };
            match done {
                Ok(talk) => {
                    if wish.people.is_empty() && !people.is_empty() {
                        let who = people_words(self.app, &self.holders(&talk));
                        others.push(calendar::other_on(&on(start), &who));
                    }
                    wish.id = ReservationId::make(&mut rng());
                    id.try_set_value(wish.id);
                    if self.follow_up(what, &talk).await.is_err() {
                        unsaid = calendar::CAME_UNSAID;
                    }
                    if people.is_empty() && several && talk.seats.is_none() {
                        people = self.holders(&talk);
                    }
                    booked.push(talk);
                }
                Err(near) if !several => return Ok(Err(near)),
                Err(_) => missed.push(on(start)),
            }
        }
        let times: Vec<String> = booked.iter().map(when).collect();
        let times = times.join(list::JOINT);
        let whom = match note {
            Some(note) if !note.name.is_empty() => note.name,
            _ => whom(self.app, wish.case).0,
        };
        let mut said = match what {
            _ if wish.session => calendar::session_said(&times),
            What::WalkIn => calendar::walked_in_said(&whom, &times),
            _ => calendar::booked_said(&whom, &times),
        };
        if booked.is_empty() {
            said.clear();
        }
        match booked.as_slice() {
            [one] => said = then(&said, &self.beside(one)),
            all => {
                if !people.is_empty() && !all.is_empty() {
                    said = then(&said, &calendar::by_said(&people_words(self.app, &people)));
                }
                for talk in all {
                    let conflict =
                        talk.conflict.map(|conflict| list::of(&on(talk.start), conflict_words(conflict)));
                    said = then(&said, &conflict.unwrap_or_default());
                }
            }
        }
        if !others.is_empty() {
            said = then(&said, &calendar::other_said(&others.join(list::JOINT)));
        }
        if !shut.is_empty() {
            said = then(&said, &calendar::shut_said(&shut.join(list::JOINT)));
        }
        if !missed.is_empty() {
            said = then(&said, &calendar::missed_said(&missed.join(list::JOINT)));
        }
        if !cut.is_empty() {
            said = then(&then(&said, &calendar::cut_said(&cut.join(list::JOINT))), &why);
        }
        said = then(&said, unsaid);
        if !booked.is_empty() {
            let line = calendar::booked_line(&whom, &times);
            self.offer_unbook(self.plan.get_untracked(), booked, line);
        }
        Ok(Ok(said))
    }

    /// With those who are wished for, or where `anybody` may hold it with somebody else: then nobody is wished for any more.
    async fn book_one(
        self,
        wish: &mut NewTalk,
        note: Option<&Note>,
        anybody: bool,
    ) -> Result<Result<StaffTalk, Taken>, Trouble> {
        // A note belongs to its talk alone: each one of several is sealed by itself.
        if let Some(note) = note {
            wish.note = Some(self.notes.seal(wish.id, note).await?);
        }
        let mut done = self.app.watch(self.talks.book(wish)).await;
        if matches!(done, Ok(Err(_))) && anybody && !wish.people.is_empty() {
            wish.people.clear();
            done = self.app.watch(self.talks.book(wish)).await;
        }
        let done = done.map_err(Trouble::from);
        self.notes.with_new_key(done.as_ref().err()).await;
        done
    }

    async fn follow_up(self, what: &What, talk: &StaffTalk) -> Result<(), Trouble> {
        let told = self.plan.with_untracked(|plan| told(self.app, plan, talk));
        self.record(talk.case, asked_record(told.clone())).await;
        if *what == What::WalkIn {
            self.app.watch(self.talks.came(talk.id, Some(true))).await?;
            self.record(talk.case, TalkRecord::TalkHeld { talk: told }).await;
        }
        Ok(())
    }
}
