//! The secret goes into an authenticator; a present code proves that it arrived.
use data_encoding::BASE32_NOPAD;
use leptos::prelude::*;

use super::account::Making;
use crate::staff::sign_in::Code;
use crate::staff::typed::{authenticator_address, one_time_code};
use crate::ui::act::Act;
use crate::ui::copy::Copy;
use crate::ui::fault::Summary;
use crate::ui::qr::Qr;
use crate::words::staff::{field, setup};

#[component]
pub fn AuthenticatorStep(making: Making, act: &'static str, on_code: Callback<String>) -> impl IntoView {
    let secret =
        making.totp.get_untracked().map(|secret| BASE32_NOPAD.encode(secret.as_bytes())).unwrap_or_default();
    let address = authenticator_address(making.login.get_untracked().trim(), &secret);
    let groups = secret.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned());
    let groups = groups.map(|group| view! { <span class="code-group">{group}</span> }).collect_view();
    let code = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if making.busy.get_untracked() {
            return;
        }
        match one_time_code(&code.get_untracked()) {
            None => making.faults.show_one("code", field::CODE_FAULT),
            Some(digits) => {
                making.faults.clear();
                on_code.run(digits);
            }
        }
    };
    view! {
        <h1 id="heading" tabindex="-1">{setup::CODE_HEADING}</h1>
        <p>{setup::CODE_LEAD}</p>
        <Summary faults=making.faults />
        <div class="qr-setup">
            <Qr text=address label=setup::QR_LABEL.to_owned() />
            <p>{setup::SECRET}</p>
            <div class="code secret" id="totp-secret" role="group" aria-label=setup::SECRET_LABEL>{groups}</div>
            <Copy text=secret />
        </div>
        <form class="stack" id="authenticator" novalidate on:submit=submit>
            <Code value=code faults=making.faults />
            <div class="row actions"><Act words=act working=setup::FINISHING busy=making.busy /></div>
        </form>
    }
}
