//! /write: three steps on one page, and the receipt.

mod check;
mod choose;
mod form;
pub mod jobs;
mod letter;
mod pending;
mod sender;
mod steps;
mod worry;

use super::desk_facts::DeskFacts;
use super::error_summary::{ErrorSummary, FieldFault};
use super::kept_code::KeptCode;
use super::{dom, receipt};
use crate::page::{element, focus, focus_soon, spawn};
use crate::thread::Thread;
use crate::words::public::choose as choose_words;
use form::Records;
use letter::Letter;
use madobe_domain::text::{LetterText, TextFault};
use pending::Pending;
use sender::{Sender, Stage};
use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use steps::Step;
use web_sys::HtmlElement;

struct Write {
    letter: Letter,
    summary: ErrorSummary,
    desk: DeskFacts,
    /// One sender, and with it one code, for the life of the page.
    sender: OnceCell<Rc<Sender>>,
    pressed: Cell<bool>,
    sent: Cell<bool>,
    /// A letter from before a reload is being asked after.
    asking: Cell<bool>,
    support_closed: Cell<bool>,
}

pub fn attach() {
    let Some(letter) = Letter::find() else { return };
    dom::stamp("write-steps", "steps");
    let write = Rc::new(Write {
        letter,
        summary: ErrorSummary::default(),
        desk: DeskFacts::default(),
        sender: OnceCell::new(),
        pressed: Cell::new(false),
        sent: Cell::new(false),
        asking: Cell::new(false),
        support_closed: Cell::new(false),
    });
    write.listen();
    write.resume();
    write.take_early_press();
    super::ready();
}

impl Write {
    fn listen(self: &Rc<Self>) {
        let this = self.clone();
        self.letter.watch(move || this.summary.clear());
        let click = |id: &str, act: fn(&Rc<Self>)| {
            let this = self.clone();
            dom::on(id, "click", move |_| act(&this));
        };
        click("next", Self::first_next);
        click("choose-next", Self::second_next);
        click("choose-skip", Self::second_next);
        click("choose-back", |_| steps::back(1));
        click("rewrite", |_| steps::back(2));
        click("rechoose", |_| steps::back(1));
        click("send", Self::send);
        click("support-close", |this| {
            this.support_closed.set(true);
            dom::show("support", false);
            focus(if this.sent.get() { receipt::HEADING } else { "check-h" });
        });
        check::attach_not_now();
        let this = self.clone();
        dom::on("step-choose", "input", move |_| {
            this.summary.clear();
            choose::keep();
        });
        let this = self.clone();
        steps::watch(move |asked| this.moved(asked));
    }

    /// A reload brings back where one was: the receipt before all else.
    fn resume(self: &Rc<Self>) {
        choose::restore();
        if let Some(kept) = KeptCode::find() {
            self.arrived(&kept);
            return;
        }
        if let Some(pending) = Pending::find() {
            self.ask_after(pending);
        }
        match Step::remembered() {
            step @ (Step::Choose | Step::Check) if self.letter.parse().is_ok() => self.enter(step),
            Step::Write => {}
            _ => Step::Write.replace(),
        }
    }

    /// The page was dropped in the middle of sending: did it arrive? Where that cannot be learned, the letter is
    /// still in its field.
    fn ask_after(self: &Rc<Self>, pending: Pending) {
        self.asking.set(true);
        check::show_stage(&Stage::Sending, true);
        let this = self.clone();
        spawn(async move {
            let outcome = pending.send().await;
            this.asking.set(false);
            match outcome {
                Ok(kept) => this.stage(&Stage::Sent(kept)),
                Err(_) => check::show_stage(&Stage::Idle, false),
            }
        });
    }

    /// The button of step 1 may have been pressed before this program came.
    fn take_early_press(self: &Rc<Self>) {
        let Some(button) = element::<HtmlElement>("next") else { return };
        if button.has_attribute("data-pressed") {
            dom::attribute("next", "data-pressed", None);
            dom::clear("next-status");
            self.first_next();
        }
    }

    fn parsed(&self) -> Option<LetterText> {
        self.summary.clear();
        self.letter.parse().map_err(|fault| self.summary.show(fault)).ok()
    }

    fn first_next(self: &Rc<Self>) {
        if self.parsed().is_some() {
            Step::Choose.push();
            self.enter(Step::Choose);
        }
    }

    fn second_next(self: &Rc<Self>) {
        self.summary.clear();
        match choose::read().name() {
            Ok(_) => {
                Step::Check.push();
                self.enter(Step::Check);
            }
            Err(fault) => {
                self.summary.show(FieldFault { field: choose::NAME_FIELD, words: name_fault(fault) })
            }
        }
    }

    /// Back or Forward was pressed.
    fn moved(self: &Rc<Self>, asked: Step) {
        if self.sent.get() {
            dom::show("receipt-back", true);
            focus(receipt::HEADING);
            return;
        }
        self.summary.clear();
        self.enter(asked);
    }

    /// Shows a step, gets ready for what comes after it, and moves the focus to its heading.
    fn enter(self: &Rc<Self>, step: Step) {
        let (step, text) = match self.letter.parse() {
            Ok(text) if step != Step::Sent => (step, text),
            _ => return Step::Write.show(),
        };
        step.show();
        if step == Step::Write {
            dom::show("support", false);
            return focus_soon(letter::FIELD);
        }
        self.sender().prepare();
        // Inline, where it is seen, and never in the way; it goes along to the receipt.
        dom::place("support", if step == Step::Choose { "support-choose" } else { "support-check" });
        dom::show("support", worry::is_worrying(text.as_str()) && !self.support_closed.get());
        if step == Step::Check {
            check::fill(text.as_str(), self.desk.known().as_deref());
        }
        focus_soon(if step == Step::Choose { "choose-h" } else { "check-h" });
    }

    fn sender(self: &Rc<Self>) -> &Rc<Sender> {
        self.sender.get_or_init(|| {
            let thread = Thread::start(jobs::handler);
            super::stop_on_leave(&thread);
            let asking = self.clone();
            spawn(async move {
                if let Ok(desk) = asking.desk.get().await {
                    choose::add_wards(&desk.settings.wards);
                    check::after(Some(&desk));
                }
            });
            let this = Rc::downgrade(self);
            Sender::new(thread, self.desk.clone(), move |stage| {
                if let Some(this) = this.upgrade() {
                    this.stage(stage);
                }
            })
        })
    }

    fn send(self: &Rc<Self>) {
        let Some(text) = self.parsed() else { return steps::back(2) };
        let Ok(records) = Records::of(text, &choose::read()) else { return steps::back(1) };
        self.pressed.set(true);
        if !self.asking.get() {
            self.sender().send(records);
        }
    }

    fn stage(self: &Rc<Self>, stage: &Stage) {
        if let Stage::Sent(kept) = stage {
            kept.keep();
            Step::Sent.replace();
            return self.arrived(kept);
        }
        check::show_stage(stage, self.pressed.get());
        if matches!(stage, Stage::Failed(_)) {
            self.pressed.set(false);
        }
    }

    fn arrived(&self, kept: &KeptCode) {
        self.sent.set(true);
        letter::mark_sent();
        self.letter.clear();
        choose::forget();
        dom::clear("own-letter");
        Step::Sent.show();
        receipt::show(kept);
        dom::place("support", "support-receipt");
    }
}

fn name_fault(fault: TextFault) -> String {
    match fault {
        TextFault::TooLong { over } => choose_words::call_me_long(&over.to_string()),
        TextFault::Character | TextFault::Empty => choose_words::CALL_ME_CHARACTER.to_owned(),
    }
}
