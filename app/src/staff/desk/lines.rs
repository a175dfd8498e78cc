//! Where else to turn. Numbers in the wild are often wrong, so each line says where and when it was checked.
use chrono::NaiveDate;
use leptos::prelude::*;
use madobe_domain::desk::line::{LOOK_AGAIN_DAYS, LineKind};

use super::Editing;
use super::fields::{Area, Check, Line as Field};
use super::form::Form;
use super::line::{Line, line_field};
use crate::staff::app::App;
use crate::time::iso_day;
use crate::ui::place::focus_soon;
use crate::words::staff::desk;

fn today(app: App) -> NaiveDate {
    app.list.now.get_untracked().date_in_japan()
}

fn my_name(app: App) -> String {
    app.session
        .with_untracked(|session| session.as_ref().map(|session| session.name.clone()))
        .unwrap_or_default()
}

#[component]
pub fn CrisisLines() -> impl IntoView {
    let Editing { form, faults, .. } = expect_context();
    let app = App::of_context();
    let count = Memo::new(move |_| form.with(|form| form.lines.len()));
    let add = move |_| {
        let place = form.with_untracked(|form| form.lines.len());
        form.update(|form| form.lines.push(Line::new(today(app), my_name(app))));
        focus_soon(line_field(place, "name"));
    };
    view! {
        <section class="stack" aria-labelledby="lines">
            <h2 id="lines" tabindex="-1">{desk::LINES}</h2>
            <p class="hint">{desk::LINES_HINT}</p>
            {move || faults.of("lines").map(|words| view! { <p class="error">{words}</p> })}
            <For each=move || 0..count.get() key=|place| *place let:place><LineFields place /></For>
            <div class="row"><button class="button" id="line-add" type="button" on:click=add>{desk::LINE_ADD}</button></div>
        </section>
    }
}

#[component]
fn LineFields(place: usize) -> impl IntoView {
    let Editing { form, .. } = expect_context();
    let app = App::of_context();
    let text = move |part: fn(&Line) -> &String| {
        move |form: &Form| form.lines.get(place).map(|line| part(line).clone()).unwrap_or_default()
    };
    let typed = move |part: fn(&mut Line) -> &mut String| {
        move |form: &mut Form, typed: String| {
            if let Some(line) = form.lines.get_mut(place) {
                *part(line) = typed;
            }
        }
    };
    let id = |part| line_field(place, part);
    let kind = Memo::new(move |_| form.with(|form| form.lines.get(place).map(|line| line.kind)));
    let choose = move |kind: LineKind| {
        form.update(|form| {
            if let Some(line) = form.lines.get_mut(place) {
                line.kind = kind;
                line.voice = kind == LineKind::Phone;
            }
        });
    };
    let radio = move |value: LineKind, words: &'static str| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=line_field(place, "kind")
                    prop:checked=move || kind.get() == Some(value)
                    on:change=move |_| choose(value)
                />
                <span>{words}</span>
            </label>
        }
    };
    let age = Memo::new(move |_| {
        let today = app.list.now.get().date_in_japan();
        form.with(|form| form.lines.get(place)?.age_days(today)).filter(|days| *days >= LOOK_AGAIN_DAYS)
    });
    let checked = move |_| {
        form.update(|form| {
            if let Some(line) = form.lines.get_mut(place) {
                line.checked_on = iso_day(today(app));
                line.checked_by = my_name(app);
            }
        });
    };
    let remove = move |_| {
        form.update(|form| drop((place < form.lines.len()).then(|| form.lines.remove(place))));
        // To the line that moved up, or the last one; not to a button that would take another one off.
        let left = form.with_untracked(|form| form.lines.len());
        match left.checked_sub(1) {
            Some(last) => focus_soon(line_field(place.min(last), "all")),
            None => focus_soon("line-add"),
        }
    };
    let up = move |_| {
        form.update(|form| {
            if place > 0 && place < form.lines.len() {
                form.lines.swap(place - 1, place)
            }
        })
    };
    let number = (place + 1).to_string();
    view! {
        <fieldset class="choices panel" id=id("all") tabindex="-1">
            <legend class="label">{desk::line(&number)}</legend>
            {move || age.get().map(|days| view! { <p class="panel warning">{desk::line_old(&days.to_string())}</p> })}
            <Field id=id("name") label=desk::LINE_NAME get=text(|line| &line.name) set=typed(|line| &mut line.name) />
            <fieldset class="choices two">
                <legend class="label">{desk::LINE_KIND}</legend>
                {radio(LineKind::Text, desk::LINE_TEXT)}
                {radio(LineKind::Phone, desk::LINE_PHONE)}
            </fieldset>
            <Field id=id("contact") label=desk::LINE_CONTACT hint=desk::LINE_CONTACT_HINT
                get=text(|line| &line.contact) set=typed(|line| &mut line.contact) />
            <Field id=id("hours") label=desk::LINE_HOURS get=text(|line| &line.hours) set=typed(|line| &mut line.hours) />
            <Area id=id("times") label=desk::LINE_TIMES hint=desk::LINE_TIMES_HINT
                get=text(|line| &line.times) set=typed(|line| &mut line.times) />
            <Check id=id("voice") label=desk::LINE_NO_VOICE
                get=move |form| form.lines.get(place).is_some_and(|line| !line.voice)
                set=move |form, on| if let Some(line) = form.lines.get_mut(place) { line.voice = !on } />
            <Check id=id("free") label=desk::LINE_FREE
                get=move |form| form.lines.get(place).is_some_and(|line| line.free)
                set=move |form, on| if let Some(line) = form.lines.get_mut(place) { line.free = on } />
            <Field id=id("valid_from") label=desk::LINE_VALID_FROM hint=desk::LINE_VALID_HINT
                get=text(|line| &line.valid_from) set=typed(|line| &mut line.valid_from) />
            <Field id=id("valid_to") label=desk::LINE_VALID_TO get=text(|line| &line.valid_to) set=typed(|line| &mut line.valid_to) />
            <Field id=id("source") label=desk::LINE_SOURCE inputmode="url" get=text(|line| &line.source) set=typed(|line| &mut line.source) />
            <Field id=id("checked_on") label=desk::LINE_CHECKED_ON hint=desk::LINE_CHECKED_HINT
                get=text(|line| &line.checked_on) set=typed(|line| &mut line.checked_on) />
            <Field id=id("checked_by") label=desk::LINE_CHECKED_BY get=text(|line| &line.checked_by) set=typed(|line| &mut line.checked_by) />
            <div class="row">
                <button class="button small" type="button" on:click=checked>{desk::LINE_CHECKED_NOW}</button>
                {(place > 0).then(|| view! { <button class="button small" type="button" on:click=up>{desk::LINE_UP}</button> })}
                <button class="button small" type="button" on:click=remove>{desk::LINE_REMOVE}</button>
            </div>
        </fieldset>
    }
}
