//! The desk is left for a while: keys are gone, the password brings them back. And the question who is there,
//! over what is being written, when the session has ended.
use std::rc::Rc;

use crate::page::spawn;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::app::App;
use super::later::{ASKING, part};
use super::passkey::ByPasskey;
use super::sign_in::{Code, failure};
use super::tongue::Tongues;
use super::trouble::Trouble;
use super::typed::one_time_code;
use crate::page;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::Password;
use crate::ui::place::{focus_soon, title};
use crate::ui::plugged::plugged;
use crate::vault::Refusal;
use crate::words::staff::{field, lock, sign_in};

#[component]
fn Lock() -> impl IntoView {
    title(lock::TITLE);
    focus_soon("password");
    let app = App::of_context();
    let password = RwSignal::default();
    let (faults, busy) = (Faults::none(), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed: String = password.get_untracked();
        if busy.get_untracked() {
            return;
        }
        if typed.is_empty() {
            return faults.show_one("password", field::PASSWORD_EMPTY);
        }
        faults.clear();
        busy.set(true);
        spawn(async move {
            if let Err(trouble) = app.unlock(typed).await {
                busy.try_set(false);
                let wrong = trouble == Trouble::Refused(Refusal::Shut);
                faults.show_one("password", if wrong { lock::FAILED.to_owned() } else { trouble.words() });
            }
        });
    };
    // The keys come back with what the server keeps of them: without a network nobody can go on.
    let plugged = plugged();
    // A further tab was never left by anybody.
    let (heading, lead) =
        if app.was_entered() { (lock::HEADING, lock::LEAD) } else { (lock::HERE_HEADING, lock::HERE_LEAD) };
    view! {
        <div class="lock">
            <main class="sheet stack">
                <h1 tabindex="-1">{heading}</h1>
                <Who />
                <p>{lead}</p>
                <p class="status" role="status" id="unplugged">{move || (!plugged.get()).then_some(lock::OFFLINE)}</p>
                <Summary faults />
                <form class="stack" id="unlock" novalidate on:submit=submit>
                    <Login />
                    <Password id="password" value=password faults autocomplete="current-password" />
                    <div class="row actions"><Act words=lock::ACT working=sign_in::WORKING busy /><ByPasskey faults busy /><Leave faults /></div>
                </form>
                <Tongues />
            </main>
        </div>
    }
}

/// Over everything, opaque, when the session ended; what lies beneath is not taken off the screen's memory.
#[component]
pub fn Again() -> impl IntoView {
    let app = App::of_context();
    move || {
        app.expired.get().then(|| {
            // Before what lies beneath gives it up, and however long the question takes to come.
            provide_context(Before(StoredValue::new_local(page::focused())));
            view! { <div class="lock">{part(ASKING)}</div> }
        })
    }
}

/// What had the focus when the question came.
#[derive(Clone, Copy)]
struct Before(StoredValue<Option<HtmlElement>, LocalStorage>);

pub fn asking() -> AnyView {
    view! { <Ask /> }.into_any()
}

pub fn locked() -> AnyView {
    view! { <Lock /> }.into_any()
}

#[component]
fn Ask() -> impl IntoView {
    let Before(before) = expect_context();
    focus_soon("password");
    let app = App::of_context();
    let (password, code) = (RwSignal::default(), RwSignal::default());
    let (faults, busy) = (Faults::none(), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(login) = app.session.with_untracked(|session| Some(session.as_ref()?.login.clone())) else {
            return;
        };
        let (typed, code): (String, String) = (password.get_untracked(), code.get_untracked());
        if busy.get_untracked() {
            return;
        }
        let mut found = Vec::new();
        if typed.is_empty() {
            found.push(("password", field::PASSWORD_EMPTY.to_owned()));
        }
        let digits = one_time_code(&code);
        if digits.is_none() {
            found.push(("code", field::CODE_FAULT.to_owned()));
        }
        let (true, Some(digits)) = (faults.show(found), digits) else { return };
        busy.set(true);
        spawn(async move {
            let before = before.get_value();
            match app.sign_in(login, typed, digits).await {
                Ok(()) => go_back(before).await,
                Err(trouble) => {
                    busy.try_set(false);
                    faults.show_one("", failure(&trouble));
                }
            }
        });
    };
    let back = before.get_value();
    let on_done = Rc::new(move || spawn(go_back(back.clone())));
    view! {
        <div class="lock" role="dialog" aria-modal="true" aria-labelledby="again">
            <div class="sheet stack">
                <h1 id="again" tabindex="-1">{lock::EXPIRED_HEADING}</h1>
                <Who />
                <p>{lock::EXPIRED_LEAD}</p>
                <Summary faults />
                <form class="stack" id="sign-in-again" novalidate on:submit=submit>
                    <Login />
                    <Password id="password" value=password faults autocomplete="current-password" />
                    <Code value=code faults />
                    <div class="row actions"><Act words=lock::ACT working=sign_in::WORKING busy /><ByPasskey faults busy on_done /><Leave faults /></div>
                </form>
            </div>
        </div>
    }
}

/// To the words that were being written, or else to where the focus was.
async fn go_back(before: Option<HtmlElement>) {
    page::sleep(0).await;
    let words = page::document().query_selector(".composer textarea").ok().flatten();
    let words = words.and_then(|words| words.dyn_into().ok());
    match words.or(before.filter(|element| element.is_connected())) {
        Some(element) => drop(element.focus()),
        None => page::focus("main"),
    }
}

#[component]
fn Who() -> impl IntoView {
    let app = App::of_context();
    move || app.session.get().map(|session| view! { <p><b>{lock::who(&session.name)}</b></p> })
}

/// For password managers, which look for the name beside the password.
#[component]
fn Login() -> impl IntoView {
    let app = App::of_context();
    let login = move || app.session.with(|session| session.as_ref().map(|session| session.login.clone()));
    view! { <input hidden type="text" name="login" autocomplete="username" readonly value=login /> }
}

#[component]
fn Leave(faults: Faults) -> impl IntoView {
    let app = App::of_context();
    let leave = move |_| {
        spawn(async move {
            if let Err(trouble) = app.sign_out().await {
                faults.show_one("", trouble.words());
            }
        });
    };
    view! { <button class="button quiet" type="button" on:click=leave>{lock::SIGN_OUT}</button> }
}
