//! Step 2: everything about the letter that may help, and may be left out. The page holds the questions; this
//! reads and restores the answers.

use super::form::Choices;
use crate::page::{element, tab_storage};
use crate::public::{dom, promise_list};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

pub const NAME_FIELD: &str = "call-me";
const GROUPS: [&str; 5] = ["wish", "about", "age", "ward", "source"];
/// Beside the letter's draft, which `first.js` keeps.
const KEY: &str = "madobe.choices";

fn name_input() -> Option<HtmlInputElement> {
    element(NAME_FIELD)
}

fn chosen(group: &str) -> String {
    dom::inputs(group, "input:checked").first().map(HtmlInputElement::value).unwrap_or_default()
}

pub fn read() -> Choices {
    Choices {
        wish: chosen("wish"),
        call_me: name_input().map(|field| field.value()).unwrap_or_default(),
        about: chosen("about"),
        age: chosen("age"),
        ward: chosen("ward"),
        source: chosen("source"),
        promises: promise_list::read(),
    }
}

fn write(choices: &Choices) {
    let values = [&choices.wish, &choices.about, &choices.age, &choices.ward, &choices.source];
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
    let _ = match serde_json::to_string(&choices) {
        Ok(json) if choices != Choices::default() => storage.set_item(KEY, &json),
        _ => storage.remove_item(KEY),
    };
}

pub fn restore() {
    let json = tab_storage().and_then(|storage| storage.get_item(KEY).ok()?);
    if let Some(choices) = json.and_then(|json| serde_json::from_str(&json).ok()) {
        write(&choices);
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

/// Every answer that was given: question and answer, in the page's own words.
pub fn said() -> Vec<(String, String)> {
    let mut said = Vec::new();
    for group in ["wish", NAME_FIELD, "about", "source", "age", "ward"] {
        if group == NAME_FIELD {
            if let (Some(label), Ok(Some(name))) = (text_of("label[for=call-me]"), read().name()) {
                // The label goes on to say that it is optional.
                said.push((label.lines().next().unwrap_or_default().trim().to_owned(), name));
            }
            continue;
        }
        let answer = text_of(&["#", group, " input:checked:not([value=none]) + span"].concat());
        if let (Some(question), Some(answer)) = (text_of(&["#", group, " legend"].concat()), answer) {
            said.push((question, answer));
        }
    }
    said
}

fn text_of(selector: &str) -> Option<String> {
    let element = crate::page::document().query_selector(selector).ok()??;
    // The first piece of text, without what stands in elements within.
    element.first_child()?.text_content().map(|text| text.trim().to_owned())
}
