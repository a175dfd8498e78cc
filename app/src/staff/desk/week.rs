//! When letters are read and answered, by weekday.
use leptos::prelude::*;

use super::Editing;
use super::fields::Check;
use super::form::{Day, Form};
use crate::words::staff::desk;

#[component]
pub fn WeekFields() -> impl IntoView {
    let Editing { faults, .. } = expect_context();
    let days = desk::WEEKDAYS
        .chars()
        .enumerate()
        .map(|(place, day)| view! { <DayFields place day=day.to_string() /> });
    view! {
        <fieldset class="choices" id="week" tabindex="-1">
            <legend class="label">{desk::HOURS}</legend>
            <p class="hint">{desk::HOURS_HINT}</p>
            {move || faults.of("week").map(|words| view! { <p class="error">{words}</p> })}
            <div class="stack">{days.collect_view()}</div>
            <Check id="holidays" label=desk::HOLIDAYS get=|form| form.holidays set=|form, on| form.holidays = on />
        </fieldset>
    }
}

#[component]
fn DayFields(place: usize, day: String) -> impl IntoView {
    let Editing { form, faults, .. } = expect_context();
    let id = ["day-", &place.to_string()].concat();
    let get = move |form: &Form| form.week.get(place).cloned().unwrap_or_default();
    let open = Memo::new(move |_| form.with(|form| get(form).open));
    let more = Memo::new(move |_| form.with(|form| !get(form).more.is_empty()));
    let change = move |act: &dyn Fn(&mut Day)| {
        form.update(|form| {
            if let Some(day) = form.week.get_mut(place) {
                act(day);
            }
        });
    };
    let opened = move |on: bool| {
        change(&|day| {
            day.open = on;
            if on && day.from.is_empty() {
                (day.from, day.until) = ("9:00".to_owned(), "17:00".to_owned());
            }
        });
    };
    let fault_id = id.clone();
    let from = Memo::new(move |_| form.with(|form| get(form).from));
    let until = Memo::new(move |_| form.with(|form| get(form).until));
    let (from_label, until_label) = (desk::from(&day), desk::until(&day));
    view! {
        <div class="row">
            <label class="choice">
                <input
                    type="checkbox"
                    id=id
                    prop:checked=move || open.get()
                    on:change:target=move |event| opened(event.target().checked())
                />
                <span>{desk::weekday(&day)}</span>
            </label>
            {move || open.get().then(|| view! {
                <span class="row">
                <input
                    class="input time"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    size="5"
                    aria-label=from_label.clone()
                    prop:value=move || from.get()
                    on:input:target=move |event| change(&|day| day.from = event.target().value())
                />
                <span>{desk::TO}</span>
                <input
                    class="input time"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    size="5"
                    aria-label=until_label.clone()
                    prop:value=move || until.get()
                    on:input:target=move |event| change(&|day| day.until = event.target().value())
                />
                </span>
            })}
            {move || faults.of(&fault_id).map(|words| view! { <p class="error">{words}</p> })}
        </div>
        {move || (open.get() && more.get()).then(|| view! { <p class="hint">{desk::SECOND_FRAME}</p> })}
    }
}
