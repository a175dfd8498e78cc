//! Joined, without a key so far: the number to read aloud, until a colleague has passed the key on.
use std::sync::Arc;

use crate::page::spawn;
use crate::words::common::list;
use leptos::prelude::*;
use madobe_domain::crypto::hash::spoken_check;

use super::after::After;
use super::app::{App, Phase};
use super::tongue::Tongues;
use crate::api::staff::Staff;
use crate::page;
use crate::ui::place::{focus_soon, title};
use crate::words::staff::waiting;

const LOOK_MILLIS: u32 = 5_000;

pub fn waiting() -> AnyView {
    view! { <Waiting /> }.into_any()
}

#[component]
fn Waiting() -> impl IntoView {
    title(waiting::TITLE);
    focus_soon("heading");
    let app = App::of_context();
    let check =
        move || app.session.get().map(|me| spoken_check(me.public_key.as_bytes())).unwrap_or_default();
    spawn(async move {
        while app.phase.try_get_untracked() == Some(Phase::Waiting) {
            page::sleep(LOOK_MILLIS).await;
            look(app).await;
        }
    });
    view! {
        <main class="sheet stack" id="main" tabindex="-1">
            <h1 id="heading" tabindex="-1">{waiting::HEADING}</h1>
            <p>{waiting::LEAD}</p>
            <p>{waiting::CHECK}</p>
            <div class="code" role="group" aria-label=move || list::of(waiting::CHECK_LABEL, &check())>
                {move || check().split(' ').map(|group| view! {
                    <span class="code-group" aria-hidden="true">{group.to_owned()}</span>
                }).collect_view()}
            </div>
            <p class="hint">{waiting::WHERE_TO}</p>
            <p class="status" role="status">{waiting::POLLING}</p>
            <Tongues />
        </main>
    }
}

async fn look(app: App) {
    if page::is_hidden() || app.expired.get_untracked() {
        return;
    }
    let Ok(session) = app.watch(Staff.session()).await else { return };
    if let Ok(true) = app.vault().refresh(&session).await {
        app.session.set(Some(Arc::new(session)));
        app.phase.set(Phase::Ready);
        app.load().await;
        app.after(After::Settle).await;
    }
}
