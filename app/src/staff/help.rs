//! The keys, and the switch that turns them off.
use leptos::html::Dialog;
use leptos::prelude::*;

use crate::page;
use crate::staff::app::App;
use crate::staff::choice;
use crate::words::staff::{self, keys};

const KEYS: [(&str, &str); 23] = [
    ("j", keys::NEXT),
    ("k", keys::PREVIOUS),
    ("Enter", keys::OPEN),
    ("r", keys::REPLY),
    ("n", keys::NOTE),
    ("e", keys::CLOSE),
    ("u", keys::UNREAD),
    ("i", keys::MINE),
    ("a", keys::ASSIGN),
    ("h", keys::HOLD),
    ("f", keys::FOLLOW_UP),
    ("t", keys::TAG),
    ("x", keys::PICK),
    ("Shift＋x", keys::PICK_TO),
    ("b", keys::BULK),
    (";", keys::SNIPPET),
    ("Ctrl／⌘＋K", keys::PALETTE),
    ("d", keys::TODAY),
    ("m", keys::ONLY_MINE),
    ("o", keys::ONLY_OURS),
    ("z", keys::UNDO),
    ("/", keys::SEARCH),
    ("?", keys::HELP),
];

pub fn help() -> AnyView {
    view! { <Help /> }.into_any()
}

/// Open for as long as it is drawn.
#[component]
fn Help() -> impl IntoView {
    let app = App::of_context();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            let _ = dialog.show_modal();
            // Read from the top: the switch at the end has the focus otherwise.
            page::focus("keys");
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let line = |(key, words): (&'static str, &'static str)| {
        view! { <div class="row"><dt><kbd>{key}</kbd></dt><dd>{words}</dd></div> }
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="keys" on:close=move |_| app.help.set(false)>
            <h2 id="keys" tabindex="-1">{keys::HEADING}</h2>
            <dl class="stack">{KEYS.map(line).collect_view()}</dl>
            <p class="hint">{keys::CAUTION}</p>
            <label class="choice">
                <input
                    type="checkbox"
                    id="keys-on"
                    prop:checked=move || app.keys_on.get()
                    on:change:target=move |event| {
                        let on = event.target().checked();
                        app.keys_on.set(on);
                        choice::keep_keys(on);
                    }
                />
                <span>{keys::ON}</span>
            </label>
            <div class="row actions"><button class="button" type="button" on:click=close>{staff::CLOSE}</button></div>
        </dialog>
    }
}
