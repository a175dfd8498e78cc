//! The network is missing: the letter waits in this tab, or this device keeps it, because somebody chose that. What is true of it
//! is said all the while.

use super::Write;
use super::form::Form;
use super::letter;
use super::pending::{Pending, Waits};
use super::sender::Stage;
use super::steps::Step;
use crate::page::{document, focus_soon, is_hidden, is_online, listen, now_millis, sleep, spawn, window};
use crate::public::kept_letter::KeptLetter;
use crate::public::{dom, receipt};
use leptos::prelude::*;
use std::rc::Rc;
use web_sys::Event;

const FIRST_PAUSE_MILLIS: u32 = 20_000;
const MOST_PAUSE_MILLIS: u32 = 300_000;
/// A week.
const MOST_MILLIS: f64 = 7.0 * 24.0 * 3_600_000.0;

impl Write {
    pub(super) fn listen_aside(self: &Rc<Self>) {
        let click = |id: &str, act: fn(&Rc<Self>)| {
            let this = self.clone();
            dom::on(id, "click", move |_| act(&this));
        };
        click("wait-here", Self::wait_here);
        click("wait-stop", |this| {
            this.stop_waiting();
            focus_soon("send");
        });
        click("keep-here", Self::keep_on_device);
        dom::show("keep-choice", !KeptLetter::is_there());
        let this = self.clone();
        listen(&window(), "online", move |_| this.go_on());
        let this = self.clone();
        listen(&document(), "visibilitychange", move |_| {
            if !is_hidden() {
                this.go_on();
            }
        });
        // The letter that this device kept is not there any more: where it is, the server knows.
        let this = self.clone();
        listen(&document(), "madobe:ended", move |_| {
            if let Some(pending) = Pending::find().filter(|pending| pending.waits == Waits::OnDevice) {
                this.look_for(pending);
            }
        });
    }

    fn form(&self) -> Option<Form> {
        Some(Form { text: self.letter.parse().ok()?, choices: super::choose::read() })
    }

    fn wait_here(self: &Rc<Self>) {
        let Some(form) = self.form() else { return };
        let this = self.clone();
        spawn(async move {
            // Where even the desk is not known there is no code yet: it waits all the same, while the page is there.
            let _ = this.sender().put_aside(&form, Waits::Here).await;
            this.go_on_waiting(this.sender().is_unsure());
        });
    }

    /// Sent again by itself: at once when the browser sees a network, and now and then.
    pub(super) fn go_on_waiting(self: &Rc<Self>, unsure: bool) {
        let already = self.sender().waits();
        if !already {
            self.waiting_since.set(now_millis());
        }
        self.waited_for.set(true);
        self.sender().wait(true, unsure);
        if already {
            return;
        }
        let this = self.clone();
        spawn(async move {
            let mut pause = FIRST_PAUSE_MILLIS;
            while this.sender().waits() {
                sleep(pause).await;
                pause = (pause * 2).min(MOST_PAUSE_MILLIS);
                this.go_on();
            }
        });
    }

    fn go_on(self: &Rc<Self>) {
        let waiting = self.stage.with_untracked(|stage| matches!(stage, Stage::Waiting { .. }));
        if !waiting || !is_online() {
            return;
        }
        // After so long it takes a press again.
        if now_millis() - self.waiting_since.get() > MOST_MILLIS {
            return self.stop_waiting();
        }
        match self.unlooked.take() {
            Some(pending) => self.look_for(pending),
            None => self.send(),
        }
    }

    /// Another wording, another step, or thought better of: only a press sends it then.
    pub(super) fn stop_waiting(&self) {
        let Some(sender) = self.sender.get().filter(|sender| sender.waits()) else { return };
        // What may have arrived is looked for the next time.
        let unsure = self.stage.with_untracked(|stage| matches!(stage, Stage::Waiting { unsure: true }));
        match Pending::find() {
            Some(pending) if unsure => Pending { waits: Waits::No, ..pending }.keep(),
            _ => Pending::forget(),
        }
        self.unlooked.take();
        self.waited_for.set(false);
        sender.wait(false, false);
    }

    fn keep_on_device(self: &Rc<Self>) {
        let Some(form) = self.form() else { return };
        let (this, before) = (self.clone(), self.stage.get_untracked());
        self.waited_for.set(true);
        spawn(async move {
            let aside = this.sender().put_aside(&form, Waits::OnDevice).await;
            this.waited_for.set(false);
            match aside {
                Ok(pending) if KeptLetter::new(pending.mailbox.clone()).keep() => {
                    Step::Sent.replace();
                    return this.entrusted(&pending);
                }
                // No room on the device: it is still the same letter, should an earlier try have arrived.
                Ok(pending) => Pending { waits: Waits::No, ..pending }.keep(),
                Err(_) => {}
            }
            this.stage.set(before);
            dom::show("keep-failed", true);
        });
    }

    /// The code, to be written down now: this device does not keep it. Said with it: nothing has arrived yet.
    pub(super) fn entrusted(self: &Rc<Self>, pending: &Pending) {
        self.leave_steps();
        receipt::show(&pending.receipt(None), false);
        dom::show("not-yet", !pending.unsure);
        dom::show("not-yet-unsure", pending.unsure);
        dom::place("support", "support-receipt");
        let this = self.clone();
        dom::on("take-back", "click", move |_| this.take_back());
        // `first.js` brings the program that sends it.
        if let Ok(event) = Event::new("madobe:wait") {
            let _ = document().dispatch_event(&event);
        }
    }

    /// Back to the words. Whether it was quicker than the press is looked for right away.
    fn take_back(&self) {
        KeptLetter::forget();
        let Some(pending) = Pending::find() else { return };
        // A draft again: `first.js` keeps it as soon as it sees that.
        self.letter.put(&pending.text);
        letter::unmark_sent();
        Pending { waits: Waits::No, ..pending }.keep();
        Step::Write.replace();
        let _ = window().location().reload();
    }
}
