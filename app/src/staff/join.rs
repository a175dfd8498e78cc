//! `/staff/join`: an invited colleague makes an account. The team's key comes later, from a colleague's hand.
use crate::page::spawn;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use madobe_domain::bytes::Fixed;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::setup::InviteCheck;

use super::app::App;
use super::replacing;
use super::root::{LinkToken, Opening};
use super::setup::account::{AccountStep, Making};
use super::setup::authenticator::AuthenticatorStep;
use super::trouble::Trouble;
use crate::api::Anonymous;
use crate::ui::place::{focus_soon, title};
use crate::ui::steps::Steps;
use crate::words::staff::{self, join};

const STEPS: [&str; 2] = [join::STEP_ACCOUNT, join::STEP_CODE];

#[component]
pub fn Join() -> impl IntoView {
    title(join::TITLE);
    let token: StoredValue<LinkToken> = expect_context();
    let Some(token) = token.get_value() else {
        return view! { <Word heading=join::TITLE text=join::NO_TOKEN.to_owned() /> }.into_any();
    };
    let info = LocalResource::new(move || async move {
        Anonymous.check_invite(&InviteCheck { token, login: None }).await
    });
    let shown = move || {
        match info.get() {
        None => view! { <Opening /> }.into_any(),
        Some(Ok(info)) => view! { <Wizard token team=info.team_name /> }.into_any(),
        Some(Err(error)) if error.code() == Some(ErrorCode::InviteClosed) => {
            view! { <Word heading=join::CLOSED_TITLE text=join::CLOSED.to_owned() /> }.into_any()
        }
        Some(Err(error)) => view! {
            <Word heading=join::TITLE text=Trouble::from(error).words() />
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
        </main>
    }
}

#[component]
fn Wizard(token: Fixed<32>, team: String) -> impl IntoView {
    let app = App::of_context();
    let making = Making::nothing();
    let step = RwSignal::new(0);
    let go = use_navigate();
    let heading = StoredValue::new(join::heading(&team));
    let advance = Callback::new(move |()| {
        step.set(1);
        focus_soon("heading");
    });
    let finish = Callback::new(move |code: String| {
        let go = go.clone();
        making.busy.set(true);
        spawn(async move {
            let done = register(app, token, making.typed(code)).await;
            making.busy.try_set(false);
            match done {
                Ok(()) => {
                    making.password.set(String::new());
                    go("/staff", replacing());
                }
                Err(trouble) if trouble.code() == Some(ErrorCode::LoginTaken) => {
                    step.set(0);
                    making.refused(&trouble);
                }
                Err(trouble) => making.refused(&trouble),
            }
        });
    });
    view! {
        <main class="sheet wide stack">
            <Steps names=&STEPS at=step />
            {move || match step.get() {
                0 => view! { <AccountStep making heading=heading.get_value() lead=join::LEAD invitation=token on_done=advance /> }.into_any(),
                _ => view! { <AuthenticatorStep making act=join::FINISH on_code=finish /> }.into_any(),
            }}
        </main>
    }
}

async fn register(app: App, token: Fixed<32>, account: crate::vault::Account) -> Result<(), Trouble> {
    let made = app.vault().join(token, account).await??;
    let session = Anonymous.join(&made).await?;
    let seal = app.vault().adopt(&session).await??;
    app.enter(session, &seal);
    Ok(())
}
