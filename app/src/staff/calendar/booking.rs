//! Booking for someone, for whoever stands at the door, and moving what is booked: one dialog, without a mouse too.
use leptos::html::Dialog;
use leptos::prelude::*;
use madobe_domain::booking::plan::Kind;
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::{KindId, ReservationId, StaffId};
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::wire::booking::State;
use madobe_domain::wire::calendar::StaffTalk;

use super::Calendar;
use super::asking::{Asked, What, clock};
use super::names::{person, whom};
use super::place;
use crate::api::calendar::Taken;
use crate::page::spawn;
use crate::random::rng;
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::{Choice, Field};
use crate::ui::place::focus_soon;
use crate::words::common::list;
use crate::words::staff::{self, calendar};

mod someone;

use someone::Someone;

#[component]
pub fn Booking() -> impl IntoView {
    let here = Calendar::of_context();
    let dialog = NodeRef::<Dialog>::new();
    // Asked for before it is known what can be booked, it opens when that is.
    let loaded = Memo::new(move |_| here.shown.with(Option::is_some));
    let asking = move || here.asking.get().filter(|_| loaded.get());
    Effect::new(move |_| {
        let open = asking().is_some();
        let Some(dialog) = dialog.get() else { return };
        if open && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="book-heading" on:close=move |_| here.asking.set(None)>
            {move || asking().map(|what| view! { <Body what /> })}
        </dialog>
    }
}

/// How asking came out.
#[derive(Clone, Copy)]
struct Sending {
    busy: RwSignal<bool>,
    faults: Faults,
    failed: RwSignal<Option<String>>,
    near: RwSignal<Taken>,
    /// Under which a retry is known.
    id: StoredValue<ReservationId>,
}

#[component]
fn Body(what: What) -> impl IntoView {
    let here = Calendar::of_context();
    let now = time::now();
    let plan = here.plan.get_untracked();
    let asked = match &what {
        What::Move { talk, day, person } => {
            let asked = Asked::start(Some(talk.kind), *day, Some(talk.start.minute()));
            asked.case.set(talk.case);
            asked.person.set(person.clone());
            asked.session.set(talk.seats.is_some());
            asked
        }
        What::WalkIn => Asked::start(
            plan.kinds.first().map(|kind| kind.id),
            now.date_in_japan(),
            Some(Tick::at(now).minute()),
        ),
        What::New | What::For(_) => {
            let day = here.place.get_untracked().days().0.max(now.date_in_japan());
            Asked::start(plan.kinds.first().map(|kind| kind.id), day, None)
        }
    };
    let sending = Sending {
        busy: RwSignal::new(false),
        faults: Faults::none(),
        failed: RwSignal::new(None),
        near: RwSignal::default(),
        id: StoredValue::new(ReservationId::make(&mut rng())),
    };
    let kind = Memo::new(move |_| {
        let id = KindId::parse(&asked.kind.get()).ok()?;
        here.plan.with(|plan| plan.kind(&id).cloned())
    });
    let (heading, words) = match &what {
        What::New | What::For(_) => (calendar::BOOK, calendar::BOOK_ACT),
        What::WalkIn => (calendar::WALK_IN, calendar::WALK_IN_ACT),
        What::Move { .. } => (calendar::MOVE, calendar::MOVE_ACT),
    };
    let moving = matches!(what, What::Move { .. });
    let again = matches!(what, What::New | What::For(_));
    if let What::For(case) = what {
        asked.case.set(Some(case));
    }
    let what = StoredValue::new(what);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !sending.busy.get_untracked() {
            send(here, what.get_value(), asked, sending);
        }
    };
    let kinds = plan.kinds.iter().map(|kind| (kind.id.to_string(), kind.name.clone())).collect::<Vec<_>>();
    let group = move || kind.with(|kind| kind.as_ref().is_some_and(Kind::is_group));
    if plan.kinds.is_empty() {
        return view! {
            <h2 id="book-heading" tabindex="-1">{heading}</h2>
            <p class="panel info">{calendar::NO_PLAN}</p>
            <div class="row actions"><button class="button" type="button" on:click=move |_| here.asking.set(None)>{staff::CLOSE}</button></div>
        }
        .into_any();
    }
    view! {
        <h2 id="book-heading" tabindex="-1">{heading}</h2>
        <Summary faults=sending.faults />
        {move || sending.failed.get().map(|words| view! { <p class="panel warning" id="book-failed" role="alert" tabindex="-1">{words}</p> })}
        <Near asked sending />
        {(moving && asked.session.get_untracked()).then(|| view! { <p>{calendar::MOVE_ALL}</p> })}
        <form class="stack" id="book-form" novalidate on:submit=submit>
            {(!moving).then(|| view! {
                <Choice id="book-kind" label=calendar::KIND value=asked.kind options=Signal::stored(kinds.clone()) />
            })}
            {move || (group() && !moving).then(|| view! {
                <label class="choice">
                    <input type="checkbox" id="book-session" prop:checked=move || asked.session.get()
                        on:change:target=move |event| asked.session.set(event.target().checked()) />
                    <span>{calendar::SESSION}<small class="hint">{calendar::SESSION_HINT}</small></span>
                </label>
            })}
            {move || (!moving && !asked.session.get()).then(|| view! { <Someone chosen=asked.case /> })}
            <Field id="book-day" label=calendar::FIELD_DAY value=asked.day faults=sending.faults kind="date" />
            <Field id="book-time" label=calendar::FIELD_TIME value=asked.time faults=sending.faults hint=calendar::FIELD_TIME_HINT
                inputmode="numeric" class="input time" />
            // What is free of a group are the times it meets already.
            {move || (!asked.session.get()).then(|| view! { <FreeTimes asked /> })}
            {move || kind.get().map(|kind| choices(here, &kind, asked))}
            {again.then(|| view! {
                <Choice id="book-every" label=calendar::EVERY value=asked.every options=Signal::stored(vec![
                    ("0".to_owned(), calendar::EVERY_NONE.to_owned()),
                    ("1".to_owned(), calendar::EVERY_WEEK.to_owned()),
                    ("2".to_owned(), calendar::EVERY_OTHER.to_owned()),
                ]) />
            })}
            {move || (again && asked.every.get() != "0").then(|| view! {
                <Field id="book-count" label=calendar::COUNT value=asked.count faults=sending.faults inputmode="numeric" class="input time" />
            })}
            <div class="row actions">
                <Act words=words.to_owned() working=calendar::WORKING busy=sending.busy />
                <button class="button quiet" type="button" on:click=move |_| here.asking.set(None)>{calendar::BOOK_NOT}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Who holds it, and where: by itself, unless somebody says so.
fn choices(here: Calendar, kind: &Kind, asked: Asked) -> impl IntoView + use<> {
    let anybody = |words: &str| vec![(String::new(), words.to_owned())];
    let mut people = anybody(calendar::ANYBODY);
    // Whoever was named already, too.
    let named = StaffId::parse(&asked.person.get_untracked()).ok();
    let named = named.filter(|staff| !kind.people.contains(staff));
    people
        .extend(kind.people.iter().chain(&named).map(|staff| (staff.to_string(), person(here.app, *staff))));
    let mut rooms = anybody(calendar::ANYWHERE);
    here.plan.with_untracked(|plan| {
        let of_kind = plan.rooms.iter().filter(|room| kind.rooms.contains(&room.id));
        rooms.extend(of_kind.map(|room| (room.id.to_string(), room.name.clone())));
    });
    let with_rooms = rooms.len() > 1;
    view! {
        <Choice id="book-person" label=calendar::WHO value=asked.person options=Signal::stored(people) />
        {with_rooms.then(|| view! {
            <Choice id="book-room" label=calendar::WHERE value=asked.room options=Signal::stored(rooms) />
        })}
    }
}

/// What is free on the day that stands in the field, to press instead of typing.
#[component]
fn FreeTimes(asked: Asked) -> impl IntoView {
    let here = Calendar::of_context();
    let free = RwSignal::new(None::<Vec<Tick>>);
    let wanted =
        Memo::new(move |_| Some((KindId::parse(&asked.kind.get()).ok()?, place::day(&asked.day.get())?)));
    Effect::new(move |_| {
        free.set(None);
        let Some((kind, day)) = wanted.get() else { return };
        spawn(async move {
            let found = here.app.watch(here.talks.free(kind, day)).await;
            // Another day may have been chosen meanwhile.
            if let (Ok(found), Some(Some(still))) = (found, wanted.try_get_untracked())
                && still == (kind, day)
            {
                free.try_set(Some(found.kinds.into_iter().flat_map(|kind| kind.starts).collect()));
            }
        });
    });
    let time = move |start: Tick| {
        let words = clock(start.minute());
        let (pressed, set) = (words.clone(), words.clone());
        view! {
            <button class="filter" type="button" aria-pressed=move || (asked.time.get() == pressed).to_string()
                on:click=move |_| asked.time.set(set.clone())>{words}</button>
        }
    };
    view! {
        <div class="row" role="group" aria-label=calendar::FREE_LABEL id="book-free">
            {move || free.get().map(|starts| {
                if starts.is_empty() {
                    view! { <p class="hint">{calendar::FREE_NONE}</p> }.into_any()
                } else {
                    starts.into_iter().map(time).collect_view().into_any()
                }
            })}
        </div>
    }
}

/// The time was taken: what lies nearest to it.
#[component]
fn Near(asked: Asked, sending: Sending) -> impl IntoView {
    let choose = move |start: Tick| {
        asked.day.set(time::iso_day(start.day()));
        asked.time.set(clock(start.minute()));
        sending.near.set(Vec::new());
        sending.failed.set(None);
        focus_soon("book-time");
    };
    let button = move |start: Tick| {
        let words = [time::day(start.day()), time::clock(start.time())].concat();
        view! { <button class="filter" type="button" on:click=move |_| choose(start)>{words}</button> }
    };
    move || {
        let near = sending.near.get();
        (!near.is_empty()).then(|| {
            view! {
                <div class="row" role="group" aria-label=calendar::NEAR id="book-near">
                    <span>{calendar::NEAR}</span>
                    {near.into_iter().map(button).collect_view()}
                </div>
            }
        })
    }
}

fn send(here: Calendar, what: What, asked: Asked, sending: Sending) {
    let starts = match asked.starts() {
        Ok(starts) => starts,
        Err(found) => {
            sending.faults.show(found);
            return;
        }
    };
    sending.faults.clear();
    sending.failed.set(None);
    sending.near.set(Vec::new());
    sending.busy.set(true);
    spawn(async move {
        let done = match what {
            What::Move { talk, .. } => here.shift(talk, asked, starts).await,
            what => here.book(&what, asked, starts, sending.id).await,
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
                let none = near.is_empty();
                sending.near.try_set(near);
                let words = if none { calendar::TAKEN_ALONE } else { calendar::TAKEN };
                sending.failed.try_set(Some(words.to_owned()));
                focus_soon("book-failed");
            }
            Err(trouble) => {
                sending.failed.try_set(trouble.said().map(|words| [calendar::NOT_YET, &words].concat()));
                focus_soon("book-failed");
            }
        }
    });
}

type Done = Result<Result<String, Taken>, Trouble>;

impl Calendar {
    async fn shift(self, talk: StaffTalk, asked: Asked, starts: Vec<Tick>) -> Done {
        let Some(start) = starts.first() else { return Ok(Err(Vec::new())) };
        let inside = self.inside(talk.id);
        match self.app.watch(self.talks.shift(talk.id, &asked.move_to(*start))).await? {
            Ok(moved) => {
                let record = |talk| TalkRecord::TalkMoved { talk };
                self.record_all(&moved, inside, State::Booked, record).await;
                Ok(Ok(calendar::moved_said(&time::span(moved.start.time(), moved.minutes))))
            }
            Err(near) => Ok(Err(near)),
        }
    }

    /// One after the other. Of several, those that could not be had are told and the others stand.
    async fn book(
        self,
        what: &What,
        asked: Asked,
        starts: Vec<Tick>,
        id: StoredValue<ReservationId>,
    ) -> Done {
        let several = starts.len() > 1;
        let (mut booked, mut missed) = (Vec::new(), Vec::new());
        for start in starts {
            let Some(new) = asked.new_talk(id.get_value(), start) else { return Ok(Err(Vec::new())) };
            match self.app.watch(self.talks.book(&new)).await? {
                Ok(talk) => {
                    id.try_set_value(ReservationId::make(&mut rng()));
                    self.follow_up(what, &talk).await?;
                    booked.push(time::span(talk.start.time(), talk.minutes));
                }
                Err(near) if !several => return Ok(Err(near)),
                Err(_) => missed.push(time::day(start.day())),
            }
        }
        let whom = whom(self.app, asked.case.get_untracked()).0;
        let mut said = calendar::booked_said(&booked.join(list::JOINT), &whom);
        if !missed.is_empty() {
            said.push_str(&calendar::missed_said(&missed.join(list::JOINT)));
        }
        Ok(Ok(said))
    }

    async fn follow_up(self, what: &What, talk: &StaffTalk) -> Result<(), Trouble> {
        let told = self.told(talk);
        let asked =
            TalkRecord::TalkAsked { talk: told.clone(), text: None, introduction: None, answers: vec![] };
        self.record(talk.case, asked).await;
        if *what == What::WalkIn {
            self.app.watch(self.talks.came(talk.id, Some(true))).await?;
            self.record(talk.case, TalkRecord::TalkHeld { talk: told }).await;
        }
        Ok(())
    }
}
