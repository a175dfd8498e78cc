//! Light, dark, or as the device has it: for this browser, seen at once.
use leptos::prelude::*;

use crate::page::document;
use crate::staff::choice;
use crate::words::staff::theme;

/// With the names that the root of the page goes by.
const ALL: [(&str, Option<&str>, &str); 3] = [
    ("theme-auto", None, theme::AUTO),
    ("theme-light", Some("light"), theme::LIGHT),
    ("theme-dark", Some("dark"), theme::DARK),
];

#[component]
pub fn Theme() -> impl IntoView {
    let kept = choice::theme();
    let one = |(id, name, words): (&'static str, Option<&'static str>, &'static str)| {
        let checked = kept == name;
        view! {
            <label class="choice">
                <input type="radio" name="theme" id=id checked=checked on:change=move |_| dress(name) />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <section class="stack" aria-labelledby="own-theme">
            <h2 id="own-theme">{theme::LABEL}</h2>
            <fieldset class="choices" aria-labelledby="own-theme">{ALL.map(one).collect_view()}</fieldset>
        </section>
    }
}

/// `staff-start.js` does the same for the next page.
fn dress(name: Option<&str>) {
    choice::keep_theme(name);
    let Some(root) = document().document_element() else { return };
    let _ = match name {
        Some(name) => root.set_attribute("data-theme", name),
        None => root.remove_attribute("data-theme"),
    };
}
