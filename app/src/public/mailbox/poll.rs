//! Looks quietly for new letters while somebody is looking at the page, less often where it fails.

use super::session::{Refusal, Session};
use crate::page::{document, is_hidden, listen, sleep, spawn, ticks};
use crate::public::dom;
use crate::words::public::mailbox as words;
use leptos::prelude::*;
use madobe_domain::wire::error::ErrorCode;
use std::cell::Cell;
use std::rc::Rc;

const EVERY_MILLIS: u32 = 30_000;
const AT_MOST_MILLIS: u32 = 300_000;

struct Poll {
    session: Rc<Session>,
    looking: Cell<bool>,
    looked_at: Cell<f64>,
    pause: Cell<u32>,
    said: RwSignal<&'static str>,
    failing: RwSignal<bool>,
}

pub fn attach(session: Rc<Session>) {
    let (said, failing) = (RwSignal::new(""), RwSignal::new(false));
    dom::words("poll-status", move || said.get().to_owned());
    dom::shown("poll-again", move || failing.get());
    let poll = Rc::new(Poll {
        session,
        looking: Cell::new(false),
        looked_at: Cell::new(ticks()),
        pause: Cell::new(EVERY_MILLIS),
        said,
        failing,
    });
    let back = poll.clone();
    listen(&document(), "visibilitychange", move |_| {
        if !is_hidden() && ticks() - back.looked_at.get() > f64::from(EVERY_MILLIS) {
            back.look_soon();
        }
    });
    let now = poll.clone();
    dom::on("poll-now", "click", move |_| now.look_soon());
    spawn(async move {
        while !poll.session.is_closed() {
            sleep(poll.pause.get()).await;
            if !is_hidden() {
                poll.look().await;
            }
        }
    });
}

impl Poll {
    fn look_soon(self: &Rc<Self>) {
        let this = self.clone();
        spawn(async move { this.look().await });
    }

    async fn look(&self) {
        if self.session.is_closed() || self.looking.replace(true) {
            return;
        }
        let news = self.session.refresh().await;
        self.looking.set(false);
        self.looked_at.set(ticks());
        if self.session.is_closed() {
            return;
        }
        let pause = if news.is_ok() { EVERY_MILLIS } else { (self.pause.get() * 2).min(AT_MOST_MILLIS) };
        self.pause.set(pause);
        let failed_before = self.failing.get_untracked();
        self.failing.set(news.is_err());
        match news {
            Ok(true) => self.said.set(words::NEW),
            Ok(false) if failed_before => self.said.set(""),
            Ok(false) => {}
            Err(Refusal::Api(error)) if error.code() == Some(ErrorCode::Deleted) => {
                super::deleted(Some(&self.session), true);
            }
            Err(Refusal::Thread(_)) => super::ask_again(&self.session),
            Err(_) => self.said.set(words::OFFLINE),
        }
    }
}
