//! For whom a talk is: found by what they are called or by the number of their case, or nobody who has one.
use leptos::prelude::*;
use madobe_domain::ids::CaseId;

use crate::staff::app::App;
use crate::staff::number::short_number;
use crate::staff::search::spelling;
use crate::ui::act::Small;
use crate::ui::fault::Faults;
use crate::ui::field::Field;
use crate::ui::keys::is_composing;
use crate::ui::place::focus_soon;
use crate::words::common::list;
use crate::words::staff::calendar;

use super::super::asking::Asked;
use super::super::names::whom;

const MOST: usize = 6;

/// Cases that are called so, or whose number it is.
pub fn found(app: App, typed: RwSignal<String>) -> Vec<CaseId> {
    let wanted = spelling(typed.with(|typed| typed.trim().to_owned()).as_str());
    if wanted.is_empty() {
        return Vec::new();
    }
    let is_meant = |case: &CaseId, name: Option<&str>| {
        spelling(&short_number(*case)).contains(&wanted)
            || spelling(name.unwrap_or_default()).contains(&wanted)
    };
    app.list.rows.with(|rows| {
        let meant = rows.values().filter(|row| is_meant(&row.id, row.name.as_deref()));
        meant.take(MOST).map(|row| row.id).collect()
    })
}

#[component]
pub fn Someone(asked: Asked, faults: Faults) -> impl IntoView {
    let app = App::of_context();
    let (chosen, typed) = (asked.case, asked.name);
    let found = Memo::new(move |_| found(app, typed));
    let choose = move |case: CaseId| {
        chosen.set(Some(case));
        typed.set(String::new());
        focus_soon("book-whom");
    };
    let button = move |case: CaseId| {
        let (name, number) = whom(app, Some(case));
        let words = if name == number { name } else { [name.as_str(), list::BESIDE, &number].concat() };
        view! { <button class="filter" type="button" on:click=move |_| choose(case)>{words}</button> }
    };
    let drop_it = move || {
        chosen.set(None);
        focus_soon("book-someone");
    };
    let none = move || found.with(Vec::is_empty) && typed.with(|typed| !typed.trim().is_empty());
    // Enter chooses, and does not send the form.
    let enter = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && !is_composing(&event) {
            event.prevent_default();
            if let Some(case) = found.with_untracked(|found| found.first().copied()) {
                choose(case);
            }
        }
    };
    move || {
        if chosen.get().is_some() {
            view! {
                <div class="field">
                    <p class="label">{calendar::CASE}</p>
                    <p class="row" id="book-whom" tabindex="-1"><b>{move || whom(app, chosen.get()).0}</b><Small words=calendar::CASE_DROP on_press=drop_it /></p>
                </div>
            }
            .into_any()
        } else {
            view! {
                <div on:keydown=enter>
                    <Field id="book-someone" label=calendar::SOMEONE value=typed faults hint=calendar::SOMEONE_HINT />
                </div>
                <div class="row" role="group" aria-label=calendar::SOMEONE id="book-found">{move || found.get().into_iter().map(button).collect_view()}</div>
                <p class="status" role="status" id="book-nobody">{move || if none() { calendar::SOMEONE_NONE } else { "" }}</p>
                <Field id="book-contact" label=calendar::CONTACT value=asked.contact faults hint=calendar::NOTE_HINT />
            }
            .into_any()
        }
    }
}
