//! Whether there is a network, as far as the browser is sure.
use leptos::prelude::*;

use crate::page;

pub fn plugged() -> RwSignal<bool> {
    let plugged = RwSignal::new(page::is_online());
    let on = window_event_listener(leptos::ev::online, move |_| plugged.set(true));
    let off = window_event_listener(leptos::ev::offline, move |_| plugged.set(false));
    on_cleanup(move || {
        on.remove();
        off.remove();
    });
    plugged
}
