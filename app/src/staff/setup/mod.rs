//! `/staff/setup`: the first administrator, the desk's team and the recovery key, once, with the link that the
//! operator was given. The one-time code comes last, because it is good for half a minute.
use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::wire::error::ErrorCode;

pub mod account;
pub mod authenticator;
mod recovery;
mod renew;
mod team;

use super::app::App;
use super::root::{LinkToken, Opening};
use super::tongue::Tongues;
use super::trouble::Trouble;
use crate::api::Anonymous;
use crate::ui::place::{focus_soon, title};
use crate::ui::steps::Steps;
use crate::words::staff::{self, setup};
use account::{AccountStep, Making};
use authenticator::AuthenticatorStep;
use recovery::RecoveryStep;
use team::TeamStep;

pub use renew::Renew;

const STEPS: [&str; 4] = [setup::STEP_ACCOUNT, setup::STEP_TEAM, setup::STEP_RECOVERY, setup::STEP_CODE];

#[component]
pub fn Setup() -> impl IntoView {
    title(setup::TITLE);
    let state = LocalResource::new(|| async { Anonymous.setup_state().await });
    let token: StoredValue<LinkToken> = expect_context();
    move || match state.get() {
        None => view! { <Opening /> }.into_any(),
        Some(Err(error)) => {
            let again = move |_| state.refetch();
            view! {
                <main class="sheet stack">
                    <p class="panel warning" role="alert">{Trouble::from(error).words()}</p>
                    <button class="button primary" type="button" on:click=again>{staff::AGAIN}</button>
                </main>
            }
            .into_any()
        }
        Some(Ok(state)) if !state.open => view! { <Closed /> }.into_any(),
        Some(Ok(_)) => match token.get_value() {
            Some(token) => view! { <Wizard token /> }.into_any(),
            None => view! {
                <main class="sheet stack">
                    <h1 tabindex="-1">{setup::TITLE}</h1>
                    <p class="panel info">{setup::NO_TOKEN}</p>
                    <Tongues />
                </main>
            }
            .into_any(),
        },
    }
}

#[component]
fn Closed() -> impl IntoView {
    view! {
        <main class="sheet stack">
            <h1 tabindex="-1">{setup::CLOSED_TITLE}</h1>
            <p>{setup::CLOSED}</p>
            <p><a class="button primary" href="/staff/sign-in">{staff::sign_in::TITLE}</a></p>
            <Tongues />
        </main>
    }
}

#[component]
fn Wizard(token: Fixed<32>) -> impl IntoView {
    let app = App::of_context();
    let making = Making::nothing();
    let step = RwSignal::new(0);
    let team = RwSignal::new(String::new());
    let advance = move || {
        step.update(|step| *step += 1);
        focus_soon("heading");
    };
    let finish = making.finish(
        step,
        ErrorCode::LoginTaken,
        |making, trouble| making.refused(trouble),
        move |code| register(app, token, making.typed(code), team.get_untracked()),
    );
    view! {
        <main class="sheet wide stack">
            <Steps names=&STEPS at=step />
            {move || match step.get() {
                0 => view! {
                    <AccountStep making heading=setup::ACCOUNT_HEADING lead=setup::ACCOUNT_LEAD on_done=Callback::new(move |()| advance()) />
                }.into_any(),
                1 => view! { <TeamStep name=team on_done=Callback::new(move |()| advance()) /> }.into_any(),
                2 => view! { <RecoveryStep on_done=Callback::new(move |()| advance()) /> }.into_any(),
                _ => view! { <AuthenticatorStep making act=setup::FINISH on_code=finish /> }.into_any(),
            }}
            // Further on there is more to lose than what is typed.
            {move || (step.get() == 0).then(|| view! { <Tongues /> })}
        </main>
    }
}

async fn register(
    app: App,
    token: Fixed<32>,
    account: crate::vault::Account,
    team: String,
) -> Result<(), Trouble> {
    let made = app.vault().setup(token, account, team).await??;
    let session = Anonymous.set_up(&made).await?;
    let seal = app.vault().adopt(&session).await??;
    app.enter(session, &seal);
    Ok(())
}
