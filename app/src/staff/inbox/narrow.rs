//! Everything else by which the list can be narrowed, folded away until it is wanted.
use leptos::prelude::*;

use crate::staff::app::App;
use crate::staff::filter::Filter;
use crate::staff::later::{CHOICES, part};
use crate::words::staff::inbox;

#[component]
pub fn Narrow() -> impl IntoView {
    let list = App::of_context().list;
    let narrowed = Memo::new(move |_| list.filter.with(Filter::is_narrowed));
    let open = RwSignal::new(false);
    view! {
        <details class="narrow" id="narrow" on:toggle:target=move |event| open.set(event.target().open())>
            <summary class="filter" id="narrow-summary" data-narrowed=move || narrowed.get().then_some("")>
                {move || if narrowed.get() { inbox::NARROWED } else { inbox::NARROW }}
            </summary>
            <div class="narrow-all">{move || open.get().then(|| part(CHOICES))}</div>
        </details>
    }
}
