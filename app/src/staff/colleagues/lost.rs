//! A link for a colleague who lost something. The token is made here and stands only in the link; the server gets its hash.
use crate::page::spawn;
use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::hash::reset_token_hash;
use madobe_domain::crypto::secret::Secret;
use madobe_domain::ids::{ResetId, StaffId};
use madobe_domain::wire::reset::{NewReset, ResetKind};

use crate::api::staff::Staff;
use crate::page;
use crate::random::rng;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::ui::act::Small;
use crate::ui::copy::Copy;
use crate::ui::place::focus_soon;
use crate::words::staff::person;

#[component]
pub fn LostThings(staff: StaffId) -> impl IntoView {
    let app = App::of_context();
    let link = RwSignal::new(None::<String>);
    let trouble = RwSignal::new(None::<String>);
    let make = move |kind: ResetKind| {
        trouble.set(None);
        spawn(async move {
            let token = Secret::<32>::make(&mut rng());
            let new = NewReset {
                id: ResetId::make(&mut rng()),
                kind,
                token_hash: reset_token_hash(token.dangerous_bytes()),
            };
            let path = ["/api/staff/colleagues/", &staff.to_string(), "/resets"].concat();
            match app.watch(Staff.tell("POST", &path, &new)).await {
                Ok(()) => {
                    let origin = page::window().location().origin().unwrap_or_default();
                    let token = Fixed(*token.dangerous_bytes()).to_string();
                    link.try_set(Some([&origin, "/staff/reset#", &token].concat()));
                    focus_soon("reset-link");
                }
                Err(error) => {
                    trouble.try_set(Trouble::from(error).said());
                }
            }
        });
    };
    let mine = app.me() == Some(staff);
    view! {
        <section class="stack" aria-labelledby="lost">
            <h2 id="lost">{person::LOST_HEADING}</h2>
            <p>{person::LOST_LEAD}</p>
            {move || trouble.get().map(|words| view! { <p class="error" role="alert">{words}</p> })}
            <h3>{person::LOST_CODE}</h3>
            <p>{person::LOST_CODE_LEAD}</p>
            <div class="row" id="lost-code"><Small words=person::MAKE_LINK on_press=move || make(ResetKind::OneTimeCode) /></div>
            {(!mine).then(|| view! {
                <h3>{person::LOST_ACCOUNT}</h3>
                <p>{person::LOST_ACCOUNT_LEAD}</p>
                <div class="row" id="lost-account"><Small words=person::MAKE_LINK on_press=move || make(ResetKind::Account) /></div>
            })}
            {move || link.get().map(|address| view! {
                <div class="panel done">
                    <h3>{person::LINK_HEADING}</h3>
                    <p>{person::LINK_LEAD}</p>
                    <label class="visually-hidden" for="reset-link">{person::LINK_LABEL}</label>
                    <input class="input" id="reset-link" type="text" readonly autocomplete="off" prop:value=address.clone() />
                    <Copy text=Signal::stored(address) />
                </div>
            })}
        </section>
    }
}
