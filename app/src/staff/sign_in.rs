//! Signing in: login, password, one-time code. One text for every failure.
use crate::page::spawn;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use madobe_domain::text::parse_login;
use madobe_domain::wire::error::ErrorCode;

use super::app::{App, Phase};
use super::passkey::ByPasskey;
use super::tongue::Tongues;
use super::trouble::Trouble;
use super::typed::one_time_code;
use crate::api::Anonymous;
use crate::ui::act::Act;
use crate::ui::fault::{Faults, Summary};
use crate::ui::field::{Field, Password};
use crate::ui::place::{focus_soon, title};
use crate::words::staff::{field, sign_in};

/// `/staff/sign-in`: on to the list once somebody is in.
pub fn sign_in_route() -> AnyView {
    view! { <SignInRoute /> }.into_any()
}

pub fn signed_out() -> AnyView {
    view! { <SignIn /> }.into_any()
}

#[component]
fn SignInRoute() -> impl IntoView {
    let app = App::of_context();
    let go = use_navigate();
    Effect::new(move |_| {
        if !matches!(app.phase.get(), Phase::SignedOut | Phase::Starting | Phase::Unreachable(_)) {
            go("/staff", super::replacing());
        }
    });
    view! { <SignIn /> }
}

/// In place of any screen while nobody is signed in: the address stays, and so does where it leads.
#[component]
fn SignIn() -> impl IntoView {
    title(sign_in::TITLE);
    focus_soon("login");
    let app = App::of_context();
    let [login, password, code] = [(); 3].map(|()| RwSignal::new(String::new()));
    let (faults, busy) = (Faults::none(), RwSignal::new(false));
    let fresh = LocalResource::new(|| async { Anonymous.setup_state().await.is_ok_and(|state| state.open) });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let (login, password, code) = (login.get_untracked(), password.get_untracked(), code.get_untracked());
        let mut found = Vec::new();
        if login.trim().is_empty() {
            found.push(("login", field::LOGIN_EMPTY.to_owned()));
        }
        if password.is_empty() {
            found.push(("password", field::PASSWORD_EMPTY.to_owned()));
        }
        let digits = one_time_code(&code);
        if digits.is_none() {
            found.push(("code", field::CODE_FAULT.to_owned()));
        }
        let (true, Some(digits)) = (faults.show(found), digits) else { return };
        // A name that cannot be one is asked about like any other: what is wrong is not told.
        let login = parse_login(&login).unwrap_or(login);
        busy.set(true);
        spawn(async move {
            app.left.set(None);
            if let Err(trouble) = app.sign_in(login, password, digits).await {
                busy.try_set(false);
                faults.show_one("", failure(&trouble));
            }
        });
    };
    view! {
        <main class="sheet stack">
            <h1 tabindex="-1">{sign_in::TITLE}</h1>
            {move || fresh.get().unwrap_or_default().then(|| view! { <p class="panel info">{sign_in::TO_SETUP}</p> })}
            {move || app.left.get().map(|words| view! { <p class="panel done" id="left" role="status">{words}</p> })}
            <Summary faults />
            <form class="stack" id="sign-in" novalidate on:submit=submit>
                <Field id="login" label=field::LOGIN value=login faults autocomplete="username" />
                <Password id="password" value=password faults autocomplete="current-password" />
                <Code value=code faults />
                <div class="row actions"><Act words=sign_in::ACT working=sign_in::WORKING busy /><ByPasskey faults busy /></div>
            </form>
            <Tongues />
        </main>
    }
}

/// The six digits, wherever they are asked for.
#[component]
pub fn Code(value: RwSignal<String>, faults: Faults) -> impl IntoView {
    view! {
        <Field
            id="code"
            label=field::CODE
            hint=field::CODE_HINT
            value
            faults
            autocomplete="one-time-code"
            inputmode="numeric"
            class="input digits"
        />
    }
}

/// Wrong name, wrong password, wrong code: the same words.
pub fn failure(trouble: &Trouble) -> String {
    match (trouble, trouble.code()) {
        (Trouble::Refused(_), _) => sign_in::FAILED.to_owned(),
        (_, Some(ErrorCode::SignIn | ErrorCode::Unauthorised | ErrorCode::Invalid)) => {
            sign_in::FAILED.to_owned()
        }
        _ => trouble.words(),
    }
}
