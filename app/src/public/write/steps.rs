//! Where one is, and how the browser's Back and Forward move between steps. The history holds how far an entry is from
//! the first one of this page and which step it shows, such as "2c", and nothing else: no address of its own, no words.
//! Leaving (`first.js`) goes back by that number; the step alone would not tell, since the receipt takes the place of
//! whatever step it was asked for from.

use crate::page::{listen, window};
use crate::public::dom;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::History;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Write,
    Choose,
    Check,
    /// The code is on the screen.
    Sent,
}

fn history() -> Option<History> {
    window().history().ok()
}

/// The place of the present entry, from 1, and its step, also after a reload.
fn here() -> (u32, Step) {
    let kept = history().and_then(|history| history.state().ok()?.as_string());
    parse(&kept.unwrap_or_default()).unwrap_or((1, Step::Write))
}

fn parse(kept: &str) -> Option<(u32, Step)> {
    let step = match kept.as_bytes().last()? {
        b'c' => Step::Choose,
        b'k' => Step::Check,
        b's' => Step::Sent,
        b'w' => Step::Write,
        _ => return None,
    };
    Some((kept.get(..kept.len() - 1)?.parse().ok()?, step))
}

impl Step {
    pub fn remembered() -> Self {
        here().1
    }

    fn kept_at(self, place: u32) -> String {
        let letter = match self {
            Self::Write => "w",
            Self::Choose => "c",
            Self::Check => "k",
            Self::Sent => "s",
        };
        [&place.to_string(), letter].concat()
    }

    /// One step on.
    pub fn push(self) {
        if let Some(history) = history() {
            let _ = history.push_state(&JsValue::from_str(&self.kept_at(here().0 + 1)), "");
        }
    }

    /// Another step in the same place: Back leads past it.
    pub fn replace(self) {
        if let Some(history) = history() {
            let _ = history.replace_state(&JsValue::from_str(&self.kept_at(here().0)), "");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_the_history_reads_back() {
        for step in [Step::Write, Step::Choose, Step::Check, Step::Sent] {
            assert_eq!(parse(&step.kept_at(12)), Some((12, step)));
        }
        for strange in ["", "c", "2", "2x", "é", "-1s"] {
            assert_eq!(parse(strange), None, "{strange}");
        }
    }
}
