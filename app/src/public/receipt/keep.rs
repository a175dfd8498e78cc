//! Four ways to keep the code, in the order in which they are safe on a shared device. None is asked for.

use super::{code, picture, qr};
use crate::page::window;
use crate::public::kept_code::KeptCode;
use crate::words::public::receipt as words;
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

pub fn view(kept: &KeptCode) -> AnyView {
    view! {
        <section class="stack" aria-labelledby="keep-h">
            <h2 id="keep-h">{words::KEEP}</h2>
            <p>{words::KEEP_ANY}</p>
            <div class="keeps">{paper(kept)}{copy(kept)}{picture(kept)}{qr_code(kept)}</div>
        </section>
    }
    .into_any()
}

fn paper(kept: &KeptCode) -> AnyView {
    let plain = RwSignal::new(false);
    let name = words::card_name(&kept.desk);
    let print = move |_| {
        let _ = window().print();
    };
    view! {
        <div class="keep">
            <button class="button" type="button" id="keep-paper" aria-describedby="keep-paper-note" on:click=print>{words::PAPER}</button>
            <p class="hint" id="keep-paper-note">{words::PAPER_NOTE}</p>
            <label class="choice">
                <input type="checkbox" id="card-plain" on:change=move |event| plain.set(event_target_checked(&event))/>
                <span>{words::PAPER_PLAIN}</span>
            </label>
            <div class="code-card">
                {move || (!plain.get()).then(|| view! { <p class="code-card-name">{name.clone()}</p> })}
                {move || (!plain.get()).then_some(view! { <p class="code-card-note">{words::CARD_NOTE}</p> })}
                {code(kept, None)}
            </div>
        </div>
    }
    .into_any()
}

fn copy(kept: &KeptCode) -> AnyView {
    let said = RwSignal::new("");
    let digits = kept.spaced();
    let copy = move |_| {
        let digits = digits.clone();
        spawn_local(async move {
            // Absent where the page did not come over a secure connection.
            let clipboard = window().navigator().clipboard();
            let wrote = if clipboard.is_undefined() {
                false
            } else {
                JsFuture::from(clipboard.write_text(&digits)).await.is_ok()
            };
            said.set(if wrote { words::COPIED } else { words::COPY_FAILED });
        });
    };
    view! {
        <div class="keep">
            <button class="button" type="button" id="keep-copy" aria-describedby="keep-copy-note" on:click=copy>{words::COPY}</button>
            <p class="hint" id="keep-copy-note">{words::COPY_NOTE}</p>
            <p class="status" role="status" id="keep-copy-status">{move || said.get()}</p>
        </div>
    }
    .into_any()
}

fn picture(kept: &KeptCode) -> AnyView {
    let said = RwSignal::new("");
    let groups = kept.groups.clone();
    let save = move |_| {
        let saved = picture::save(&groups).is_some();
        said.set(if saved { words::PICTURE_DONE } else { words::PICTURE_FAILED });
    };
    view! {
        <div class="keep">
            <button class="button" type="button" id="keep-picture" aria-describedby="keep-picture-note" on:click=save>{words::PICTURE}</button>
            <p class="hint" id="keep-picture-note">{words::PICTURE_NOTE}</p>
            <p class="status" role="status" id="keep-picture-status">{move || said.get()}</p>
        </div>
    }
    .into_any()
}

/// Not on the page until it is asked for: a glance at the screen should not be enough to copy it.
fn qr_code(kept: &KeptCode) -> AnyView {
    let shown = RwSignal::new(false);
    let digits = kept.groups.concat();
    view! {
        <div class="keep">
            <button class="button" type="button" id="keep-qr" aria-describedby="keep-qr-note"
                aria-expanded=move || shown.get().to_string() on:click=move |_| shown.update(|shown| *shown = !*shown)>
                {move || if shown.get() { words::QR_HIDE } else { words::QR }}
            </button>
            <p class="hint" id="keep-qr-note">{words::QR_NOTE}</p>
            {move || shown.get().then(|| qr::view(&digits))}
        </div>
    }
    .into_any()
}
