//! Step 2: everything about the letter that may help, and may be left out. The page holds the questions; this
//! reads and restores the answers.

use super::form::Choices;
use crate::page::{element, tab_storage};
use crate::public::weather::FIELD as WEATHER;
use crate::public::{dom, promise_list};
use leptos::prelude::*;
use madobe_domain::log::weather::Weather;
use web_sys::HtmlInputElement;

pub const NAME_FIELD: &str = "call-me";
const GROUPS: [&str; 6] = ["wish", "about", "age", "ward", "source", WEATHER];
/// Beside the letter's draft, which `first.js` keeps.
const KEY: &str = "madobe.choices";

fn name_input() -> Option<HtmlInputElement> {
    element(NAME_FIELD)
}

pub fn read() -> Choices {
    Choices {
        wish: dom::chosen("wish"),
        call_me: name_input().map(|field| field.value()).unwrap_or_default(),
        about: dom::chosen("about"),
        age: dom::chosen("age"),
        ward: dom::chosen("ward"),
        source: dom::chosen("source"),
        weather: dom::chosen(WEATHER),
        promises: promise_list::read(),
    }
}

fn write(choices: &Choices) {
    let values =
        [&choices.wish, &choices.about, &choices.age, &choices.ward, &choices.source, &choices.weather];
    for (group, value) in GROUPS.into_iter().zip(values) {
        for radio in dom::inputs(group, "input") {
            radio.set_checked(radio.value() == *value);
        }
    }
    if let Some(field) = name_input() {
        field.set_value(&choices.call_me);
    }
    promise_list::tick(&choices.promises);
    // What was answered in the closed part is seen again; opened by hand, it stays open.
    if !choices.age.is_empty() || !choices.ward.is_empty() {
        dom::attribute("choose-more", "open", Some(""));
    }
}

/// Kept in this tab, and brought back after a reload.
pub fn keep() {
    let (Some(storage), choices) = (tab_storage(), read()) else { return };
    let _ = if choices == Choices::default() {
        storage.remove_item(KEY)
    } else {
        storage.set_item(KEY, &choices.to_lines())
    };
}

pub fn restore() {
    if let Some(lines) = tab_storage().and_then(|storage| storage.get_item(KEY).ok()?) {
        write(&Choices::from_lines(&lines));
    }
}

/// Whoever skips is not held up by what could not be taken.
pub fn drop_unsound_name() {
    if let (Some(field), Err(_)) = (name_input(), read().name()) {
        field.set_value("");
        keep();
    }
}

pub fn forget() {
    write(&Choices::default());
    keep();
}

/// Places come from the desk's settings, so they arrive a moment later or not at all.
pub fn add_wards(wards: &[String]) {
    dom::island("ward-rows", wards.iter().map(|ward| ward_row(ward)).collect::<Vec<_>>().into_any());
    dom::show("ward-place", !wards.is_empty());
    // A choice from before a reload finds its row only now.
    restore();
}

fn ward_row(ward: &str) -> AnyView {
    let (value, words) = (ward.to_owned(), ward.to_owned());
    view! {
        <label class="choice"><input type="radio" name="ward" value=value /><span>{words}</span></label>
    }
    .into_any()
}

/// Every answer that was given, behind what the page calls its question in short.
pub fn said() -> Vec<(String, String)> {
    let mut said = Vec::new();
    for group in [WEATHER, "wish", NAME_FIELD, "about", "source", "age", "ward"] {
        let answer = if group == NAME_FIELD {
            read().name().ok().flatten()
        } else {
            // In the row of a mark its sign stands between.
            dom::plain_words(&["#", group, " input:checked:not([value=none]) ~ span"].concat())
        };
        if let Some(answer) = answer {
            said.push((dom::data(group, "short"), answer));
        }
    }
    said
}

/// A letter that is a mark alone, in words.
pub fn mark_words(letter: &str) -> Option<String> {
    Weather::parse(&read().weather)?
        .is_alone(letter)
        .then(|| dom::plain_words("#weather input:checked ~ span"))?
}
