//! Three ways to end: no more answers, everything deleted, or only this screen.

use super::action::Action;
use super::session::Session;
use crate::page::focus_soon;
use crate::public::dom;
use crate::words::public::mailbox as words;
use leptos::prelude::*;
use madobe_domain::log::file::Files;
use madobe_domain::log::record::{AnswerWish, Record};
use madobe_domain::text::LetterText;
use std::rc::Rc;

/// The ids of a question that is asked before something is done.
struct Asked {
    door: &'static str,
    button: &'static str,
    panel: &'static str,
    yes: &'static str,
    no: &'static str,
    status: &'static str,
    failed: &'static str,
}

const ENOUGH: Asked = Asked {
    door: "enough-door",
    button: "enough",
    panel: "enough-panel",
    yes: "enough-yes",
    no: "enough-no",
    status: "enough-status",
    failed: words::FAILED,
};

const DELETE: Asked = Asked {
    door: "delete-door",
    button: "delete",
    panel: "delete-panel",
    yes: "delete-yes",
    no: "delete-no",
    status: "delete-status",
    failed: words::FAILED_DELETE,
};

pub fn attach(session: Rc<Session>) {
    dom::on("finish", "click", |_| dom::leave());
    let inside = session.inside;
    // Nobody needs to say it twice.
    ENOUGH.attach(&session, move || inside.with(|inside| !inside.no_answer || inside.waiting), enough);
    DELETE.attach(&session, || true, delete);
}

impl Asked {
    /// `offered`: whether there is anything to ask at all.
    fn attach(
        &'static self,
        session: &Rc<Session>,
        offered: impl Fn() -> bool + 'static,
        act: fn(&Rc<Action>, RwSignal<bool>),
    ) {
        let open = RwSignal::new(false);
        dom::shown(self.panel, move || open.get());
        dom::shown(self.door, move || !open.get() && offered());
        let (summary, action) =
            (session.summary, Action::new(session.clone(), self.yes, self.status, self.panel, self.failed));
        let go = move |on: bool| {
            summary.clear();
            open.set(on);
            focus_soon(if on { self.panel } else { self.button });
        };
        dom::on(self.button, "click", move |_| go(true));
        let working = action.clone();
        // What is on its way cannot be called back, and its outcome is told here.
        dom::on(self.no, "click", move |_| {
            if !working.is_busy() {
                go(false);
            }
        });
        dom::on(self.yes, "click", move |_| act(&action, open));
    }
}

fn enough(action: &Rc<Action>, open: RwSignal<bool>) {
    let Ok(text) = LetterText::parse(words::ENOUGH_LETTER) else { return };
    let answer = Some(AnswerWish::NoAnswerNeeded);
    action.append(
        Record::Letter { text, answer, introduction: None, weather: None, short: false, files: Files::NONE },
        move || {
            open.set(false);
            focus_soon("enough-status");
            words::ENOUGH_DONE.to_owned()
        },
    );
}

fn delete(action: &Rc<Action>, _: RwSignal<bool>) {
    let session = action.session.clone();
    action.run(words::DELETING, async move {
        session.delete().await?;
        super::deleted(Some(&session), false);
        Ok(())
    });
}
