//! What does not go through, and trying again.
use super::Book;
use super::steps::Step;
use super::trouble::Trouble;
use crate::page::focus_soon;
use crate::public::dom;
use leptos::prelude::*;
use std::rc::Rc;

/// Does once more what did not go through.
pub type Again = Box<dyn FnOnce(&Rc<Book>)>;

impl Book {
    pub fn stuck(&self, trouble: &Trouble) {
        // What stood in the way before is not what is tried again.
        self.once_more.take();
        dom::show("stuck-again", !trouble.is_final());
        self.stuck.set(Some(trouble.words()));
        focus_soon("stuck");
    }

    /// With what to do where somebody tries again. What was said before is no answer to this.
    pub fn stuck_then(&self, trouble: &Trouble, again: impl FnOnce(&Rc<Self>) + 'static) {
        self.talks.update(|talks| {
            if let Some(talks) = talks {
                (talks.said, talks.back) = (None, None);
            }
        });
        self.stuck(trouble);
        *self.once_more.borrow_mut() = Some(Box::new(again));
    }

    pub fn try_again(self: &Rc<Self>) {
        self.stuck.set(None);
        // The button that had it is gone.
        focus_soon(self.way.now().heading());
        let again = self.once_more.take();
        match (again, self.way.now()) {
            (Some(again), _) => again(self),
            (None, Step::How) => self.fetch_kinds(),
            (None, Step::Day | Step::Time) => self.fetch_free(),
            _ => {}
        }
    }

    /// What a step shows, where it was not asked for since the page was loaded.
    pub fn fill(self: &Rc<Self>, step: Step) {
        match step {
            _ if self.loading.get_untracked() => {}
            Step::How if self.kinds.with_untracked(Option::is_none) => self.fetch_kinds(),
            Step::Day | Step::Time if self.starts.with_untracked(Vec::is_empty) => self.fetch_free(),
            _ => {}
        }
    }
}
