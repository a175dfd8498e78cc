//! The routes, and who may see what lies behind them. The server decides; this only hides.
use crate::page::spawn;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::path;
use madobe_domain::bytes::Fixed;
use web_sys::HtmlElement;

use super::app::{App, Phase};
use super::inbox::{Inbox, NoCase};
use super::later::{self, beside, later};
use super::lock::Again;
use super::shell::Shell;
use crate::page;
use crate::ui::place::title;
use crate::ui::say::Voice;
use crate::words::staff;

/// What stood behind the `#` of a one-time link.
pub type LinkToken = Option<Fixed<32>>;

pub fn attach() {
    let Some(place) = page::element::<HtmlElement>("app") else { return };
    let token = take_token();
    place.set_inner_html("");
    mount_to(place, move || view! { <Root token /> }).forget();
}

/// Off the address bar and out of the history before anything else happens.
fn take_token() -> LinkToken {
    let location = page::window().location();
    let fragment = location.hash().ok()?;
    let token = fragment.strip_prefix('#')?;
    let path = location.pathname().ok()?;
    if let Ok(history) = page::window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
    }
    Fixed::parse(token).ok()
}

#[component]
fn Root(token: LinkToken) -> impl IntoView {
    let app = App::make();
    provide_context(app);
    provide_context(StoredValue::new(token));
    app.watch_idle();
    spawn(app.start());
    spawn(app.look_at_clock());
    view! {
        <Router>
            <Routes fallback=|| view! { <NotFound /> }.into_any()>
                <Route path=path!("/staff/setup") view=|| later(later::FIRST) />
                <Route path=path!("/staff/join") view=|| later(later::JOINING) />
                <Route path=path!("/staff/reset") view=|| later(later::RESETTING) />
                <Route path=path!("/staff/sign-in") view=|| later(later::SIGN_IN) />
                <ParentRoute path=path!("/staff") view=|| view! { <Gate /> }.into_any()>
                    <Route path=path!("colleagues") view=|| later(later::PEOPLE) />
                    <Route path=path!("colleagues/:id") view=|| later(later::PERSON) />
                    <Route path=path!("colleagues/:id/away") view=|| later(later::AWAY) />
                    <Route path=path!("today") view=|| later(later::TODAY) />
                    <Route path=path!("cases/:id/give") view=|| later(later::GIVING) />
                    <Route path=path!("cases/:id/take") view=|| later(later::TAKING) />
                    <Route path=path!("exports") view=|| later(later::EVERYTHING) />
                    <Route path=path!("moving") view=|| later(later::MOVING) />
                    <Route path=path!("account") view=|| later(later::MINE) />
                    <Route path=path!("recovery") view=|| later(later::PRINTED) />
                    <Route path=path!("recovery/new") view=|| later(later::RENEWING) />
                    <Route path=path!("acts") view=|| later(later::ACTS) />
                    <Route path=path!("erasing") view=|| later(later::ERASING) />
                    <Route path=path!("calendar/plan") view=|| later(later::PLAN) />
                    <Route path=path!("calendar/figures") view=|| later(later::FIGURES) />
                    <Route path=path!("calendar/*at") view=|| later(later::TALKS) />
                    <Route path=path!("feedback") view=|| later(later::ANSWERS) />
                    <Route path=path!("snippets") view=|| later(later::SNIPPETS) />
                    <Route path=path!("fields") view=|| later(later::FIELDS) />
                    <Route path=path!("desk") view=|| later(later::SETTINGS) />
                    <ParentRoute path=path!("") view=|| view! { <Inbox /> }.into_any()>
                        <Route path=path!("") view=|| view! { <NoCase /> }.into_any() />
                        <Route path=path!("cases/:id") view=|| beside(later::READING) />
                        <Route path=path!("cases/:id/about") view=|| beside(later::ABOUT) />
                        <Route path=path!("cases/:id/reply") view=|| beside(later::REPLYING) />
                        <Route path=path!("cases/:id/note") view=|| beside(later::NOTING) />
                        <Route path=path!("cases/:id/close") view=|| beside(later::CLOSING) />
                    </ParentRoute>
                </ParentRoute>
            </Routes>
        </Router>
        <Again />
        <Voice say=app.say />
    }
}

/// What is shown of the application depends on the keys, not on the address.
#[component]
fn Gate() -> impl IntoView {
    let app = App::of_context();
    let phase = Memo::new(move |_| app.phase.get());
    move || match phase.get() {
        Phase::Starting => view! { <Opening /> }.into_any(),
        Phase::Unreachable(words) => view! { <Unreachable words /> }.into_any(),
        Phase::SignedOut => later(later::SIGNED_OUT),
        Phase::Locked => later(later::LOCKED),
        Phase::Waiting => view! { <Shell>{later(later::WAITING)}</Shell> }.into_any(),
        Phase::Ready => view! { <Shell><Outlet /></Shell> }.into_any(),
    }
}

#[component]
pub fn Opening() -> impl IntoView {
    view! { <main class="sheet"><p class="status" role="status">{staff::LOADING}</p></main> }
}

#[component]
fn Unreachable(words: String) -> impl IntoView {
    let app = App::of_context();
    view! {
        <main class="sheet stack">
            <p class="panel warning" role="alert">{words}</p>
            <div class="row actions">
                <button class="button primary" type="button" on:click=move |_| spawn(app.start())>{staff::AGAIN}</button>
            </div>
        </main>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    title(staff::not_found::TITLE);
    view! {
        <main class="sheet stack">
            <h1>{staff::not_found::TITLE}</h1>
            <p>{staff::not_found::TEXT}</p>
            <p><a class="button" href="/staff">{staff::not_found::HOME}</a></p>
        </main>
    }
}
