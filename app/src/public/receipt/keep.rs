//! Four ways to keep the code, in the order in which they are safe on a shared device. None is asked for.

use super::{picture, qr};
use crate::page::{element, spawn, window};
use crate::public::dom;
use crate::public::kept_code::KeptCode;
use crate::words::public::receipt as words;
use std::cell::Cell;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

pub fn attach(kept: &KeptCode) {
    paper(kept);
    copy(kept.spaced());
    let groups = kept.groups.clone();
    dom::on("keep-picture", "click", move |_| {
        let saved = picture::save(&groups).is_some();
        dom::text("keep-picture-status", if saved { words::PICTURE_DONE } else { words::PICTURE_FAILED });
    });
    qr_code(kept.groups.concat());
}

fn paper(kept: &KeptCode) {
    dom::text("card-name", &words::card_name(&kept.desk));
    dom::on("card-plain", "change", |_| {
        let plain = element::<HtmlInputElement>("card-plain").is_some_and(|tick| tick.checked());
        dom::show("card-words", !plain);
    });
    dom::on("keep-paper", "click", |_| {
        let _ = window().print();
    });
}

fn copy(digits: String) {
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
            dom::text("keep-copy-status", if wrote { words::COPIED } else { words::COPY_FAILED });
        });
    });
}

/// Not on the page until it is asked for: a glance at the screen should not be enough to copy it.
fn qr_code(digits: String) {
    let shown = Cell::new(false);
    dom::on("keep-qr", "click", move |_| {
        let show = !shown.get();
        shown.set(show);
        dom::attribute("keep-qr", "aria-expanded", Some(if show { "true" } else { "false" }));
        dom::text("keep-qr", if show { words::QR_HIDE } else { words::QR });
        dom::clear("qr-place");
        if show {
            qr::draw(&digits, "qr-place");
        }
    });
}
