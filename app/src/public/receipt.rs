//! The code on the screen: what it is for, four ways to keep it, and only then the way on.

mod keep;
mod picture;
mod practice;

use super::dom;
use super::kept_code::KeptCode;
#[cfg(feature = "write")]
use crate::page::tab_storage;
use crate::page::{focus_soon, window};
use crate::time;
use crate::words::common::list;
use crate::words::public::receipt as words;
use leptos::prelude::*;

pub const HEADING: &str = "receipt-h";

/// `arrived`: otherwise this device keeps the letter until there is a network, and the code opens nothing yet.
pub fn show(kept: &KeptCode, arrived: bool) {
    // There is one: what stood there before the letter arrived holds no longer.
    if let Some(before) = dom::at("receipt") {
        before.remove();
    }
    dom::stamp("receipt-sheet", "steps");
    dom::show("receipt-arrived", arrived);
    if arrived {
        // There is a network again: the code is not what was seen the last time.
        dom::show("kept-page", false);
    }
    dom::show("receipt-not-yet", !arrived);
    dom::show("to-mailbox", arrived);
    dom::show("another", arrived);
    dom::show("receipt-reload", arrived);
    let promise = match kept.promised {
        Some(day) => words::promise(&time::day(day)),
        None if kept.no_answer => words::NO_ANSWER.to_owned(),
        None => words::PROMISE_LATER.to_owned(),
    };
    dom::text("receipt-promise", &promise);
    draw(kept, "code");
    draw(kept, "card-code");
    keep::attach(kept);
    practice::attach(kept.groups.clone());
    let put_away = RwSignal::new(false);
    dom::shown("put-away-row", move || !put_away.get());
    dom::shown("receipt-on", move || put_away.get());
    dom::on("put-away", "click", move |_| {
        put_away.set(true);
        focus_soon("receipt-on-h");
    });
    dom::on("finish", "click", |_| dom::leave());
    // Put away, the code need not be here any more, and the page begins afresh.
    dom::on("another", "click", |_| {
        KeptCode::forget();
        let _ = window().location().reload();
    });
    focus_soon(HEADING);
    // What the letter's steps kept is of no more use. On /book it may be somebody's next letter.
    #[cfg(feature = "write")]
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item("madobe.draft");
    }
}

/// Five groups, read aloud one after the other.
fn draw(kept: &KeptCode, id: &str) {
    dom::attribute(id, "aria-label", Some(&kept.groups.join(list::JOINT)));
    dom::island(id, kept.groups.iter().map(|digits| group(digits)).collect::<Vec<_>>().into_any());
}

fn group(digits: &str) -> AnyView {
    view! { <span class="code-group" aria-hidden="true">{digits.to_owned()}</span> }.into_any()
}
