//! Screens whose code is fetched when somebody first goes there: most of a working day is spent in the inbox, and
//! whoever only reads and answers need not wait for the rest.
use std::pin::Pin;

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::root::Opening;
use super::{calendar, colleagues, desk, feedback, join, setup};
use crate::page::spawn;
use crate::words::staff;

/// Draws a screen whose code is here.
type Draw = fn() -> AnyView;
type Fetched = Result<Draw, SplitLoaderError>;

/// A screen, fetched once and kept.
pub type Screen = fn() -> Pin<Box<dyn Future<Output = Fetched>>>;

// Functions of one name are one file. Nothing else may call what they name, or it stays in the first file.
#[wasm_split(calendar, fallible)]
fn talks() -> Fetched {
    Ok(calendar::calendar_route)
}

#[wasm_split(calendar, fallible)]
fn figures() -> Fetched {
    Ok(calendar::figures_route)
}

#[wasm_split(calendar, fallible)]
fn plan() -> Fetched {
    Ok(calendar::plan_route)
}

#[wasm_split(office, fallible)]
fn settings() -> Fetched {
    Ok(|| view! { <desk::Desk /> }.into_any())
}

#[wasm_split(office, fallible)]
fn people() -> Fetched {
    Ok(|| view! { <colleagues::Colleagues /> }.into_any())
}

#[wasm_split(office, fallible)]
fn answers() -> Fetched {
    Ok(|| view! { <feedback::FeedbackScreen /> }.into_any())
}

#[wasm_split(beginning, fallible)]
fn first() -> Fetched {
    Ok(|| view! { <setup::Setup /> }.into_any())
}

#[wasm_split(beginning, fallible)]
fn joining() -> Fetched {
    Ok(|| view! { <join::Join /> }.into_any())
}

pub const TALKS: Screen = || Box::pin(talks());
pub const FIGURES: Screen = || Box::pin(figures());
pub const PLAN: Screen = || Box::pin(plan());
pub const SETTINGS: Screen = || Box::pin(settings());
pub const PEOPLE: Screen = || Box::pin(people());
pub const ANSWERS: Screen = || Box::pin(answers());
pub const FIRST: Screen = || Box::pin(first());
pub const JOINING: Screen = || Box::pin(joining());

/// For a route.
pub fn later(screen: Screen) -> AnyView {
    view! { <Later screen /> }.into_any()
}

#[component]
fn Later(screen: Screen) -> impl IntoView {
    let found = RwSignal::new(None::<Option<Draw>>);
    let fetch = move || {
        found.set(None);
        spawn(async move {
            let fetched = screen().await;
            found.try_set(Some(fetched.ok()));
        });
    };
    fetch();
    move || {
        match found.get() {
        None => view! { <Opening /> }.into_any(),
        Some(Some(draw)) => draw(),
        Some(None) => view! {
            <main class="sheet stack" id="main" tabindex="-1">
                <h1>{staff::NOT_FETCHED_TITLE}</h1>
                <p class="panel warning" id="not-fetched" role="alert">{staff::NOT_FETCHED}</p>
                <div class="row actions">
                    <button class="button primary" type="button" on:click=move |_| fetch()>{staff::AGAIN}</button>
                </div>
            </main>
        }
        .into_any(),
    }
    }
}
