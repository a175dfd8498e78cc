//! One-time links for new colleagues. The token is made here and stands only in the link; the server gets its hash.
use crate::page::spawn;
use leptos::prelude::*;
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::hash::invite_token_hash;
use madobe_domain::crypto::secret::Secret;
use madobe_domain::ids::{InviteId, TeamId};
use madobe_domain::limits::INVITE_SECONDS;
use madobe_domain::wire::team::{NewInvite, OpenInvite, Team};

use crate::api::staff::Staff;
use crate::page;
use crate::random::rng;
use crate::staff::app::App;
use crate::staff::trouble::Trouble;
use crate::time;
use crate::ui::copy::Copy;
use crate::ui::field::Choice;
use crate::ui::place::focus_soon;
use crate::words::staff::colleagues;

/// The link that was made last. It cannot be shown a second time, so it stays while the list is drawn anew.
#[derive(Clone)]
pub struct Link {
    id: InviteId,
    address: String,
}

#[component]
pub fn Invites(open: Vec<OpenInvite>, teams: Vec<Team>, link: RwSignal<Option<Link>>) -> impl IntoView {
    let app = App::of_context();
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let withdrawn = RwSignal::new(false);
    let address = Signal::derive(move || link.with(|link| link.as_ref().map(|link| link.address.clone())));
    let open = RwSignal::new(open);
    let chosen = RwSignal::new(teams.first().map(|team| team.id.to_string()).unwrap_or_default());
    let several = teams.len() > 1;
    let named = teams.into_iter().map(|team| (team.id.to_string(), team.name)).collect::<Vec<_>>();
    let names = StoredValue::new(named.clone());
    let invite = move |_| {
        let team = TeamId::parse(&chosen.get_untracked()).ok();
        let (Some(team), false) = (team, busy.get_untracked()) else { return };
        busy.set(true);
        trouble.set(None);
        withdrawn.set(false);
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
                    let address = [&origin, "/staff/join#", &token].concat();
                    link.try_set(Some(Link { id: invite.id, address }));
                    focus_soon("invite-link");
                    if let Ok(all) = app.watch(Staff.colleagues()).await {
                        open.try_set(all.invites);
                    }
                }
                Err(error) => {
                    trouble.try_set(Trouble::from(error).said());
                }
            }
        });
    };
    let withdraw = move |id: InviteId| {
        trouble.set(None);
        withdrawn.set(false);
        spawn(async move {
            match app.watch(Staff.withdraw(id)).await {
                Ok(()) => {
                    open.try_update(|open| open.retain(|one| one.id != id));
                    if link.try_with_untracked(|link| link.as_ref().is_some_and(|link| link.id == id))
                        == Some(true)
                    {
                        link.try_set(None);
                    }
                    withdrawn.try_set(true);
                    // The button that was pressed went with its line.
                    focus_soon("open-invites");
                }
                Err(error) => {
                    trouble.try_set(Trouble::from(error).said());
                }
            }
        });
    };
    let line = move |one: OpenInvite| {
        let made = one.expires_at.plus_seconds(-INVITE_SECONDS);
        let made = [time::day(made.date_in_japan()), time::clock(made)].join(" ");
        let is_newest = move || link.with(|link| link.as_ref().is_some_and(|link| link.id == one.id));
        view! {
            <li class="row">
                {several.then(|| {
                    let id = one.team.to_string();
                    let name = names.with_value(|names| names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone()));
                    view! { <b>{name}</b> }
                })}
                <span>{colleagues::expires(&made, &time::day(one.expires_at.date_in_japan()))}</span>
                {move || is_newest().then(|| view! { <span class="badge">{colleagues::NEWEST}</span> })}
                <button class="button small" type="button" aria-label=colleagues::withdraw_label(&made) on:click=move |_| withdraw(one.id)>
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
            {several.then(|| view! {
                <Choice id="invite-team" label=colleagues::INVITE_TEAM value=chosen options=Signal::stored(named) />
            })}
            <div class="row actions">
                <button class="button primary" id="invite" type="button" aria-busy=move || busy.get().then_some("true") on:click=invite>
                    {move || if busy.get() { colleagues::INVITING } else { colleagues::INVITE }}
                </button>
            </div>
            {move || address.get().map(|address| view! {
                <div class="panel done">
                    <h3>{colleagues::LINK_HEADING}</h3>
                    <p>{colleagues::LINK_LEAD}</p>
                    <label class="visually-hidden" for="invite-link">{colleagues::LINK_LABEL}</label>
                    <input class="input" id="invite-link" type="text" readonly autocomplete="off" prop:value=address.clone() />
                    <Copy text=Signal::stored(address) />
                </div>
            })}
            <h3 id="open-invites" tabindex="-1">{colleagues::OPEN_INVITES}</h3>
            <p class="status" role="status" id="withdrawn">{move || if withdrawn.get() { colleagues::WITHDRAWN } else { "" }}</p>
            {move || if open.with(Vec::is_empty) {
                view! { <p class="empty">{colleagues::NO_INVITES}</p> }.into_any()
            } else {
                view! { <ul class="stack">{open.get().into_iter().map(line).collect_view()}</ul> }.into_any()
            }}
        </section>
    }
}
