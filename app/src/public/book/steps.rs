//! Which question stands on the page, and how the browser's Back and Forward move between them. An entry of the history
//! holds how many steps deep it is and nothing else: `first.js` goes back by as many before it leaves. Which steps they are, this tab keeps
//! for when the page is loaded again.

use crate::page::{focus_soon, listen, tab_storage, window};
use crate::public::dom;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::History;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Who,
    Code,
    Mine,
    How,
    Day,
    Time,
    /// Only where a group asks something.
    Ask,
    Check,
    Done,
}

const ALL: [(Step, &str, &str); 9] = [
    (Step::Who, "entry-step", "who-h"),
    (Step::Code, "step-code", "code-h"),
    (Step::Mine, "step-mine", "mine-h"),
    (Step::How, "step-how", "how-h"),
    (Step::Day, "step-day", "day-h"),
    (Step::Time, "step-time", "time-h"),
    (Step::Ask, "step-ask", "ask-h"),
    (Step::Check, "step-check", "check-h"),
    (Step::Done, "step-done", "done-h"),
];

impl Step {
    pub fn heading(self) -> &'static str {
        ALL.iter().find(|(step, ..)| *step == self).map_or("who-h", |(.., heading)| heading)
    }
}

fn history() -> Option<History> {
    window().history().ok()
}

fn depth_in_history() -> Option<usize> {
    let depth = history()?.state().ok()?.as_f64()?;
    (depth >= 1.0).then_some(depth as usize)
}

const KEY: &str = "madobe.way";

/// The steps before the page was loaded again, kept by their headings.
fn kept() -> Vec<Step> {
    let names = tab_storage().and_then(|storage| storage.get_item(KEY).ok()?).unwrap_or_default();
    let known =
        |name: &str| ALL.iter().find(|(.., heading)| *heading == name).map_or(Step::Who, |(step, ..)| *step);
    names.split(' ').map(known).collect()
}

/// The way somebody came: one step for each entry of the history.
pub struct Way {
    pub step: RwSignal<Step>,
    steps: RefCell<Vec<Step>>,
    /// From 1 on.
    depth: Cell<usize>,
}

impl Way {
    pub fn begin() -> Self {
        let depth = depth_in_history().unwrap_or(1);
        let mut steps = kept();
        steps.resize(steps.len().max(depth), Step::Who);
        Self { step: RwSignal::new(Step::Who), steps: RefCell::new(steps), depth: Cell::new(depth) }
    }

    /// After the page was loaded again: to where somebody was. What a code opened asks for it anew. `is_new`: who is choosing said who
    /// they are, and has no code yet.
    pub fn restore(&self, is_new: bool) -> Step {
        for step in self.steps.borrow_mut().iter_mut() {
            *step = match *step {
                Step::Who => Step::Who,
                // What the receipt said is among what is booked.
                Step::Code | Step::Mine | Step::Done => Step::Code,
                other if is_new => other,
                _ => Step::Code,
            };
        }
        let step = self.moved();
        self.instead(step);
        dom::show("code-again", step == Step::Code);
        if step != Step::Who {
            focus_soon(step.heading());
        }
        step
    }

    /// Storage that is refused keeps nothing: the page begins with the first question, as where nobody has gone on.
    fn keep(&self) {
        let Some(storage) = tab_storage() else { return };
        let names: Vec<&str> = self.steps.borrow().iter().map(|step| step.heading()).collect();
        let _ =
            if names.len() > 1 { storage.set_item(KEY, &names.join(" ")) } else { storage.remove_item(KEY) };
    }

    /// One section of the page for each.
    pub fn show(&self) {
        let step = self.step;
        for (this, section, _) in ALL {
            dom::shown(section, move || step.get() == this);
        }
    }

    pub fn now(&self) -> Step {
        self.step.get_untracked()
    }

    /// One step on.
    pub fn go(&self, step: Step) {
        let depth = self.depth.get() + 1;
        self.steps.borrow_mut().resize(depth - 1, Step::Who);
        self.steps.borrow_mut().push(step);
        self.keep();
        self.depth.set(depth);
        self.step.set(step);
        if let Some(history) = history() {
            let _ = history.push_state(&(depth as u32).into(), "");
        }
    }

    /// In place of the present one.
    pub fn instead(&self, step: Step) {
        let depth = self.depth.get();
        if let Some(place) = self.steps.borrow_mut().get_mut(depth - 1) {
            *place = step;
        }
        self.keep();
        self.step.set(step);
        if let Some(history) = history() {
            let _ = history.replace_state(&(depth as u32).into(), "");
        }
    }

    /// What was done cannot be gone through once more: from the last such step on, everything on the way is this step now.
    pub fn settle(&self, step: Step) {
        let from = self.behind(&[step]).unwrap_or(self.depth.get() - 1);
        self.steps.borrow_mut().iter_mut().skip(from).for_each(|passed| *passed = step);
        self.keep();
        self.step.set(step);
    }

    /// To the last of these steps that lies behind, or one back where none does.
    pub fn back_to(&self, wanted: &[Step]) {
        let entries = self.behind(wanted).map_or(1, |place| self.depth.get() - 1 - place);
        if let Some(history) = history() {
            let _ = history.go_with_delta(-(entries as i32));
        }
    }

    /// The code is asked for because somebody wants to wait for a time: nothing else leads there from the days.
    pub fn wants_to_wait(&self) -> bool {
        let here = self.depth.get() - 1;
        self.now() == Step::Code && self.steps.borrow().iter().take(here).next_back() == Some(&Step::Day)
    }

    /// Where the last of these steps is that lies behind.
    fn behind(&self, wanted: &[Step]) -> Option<usize> {
        let here = self.depth.get() - 1;
        self.steps.borrow().iter().take(here).rposition(|step| wanted.contains(step))
    }

    /// Back or Forward was pressed: which step stands there.
    pub fn moved(&self) -> Step {
        let depth = depth_in_history().unwrap_or(1);
        self.depth.set(depth);
        self.steps.borrow().get(depth - 1).copied().unwrap_or(Step::Who)
    }
}

pub fn back() {
    if let Some(history) = history() {
        let _ = history.back();
    }
}

/// A browser may keep a page alive that is left: then `left` takes away what should not come back, and says whether the page
/// begins anew where it does.
pub fn begin_anew(left: impl Fn() -> bool + 'static) {
    let anew = Rc::new(Cell::new(false));
    let leaving = anew.clone();
    listen(&window(), "pagehide", move |_| leaving.set(left()));
    listen(&window(), "pageshow", move |_| {
        if anew.get() {
            let _ = window().location().reload();
        }
    });
}

pub fn watch(mut moved: impl FnMut() + 'static) {
    listen(&window(), "popstate", move |_| moved());
}
