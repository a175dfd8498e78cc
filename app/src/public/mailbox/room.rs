//! Inside: status first, then the letters, then everything that can be done.

use super::session::Session;
use super::{Place, compose, ending, letters, poll, promises, status};
use crate::page::{focus_soon, sleep};
use crate::time;
use crate::words::public::mailbox as words;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const HEADING: &str = "mailbox-h";

pub fn view(session: Rc<Session>, place: RwSignal<Place, LocalStorage>) -> AnyView {
    let inside = session.inside;
    let newest = inside.with_untracked(|inside| inside.newest_reply().map(letters::article_id));
    match newest {
        Some(id) => spawn_local(async move {
            sleep(0).await;
            crate::page::focus(&id);
        }),
        None => focus_soon(HEADING),
    }
    let line = move || inside.with(|inside| status::words(inside, time::now().date_in_japan()));
    let closed = move || inside.with(|inside| inside.closed).then(|| view! { <p>{words::CLOSED}</p> });
    view! {
        <section class="sections" id="room" aria-labelledby=HEADING>
            <div class="stack">
                <h1 id=HEADING tabindex="-1">{words::HEADING}</h1>
                <section class="panel info"><p id="mailbox-status" role="status">{line}</p>{closed}</section>
                {poll::view(session.clone(), place)}
            </div>
            <section class="stack" aria-labelledby="letters-h">
                <h2 id="letters-h">{words::LETTERS}</h2>
                {move || inside.with(letters::view)}
                {compose::view(session.clone(), place)}
            </section>
            {promises::view(session.clone(), place)}
            {readers(&session)}
            {ending::view(session, place)}
        </section>
    }
    .into_any()
}

fn readers(session: &Session) -> AnyView {
    let inside = session.inside;
    let teams = move || {
        let teams = inside.with(|inside| inside.teams.clone());
        teams.into_iter().map(|team| view! { <li>{team}</li> }).collect_view()
    };
    view! {
        <section class="stack" aria-labelledby="readers-h">
            <h2 id="readers-h">{words::READERS}</h2>
            <p>{words::READERS_TEXT}</p>
            <ul id="readers">{teams}</ul>
        </section>
    }
    .into_any()
}
