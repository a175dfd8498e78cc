//! For whoever waits for a time to talk: what is free is said where the letters are, too, with the way to it.

use super::session::Session;
use crate::api::freed::Named;
use crate::api::{Anonymous, ApiError};
use crate::page::spawn;
use crate::public::dom;
use crate::time;
use crate::words::public::book as words;
use leptos::prelude::*;
use madobe_domain::booking::tick::Tick;
use std::rc::Rc;

/// Beside everything else: where no answer comes, the page of bookings says it.
pub fn attach(session: Rc<Session>) {
    spawn(async move {
        let _ = show(&session).await;
    });
}

async fn show(session: &Session) -> Result<(), ApiError> {
    let waiting = session.waiting().await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let now = time::now();
    let mut rows = Vec::new();
    for kind in Anonymous.named().await? {
        // As often as it is told on the page of bookings: after the third time there is nothing more.
        let told = waiting.iter().find(|one| one.kind == kind.id).and_then(|one| one.start);
        rows.extend(told.filter(|start| start.time() > now).map(|start| row(&kind, start)));
    }
    if !rows.is_empty() && !session.is_closed() {
        dom::island("freed-times", rows.into_any());
        dom::show("freed", true);
    }
    Ok(())
}

/// What the desk wrote is Japanese, whatever language the page is in.
fn row(kind: &Named, start: Tick) -> AnyView {
    let when = time::span(start.time(), kind.minutes);
    view! { <li><b lang="ja">{kind.name.clone()}</b><br/>{words::freed(&when)}</li> }.into_any()
}
