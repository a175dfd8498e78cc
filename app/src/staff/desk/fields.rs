//! Fields bound to one part of the form.
use leptos::prelude::*;

use super::Editing;
use super::form::Form;
use crate::ui::field::described;

#[component]
pub fn Line(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    get: impl Fn(&Form) -> String + Send + Sync + 'static,
    set: impl Fn(&mut Form, String) + 'static,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional)] inputmode: Option<&'static str>,
) -> impl IntoView {
    let Editing { form, faults, .. } = expect_context();
    let value = Memo::new(move |_| form.with(&get));
    let (for_id, for_fault) = (id.clone(), id.clone());
    view! {
        <div class="field">
            <Head id=for_id label hint />
            <input
                class="input"
                aria-describedby=described(&id, hint.is_some())
                aria-invalid=move || faults.of(&for_fault).map(|_| "true")
                id=id
                type="text"
                autocomplete="off"
                inputmode=inputmode
                prop:value=move || value.get()
                on:input:target=move |event| form.update(|form| set(form, event.target().value()))
            />
        </div>
    }
}

#[component]
pub fn Area(
    #[prop(into)] id: String,
    label: &'static str,
    get: impl Fn(&Form) -> String + Send + Sync + 'static,
    set: impl Fn(&mut Form, String) + 'static,
    hint: &'static str,
) -> impl IntoView {
    let Editing { form, faults, .. } = expect_context();
    let for_fault = id.clone();
    let value = Memo::new(move |_| form.with(&get));
    view! {
        <div class="field">
            <Head id=id.clone() label=label.to_owned() hint=Some(hint) />
            <textarea
                class="input short"
                rows="4"
                autocomplete="off"
                aria-describedby=described(&id, true)
                aria-invalid=move || faults.of(&for_fault).map(|_| "true")
                id=id
                prop:value=move || value.get()
                on:input:target=move |event| form.update(|form| set(form, event.target().value()))
            ></textarea>
        </div>
    }
}

#[component]
pub fn Check(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    get: impl Fn(&Form) -> bool + Send + Sync + 'static,
    set: impl Fn(&mut Form, bool) + 'static,
    #[prop(optional)] hint: Option<&'static str>,
) -> impl IntoView {
    let Editing { form, .. } = expect_context();
    let value = Memo::new(move |_| form.with(&get));
    view! {
        <label class="choice">
            <input
                type="checkbox"
                id=id
                prop:checked=move || value.get()
                on:change:target=move |event| form.update(|form| set(form, event.target().checked()))
            />
            <span>{label}{hint.map(|hint| view! { <small class="hint">{hint}</small> })}</span>
        </label>
    }
}

#[component]
fn Head(id: String, label: String, hint: Option<&'static str>) -> impl IntoView {
    let Editing { faults, .. } = expect_context();
    let (hint_id, error_id) = ([&id, "-hint"].concat(), [&id, "-error"].concat());
    view! {
        <label class="label" for=id.clone()>{label}</label>
        {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
        {move || faults.of(&id).map(|words| view! { <p class="error" id=error_id.clone()>{words}</p> })}
    }
}
