//! Where one is, and how the browser's Back and Forward move between steps. The history holds a number and
//! nothing else: no address of its own, no words.

use crate::page::{document, element, listen, window};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub enum Step {
    Write = 1,
    Choose = 2,
    Check = 3,
    /// The code is on the screen.
    Sent = 4,
}

impl Step {
    fn from_state(state: &JsValue) -> Self {
        match state.as_f64() {
            Some(2.0) => Self::Choose,
            Some(3.0) => Self::Check,
            Some(4.0) => Self::Sent,
            _ => Self::Write,
        }
    }
}

#[derive(Clone, Copy)]
pub struct Steps(RwSignal<Step>);

impl Steps {
    /// `moved` is told when Back or Forward asks for a step, and says which one it may be.
    pub fn new(mut moved: impl FnMut(Step) -> Step + 'static) -> Self {
        let step = RwSignal::new(Step::Write);
        Effect::new(move || show(step.get()));
        listen(&window(), "popstate", move |_| {
            let asked = window().history().and_then(|history| history.state()).unwrap_or(JsValue::NULL);
            let allowed = moved(Step::from_state(&asked));
            step.set(allowed);
        });
        Self(step)
    }

    pub fn now(&self) -> Step {
        self.0.get()
    }

    pub fn is(&self, step: Step) -> bool {
        self.0.with(|now| *now == step)
    }

    /// The step that this entry of the history stood for before a reload.
    pub fn remembered() -> Step {
        window().history().and_then(|history| history.state()).map_or(Step::Write, |state| Step::from_state(&state))
    }

    /// One step on.
    pub fn go(&self, step: Step) {
        if let Ok(history) = window().history() {
            let _ = history.push_state(&(step as u32).into(), "");
        }
        self.0.set(step);
    }

    /// Another step in the same place: Back leads past it.
    pub fn replace(&self, step: Step) {
        if let Ok(history) = window().history() {
            let _ = history.replace_state(&(step as u32).into(), "");
        }
        self.0.set(step);
    }

    /// As if Back had been pressed, so that Back and our own buttons never disagree.
    pub fn back(&self, steps: i32) {
        if let Ok(history) = window().history() {
            let _ = history.go_with_delta(-steps);
        }
    }
}

/// The static parts of the page: step 1 and the line of steps.
fn show(step: Step) {
    if let Some(section) = element::<HtmlElement>("step-write") {
        section.set_hidden(step != Step::Write);
    }
    if let Some(list) = element::<HtmlElement>("step-list") {
        list.set_hidden(step == Step::Sent);
    }
    let Ok(items) = document().query_selector_all("#step-list > li") else { return };
    for place in 0..items.length() {
        let Some(item) = items.get(place).and_then(|item| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(item).ok())
        else {
            continue;
        };
        let _ = if place + 1 == step as u32 {
            item.set_attribute("aria-current", "step")
        } else {
            item.remove_attribute("aria-current")
        };
    }
}
