//! `/staff/join`: an invited colleague makes an account. The team's key comes later, from a colleague's hand.
use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::setup::{InviteCheck, InviteInfo};

use super::app::App;
use super::link;
use super::setup::account::{AccountStep, Making};
use super::setup::authenticator::AuthenticatorStep;
use super::tongue::Tongues;
use super::trouble::Trouble;
use crate::api::Anonymous;
use crate::ui::place::focus_soon;
use crate::ui::steps::Steps;
use crate::words::staff::join;

const STEPS: [&str; 2] = [join::STEP_ACCOUNT, join::STEP_CODE];

const LINK: link::Words = link::Words {
    title: join::TITLE,
    no_token: join::NO_TOKEN,
    closed_title: join::CLOSED_TITLE,
    closed: join::CLOSED,
};

#[component]
pub fn Join() -> impl IntoView {
    link::behind(
        LINK,
        |token| async move { Anonymous.check_invite(&InviteCheck { token, login: None }).await },
        |token, info: InviteInfo| view! { <Wizard token team=info.team_name /> }.into_any(),
    )
}

#[component]
fn Wizard(token: Fixed<32>, team: String) -> impl IntoView {
    let app = App::of_context();
    let making = Making::nothing();
    let step = RwSignal::new(0);
    let heading = StoredValue::new(join::heading(&team));
    let advance = Callback::new(move |()| {
        step.set(1);
        focus_soon("heading");
    });
    let finish = making.finish(
        step,
        ErrorCode::LoginTaken,
        |making, trouble| making.refused(trouble),
        move |code| register(app, token, making.typed(code)),
    );
    view! {
        <main class="sheet wide stack">
            <Steps names=&STEPS at=step />
            {move || match step.get() {
                0 => view! { <AccountStep making heading=heading.get_value() lead=join::LEAD invitation=token on_done=advance /> }.into_any(),
                _ => view! { <AuthenticatorStep making act=join::FINISH on_code=finish /> }.into_any(),
            }}
            // Further on there is more to lose than what is typed.
            {move || (step.get() == 0).then(|| view! { <Tongues /> })}
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
