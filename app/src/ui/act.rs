//! The button that does what the screen is for.
use leptos::prelude::*;

/// While it works it stays readable and keeps the focus; a second press does nothing, because forms ask `busy` first.
#[component]
pub fn Act(
    #[prop(into)] words: Signal<String>,
    working: &'static str,
    #[prop(into)] busy: Signal<bool>,
) -> impl IntoView {
    view! {
        <button class="button primary" type="submit" aria-busy=move || busy.get().then_some("true")>
            {move || if busy.get() { working.to_owned() } else { words.get() }}
        </button>
    }
}

/// A link or button that leads elsewhere without a page load of its own.
#[component]
pub fn Small(
    words: &'static str,
    on_press: impl Fn() + 'static,
    #[prop(optional)] busy: Signal<bool>,
    #[prop(optional)] label: Option<String>,
) -> impl IntoView {
    view! {
        <button
            class="button small"
            type="button"
            aria-label=label
            aria-busy=move || busy.get().then_some("true")
            on:click=move |_| if !busy.get_untracked() { on_press() }
        >
            {words}
        </button>
    }
}
