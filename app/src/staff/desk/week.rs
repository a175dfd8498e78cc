//! When letters are read and answered, by weekday.
use leptos::prelude::*;

use super::Editing;
use super::day::{Day, Span};
use super::fields::Check;
use crate::time;
use crate::ui::place::focus_soon;
use crate::words::staff::desk;

#[component]
pub fn WeekFields() -> impl IntoView {
    let Editing { faults, .. } = expect_context();
    let days =
        time::weekdays().enumerate().map(|(place, day)| view! { <DayFields place day=day.to_string() /> });
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
    let open = Memo::new(move |_| form.with(|form| form.week.get(place).is_some_and(|day| day.open)));
    let count = Memo::new(move |_| form.with(|form| form.week.get(place).map_or(0, |day| day.spans.len())));
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
            if on && day.spans.is_empty() {
                day.spans.push(Span { from: "9:00".to_owned(), until: "17:00".to_owned() });
            }
        });
    };
    let add = move |_| {
        change(&|day| day.spans.push(Span::default()));
        focus_soon(span_field(place, count.get_untracked() - 1));
    };
    let fault_id = id.clone();
    let add_label = desk::span_add_label(&day);
    let name = StoredValue::new(day.clone());
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
                <For each=move || 0..count.get() key=|span| *span let:span>
                    <SpanFields place span day=name.get_value() />
                </For>
                <button class="button small" type="button" aria-label=add_label.clone() on:click=add>{desk::SPAN_ADD}</button>
            })}
            {move || faults.of(&fault_id).map(|words| view! { <p class="error">{words}</p> })}
        </div>
    }
}

fn span_field(place: usize, span: usize) -> String {
    ["day-", &place.to_string(), "-", &span.to_string()].concat()
}

/// One frame of a day. The last one of an open day cannot be taken off: shutting the day does that.
#[component]
fn SpanFields(place: usize, span: usize, day: String) -> impl IntoView {
    let Editing { form, .. } = expect_context();
    let get = move |part: fn(&Span) -> &String| {
        Memo::new(move |_| {
            form.with(|form| form.week.get(place)?.spans.get(span).map(|span| part(span).clone()))
                .unwrap_or_default()
        })
    };
    let set = move |part: fn(&mut Span) -> &mut String, typed: String| {
        form.update(|form| {
            if let Some(span) = form.week.get_mut(place).and_then(|day| day.spans.get_mut(span)) {
                *part(span) = typed;
            }
        });
    };
    let (from, until) = (get(|span| &span.from), get(|span| &span.until));
    let remove = move |_| {
        form.update(|form| {
            if let Some(day) = form.week.get_mut(place).filter(|day| span < day.spans.len()) {
                day.spans.remove(span);
            }
        });
        focus_soon(["day-", &place.to_string()].concat());
    };
    // The second of a day and those after it are told apart by their number.
    let number = if span == 0 { String::new() } else { [" ", &(span + 1).to_string()].concat() };
    let label = move |words: fn(&str) -> String| [words(&day), number.clone()].concat();
    let field =
        move |id: Option<String>, label: String, value: Memo<String>, part: fn(&mut Span) -> &mut String| {
            view! {
                <input
                    class="input time"
                    id=id
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    size="5"
                    aria-label=label
                    prop:value=move || value.get()
                    on:input:target=move |event| set(part, event.target().value())
                />
            }
        };
    view! {
        <span class="row">
            {field(Some(span_field(place, span)), label(desk::from), from, |span| &mut span.from)}
            <span>{desk::TO}</span>
            {field(None, label(desk::until), until, |span| &mut span.until)}
            {(span > 0).then(|| view! {
                <button class="button small" type="button" aria-label=label(desk::span_remove_label) on:click=remove>{desk::PLACE_REMOVE}</button>
            })}
        </span>
    }
}
