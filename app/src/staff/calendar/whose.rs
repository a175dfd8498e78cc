//! Whose talks are shown: everybody's, mine, or those of one other person.
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use madobe_domain::ids::StaffId;

use super::Calendar;
use super::names::person;
use super::place::Place;
use crate::words::staff::calendar;

#[component]
pub fn Whose() -> impl IntoView {
    let here = Calendar::of_context();
    let place = here.place;
    let options = Memo::new(move |_| {
        let me = here.app.me();
        let mut all: Vec<StaffId> = me.into_iter().collect();
        here.plan.with(|plan| {
            all.extend(plan.people.iter().map(|person| person.staff).filter(|staff| Some(*staff) != me));
        });
        // An address may name somebody who is in the plan no more.
        let gone = place.get().who.filter(|who| !all.contains(who));
        all.extend(gone);
        let line = |who: StaffId| {
            let name = if Some(who) == me { calendar::WHOSE_ME.to_owned() } else { person(here.app, who) };
            (Some(who), name)
        };
        let everybody = (None, calendar::WHOSE_ALL.to_owned());
        std::iter::once(everybody).chain(all.into_iter().map(line)).collect::<Vec<_>>()
    });
    let option = move |(who, words): (Option<StaffId>, String)| {
        let value = who.map(|who| who.to_string()).unwrap_or_default();
        view! { <option value=value prop:selected=move || place.get().who == who>{words}</option> }
    };
    let go = use_navigate();
    let choose = move |value: String| {
        let who = StaffId::parse(&value).ok();
        go(&Place { who, ..place.get_untracked() }.path(), Default::default());
    };
    view! {
        <select class="input" id="cal-who" aria-label=calendar::WHOSE on:change:target=move |event| choose(event.target().value())>
            {move || options.get().into_iter().map(option).collect_view()}
        </select>
    }
}
