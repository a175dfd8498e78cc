//! Screens whose code is fetched when somebody first goes there: most of a working day is spent in the inbox, and
//! whoever only reads and answers need not wait for the rest.
use std::pin::Pin;

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::root::Opening;
use super::{calendar, colleagues, desk, feedback, inbox, join, lost, office, palette, setup, snippet};
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

#[wasm_split(office, fallible)]
fn person() -> Fetched {
    Ok(|| view! { <colleagues::Person /> }.into_any())
}

#[wasm_split(office, fallible)]
fn mine() -> Fetched {
    Ok(|| view! { <office::Mine /> }.into_any())
}

#[wasm_split(office, fallible)]
fn printed() -> Fetched {
    Ok(|| view! { <office::Printed /> }.into_any())
}

#[wasm_split(office, fallible)]
fn acts() -> Fetched {
    Ok(|| view! { <office::Acts /> }.into_any())
}

#[wasm_split(office, fallible)]
fn erasing() -> Fetched {
    Ok(|| view! { <office::Erasing /> }.into_any())
}

#[wasm_split(office, fallible)]
fn giving() -> Fetched {
    Ok(|| view! { <office::Giving /> }.into_any())
}

#[wasm_split(beginning, fallible)]
fn resetting() -> Fetched {
    Ok(|| view! { <lost::Reset /> }.into_any())
}

#[wasm_split(beginning, fallible)]
fn first() -> Fetched {
    Ok(|| view! { <setup::Setup /> }.into_any())
}

#[wasm_split(beginning, fallible)]
fn joining() -> Fetched {
    Ok(|| view! { <join::Join /> }.into_any())
}

#[wasm_split(tools, fallible)]
fn snippets() -> Fetched {
    Ok(|| view! { <snippet::Screen /> }.into_any())
}

#[wasm_split(tools, fallible)]
fn snippet_menu() -> Fetched {
    Ok(snippet::menu)
}

#[wasm_split(tools, fallible)]
fn commands() -> Fetched {
    Ok(palette::palette)
}

#[wasm_split(tools, fallible)]
fn many() -> Fetched {
    Ok(inbox::bulk)
}

#[wasm_split(tools, fallible)]
fn keeping_views() -> Fetched {
    Ok(inbox::keeping)
}

pub const TALKS: Screen = || Box::pin(talks());
pub const FIGURES: Screen = || Box::pin(figures());
pub const PLAN: Screen = || Box::pin(plan());
pub const SETTINGS: Screen = || Box::pin(settings());
pub const PEOPLE: Screen = || Box::pin(people());
pub const ANSWERS: Screen = || Box::pin(answers());
pub const PERSON: Screen = || Box::pin(person());
pub const MINE: Screen = || Box::pin(mine());
pub const PRINTED: Screen = || Box::pin(printed());
pub const ACTS: Screen = || Box::pin(acts());
pub const ERASING: Screen = || Box::pin(erasing());
pub const GIVING: Screen = || Box::pin(giving());
pub const RESETTING: Screen = || Box::pin(resetting());
pub const FIRST: Screen = || Box::pin(first());
pub const JOINING: Screen = || Box::pin(joining());
pub const SNIPPETS: Screen = || Box::pin(snippets());
pub const MENU: Screen = || Box::pin(snippet_menu());
pub const PALETTE: Screen = || Box::pin(commands());
pub const BULK: Screen = || Box::pin(many());
pub const VIEWS: Screen = || Box::pin(keeping_views());

/// What came, or that it did not; and the way to ask again.
fn fetching(screen: Screen) -> (RwSignal<Option<Option<Draw>>>, impl Fn() + Copy + Send + Sync + 'static) {
    let found = RwSignal::new(None::<Option<Draw>>);
    let fetch = move || {
        found.set(None);
        spawn(async move {
            let fetched = screen().await;
            found.try_set(Some(fetched.ok()));
        });
    };
    fetch();
    (found, fetch)
}

/// For a route.
pub fn later(screen: Screen) -> AnyView {
    view! { <Later screen /> }.into_any()
}

#[component]
fn Later(screen: Screen) -> impl IntoView {
    let (found, fetch) = fetching(screen);
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

/// For a part of a screen: nothing until it is there, and a line where it does not come.
pub fn part(screen: Screen) -> AnyView {
    view! { <Part screen /> }.into_any()
}

#[component]
fn Part(screen: Screen) -> impl IntoView {
    let (found, fetch) = fetching(screen);
    move || {
        match found.get() {
        None => ().into_any(),
        Some(Some(draw)) => draw(),
        Some(None) => view! {
            <p class="panel warning part-failed" role="alert">{staff::NOT_FETCHED}
                <button class="button small" type="button" on:click=move |_| fetch()>{staff::AGAIN}</button></p>
        }
        .into_any(),
    }
    }
}
