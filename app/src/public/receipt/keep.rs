//! Four ways to keep the code, in the order in which they are safe on a shared device. None is asked for.

use super::picture;
use crate::page::{element, spawn, window};
use crate::public::dom;
use crate::public::kept_code::KeptCode;
use crate::ui::qr::Qr;
use crate::words::public::receipt as words;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

pub fn attach(kept: &KeptCode) {
    paper(kept);
    copy(kept.spaced());
    picture(kept.groups.clone());
    qr_code(kept.groups.concat());
}

fn paper(kept: &KeptCode) {
    dom::text("card-name", &words::card_name(&kept.desk));
    let plain = RwSignal::new(false);
    dom::shown("card-words", move || !plain.get());
    dom::on("card-plain", "change", move |_| {
        plain.set(element::<HtmlInputElement>("card-plain").is_some_and(|tick| tick.checked()));
    });
    dom::on("keep-paper", "click", |_| {
        let _ = window().print();
    });
}

fn picture(groups: [String; 5]) {
    let said = said("keep-picture-status");
    dom::on("keep-picture", "click", move |_| {
        let tell = move |saved: bool| {
            said.set(if saved { words::PICTURE_DONE } else { words::PICTURE_FAILED });
        };
        if picture::save(&groups, tell).is_none() {
            tell(false);
        }
    });
}

/// What came of it, in a polite line.
fn said(status: &str) -> RwSignal<&'static str> {
    let said = RwSignal::new("");
    dom::words(status, move || said.get().to_owned());
    said
}

fn copy(digits: String) {
    let said = said("keep-copy-status");
    dom::on("keep-copy", "click", move |_| {
        let digits = digits.clone();
        spawn(async move {
            // Absent where the page did not come over a secure connection.
            let clipboard = window().navigator().clipboard();
            let wrote = if clipboard.is_undefined() {
                false
            } else {
                JsFuture::from(clipboard.write_text(&digits)).await.is_ok()
            };
            said.set(if wrote { words::COPIED } else { words::COPY_FAILED });
        });
    });
}

/// Not on the page until it is asked for: a glance at the screen should not be enough to copy it.
fn qr_code(digits: String) {
    let shown = RwSignal::new(false);
    dom::decided("keep-qr", "aria-expanded", move || Some(shown.get().to_string()));
    dom::words("keep-qr", move || if shown.get() { words::QR_HIDE } else { words::QR }.to_owned());
    let label = dom::data("qr-place", "label");
    let picture =
        move || shown.get().then(|| view! { <Qr text=digits.clone() label=label.clone() /> }.into_any());
    dom::island("qr-place", picture.into_any());
    dom::on("keep-qr", "click", move |_| shown.update(|shown| *shown = !*shown));
}
