//! Copies a text that stands on the screen.
use crate::page::spawn;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::page;
use crate::words::staff;

#[component]
pub fn Copy(#[prop(into)] text: Signal<String>) -> impl IntoView {
    let done = RwSignal::new(false);
    let copy = move |_| {
        let text = text.get_untracked();
        spawn(async move {
            let writing = page::window().navigator().clipboard().write_text(&text);
            done.try_set(JsFuture::from(writing).await.is_ok());
        });
    };
    view! {
        <div class="row">
            <button class="button small" type="button" on:click=copy>{staff::COPY}</button>
            <span class="status" role="status">{move || if done.get() { staff::COPIED } else { "" }}</span>
        </div>
    }
}
