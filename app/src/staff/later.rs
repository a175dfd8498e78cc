//! Screens whose code is fetched when somebody first goes there: a working day begins with the list, and nobody who only
//! reads and answers need wait for the rest.
use std::pin::Pin;

use futures_util::future::join;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::after::{self, After, Going};
use super::app::App;
use super::root::Opening;
use super::{
    calendar, case, colleagues, danger, desk, feedback, field, help, household, inbox, join, lock, lost,
    office, palette, passkey, quiet, setup, sign_in, snippet, taking, today, waiting,
};
use crate::page::{self, spawn};
use crate::words::staff::{self, thread};

/// Draws a screen whose code is here.
type Draw = fn() -> AnyView;
type Fetched = Result<Draw, SplitLoaderError>;

/// What is fetched ahead leaves the line to what is on the screen so long.
const AHEAD_MILLIS: u32 = 1_000;

/// A screen, fetched once and kept.
pub type Screen = fn() -> Pin<Box<dyn Future<Output = Fetched>>>;

// Functions of one name are one file; each set of names that shares code is one more, so names are few. Nothing else may
// call what they name, or it stays in the first file.
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

#[wasm_split(case, fallible)]
fn reading() -> Fetched {
    Ok(case::thread_route)
}

#[wasm_split(case, fallible)]
fn about() -> Fetched {
    Ok(case::about_route)
}

#[wasm_split(case, fallible)]
fn replying() -> Fetched {
    Ok(case::reply_route)
}

#[wasm_split(case, fallible)]
fn noting() -> Fetched {
    Ok(case::note_route)
}

#[wasm_split(case, fallible)]
fn closing() -> Fetched {
    Ok(case::closing_route)
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

#[wasm_split(office, fallible)]
fn away() -> Fetched {
    Ok(|| view! { <colleagues::Away /> }.into_any())
}

#[wasm_split(office, fallible)]
fn own_fields() -> Fetched {
    Ok(field::screen)
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
fn renewing() -> Fetched {
    Ok(|| view! { <setup::Renew /> }.into_any())
}

#[wasm_split(beginning, fallible)]
fn joining() -> Fetched {
    Ok(|| view! { <join::Join /> }.into_any())
}

#[wasm_split(office, fallible)]
fn taking_one() -> Fetched {
    Ok(|| view! { <taking::Single /> }.into_any())
}

#[wasm_split(office, fallible)]
fn taking_all() -> Fetched {
    Ok(|| view! { <taking::Everything /> }.into_any())
}

#[wasm_split(office, fallible)]
fn moving() -> Fetched {
    Ok(|| view! { <taking::Moving /> }.into_any())
}

#[wasm_split(door, fallible)]
fn door() -> Fetched {
    Ok(sign_in::sign_in_route)
}

#[wasm_split(door, fallible)]
fn signed_out() -> Fetched {
    Ok(sign_in::signed_out)
}

#[wasm_split(door, fallible)]
fn locked() -> Fetched {
    Ok(lock::locked)
}

#[wasm_split(door, fallible)]
fn asking() -> Fetched {
    Ok(lock::asking)
}

#[wasm_split(door, fallible)]
fn waiting_for_keys() -> Fetched {
    Ok(waiting::waiting)
}

#[wasm_split(passkey, fallible)]
fn entering() -> Result<passkey::Entering, SplitLoaderError> {
    Ok(passkey::enter)
}

#[wasm_split(passkey, fallible)]
fn passkeys() -> Fetched {
    Ok(|| view! { <passkey::Passkeys /> }.into_any())
}

#[wasm_split(case, fallible)]
pub fn going_on() -> Result<fn(App, After) -> Going, SplitLoaderError> {
    Ok(after::go)
}

#[wasm_split(case, fallible)]
fn quiet_lines() -> Fetched {
    Ok(quiet::lines)
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
fn all_keys() -> Fetched {
    Ok(help::help)
}

#[wasm_split(tools, fallible)]
fn many() -> Fetched {
    Ok(inbox::bulk)
}

#[wasm_split(tools, fallible)]
fn narrowing() -> Fetched {
    Ok(inbox::choices)
}

#[wasm_split(tools, fallible)]
fn day() -> Fetched {
    Ok(today::today)
}

#[wasm_split(tools, fallible)]
fn family() -> Fetched {
    Ok(household::section)
}

#[wasm_split(tools, fallible)]
fn family_linking() -> Fetched {
    Ok(household::linking)
}

#[wasm_split(tools, fallible)]
fn setting_aside() -> Fetched {
    Ok(danger::dialog)
}

pub const TALKS: Screen = || Box::pin(talks());
pub const FIGURES: Screen = || Box::pin(figures());
pub const PLAN: Screen = || Box::pin(plan());
pub const READING: Screen = || Box::pin(reading());
pub const ABOUT: Screen = || Box::pin(about());
pub const REPLYING: Screen = || Box::pin(replying());
pub const NOTING: Screen = || Box::pin(noting());
pub const CLOSING: Screen = || Box::pin(closing());
pub const SETTINGS: Screen = || Box::pin(settings());
pub const PEOPLE: Screen = || Box::pin(people());
pub const ANSWERS: Screen = || Box::pin(answers());
pub const PERSON: Screen = || Box::pin(person());
pub const MINE: Screen = || Box::pin(mine());
pub const PRINTED: Screen = || Box::pin(printed());
pub const ACTS: Screen = || Box::pin(acts());
pub const ERASING: Screen = || Box::pin(erasing());
pub const GIVING: Screen = || Box::pin(giving());
pub const TAKING: Screen = || Box::pin(taking_one());
pub const EVERYTHING: Screen = || Box::pin(taking_all());
pub const MOVING: Screen = || Box::pin(moving());
pub const RESETTING: Screen = || Box::pin(resetting());
pub const FIRST: Screen = || Box::pin(first());
pub const RENEWING: Screen = || Box::pin(renewing());
pub const JOINING: Screen = || Box::pin(joining());
pub const SIGN_IN: Screen = || Box::pin(door());
pub const SIGNED_OUT: Screen = || Box::pin(signed_out());
pub const LOCKED: Screen = || Box::pin(locked());
pub const ASKING: Screen = || Box::pin(asking());
pub const WAITING: Screen = || Box::pin(waiting_for_keys());
pub const PASSKEYS: Screen = || Box::pin(passkeys());
pub const SNIPPETS: Screen = || Box::pin(snippets());
pub const QUIET: Screen = || Box::pin(quiet_lines());
pub const MENU: Screen = || Box::pin(snippet_menu());
pub const PALETTE: Screen = || Box::pin(commands());
pub const HELP: Screen = || Box::pin(all_keys());
pub const BULK: Screen = || Box::pin(many());
pub const AWAY: Screen = || Box::pin(away());
pub const FIELDS: Screen = || Box::pin(own_fields());
pub const TODAY: Screen = || Box::pin(day());
pub const FAMILY: Screen = || Box::pin(family());
pub const LINKING: Screen = || Box::pin(family_linking());
pub const DANGER: Screen = || Box::pin(setting_aside());
pub const CHOICES: Screen = || Box::pin(narrowing());

/// For a route.
pub fn later(screen: Screen) -> AnyView {
    fetched(
        screen,
        || view! { <Opening /> }.into_any(),
        |again| {
            view! {
                <main class="sheet stack" id="main" tabindex="-1">
                    <h1>{staff::NOT_FETCHED_TITLE}</h1>
                    <p class="panel warning" id="not-fetched" role="alert">{staff::NOT_FETCHED}</p>
                    <div class="row actions">{again}</div>
                </main>
            }
            .into_any()
        },
    )
}

/// For what stands beside the list.
pub fn beside(screen: Screen) -> AnyView {
    fetched(
        screen,
        || view! { <case::Nothing words=thread::OPENING /> }.into_any(),
        |again| {
            view! { <case::Nothing words=staff::NOT_FETCHED><div class="row actions">{again}</div></case::Nothing> }
                .into_any()
        },
    )
}

/// For a part of a screen: nothing until it is there, and a line where it does not come.
pub fn part(screen: Screen) -> AnyView {
    fetched(
        screen,
        || ().into_any(),
        |again| {
            view! { <p class="panel warning part-failed" role="alert">{staff::NOT_FETCHED}{again}</p> }
                .into_any()
        },
    )
}

/// `failed` is given the button that asks again.
fn fetched(screen: Screen, meanwhile: fn() -> AnyView, failed: fn(AnyView) -> AnyView) -> AnyView {
    view! { <Fetching screen meanwhile failed /> }.into_any()
}

#[component]
fn Fetching(screen: Screen, meanwhile: fn() -> AnyView, failed: fn(AnyView) -> AnyView) -> impl IntoView {
    let found = RwSignal::new(None::<Option<Draw>>);
    let fetch = move || {
        found.set(None);
        spawn(async move {
            let fetched = screen().await;
            found.try_set(Some(fetched.ok()));
        });
    };
    fetch();
    let again = move || {
        view! { <button class="button" type="button" on:click=move |_| fetch()>{staff::AGAIN}</button> }
            .into_any()
    };
    move || match found.get() {
        None => meanwhile(),
        Some(Some(draw)) => draw(),
        Some(None) => failed(again()),
    }
}

/// In by a passkey, or the words why not: what does it is fetched at the press.
pub async fn enter_by_passkey(app: App) -> Result<(), String> {
    match entering().await {
        Ok(enter) => enter(app).await,
        Err(_) => Err(staff::NOT_FETCHED.to_owned()),
    }
}

/// What a working day cannot do without, fetched as soon as the list is there: it opens at once, also without a network.
pub async fn prepare() {
    let _ = join(reading(), asking()).await;
}

/// A part that nobody should wait for at the first press: fetched quietly, so that it opens at once, also without a network.
pub fn ahead(screen: Screen) {
    spawn(async move {
        page::sleep(AHEAD_MILLIS).await;
        let _ = screen().await;
    });
}

/// Whoever comes in by the door waits for the server's answer anyway.
pub async fn prepare_door() {
    let _ = signed_out().await;
}
