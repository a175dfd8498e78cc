//! Booking for someone, for whoever stands at the door, and moving what is booked: one dialog, without a mouse too.
use leptos::html::Dialog;
use leptos::prelude::*;
use madobe_domain::booking::plan::{Kind, Means, Plan};
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::KindId;

use super::Calendar;
use super::asking::{Asked, What, handles, people_of};
use super::names::{people_words, person, when};
use super::shown::{held_by, held_in, session_of};
use crate::page;
use crate::staff::quiet::QuietLines;
use crate::time;
use crate::ui::act::Act;
use crate::ui::fault::Summary;
use crate::ui::field::{Choice, Field};
use crate::ui::place::focus_soon;
use crate::ui::promises::PromiseList;
use crate::words::staff::{self, calendar};

mod caution;
mod send;
mod someone;
mod times;

use caution::{against, cautions, why_not};
use send::{Sending, send};
use someone::Someone;
use times::{FreeTimes, Near};

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
        <dialog class="dialog footed" node_ref=dialog aria-labelledby="book-heading" on:close=move |_| here.asking.set(None)>
            {move || asking().map(|what| view! { <div class="dialog-body"><Body what /></div> })}
            <QuietLines rest="book-heading" />
        </dialog>
    }
}

/// Of whoever stands at the door: a talk face to face, where there is one.
fn at_the_door(plan: &Plan) -> Option<&Kind> {
    let alone = || plan.kinds.iter().filter(|kind| !kind.is_group());
    alone().find(|kind| kind.means == Means::Visit).or_else(|| alone().next()).or(plan.kinds.first())
}

/// As the dialog opens: what stands already stays, unless somebody changes it.
fn start(here: Calendar, what: &What) -> Asked {
    let now = time::now();
    let plan = here.plan.get_untracked();
    let first = plan.kinds.first().map(|kind| kind.id);
    match what {
        What::Move { talk, start, person, room } => {
            let asked = Asked::start(Some(talk.kind), start.day(), Some(start.minute()));
            asked.case.set(talk.case);
            let present = || handles(&held_by(&plan, talk));
            asked.person.set(if person.is_empty() { present() } else { person.clone() });
            let room = room.or_else(|| held_in(&plan, talk));
            asked.room.set(room.map(|room| room.to_string()).unwrap_or_default());
            asked.session.set(talk.seats.is_some());
            asked
        }
        What::Back { was, .. } => {
            let asked = Asked::start(Some(was.kind), was.start.day(), Some(was.start.minute()));
            asked.case.set(was.case);
            asked.person.set(handles(&held_by(&plan, was)));
            asked.room.set(held_in(&plan, was).map(|room| room.to_string()).unwrap_or_default());
            asked.session.set(was.seats.is_some());
            asked
        }
        What::WalkIn => {
            let kind = at_the_door(&plan);
            let minute = Tick::at(now).minute();
            let asked = Asked::start(kind.map(|kind| kind.id), now.date_in_japan(), Some(minute));
            let me = here.app.session.with_untracked(|session| session.as_ref().map(|session| session.id));
            let me = me.filter(|me| kind.is_some_and(|kind| kind.people.contains(me)));
            asked.person.set(me.map(|me| me.to_string()).unwrap_or_default());
            asked
        }
        What::At { start, person, room } => {
            let holds = |kind: &&Kind| {
                kind.people.iter().any(|staff| staff.to_string() == *person)
                    || room.is_some_and(|room| kind.rooms.contains(&room))
            };
            let kind = plan.kinds.iter().find(holds);
            let asked = Asked::start(kind.map(|kind| kind.id).or(first), start.day(), Some(start.minute()));
            asked.person.set(person.clone());
            // What is not of the kind could not be chosen in the form either.
            let room = room.filter(|_| kind.is_some());
            asked.room.set(room.map(|room| room.to_string()).unwrap_or_default());
            asked
        }
        What::New | What::For(_) => {
            let day = here.place.get_untracked().days().0.max(now.date_in_japan());
            let case = if let What::For(case) = what { Some(*case) } else { None };
            let (wanted, _) = caution::ruled_out(here, case);
            let allowed = plan.kinds.iter().find(|kind| against(kind.means, wanted).is_none());
            let asked = Asked::start(allowed.map(|kind| kind.id).or(first), day, None);
            asked.case.set(case);
            asked
        }
    }
}

#[component]
fn Body(what: What) -> impl IntoView {
    let here = Calendar::of_context();
    let plan = here.plan.get_untracked();
    let asked = start(here, &what);
    let sending = Sending::new(asked);
    let kind = Memo::new(move |_| {
        let id = KindId::parse(&asked.kind.get()).ok()?;
        here.plan.with(|plan| plan.kind(&id).cloned())
    });
    // A single seat goes to another session, and takes nobody and no room with it.
    let seat = match &what {
        What::Move { talk, .. } => session_of(talk).map(|_| talk.start),
        _ => None,
    };
    let (heading, words) = match &what {
        What::Move { .. } if seat.is_some() => (calendar::SEAT_MOVE, calendar::SEAT_MOVE_ACT),
        What::New | What::At { .. } | What::For(_) => (calendar::BOOK, calendar::BOOK_ACT),
        What::WalkIn => (calendar::WALK_IN, calendar::WALK_IN_ACT),
        What::Move { .. } => (calendar::MOVE, calendar::MOVE_ACT),
        What::Back { .. } => (calendar::BACK, calendar::BACK_ACT),
    };
    if let What::Back { was, near, .. } = &what {
        let when = when(was);
        sending.failed.set(Some(calendar::not_back_taken(&when)));
        sending.near.set(near.clone());
    }
    let moving = matches!(what, What::Move { .. } | What::Back { .. });
    let walk_in = what == What::WalkIn;
    let again = matches!(what, What::New | What::At { .. } | What::For(_));
    let what = StoredValue::new(what);
    // What was already said before a second press, and still holds.
    let found = Memo::new(move |_| what.with_value(|what| cautions(here, what, asked)));
    let said = Memo::new(move |_| {
        sending
            .said
            .with(|said| found.get().into_iter().filter(|words| said.contains(words)).collect::<Vec<_>>())
    });
    let words = Signal::derive(move || {
        let anyway = if moving { calendar::MOVE_ANYWAY } else { calendar::BOOK_ANYWAY };
        if said.with(Vec::is_empty) { words } else { anyway }.to_owned()
    });
    let promises = Signal::derive(move || caution::ruled_out(here, asked.case.get()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !sending.busy.get_untracked() {
            send(here, what.get_value(), asked, sending, found.get_untracked());
        }
    };
    // What its writer lifted since, or what is of another kind by now, is in nobody's way.
    let ruled_out = Memo::new(move |_| {
        let wanted = promises.get().0;
        kind.with(|kind| {
            kind.as_ref().is_some_and(|kind| why_not(kind.means, asked.case.get(), wanted).is_some())
        })
    });
    Effect::new(move |_| {
        if !ruled_out.get() && sending.faults.of("book-kind").is_some() {
            let at_summary = page::focused().is_some_and(|element| element.id() == "error-summary");
            sending.faults.clear();
            if at_summary {
                focus_soon("book-kind");
            }
        }
    });
    // What must not happen is not offered; what was chosen before it was known for whom stands there until something else is.
    let kinds = Memo::new(move |_| {
        let ((wanted, _), chosen) = (promises.get(), asked.kind.get());
        let offered = |kind: &&Kind| against(kind.means, wanted).is_none() || kind.id.to_string() == chosen;
        here.plan.with(|plan| {
            let offered = plan.kinds.iter().filter(offered);
            offered.map(|kind| (kind.id.to_string(), kind.name.clone())).collect::<Vec<_>>()
        })
    });
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
        <PromiseList id="book-promises" all=promises />
        {(moving && asked.session.get_untracked()).then(|| view! { <p>{calendar::MOVE_ALL}</p> })}
        <form class="stack" id="book-form" novalidate on:submit=submit>
            {(!moving).then(|| view! {
                <Choice id="book-kind" label=calendar::KIND value=asked.kind options=kinds.into() faults=sending.faults />
            })}
            {move || (group() && !moving).then(|| view! {
                <label class="choice">
                    <input type="checkbox" id="book-session" prop:checked=move || asked.session.get()
                        on:change:target=move |event| asked.session.set(event.target().checked()) />
                    <span>{calendar::SESSION}<small class="hint">{calendar::SESSION_HINT}</small></span>
                </label>
            })}
            {move || (!moving && !asked.session.get()).then(|| view! { <Someone asked faults=sending.faults /> })}
            // Whoever is at the door is there today.
            {(!walk_in).then(|| view! {
                <Field id="book-day" label=calendar::FIELD_DAY value=asked.day faults=sending.faults kind="date" />
            })}
            <Field id="book-time" label=calendar::FIELD_TIME value=asked.time faults=sending.faults hint=calendar::FIELD_TIME_HINT
                inputmode="numeric" class="input time" />
            // What is free of a group are the times it meets already.
            {move || (!walk_in && !asked.session.get()).then(|| view! { <FreeTimes asked seat /> })}
            {move || kind.get().filter(|_| seat.is_none()).map(|kind| choices(here, &kind, asked))}
            {again.then(|| view! {
                <Choice id="book-every" label=calendar::EVERY value=asked.every options=Signal::stored(vec![
                    ("0".to_owned(), calendar::EVERY_NONE.to_owned()),
                    ("1".to_owned(), calendar::EVERY_WEEK.to_owned()),
                    ("2".to_owned(), calendar::EVERY_OTHER.to_owned()),
                ]) />
            })}
            {move || (again && asked.every.get() != "0").then(|| view! {
                <Field id="book-count" label=calendar::COUNT value=asked.count faults=sending.faults inputmode="numeric" class="input time" />
                <label class="choice">
                    <input type="checkbox" id="book-open" prop:checked=move || asked.only_open.get()
                        on:change:target=move |event| asked.only_open.set(event.target().checked()) />
                    <span>{calendar::ONLY_OPEN}<small class="hint">{calendar::ONLY_OPEN_HINT}</small></span>
                </label>
            })}
            {move || said.with(|said| (!said.is_empty()).then(|| view! {
                <div class="panel warning" id="book-stop" role="alert" tabindex="-1">
                    {said.iter().map(|words| view! { <p>{*words}</p> }).collect_view()}
                </div>
            }))}
            <div class="row actions">
                <Act words working=calendar::WORKING busy=sending.busy />
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
    people.extend(kind.people.iter().map(|staff| (staff.to_string(), person(here.app, *staff))));
    // Whoever was named already, too: one who is not of this kind, or several together.
    let named = asked.person.get_untracked();
    if !named.is_empty() && !people.iter().any(|(handle, _)| *handle == named) {
        let words = people_words(here.app, &people_of(&named));
        people.push((named, words));
    }
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
