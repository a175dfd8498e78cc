//! Under a text being written: where its words are by now.
use leptos::prelude::*;

use super::writing::Text;
use crate::ui::plugged::plugged;
use crate::words::staff::{inbox, reply};

#[component]
pub fn Kept(text: Text) -> impl IntoView {
    let plugged = plugged();
    // Without a network nothing of it is with anybody else.
    let words = move || match (plugged.get(), text.status.get()) {
        (false, "") => inbox::OFFLINE,
        (false, reply::SAVED) => reply::SAVED_HERE,
        (_, words) => words,
    };
    view! { <p class="status" role="status" id="draft-status">{words}</p> }
}
