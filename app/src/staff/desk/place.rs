//! Where printed matter lies: a name to type, and a code that is drawn for it and never changes.
use getrandom::rand_core::Rng;
use leptos::prelude::*;
pub use madobe_domain::desk::place::Place;
use madobe_domain::desk::place::make_code;

use super::Editing;
use super::fields::Line as Field;
use super::form::Form;
use crate::random::rng;
use crate::ui::place::focus_soon;
use crate::words::staff::desk;

pub fn place_field(place: usize) -> String {
    ["place-", &place.to_string()].concat()
}

/// One that no other place has.
fn draw(form: &Form) -> String {
    let mut rng = rng();
    loop {
        let code = make_code(rng.next_u32().to_le_bytes());
        if form.places.iter().all(|place| place.code != code) {
            return code;
        }
    }
}

#[component]
pub fn Places() -> impl IntoView {
    let Editing { form, faults, .. } = expect_context();
    let count = Memo::new(move |_| form.with(|form| form.places.len()));
    let add = move |_| {
        let place = form.with_untracked(|form| form.places.len());
        form.update(|form| form.places.push(Place { code: draw(form), name: String::new() }));
        focus_soon(place_field(place));
    };
    view! {
        <section class="stack" aria-labelledby="places">
            <h2 id="places" tabindex="-1">{desk::PLACES}</h2>
            <p class="hint">{desk::PLACES_HINT}</p>
            {move || faults.of("places").map(|words| view! { <p class="error">{words}</p> })}
            <For each=move || 0..count.get() key=|place| *place let:place><PlaceFields place /></For>
            <div class="row"><button class="button" id="place-add" type="button" on:click=add>{desk::PLACE_ADD}</button></div>
        </section>
    }
}

#[component]
fn PlaceFields(place: usize) -> impl IntoView {
    let Editing { form, .. } = expect_context();
    let get = move |form: &Form| form.places.get(place).map(|place| place.name.clone()).unwrap_or_default();
    let set = move |form: &mut Form, typed: String| {
        if let Some(place) = form.places.get_mut(place) {
            place.name = typed;
        }
    };
    let code = Memo::new(move |_| form.with(|form| form.places.get(place).map(|place| place.code.clone())));
    let remove = move |_| {
        form.update(|form| drop((place < form.places.len()).then(|| form.places.remove(place))));
        let left = form.with_untracked(|form| form.places.len());
        match left.checked_sub(1) {
            Some(last) => focus_soon(place_field(place.min(last))),
            None => focus_soon("place-add"),
        }
    };
    let number = (place + 1).to_string();
    view! {
        <div class="row">
            <Field id=place_field(place) label=desk::place(&number) get set />
            <code>{move || code.get()}</code>
            <button class="button small" type="button" on:click=remove aria-label=desk::place_remove_label(&number)>{desk::PLACE_REMOVE}</button>
        </div>
    }
}
