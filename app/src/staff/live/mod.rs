//! Hearing of what comes within seconds: the tab that is looked at holds a socket to the desk's bell, and asks when it
//! rings. Of several tabs one holds it and passes on what came, sealed as it came; a tab that nobody looks at asks for
//! nothing. Without a socket the same tab asks every few seconds (docs/adr/0015-the-bell.md).
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use madobe_domain::ids::StaffId;

mod channel;
mod lead;
mod socket;

use super::app::{App, Phase};
use super::trouble::Trouble;
use crate::api::ApiError;
use crate::page::{self, spawn};
use crate::words::staff::inbox;
use channel::Channel;
use lead::Lead;
use socket::Socket;

/// How often the state of all this is looked at.
const LOOK_MILLIS: u32 = 1_000;
/// A look that comes so late was slept through, and a socket from before it may be dead without knowing.
const SLEPT_MILLIS: f64 = 10_000.0;
/// Between two questions without a socket.
const NEAR_MILLIS: f64 = 3_000.0;
/// With one: in case a ring was lost. It also keeps the session of somebody who only reads.
const QUIET_MILLIS: f64 = 300_000.0;
/// How much longer a tab that is led waits for its leader.
const SLACK_MILLIS: f64 = 20_000.0;
/// Questions that fail, and sockets that close, are tried again after pauses that double up to this.
const LONGEST_PAUSE_MILLIS: f64 = 60_000.0;
/// A sign of life is asked for so often, and waited for so long.
const ALIVE_MILLIS: f64 = 45_000.0;
const ANSWER_MILLIS: f64 = 10_000.0;

#[derive(Default)]
pub struct Live {
    socket: RefCell<Option<Socket>>,
    lead: Rc<Lead>,
    channel: RefCell<Option<Channel>>,
    /// When a sync last ended well, here or in the tab that leads.
    fresh_at: Cell<f64>,
    /// When the last look was.
    looked_at: Cell<f64>,
    /// No question before this.
    pause_until: Cell<f64>,
    failures: Cell<u32>,
    /// No new socket before this.
    socket_from: Cell<f64>,
    refusals: Cell<u32>,
    /// A ring waits for its turn.
    rung: Cell<bool>,
}

/// Doubled with each time; a little different for everybody, so that they do not all come back at once.
fn pause(times: u32) -> f64 {
    let doubled = f64::from(1_u32 << times.min(6)) * 1_000.0;
    doubled.min(LONGEST_PAUSE_MILLIS) * (0.75 + js_sys::Math::random() / 2.0)
}

impl Live {
    /// Nobody is here: nothing is held open.
    pub fn leave(&self) {
        self.rest();
        self.channel.borrow_mut().take();
    }

    /// Nobody looks at this tab.
    fn rest(&self) {
        self.socket.borrow_mut().take();
        self.lead.let_go();
    }

    fn listens(&self) -> bool {
        self.socket.borrow().as_ref().is_some_and(Socket::is_open)
    }

    /// What came in answer to `after` goes to the other tabs.
    pub fn pass_on(&self, after: i64, page: &str) {
        if let Some(channel) = &*self.channel.borrow() {
            channel.say(after, page);
        }
    }

    pub fn went_well(&self) {
        self.fresh_at.set(page::now_millis());
        self.failures.set(0);
        self.pause_until.set(0.0);
    }

    pub fn went_wrong(&self) {
        self.pause_until.set(page::now_millis() + pause(self.failures.get()));
        self.failures.set(self.failures.get() + 1);
    }

    /// After a socket that opened the next one comes at once; after one that did not, later and later.
    fn lost(&self) {
        let opened = self.socket.borrow_mut().take().is_some_and(|socket| socket.has_opened());
        self.refusals.set(if opened { 0 } else { self.refusals.get() + 1 });
        self.socket_from.set(page::now_millis() + pause(self.refusals.get()));
    }

    /// Whether it is time to ask. `woken`: something says that it may be.
    fn is_due(&self, now: f64, woken: bool) -> bool {
        if now < self.pause_until.get() {
            return false;
        }
        let wait = match (woken, self.lead.leads(), self.listens()) {
            (true, ..) | (_, true, false) => NEAR_MILLIS,
            (_, true, true) => QUIET_MILLIS,
            (_, false, _) => QUIET_MILLIS + SLACK_MILLIS,
        };
        // A clock that was set back is no reason to wait.
        !(0.0..wait).contains(&(now - self.fresh_at.get()))
    }
}

impl App {
    /// For as long as the application runs.
    pub async fn keep_fresh(self) {
        for event in ["visibilitychange", "pageshow", "online"] {
            let target =
                if event == "visibilitychange" { page::document().into() } else { page::window().into() };
            page::listen(&target, event, move |event| {
                if event.type_() == "online" {
                    self.inner().live.pause_until.set(0.0);
                }
                spawn(self.look(true));
            });
        }
        loop {
            page::sleep(LOOK_MILLIS).await;
            self.look(false).await;
        }
    }

    async fn look(self, woken: bool) {
        let inner = self.inner();
        let live = &inner.live;
        let now = page::now_millis();
        let slept = !(0.0..SLEPT_MILLIS).contains(&(now - live.looked_at.replace(now)));
        let Some(me) = self.me().filter(|_| {
            self.phase.get_untracked() == Phase::Ready
                && self.list.loaded.get_untracked()
                && !self.expired.get_untracked()
                && !self.barred.get_untracked()
        }) else {
            return live.leave();
        };
        if live.channel.borrow().is_none() {
            *live.channel.borrow_mut() = Channel::of(me, move |after, page| self.passed_on(after, page));
        }
        if page::is_hidden() {
            return live.rest();
        }
        if slept {
            live.socket.borrow_mut().take();
        }
        live.lead.want(me);
        self.hold_socket(me, now);
        if live.is_due(now, woken || slept) && !inner.syncing.get() {
            self.ask().await;
        }
    }

    fn hold_socket(self, me: StaffId, now: f64) {
        let inner = self.inner();
        let live = &inner.live;
        if !live.lead.leads() {
            live.socket.borrow_mut().take();
            return;
        }
        let dead = live.socket.borrow().as_ref().is_some_and(|socket| !socket.is_alive(now));
        if dead {
            live.lost();
        }
        if live.socket.borrow().is_none() && now >= live.socket_from.get() {
            let ring = move || {
                if self.me() == Some(me) {
                    self.ring();
                }
            };
            match Socket::open(now, ring) {
                Some(socket) => *live.socket.borrow_mut() = Some(socket),
                None => live.lost(),
            }
        }
    }

    /// Asks, once for all rings that come before its turn.
    fn ring(self) {
        let inner = self.inner();
        if inner.live.rung.replace(true) {
            return;
        }
        spawn(async move {
            page::until(page::EVER, &|| !inner.syncing.get()).await;
            inner.live.rung.set(false);
            self.ask().await;
        });
    }

    async fn ask(self) {
        match self.sync().await {
            Ok(()) => {}
            Err(_) if self.expired.get_untracked() || self.phase.get_untracked() != Phase::Ready => {}
            Err(Trouble::Api(ApiError::Offline)) => self.list.trouble.set(Some(inbox::OFFLINE.to_owned())),
            Err(_) => self.list.trouble.set(Some(inbox::STALE.to_owned())),
        }
    }

    /// Another tab asked, and this is what it heard.
    fn passed_on(self, after: i64, page: String) {
        spawn(async move {
            if !self.take_page(after, page).await && !page::is_hidden() {
                self.ring();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_that_is_led_waits_longer_than_its_leader() {
        let live = Live::default();
        live.fresh_at.set(1_000_000.0);
        let due = |after: f64, woken| live.is_due(1_000_000.0 + after, woken);
        assert!(!due(QUIET_MILLIS, false) && due(QUIET_MILLIS + SLACK_MILLIS, false));
        assert!(!due(NEAR_MILLIS - 1.0, true) && due(NEAR_MILLIS, true));
        assert!(live.is_due(0.0, false), "the clock was set back");
        live.pause_until.set(2_000_000.0);
        assert!(!due(QUIET_MILLIS + SLACK_MILLIS, true));
    }
}
