//! One group typed once, for those who like to be sure. Nothing depends on it.

use crate::page::element;
use crate::public::dom;
use crate::words::public::receipt as words;
use leptos::prelude::*;
use madobe_domain::crypto::code::ascii_digits;
use web_sys::HtmlInputElement;

pub fn attach(groups: [String; 5]) {
    let said = RwSignal::new("");
    dom::words("practice-status", move || said.get().to_owned());
    dom::on_submit("practice-form", move || {
        let typed =
            element::<HtmlInputElement>("practice-digits").map(|field| field.value()).unwrap_or_default();
        let typed = ascii_digits(&typed);
        let right = typed == groups[1] || typed == groups.concat();
        said.set(if right { words::PRACTICE_RIGHT } else { words::PRACTICE_WRONG });
    });
}
