//! /write: three steps on one page, and the receipt.

mod aside;
mod check;
mod choose;
pub mod form;
pub mod jobs;
mod letter;
mod pending;
mod sender;
mod steps;
mod trouble;
mod worry;

use super::desk_facts::DeskFacts;
use super::error_summary::{ErrorSummary, FieldFault};
use super::kept_code::KeptCode;
use super::kept_letter::KeptLetter;
use super::next_draft;
use super::{dom, receipt, weather};
use crate::page::{element, focus, focus_soon, spawn, turn, window};
use crate::thread::Thread;
use crate::words::public::choose as choose_words;
use check::Check;
use form::Form;
use leptos::prelude::*;
use letter::Letter;
use madobe_domain::text::{LetterText, TextFault};
use pending::{Pending, Waits};
use sender::{Arrived, Sender, Stage};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use steps::Step;
use web_sys::HtmlElement;

struct Write {
    letter: Letter,
    summary: ErrorSummary,
    check: Check,
    desk: DeskFacts,
    /// One sender, and with it one code, for the life of the page.
    sender: OnceCell<Rc<Sender>>,
    step: RwSignal<Step>,
    stage: RwSignal<Stage>,
    /// Somebody pressed, and waits.
    waited_for: RwSignal<bool>,
    /// A letter from before a reload is being looked for.
    asking: Cell<bool>,
    /// It waits here, and could not be looked for yet.
    unlooked: RefCell<Option<Pending>>,
    /// Milliseconds since 1970.
    waiting_since: Cell<f64>,
    support: RwSignal<Support>,
}

/// The offer of other places to turn.
#[derive(Clone, Copy, PartialEq)]
enum Support {
    NotNeeded,
    Offered,
    /// By the person: it does not come back.
    Closed,
}

pub fn attach() {
    spawn(async {
        turn().await;
        attach_in_turns().await;
    });
}

async fn attach_in_turns() {
    let Some(letter) = Letter::find() else { return };
    dom::stamp("write-steps", "steps");
    turn().await;
    let write = Rc::new(Write {
        letter,
        summary: ErrorSummary::mount(),
        check: Check::mount(),
        desk: DeskFacts::default(),
        sender: OnceCell::new(),
        step: RwSignal::new(Step::Write),
        stage: RwSignal::new(Stage::Idle),
        waited_for: RwSignal::new(false),
        asking: Cell::new(false),
        unlooked: RefCell::default(),
        waiting_since: Cell::new(0.0),
        support: RwSignal::new(Support::NotNeeded),
    });
    write.show();
    turn().await;
    write.listen();
    turn().await;
    write.ask_desk();
    write.resume();
    write.take_early_press();
    super::ready();
}

impl Write {
    /// Ties the page to the state.
    fn show(&self) {
        let (step, support) = (self.step, self.support);
        steps::show(step);
        check::show_stage(self.stage, self.waited_for);
        dom::shown("support", move || support.get() == Support::Offered && step.get() != Step::Write);
    }

    fn listen(self: &Rc<Self>) {
        let this = self.clone();
        self.letter.watch(move || this.summary.clear());
        let click = |id: &str, act: fn(&Rc<Self>)| {
            let this = self.clone();
            dom::on(id, "click", move |_| act(&this));
        };
        click("next", Self::first_next);
        click("choose-next", Self::second_next);
        click("choose-skip", |this| {
            choose::drop_unsound_name();
            this.second_next();
        });
        click("choose-back", |_| steps::back(1));
        click("rewrite", |_| steps::back(2));
        click("rechoose", |_| steps::back(1));
        click("send", Self::send);
        click("support-close", |this| {
            this.support.set(Support::Closed);
            focus(if this.is_sent() { receipt::HEADING } else { "check-h" });
        });
        for place in ["step-choose", weather::FIELD] {
            let this = self.clone();
            dom::on(place, "input", move |_| {
                this.summary.clear();
                choose::keep();
            });
        }
        self.listen_aside();
        let this = self.clone();
        steps::watch(move |asked| this.moved(asked));
    }

    /// It was fetched ahead.
    fn ask_desk(&self) {
        let (desk, check) = (self.desk.clone(), self.check);
        spawn(async move {
            if let Ok(asked) = desk.get().await {
                choose::add_wards(&asked.desk.settings.wards);
                check.know(&asked.desk);
            }
        });
    }

    fn is_sent(&self) -> bool {
        self.step.get_untracked() == Step::Sent
    }

    /// A reload brings back where one was: the receipt before all else.
    fn resume(self: &Rc<Self>) {
        choose::restore();
        if let Some(kept) = KeptCode::find() {
            self.arrived(&kept);
            return;
        }
        if let Some(mut pending) = Pending::find() {
            if pending.waits == Waits::OnDevice && KeptLetter::is_there() {
                return self.entrusted(&pending);
            }
            // Without its words nothing goes on by itself.
            if pending.waits == Waits::Here && self.letter.parse().is_err() {
                pending.waits = Waits::No;
                pending.keep();
            }
            self.look_for(pending);
        }
        match Step::remembered() {
            step @ (Step::Choose | Step::Check) if self.letter.parse().is_ok() => self.enter(step),
            Step::Write => {}
            _ => Step::Write.replace(),
        }
    }

    /// The page was dropped, or left, in the middle of sending: did it arrive? Where that cannot be learned, the letter
    /// is still in its field, and it is looked for the next time.
    fn look_for(self: &Rc<Self>, pending: Pending) {
        self.asking.set(true);
        self.waited_for.set(true);
        self.stage.set(Stage::Looking);
        // From this very moment: a code made meanwhile would take the place of the one that is looked for.
        self.sender().hold();
        let this = self.clone();
        spawn(async move {
            let found = this.sender().look_for(&pending).await;
            this.asking.set(false);
            this.waited_for.set(false);
            this.stage.set(Stage::Idle);
            match found {
                Ok(Some(case)) => this.found(&pending, &case),
                Ok(None) if pending.waits == Waits::Here => {
                    this.go_on_waiting(false);
                    this.send();
                }
                Ok(None) => {
                    Pending::forget();
                    // Erased from the device: nothing is left to say of it.
                    if pending.waits == Waits::OnDevice {
                        let _ = window().location().reload();
                    }
                }
                Err(_) if pending.waits == Waits::Here => {
                    *this.unlooked.borrow_mut() = Some(pending);
                    this.go_on_waiting(true);
                }
                Err(_) => {}
            }
            if !this.is_sent() && !this.sender().waits() && this.step.get_untracked() != Step::Write {
                this.sender().prepare();
            }
        });
    }

    fn found(&self, pending: &Pending, case: &str) {
        Pending::forget();
        let same = self.letter.parse().is_ok_and(|text| text.as_str() == pending.text);
        self.sent(&Arrived { kept: pending.receipt(None), earlier: (!same).then(|| case.to_owned()) });
    }

    /// The button of step 1 may have been pressed before this program came.
    fn take_early_press(self: &Rc<Self>) {
        let Some(button) = element::<HtmlElement>("next") else { return };
        if button.has_attribute("data-pressed") {
            dom::attribute("next", "data-pressed", None);
            dom::text("next-status", "");
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
        if self.is_sent() {
            dom::show("receipt-back", Pending::find().is_none());
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
            _ => return self.step.set(Step::Write),
        };
        if step != Step::Check {
            self.stop_waiting();
        }
        self.step.set(step);
        if step == Step::Write {
            return focus_soon(letter::FIELD);
        }
        self.sender().prepare();
        // Inline, where it is seen, and never in the way; it goes along to the receipt.
        dom::place("support", if step == Step::Choose { "support-choose" } else { "support-check" });
        if self.support.get_untracked() != Support::Closed {
            let worrying = worry::is_worrying(text.as_str());
            self.support.set(if worrying { Support::Offered } else { Support::NotNeeded });
        }
        if step == Step::Check {
            self.check.fill(text.as_str());
        }
        focus_soon(if step == Step::Choose { "choose-h" } else { "check-h" });
    }

    fn sender(self: &Rc<Self>) -> &Rc<Sender> {
        self.sender.get_or_init(|| {
            let thread = Thread::start(jobs::handler);
            super::stop_on_leave(&thread);
            let sender = Sender::new(thread, self.desk.clone(), self.stage);
            self.follow(self.stage);
            sender
        })
    }

    fn follow(self: &Rc<Self>, stage: RwSignal<Stage>) {
        let this = self.clone();
        dom::follow(Box::new(move || match stage.get() {
            // Beside this effect: what the receipt ties to the page stays.
            Stage::Sent(arrived) => {
                let this = this.clone();
                spawn(async move { this.sent(&arrived) });
            }
            Stage::Failed(_) => this.waited_for.set(false),
            _ => {}
        }));
    }

    fn send(self: &Rc<Self>) {
        // A press more, after it arrived.
        if self.is_sent() {
            return;
        }
        let Some(text) = self.parsed() else { return steps::back(2) };
        let choices = choose::read();
        if choices.name().is_err() {
            return steps::back(1);
        }
        self.waited_for.set(true);
        if !self.asking.get() {
            self.sender().send(Form { text, choices });
        }
    }

    /// What was written since goes on as the next letter to the same place, unsent.
    fn sent(&self, Arrived { kept, earlier }: &Arrived) {
        let rest = self.letter.parse().ok().filter(|_| earlier.is_some());
        if let (Some(case), Some(rest)) = (earlier, &rest) {
            next_draft::keep(case, rest.as_str());
        }
        kept.keep();
        Step::Sent.replace();
        self.arrived(kept);
        dom::show("receipt-rest", rest.is_some());
    }

    fn arrived(&self, kept: &KeptCode) {
        self.leave_steps();
        choose::forget();
        receipt::show(kept, true);
        dom::place("support", "support-receipt");
    }

    fn leave_steps(&self) {
        self.summary.clear();
        self.step.set(Step::Sent);
        super::mark_sent();
        self.letter.clear();
        self.check.clear();
        // Out of a receipt that may stand there already.
        dom::place("support", "steps");
    }
}

fn name_fault(fault: TextFault) -> String {
    match fault {
        TextFault::TooLong { over } => choose_words::call_me_long(&over.to_string()),
        TextFault::Character | TextFault::Empty => choose_words::CALL_ME_CHARACTER.to_owned(),
    }
}
