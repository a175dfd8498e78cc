//! Where one stands in a row of steps.
use leptos::prelude::*;

#[component]
pub fn Steps(names: &'static [&'static str], #[prop(into)] at: Signal<usize>) -> impl IntoView {
    let item = |(place, name): (usize, &&'static str)| {
        view! { <li aria-current=move || (at.get() == place).then_some("step")>{*name}</li> }
    };
    view! { <ol class="steps">{names.iter().enumerate().map(item).collect_view()}</ol> }
}
