//! One field and a list that follows what is typed: a real combobox, in a dialog of its own. The focus stays in the field; the
//! arrows move along the list.
use leptos::ev::KeyboardEvent;
use leptos::html::Dialog;
use leptos::prelude::*;
use web_sys::Element;

use super::keys::is_composing;
use crate::page::{self, spawn};

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it stands for.
    pub key: String,
    pub words: String,
    /// More about it, quietly.
    pub hint: String,
}

fn option_id(place: usize) -> String {
    ["combo-", &place.to_string()].concat()
}

#[component]
pub fn Combo(
    label: &'static str,
    /// What there is for the words that are typed.
    options: Callback<String, Vec<Choice>>,
    choose: Callback<String>,
    /// It is closed, with or without a choice.
    close: Callback<()>,
    none: &'static str,
    count: fn(&str) -> String,
    #[prop(optional)] children: Option<ChildrenFn>,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let (typed, at) = (RwSignal::new(String::new()), RwSignal::new(0usize));
    let found = Memo::new(move |_| options.run(typed.get()));
    spawn(async move {
        page::sleep(0).await;
        if let Some(dialog) = dialog.try_get_untracked().flatten() {
            let _ = dialog.show_modal();
            page::focus("combo");
        }
    });
    let shut = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let take = move |place: usize| {
        let key = found.with_untracked(|found| found.get(place).map(|choice| choice.key.clone()));
        if let Some(key) = key {
            shut();
            choose.run(key);
        }
    };
    let press = move |event: KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        let last = found.with_untracked(Vec::len).saturating_sub(1);
        let now = at.get_untracked().min(last);
        let next = match event.key().as_str() {
            "ArrowDown" if now == last => 0,
            "ArrowDown" => now + 1,
            "ArrowUp" if now == 0 => last,
            "ArrowUp" => now - 1,
            "Enter" => {
                event.prevent_default();
                return take(now);
            }
            _ => return,
        };
        event.prevent_default();
        at.set(next);
        if let Some(line) = page::element::<Element>(&option_id(next)) {
            line.scroll_into_view_with_bool(false);
        }
    };
    let active = move || {
        let count = found.with(Vec::len);
        (count > 0).then(|| option_id(at.get().min(count - 1)))
    };
    let line = move |(place, choice): (usize, Choice)| {
        let is = move || at.get().min(found.with(Vec::len).saturating_sub(1)) == place;
        view! {
            <li
                class="combo-line"
                id=option_id(place)
                role="option"
                aria-selected=move || if is() { "true" } else { "false" }
                on:click=move |_| take(place)
            >
                <span>{choice.words}</span>
                <span class="hint">{choice.hint}</span>
            </li>
        }
    };
    let said = move || match found.with(Vec::len) {
        0 => none.to_owned(),
        some => count(&some.to_string()),
    };
    view! {
        <dialog class="dialog combo" node_ref=dialog aria-label=label on:close=move |_| close.run(())>
            <label class="label" for="combo">{label}</label>
            <input
                class="input"
                id="combo"
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls="combo-list"
                aria-activedescendant=active
                on:input:target=move |event| {
                    typed.set(event.target().value());
                    at.set(0);
                }
                on:keydown=press
            />
            <ul class="combo-list" id="combo-list" role="listbox" aria-label=label>
                {move || found.get().into_iter().enumerate().map(line).collect_view()}
            </ul>
            <p class="status" role="status">{said}</p>
            {children.map(|children| children())}
        </dialog>
    }
}
