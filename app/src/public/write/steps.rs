//! Where one is, and how the browser's Back and Forward move between steps. The history holds a number and
//! nothing else: no address of its own, no words.

use crate::page::{document, listen, window};
use crate::public::dom;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, History};

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
        self.show();
    }

    /// Another step in the same place: Back leads past it.
    pub fn replace(self) {
        if let Some(history) = history() {
            let _ = history.replace_state(&self.state(), "");
        }
        self.show();
    }

    pub fn show(self) {
        dom::show("step-write", self == Self::Write);
        dom::show("step-choose", self == Self::Choose);
        dom::show("step-check", self == Self::Check);
        dom::show("step-list", self != Self::Sent);
        let Ok(items) = document().query_selector_all("#step-list > li") else { return };
        for place in 0..items.length() {
            let Some(item) = items.get(place).and_then(|item| item.dyn_into::<Element>().ok()) else {
                continue;
            };
            let _ = if place + 1 == self as u32 {
                item.set_attribute("aria-current", "step")
            } else {
                item.remove_attribute("aria-current")
            };
        }
    }
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
