//! Inside: status first, then the letters, then everything that can be done.

use super::session::Session;
use super::{compose, ending, freed, joining, letters, poll, promises, status};
use crate::page::{focus_soon, sleep, spawn};
use crate::public::dom;
use crate::public::kept_code::KeptCode;
use crate::time;
use crate::words::public::mailbox as words;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use madobe_domain::wire::mailbox::HoldingTeam;
use std::rc::Rc;
use wasm_bindgen::JsCast;

pub fn attach(session: Rc<Session>) {
    let inside = session.inside;
    dom::words("mailbox-status", move || {
        inside.with(|inside| status::words(inside, time::now().date_in_japan()))
    });
    dom::shown("mailbox-closed", move || inside.with(|inside| inside.closed));
    letters::attach(session.clone());
    dom::items("readers", move || inside.with(|inside| inside.teams.iter().map(named).collect()));
    compose::attach(session.clone());
    promises::attach(session.clone());
    joining::attach(session.clone());
    ending::attach(session.clone());
    freed::attach(session.clone());
    for link in ["freed-book", "talks-book"] {
        let here = session.clone();
        dom::on(link, "click", move |event| {
            // What is opened beside this tab asks for the code.
            let beside = |press: &MouseEvent| press.ctrl_key() || press.meta_key() || press.shift_key();
            if !event.dyn_ref::<MouseEvent>().is_some_and(beside) {
                here.hand_over();
            }
        });
    }
    poll::attach(session);
    // Where this tab knows the code for a while, a reload opens it again.
    dom::show("room-reload", KeptCode::find().is_none());
    match inside.with_untracked(|inside| inside.newest_reply().map(letters::article_id)) {
        Some(reply) => spawn(async move {
            sleep(0).await;
            crate::page::focus(&reply);
        }),
        None => focus_soon("mailbox-h"),
    }
}

/// Who only counts is in the list, too, and said to be no reader.
fn named(team: &HoldingTeam) -> String {
    if team.counts_only { words::counts_only(&team.name) } else { team.name.clone() }
}
