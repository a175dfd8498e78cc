//! Everything else by which the list can be narrowed, folded away until it is wanted; and the way out of it, in sight.
use leptos::prelude::*;

use crate::staff::app::App;
use crate::staff::filter::Filter;
use crate::staff::later::{CHOICES, part};
use crate::ui::place::focus_soon;
use crate::words::staff::inbox;

#[component]
pub fn Narrow() -> impl IntoView {
    let app = App::of_context();
    let list = app.list;
    // A search looks into everything.
    let narrowed =
        Memo::new(move |_| list.filter.with(Filter::is_narrowed) && list.found.with(Option::is_none));
    let open = RwSignal::new(false);
    let clear = move |_| {
        app.choose(|filter| *filter = filter.widened());
        focus_soon("narrow-summary");
    };
    let words = move || match narrowed.get() {
        true => inbox::narrowed(&list.order.with(Vec::len).to_string()),
        false => inbox::NARROW.to_owned(),
    };
    view! {
        {move || narrowed.get().then(|| view! {
            <button class="filter" type="button" id="narrow-clear" on:click=clear>{inbox::NARROW_CLEAR}</button>
        })}
        <details class="narrow" id="narrow" on:toggle:target=move |event| open.set(event.target().open())>
            <summary class="filter" id="narrow-summary" data-narrowed=move || narrowed.get().then_some("")>{words}</summary>
            <div class="narrow-all">{move || open.get().then(|| part(CHOICES))}</div>
        </details>
    }
}
