//! Looks quietly for new letters while somebody is looking at the page, less often where it fails.

use super::session::{Refusal, Session};
use super::{Place, ask_again, erase};
use crate::page::{document, is_hidden, listen, sleep, ticks};
use crate::words::public::mailbox as words;
use leptos::prelude::*;
use madobe_domain::wire::error::ErrorCode;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const EVERY_MILLIS: i32 = 30_000;
const AT_MOST_MILLIS: i32 = 300_000;

#[derive(Clone, Copy, PartialEq)]
enum Said {
    Nothing,
    NewReply,
    CannotLook,
}

#[derive(Clone)]
struct Poll {
    session: Rc<Session>,
    place: RwSignal<Place, LocalStorage>,
    said: RwSignal<Said>,
    looking: Rc<Cell<bool>>,
    looked_at: Rc<Cell<f64>>,
    pause: Rc<Cell<i32>>,
}

pub fn view(session: Rc<Session>, place: RwSignal<Place, LocalStorage>) -> AnyView {
    let said = RwSignal::new(Said::Nothing);
    let poll = Poll {
        session,
        place,
        said,
        looking: Rc::default(),
        looked_at: Rc::new(Cell::new(ticks())),
        pause: Rc::new(Cell::new(EVERY_MILLIS)),
    };
    let back = poll.clone();
    listen(&document(), "visibilitychange", move |_| {
        if !is_hidden() && ticks() - back.looked_at.get() > f64::from(EVERY_MILLIS) {
            let poll = back.clone();
            spawn_local(async move { poll.look().await });
        }
    });
    let ticking = poll.clone();
    spawn_local(async move {
        while !ticking.session.is_closed() {
            sleep(ticking.pause.get()).await;
            if !is_hidden() {
                ticking.look().await;
            }
        }
    });
    let look = move |_| {
        let poll = poll.clone();
        spawn_local(async move { poll.look().await });
    };
    let line = move || match said.get() {
        Said::Nothing => "",
        Said::NewReply => words::NEW,
        Said::CannotLook => words::OFFLINE,
    };
    view! {
        <p class="status" role="status" id="poll-status">{line}</p>
        <div hidden=move || said.get() != Said::CannotLook>
            <button class="button" type="button" id="poll-now" on:click=look>{words::CHECK_NOW}</button>
        </div>
    }
    .into_any()
}

impl Poll {
    async fn look(&self) {
        if self.session.is_closed() || self.looking.replace(true) {
            return;
        }
        let news = self.session.refresh().await;
        self.looking.set(false);
        self.looked_at.set(ticks());
        let pause = if news.is_ok() { EVERY_MILLIS } else { (self.pause.get() * 2).min(AT_MOST_MILLIS) };
        self.pause.set(pause);
        match news {
            Ok(true) => self.said.set(Said::NewReply),
            Ok(false) if self.said.get_untracked() == Said::CannotLook => self.said.set(Said::Nothing),
            Ok(false) => {}
            Err(Refusal::Api(error)) if error.code() == Some(ErrorCode::Deleted) => {
                erase(&self.session, self.place, true);
            }
            Err(Refusal::Thread(_)) if !self.session.is_closed() => {
                ask_again(&self.session, self.place);
            }
            Err(_) => self.said.set(Said::CannotLook),
        }
    }
}
