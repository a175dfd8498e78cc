//! placeholder
use leptos::prelude::*;
#[component]
pub fn Desk() -> impl IntoView { }
