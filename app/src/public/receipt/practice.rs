//! One group typed once, for those who like to be sure. Nothing depends on it.

use crate::page::element;
use crate::public::dom;
use crate::words::public::receipt as words;
use madobe_domain::crypto::code::ascii_digits;
use web_sys::HtmlInputElement;

pub fn attach(group: String) {
    dom::on_submit("practice-form", move || {
        let typed =
            element::<HtmlInputElement>("practice-digits").map(|field| field.value()).unwrap_or_default();
        let right = ascii_digits(&typed) == group;
        dom::text("practice-status", if right { words::PRACTICE_RIGHT } else { words::PRACTICE_WRONG });
    });
}
