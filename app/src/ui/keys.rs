//! What a pressed key means, and when it means nothing.
use leptos::ev::KeyboardEvent;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::page;

/// Safari ends a composition before the key that ends it: that key still says 229.
const COMPOSING: u32 = 229;

pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == COMPOSING
}

/// Ctrl or ⌘ with Enter. Enter alone is a new line, always.
pub fn is_send(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !is_composing(event)
}

/// Ctrl or ⌘ with K, from anywhere.
pub fn is_palette(event: &KeyboardEvent) -> bool {
    (event.ctrl_key() || event.meta_key())
        && !event.shift_key()
        && !event.alt_key()
        && !is_composing(event)
        && event.key().eq_ignore_ascii_case("k")
}

/// Single keys act only where nobody is typing, composing or holding another key.
pub fn single(event: &KeyboardEvent) -> Option<String> {
    let held = event.ctrl_key() || event.meta_key() || event.alt_key();
    if held || is_composing(event) || event.default_prevented() {
        return None;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let typing = target.is_some_and(|target| {
        matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable)
            || target.closest("dialog").is_ok_and(|dialog| dialog.is_some())
    });
    (!typing).then(|| event.key())
}

/// Moves the focus along the rows of the list, from the focused one or else from the one that is open.
pub fn step_rows(forward: bool) {
    let Ok(rows) = page::document().query_selector_all(".case-row") else { return };
    let rows: Vec<HtmlElement> = (0..rows.length()).filter_map(|i| rows.get(i)?.dyn_into().ok()).collect();
    let focused = page::document().active_element();
    let at = |wanted: &dyn Fn(&HtmlElement) -> bool| rows.iter().position(wanted);
    let here = at(&|row| focused.as_ref().is_some_and(|focused| focused.is_same_node(Some(row))))
        .or_else(|| at(&|row| row.has_attribute("aria-current")));
    let next = match (here, forward) {
        (None, _) => Some(0),
        (Some(here), true) => Some(here + 1),
        (Some(here), false) => here.checked_sub(1),
    };
    if let Some(row) = next.and_then(|next| rows.get(next)) {
        let _ = row.focus();
    }
}
