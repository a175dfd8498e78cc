//! `/staff/reset`: behind a link from an administrator. With the password still known, a new authenticator; with nothing known, a new
//! account key, after which a colleague has to give the teams' keys anew.
use crate::page::spawn;
use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::reset::{ResetCheck, ResetInfo, ResetKind, ResetOneTimeCode};
use madobe_domain::wire::session::Session;

use super::app::App;
use super::link;
use super::setup::account::{AccountStep, Making};
use super::setup::authenticator::AuthenticatorStep;
use super::tongue::Tongues;
use super::trouble::Trouble;
use crate::api::Anonymous;
use crate::random::rng;
use crate::ui::act::Act;
use crate::ui::fault::Summary;
use crate::ui::field::Password;
use crate::ui::place::focus_soon;
use crate::ui::steps::Steps;
use crate::words::staff::{field, lost, setup};

const STEPS: [&str; 2] = [lost::STEP_PASSWORD, lost::STEP_CODE];

const LINK: link::Words = link::Words {
    title: lost::TITLE,
    no_token: lost::NO_TOKEN,
    closed_title: lost::CLOSED_TITLE,
    closed: lost::CLOSED,
};

#[component]
pub fn Reset() -> impl IntoView {
    link::behind(
        LINK,
        |token| async move { Anonymous.reset::<ResetInfo>("check", &ResetCheck { token }).await },
        |token, info| view! { <Wizard token info /> }.into_any(),
    )
}

#[component]
fn Wizard(token: Fixed<32>, info: ResetInfo) -> impl IntoView {
    let app = App::of_context();
    let making = Making::nothing();
    making.login.set(info.login.clone());
    making.name.set(info.name.clone());
    let step = RwSignal::new(0);
    // They seal the key that is lost, and end with it.
    let ending = info.passkeys && info.kind == ResetKind::Account;
    let info = StoredValue::new(info);
    // The password's other half, once it was stretched here.
    let login_key = StoredValue::new(None::<Fixed<32>>);
    let advance = Callback::new(move |()| {
        step.set(1);
        focus_soon("heading");
    });
    let say = |making: Making, _: &Trouble| making.faults.show_one("password", lost::PASSWORD_FAILED);
    let finish = making.finish(step, ErrorCode::SignIn, say, move |code| async move {
        match login_key.get_value() {
            Some(key) => new_code(app, token, key, making, code).await,
            None => new_account(app, token, making, code).await,
        }
    });
    view! {
        <main class="sheet wide stack">
            <Steps names=&STEPS at=step />
            {ending.then(|| view! { <p class="panel info" id="passkeys-end">{lost::PASSKEYS}</p> })}
            {move || match (step.get(), info.with_value(|info| info.kind)) {
                (0, ResetKind::OneTimeCode) => view! { <Known info=info.get_value() making login_key on_done=advance /> }.into_any(),
                (0, ResetKind::Account) => view! {
                    <AccountStep making heading=lost::ACCOUNT_HEADING lead=lost::ACCOUNT_LEAD known=info.with_value(|info| info.staff) on_done=advance />
                }.into_any(),
                _ => view! { <AuthenticatorStep making act=lost::FINISH on_code=finish /> }.into_any(),
            }}
            // Further on there is more to lose than what is typed.
            {move || (step.get() == 0).then(|| view! { <Tongues /> })}
        </main>
    }
}

/// The password that is still known.
#[component]
fn Known(
    info: ResetInfo,
    making: Making,
    login_key: StoredValue<Option<Fixed<32>>>,
    on_done: Callback<()>,
) -> impl IntoView {
    let app = App::of_context();
    focus_soon("password");
    let lead = lost::code_lead(&info.name);
    let login = info.login.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let password = making.password.get_untracked();
        if making.busy.get_untracked() {
            return;
        }
        if password.is_empty() {
            return making.faults.show_one("password", field::PASSWORD_EMPTY);
        }
        making.faults.clear();
        making.busy.set(true);
        let (salt, stretch) = (info.salt, info.stretch);
        spawn(async move {
            let stretched = app.vault().stretch(password, salt, stretch).await;
            making.busy.try_set(false);
            match stretched {
                Ok(Some(key)) => {
                    login_key.set_value(Some(key));
                    let secret = making.totp.get_untracked();
                    making.totp.set(secret.or_else(|| Some(fresh_secret())));
                    on_done.run(());
                }
                Ok(None) => making.faults.show_one("", lost::PASSWORD_FAILED),
                Err(error) => making.faults.show_one("", Trouble::from(error).words()),
            }
        });
    };
    view! {
        <h1 id="heading" tabindex="-1">{lost::CODE_HEADING}</h1>
        <p>{lead}</p>
        <Summary faults=making.faults />
        <form class="stack" id="known" novalidate on:submit=submit>
            <input hidden type="text" name="login" autocomplete="username" readonly value=login />
            <Password id="password" value=making.password faults=making.faults autocomplete="current-password" />
            <div class="row actions"><Act words=setup::NEXT working=setup::MAKING busy=making.busy /></div>
        </form>
    }
}

fn fresh_secret() -> Fixed<20> {
    Fixed(*madobe_domain::crypto::secret::Secret::<20>::make(&mut rng()).dangerous_bytes())
}

async fn new_code(
    app: App,
    token: Fixed<32>,
    login_key: Fixed<32>,
    making: Making,
    totp_code: String,
) -> Result<(), Trouble> {
    let totp_secret = making.totp.get_untracked().unwrap_or_else(fresh_secret);
    let request = ResetOneTimeCode { token, login_key, totp_secret, totp_code };
    let session: Session = Anonymous.reset("one-time-code", &request).await?;
    let seal = app.vault().unlock(&session).await??;
    app.enter(session, &seal);
    Ok(())
}

async fn new_account(app: App, token: Fixed<32>, making: Making, code: String) -> Result<(), Trouble> {
    let made = app.vault().reset(token, making.typed(code)).await??;
    let session: Session = Anonymous.reset("account", &made).await?;
    let seal = app.vault().adopt(&session).await??;
    app.enter(session, &seal);
    Ok(())
}
