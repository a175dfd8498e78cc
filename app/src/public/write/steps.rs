//! Where one is, and how the browser's Back and Forward move between steps. The history holds a number and
//! nothing else: no address of its own, no words.

use crate::page::{listen, window};
use crate::public::dom;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::History;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Write = 1,
    Choose = 2,
    Check = 3,
    /// The code is on the screen.
    Sent = 4,
}

fn history() -> Option<History> {
    window().history().ok()
}

impl Step {
    /// The step that the present entry of the history stands for, also after a reload.
    pub fn remembered() -> Self {
        match history().and_then(|history| history.state().ok()?.as_f64()) {
            Some(2.0) => Self::Choose,
            Some(3.0) => Self::Check,
            Some(4.0) => Self::Sent,
            _ => Self::Write,
        }
    }

    fn state(self) -> JsValue {
        (self as u32).into()
    }

    /// One step on.
    pub fn push(self) {
        if let Some(history) = history() {
            let _ = history.push_state(&self.state(), "");
        }
    }

    /// Another step in the same place: Back leads past it.
    pub fn replace(self) {
        if let Some(history) = history() {
            let _ = history.replace_state(&self.state(), "");
        }
    }
}

/// Shows the step that one is at, and marks it in the list of steps.
pub fn show(step: RwSignal<Step>) {
    let places = [
        (Step::Write, "step-write", "step-1"),
        (Step::Choose, "step-choose", "step-2"),
        (Step::Check, "step-check", "step-3"),
    ];
    for (this, section, item) in places {
        let here = move || step.get() == this;
        dom::shown(section, here);
        dom::decided(item, "aria-current", move || here().then(|| "step".to_owned()));
    }
    dom::shown("step-list", move || step.get() != Step::Sent);
}

/// As if Back had been pressed, so that Back and our own buttons never disagree.
pub fn back(steps: i32) {
    if let Some(history) = history() {
        let _ = history.go_with_delta(-steps);
    }
}

/// `moved` is told which step Back or Forward asks for.
pub fn watch(mut moved: impl FnMut(Step) + 'static) {
    listen(&window(), "popstate", move |_| moved(Step::remembered()));
}
