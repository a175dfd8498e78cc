//! Three ways to end: no more answers, everything deleted, or only this screen.

use super::action::Action;
use super::session::Session;
use crate::page::focus_soon;
use crate::public::dom;
use crate::words::public::mailbox as words;
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
}

const ENOUGH: Asked = Asked {
    door: "enough-door",
    button: "enough",
    panel: "enough-panel",
    yes: "enough-yes",
    no: "enough-no",
    status: "enough-status",
};

const DELETE: Asked = Asked {
    door: "delete-door",
    button: "delete",
    panel: "delete-panel",
    yes: "delete-yes",
    no: "delete-no",
    status: "delete-status",
};

pub fn attach(session: Rc<Session>) {
    dom::on("finish", "click", |_| dom::leave());
    ENOUGH.attach(&session, enough);
    DELETE.attach(&session, delete);
    // Nobody needs to say it twice.
    session.watch(|inside| dom::show(ENOUGH.door, !inside.no_answer || inside.waiting));
}

impl Asked {
    fn attach(&'static self, session: &Rc<Session>, act: fn(&Rc<Action>)) {
        let action = Action::new(session.clone(), self.yes, self.status);
        dom::on(self.button, "click", |_| {
            dom::show(self.door, false);
            dom::show(self.panel, true);
            focus_soon(self.panel);
        });
        dom::on(self.no, "click", |_| {
            self.close();
            focus_soon(self.button);
        });
        dom::on(self.yes, "click", move |_| act(&action));
    }

    fn close(&self) {
        dom::show(self.panel, false);
        dom::show(self.door, true);
    }
}

fn enough(action: &Rc<Action>) {
    let Ok(text) = LetterText::parse(words::ENOUGH_LETTER) else { return };
    let answer = Some(AnswerWish::NoAnswerNeeded);
    action.append(Record::Letter { text, answer, introduction: None }, || {
        dom::show(ENOUGH.panel, false);
        words::ENOUGH_DONE.to_owned()
    });
}

fn delete(action: &Rc<Action>) {
    let session = action.session.clone();
    action.run(words::DELETING, async move {
        session.delete().await?;
        session.close();
        super::deleted(false);
        Ok(())
    });
}
