//! The public pages are static: every element and every word that can stand in HTML stands there. This finds
//! elements by their ids and changes what depends on the person. An id that is not there changes nothing.

use crate::page::{document, element, listen};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlTemplateElement};

pub fn at(id: &str) -> Option<HtmlElement> {
    element(id)
}

/// Puts a copy of a template at the end of an element.
pub fn stamp(template: &str, into: &str) {
    let (Some(template), Some(place)) = (element::<HtmlTemplateElement>(template), at(into)) else { return };
    if let Ok(copy) = template.content().clone_node_with_deep(true) {
        let _ = place.append_child(&copy);
    }
}

/// Moves an element to the end of another.
#[cfg(feature = "write")]
pub fn place(id: &str, into: &str) {
    if let (Some(element), Some(place)) = (at(id), at(into)) {
        let _ = place.append_child(&element);
    }
}

pub fn clear(id: &str) {
    text(id, "");
}

pub fn text(id: &str, words: &str) {
    if let Some(element) = at(id) {
        element.set_text_content(Some(words));
    }
}

pub fn show(id: &str, shown: bool) {
    if let Some(element) = at(id) {
        element.set_hidden(!shown);
    }
}

pub fn attribute(id: &str, name: &str, value: Option<&str>) {
    let Some(element) = at(id) else { return };
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Working: stays readable and focusable.
pub fn busy(id: &str, busy: bool) {
    attribute(id, "aria-busy", busy.then_some("true"));
}

/// What an element says about itself: `data-…`.
#[cfg(feature = "write")]
pub fn data(id: &str, name: &str) -> String {
    at(id).and_then(|element| element.get_attribute(&["data-", name].concat())).unwrap_or_default()
}

/// Listens for as long as the page lives.
pub fn on(id: &str, event: &str, act: impl FnMut(Event) + 'static) {
    let act: Box<dyn FnMut(Event)> = Box::new(act);
    if let Some(element) = at(id) {
        listen(&element, event, act);
    }
}

/// For a form: the browser itself never sends it.
pub fn on_submit(id: &str, mut act: impl FnMut() + 'static) {
    on(id, "submit", move |event| {
        event.prevent_default();
        act();
    });
}

/// As if the button at the top of the page had been pressed: blank, forget, go.
pub fn leave() {
    if let Some(exit) = at("exit") {
        exit.click();
    }
}

/// The words of a fault beside its field; none takes them away.
pub fn beside(field: &str, words: Option<&str>) {
    let place = [field, "-error"].concat();
    text(&place, words.unwrap_or_default());
    show(&place, words.is_some());
    attribute(field, "aria-invalid", words.map(|_| "true"));
}

pub fn make(tag: &str, class: &str, words: &str) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    if !words.is_empty() {
        element.set_text_content(Some(words));
    }
    Some(element)
}

pub fn append(parent: &Element, child: Option<Element>) {
    if let Some(child) = child {
        let _ = parent.append_child(&child);
    }
}

/// One item for each of the words, in place of what was there.
pub fn list<'a>(id: &str, words: impl IntoIterator<Item = &'a str>) {
    clear(id);
    let Some(list) = at(id) else { return };
    for words in words {
        append(&list, make("li", "", words));
    }
}

/// Every input below an element that matches.
pub fn inputs(within: &str, selector: &str) -> Vec<HtmlInputElement> {
    let Some(Ok(found)) = at(within).map(|element| element.query_selector_all(selector)) else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|place| found.get(place)?.dyn_into().ok()).collect()
}
