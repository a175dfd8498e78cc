//! One-time links for new colleagues. The token is made here and stands only in the link; the server gets its hash.
use crate::page::spawn;
use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::hash::invite_token_hash;
use madobe_domain::crypto::secret::Secret;
use madobe_domain::ids::InviteId;
use madobe_domain::wire::team::{NewInvite, OpenInvite};

use crate::api::staff::Staff;
use crate::page;
use crate::random::rng;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::copy::Copy;
use crate::ui::place::focus_soon;
use crate::words::staff::colleagues;

#[component]
pub fn Invites(open: Vec<OpenInvite>, changed: Callback<String>) -> impl IntoView {
    let app = App::of_context();
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let link = RwSignal::new(String::new());
    let open = RwSignal::new(open);
    let invite = move |_| {
        let team = app.session.with_untracked(|session| Some(session.as_ref()?.teams.first()?.id));
        let (Some(team), false) = (team, busy.get_untracked()) else { return };
        busy.set(true);
        trouble.set(None);
        spawn(async move {
            let token = Secret::<32>::make(&mut rng());
            let invite = NewInvite {
                id: InviteId::make(&mut rng()),
                team,
                token_hash: invite_token_hash(token.dangerous_bytes()),
            };
            let made = app.watch(Staff.invite(&invite)).await;
            busy.try_set(false);
            match made {
                Ok(()) => {
                    let origin = page::window().location().origin().unwrap_or_default();
                    let token = Fixed(*token.dangerous_bytes()).to_string();
                    link.try_set([&origin, "/staff/join#", &token].concat());
                    focus_soon("invite-link");
                    if let Ok(all) = app.watch(Staff.colleagues()).await {
                        open.try_set(all.invites);
                    }
                }
                Err(error) => {
                    trouble.try_set(Some(Trouble::from(error).words()));
                }
            }
        });
    };
    let withdraw = move |id: InviteId| {
        spawn(async move {
            match app.watch(Staff.withdraw(id)).await {
                Ok(()) => changed.run(colleagues::WITHDRAWN.to_owned()),
                Err(error) => {
                    trouble.try_set(Some(Trouble::from(error).words()));
                }
            }
        });
    };
    let line = move |one: OpenInvite| {
        let day = time::day(one.expires_at.date_in_japan());
        view! {
            <li class="row">
                <span>{colleagues::expires(&day)}</span>
                <button class="button small" type="button" aria-label=colleagues::withdraw_label(&day) on:click=move |_| withdraw(one.id)>
                    {colleagues::WITHDRAW}
                </button>
            </li>
        }
    };
    view! {
        <section class="stack" aria-labelledby="invites">
            <h2 id="invites">{colleagues::INVITES}</h2>
            <p>{colleagues::INVITE_LEAD}</p>
            {move || trouble.get().map(|words| view! { <p class="error" role="alert">{words}</p> })}
            <div class="row actions">
                <button class="button primary" id="invite" type="button" aria-busy=move || busy.get().then_some("true") on:click=invite>
                    {move || if busy.get() { colleagues::INVITING } else { colleagues::INVITE }}
                </button>
            </div>
            {move || (!link.with(String::is_empty)).then(|| view! {
                <div class="panel done">
                    <h3>{colleagues::LINK_HEADING}</h3>
                    <p>{colleagues::LINK_LEAD}</p>
                    <label class="visually-hidden" for="invite-link">{colleagues::LINK_LABEL}</label>
                    <input class="input" id="invite-link" type="text" readonly autocomplete="off" prop:value=move || link.get() />
                    <Copy text=link />
                </div>
            })}
            <h3>{colleagues::OPEN_INVITES}</h3>
            {move || if open.with(Vec::is_empty) {
                view! { <p class="empty">{colleagues::NO_INVITES}</p> }.into_any()
            } else {
                view! { <ul class="stack">{open.get().into_iter().map(line).collect_view()}</ul> }.into_any()
            }}
        </section>
    }
}
