//! Pictures beside words, never instead of them.
use leptos::prelude::*;

fn icon(path: &'static str) -> impl IntoView {
    view! {
        <svg aria-hidden="true" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2">
            <path d=path></path>
        </svg>
    }
}

/// An envelope on its way.
pub fn letter() -> impl IntoView {
    icon("M3 6h18v12H3zM3 7l9 7 9-7")
}

/// A closed lock: stays in the house.
pub fn inside() -> impl IntoView {
    icon("M6 11h12v9H6zM9 11V7a3 3 0 0 1 6 0v4")
}
