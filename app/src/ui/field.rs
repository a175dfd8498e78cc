//! A labelled field with its hint and its fault. What was typed is never changed or cleared for it.
use leptos::prelude::*;

use super::fault::Faults;
use crate::words::staff;

/// One line of text.
#[component]
pub fn Field(
    id: &'static str,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    faults: Faults,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(default = "input")] class: &'static str,
) -> impl IntoView {
    view! {
        <div class="field">
            <Head id label hint faults />
            <input
                class=class
                id=id
                name=id
                type=kind
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                inputmode=inputmode
                aria-describedby=described(id, hint.is_some())
                aria-invalid=move || faults.of(id).map(|_| "true")
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            />
        </div>
    }
}

/// Several lines of short text.
#[component]
pub fn Lines(
    id: &'static str,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    faults: Faults,
    #[prop(optional)] hint: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div class="field">
            <Head id label hint faults />
            <textarea
                class="input short"
                id=id
                rows="4"
                autocomplete="off"
                aria-describedby=described(id, hint.is_some())
                aria-invalid=move || faults.of(id).map(|_| "true")
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        </div>
    }
}

/// One of a few, as `(value, words)`.
#[component]
pub fn Choice(
    #[prop(into)] id: String,
    label: &'static str,
    value: RwSignal<String>,
    options: Signal<Vec<(String, String)>>,
    #[prop(default = Faults::none())] faults: Faults,
) -> impl IntoView {
    let error = [id.as_str(), "-error"].concat();
    let fault = {
        let id = id.clone();
        Memo::new(move |_| faults.of(&id))
    };
    let option = move |(of, words): (String, String)| {
        let chosen = of.clone();
        view! { <option value=of prop:selected=move || value.with(|value| *value == chosen)>{words}</option> }
    };
    view! {
        <div class="field">
            <label class="label" for=id.clone()>{label}</label>
            {
                let id = error.clone();
                move || fault.get().map(|words| view! { <p class="error" id=id.clone()>{words}</p> })
            }
            <select class="input" id=id aria-describedby=error aria-invalid=move || fault.get().map(|_| "true")
                on:change:target=move |event| value.set(event.target().value())>
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// A password, which can be shown: typing blind is where passwords go wrong.
#[component]
pub fn Password(
    id: &'static str,
    value: RwSignal<String>,
    faults: Faults,
    #[prop(optional)] hint: Option<&'static str>,
    autocomplete: &'static str,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    view! {
        <div class="field">
            <Head id label=staff::field::PASSWORD.to_owned() hint faults />
            <div class="input-with">
                <input
                    class="input"
                    id=id
                    name=id
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=described(id, hint.is_some())
                    aria-invalid=move || faults.of(id).map(|_| "true")
                    prop:value=move || value.get()
                    on:input:target=move |event| value.set(event.target().value())
                />
                <button
                    class="button small"
                    type="button"
                    aria-label=move || if shown.get() { staff::HIDE_LABEL } else { staff::SHOW_LABEL }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { staff::HIDE } else { staff::SHOW }}
                </button>
            </div>
        </div>
    }
}

#[component]
fn Head(id: &'static str, label: String, hint: Option<&'static str>, faults: Faults) -> impl IntoView {
    view! {
        <label class="label" for=id>{label}</label>
        {hint.map(|hint| view! { <p class="hint" id=[id, "-hint"].concat()>{hint}</p> })}
        {move || faults.of(id).map(|words| view! { <p class="error" id=[id, "-error"].concat()>{words}</p> })}
    }
}

pub fn described(id: &str, hint: bool) -> String {
    if hint { [id, "-hint ", id, "-error"].concat() } else { [id, "-error"].concat() }
}
