//! Nobody moved for ten minutes, or the machine slept past it: the desk locks.
use leptos::prelude::*;
use madobe_domain::clock::Timestamp;

use super::app::{App, Phase};
use super::tab;
use crate::page;
use crate::time;

const LOOK_MILLIS: u32 = 5_000;

impl App {
    /// Notes every sign of life, and looks at the clock often enough that waking up locks before anything is read.
    pub fn watch_idle(self) {
        let alive = move || {
            self.lock_if_idle();
            self.inner().last_active.set(time::now().millis());
        };
        window_event_listener(leptos::ev::keydown, move |_| alive());
        window_event_listener(leptos::ev::pointerdown, move |_| alive());
        window_event_listener(leptos::ev::wheel, move |_| alive());
        window_event_listener(leptos::ev::visibilitychange, move |_| self.lock_if_idle());
        window_event_listener(leptos::ev::pageshow, move |_| self.lock_if_idle());
    }

    pub async fn look_at_clock(self) {
        loop {
            page::sleep(LOOK_MILLIS).await;
            self.lock_if_idle();
            let now = time::now();
            // Rows tell time in minutes: no more often than that is there anything to redraw.
            if now.millis() / 60_000 != self.list.now.get_untracked().millis() / 60_000 {
                self.list.now.set(now);
            }
            if matches!(self.phase.get_untracked(), Phase::Ready | Phase::Waiting) {
                tab::save_active(Timestamp(self.inner().last_active.get()));
            }
        }
    }

    fn lock_if_idle(self) {
        let open = matches!(self.phase.get_untracked(), Phase::Ready | Phase::Waiting);
        if open && tab::is_idle(Timestamp(self.inner().last_active.get()), time::now()) {
            self.lock();
        }
    }
}
