//! The code on the screen: what it is for, four ways to keep it, and only then the way on.

mod keep;
mod picture;
mod practice;
mod qr;

use super::dom;
use super::kept_code::KeptCode;
use crate::page::{focus_soon, tab_storage};
use crate::time;
use crate::words::public::receipt as words;

pub const HEADING: &str = "receipt-h";

pub fn show(kept: &KeptCode) {
    dom::stamp("receipt-sheet", "steps");
    let promise = match kept.promised {
        Some(day) => words::promise(&time::day(day)),
        None => words::NO_ANSWER.to_owned(),
    };
    dom::text("receipt-promise", &promise);
    draw(kept, "code");
    draw(kept, "card-code");
    keep::attach(kept);
    practice::attach(kept.groups[1].clone());
    dom::on("put-away", "click", |_| {
        dom::show("put-away-row", false);
        dom::show("receipt-on", true);
        focus_soon("receipt-on-h");
    });
    dom::on("finish", "click", |_| dom::leave());
    focus_soon(HEADING);
    // What the letter's steps kept is of no more use.
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item("madobe.draft");
    }
}

/// Five groups, read aloud one after the other.
fn draw(kept: &KeptCode, id: &str) {
    dom::attribute(id, "aria-label", Some(&kept.groups.join("、")));
    let Some(code) = dom::at(id) else { return };
    for group in &kept.groups {
        let group = dom::make("span", "code-group", group);
        if let Some(group) = &group {
            let _ = group.set_attribute("aria-hidden", "true");
        }
        dom::append(&code, group);
    }
}
