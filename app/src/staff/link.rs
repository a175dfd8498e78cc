//! A screen behind a link that works once. Whether it still does is asked before anything is typed.
use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::wire::error::ErrorCode;

use super::root::{LinkToken, Opening};
use super::tongue::Tongues;
use super::trouble::Trouble;
use crate::api::ApiError;
use crate::ui::place::title;
use crate::words::staff;

#[derive(Clone, Copy)]
pub struct Words {
    pub title: &'static str,
    pub no_token: &'static str,
    pub closed_title: &'static str,
    pub closed: &'static str,
}

/// `check` tells what the link is for, `show` draws what is done with it.
pub fn behind<T, F>(
    words: Words,
    check: impl Fn(Fixed<32>) -> F + 'static,
    show: fn(Fixed<32>, T) -> AnyView,
) -> AnyView
where
    T: Clone + 'static,
    F: Future<Output = Result<T, ApiError>> + 'static,
{
    title(words.title);
    let token: StoredValue<LinkToken> = expect_context();
    let Some(token) = token.get_value() else {
        return view! { <Word heading=words.title text=words.no_token.to_owned() /> }.into_any();
    };
    let info = LocalResource::new(move || check(token));
    let shown = move || {
        match info.get() {
        None => view! { <Opening /> }.into_any(),
        Some(Ok(info)) => show(token, info),
        Some(Err(error)) if error.code() == Some(ErrorCode::InviteClosed) => {
            view! { <Word heading=words.closed_title text=words.closed.to_owned() /> }.into_any()
        }
        Some(Err(error)) => view! {
            <Word heading=words.title text=Trouble::from(error).words() />
            <div class="sheet"><button class="button" type="button" on:click=move |_| info.refetch()>{staff::AGAIN}</button></div>
        }
        .into_any(),
    }
    };
    shown.into_any()
}

#[component]
fn Word(heading: &'static str, text: String) -> impl IntoView {
    view! {
        <main class="sheet stack">
            <h1 tabindex="-1">{heading}</h1>
            <p class="panel info">{text}</p>
            <Tongues />
        </main>
    }
}
