//! The public pages are static: every element and every word that can stand in HTML stands there. This finds
//! elements by their ids and ties them to state; what is made from data is a view of Leptos, mounted into an element
//! of the page. An id that is not there changes nothing. Whatever is tied here ends with the owner it was tied under.

#![cfg_attr(
    not(any(feature = "book", feature = "mailbox", feature = "write")),
    allow(dead_code, reason = "the program of a letter that waits ties nothing to signals")
)]

use crate::page::{document, element, listen};
use leptos::mount::mount_to;
use leptos::prelude::*;
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

/// What an element says about itself: `data-…`.
#[cfg(any(feature = "book", feature = "write"))]
pub fn data(id: &str, name: &str) -> String {
    at(id).and_then(|element| element.get_attribute(&["data-", name].concat())).unwrap_or_default()
}

/// What an element says, as it is written: without what is optional, and without readings over hard words.
pub fn plain_words(selector: &str) -> Option<String> {
    let element = document().query_selector(selector).ok()??;
    let plain: Element = element.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
    while let Ok(Some(aside)) = plain.query_selector(".optional, rt") {
        aside.remove();
    }
    plain.text_content().map(|text| text.trim().to_owned())
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

/// A view at the end of an element of the page.
pub fn island(id: &str, view: AnyView) {
    if let Some(place) = at(id) {
        // What it does ends with its owner; what it drew, with the element.
        mount_to(place, move || view).forget();
    }
}

/// The words of an element, in place of those that stood there.
pub fn words(id: &str, words: impl Fn() -> String + Send + 'static) {
    let words: Box<dyn Fn() -> String + Send> = Box::new(words);
    text(id, "");
    island(id, words.into_any());
}

/// One item for each of the words.
#[cfg(any(feature = "mailbox", feature = "write"))]
pub fn items(id: &str, words: impl Fn() -> Vec<String> + Send + 'static) {
    let words: Box<dyn Fn() -> Vec<String> + Send> = Box::new(words);
    let items =
        move || words().into_iter().map(|words| view! { <li>{words}</li> }.into_any()).collect::<Vec<_>>();
    island(id, items.into_any());
}

/// Shown as long as this holds.
pub fn shown(id: &'static str, holds: impl Fn() -> bool + 'static) {
    follow(Box::new(move || show(id, holds())));
}

/// An attribute that state decides on.
pub fn decided(id: &'static str, name: &'static str, value: impl Fn() -> Option<String> + 'static) {
    follow(Box::new(move || attribute(id, name, value().as_deref())));
}

/// Working: stays readable and focusable.
pub fn busy(id: &'static str, busy: impl Fn() -> bool + 'static) {
    decided(id, "aria-busy", move || busy().then(|| "true".to_owned()));
}

/// One copy of the machinery for everything that follows a signal.
pub fn follow(act: Box<dyn Fn()>) {
    Effect::new(move |_| act());
}

/// The words of a fault beside its field; none takes them away.
pub fn beside(field: &str, words: Option<&str>) {
    let place = [field, "-error"].concat();
    text(&place, words.unwrap_or_default());
    show(&place, words.is_some());
    attribute(field, "aria-invalid", words.map(|_| "true"));
}

/// The value that is chosen in a group; empty where none is.
pub fn chosen(group: &str) -> String {
    inputs(group, "input:checked").first().map(HtmlInputElement::value).unwrap_or_default()
}

/// Every input below an element that matches.
pub fn inputs(within: &str, selector: &str) -> Vec<HtmlInputElement> {
    let Some(Ok(found)) = at(within).map(|element| element.query_selector_all(selector)) else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|place| found.get(place)?.dyn_into().ok()).collect()
}
