//! 「しないこと」 as it stands, and changing it: each change is one entry of the record.

use super::action::Action;
use super::session::{Refusal, Session};
use crate::page::focus_soon;
use crate::public::{dom, promise_list};
use crate::words::public::mailbox as words;
use leptos::prelude::*;
use madobe_domain::log::record::Record;
use std::rc::Rc;

pub fn attach(session: Rc<Session>) {
    let inside = session.inside;
    let now = move || inside.with(|inside| inside.promises);
    dom::items("promises-list", move || promise_list::names(&now()).into_iter().map(str::to_owned).collect());
    let aside = move || inside.with(|inside| inside.aside.any());
    dom::shown("promises-none", move || !now().any() && !aside());
    dom::shown("promises-aside", aside);
    let open = RwSignal::new(false);
    dom::shown("promises-form", move || open.get());
    dom::shown("promises-door", move || !open.get());
    let go = move |on: bool| {
        open.set(on);
        focus_soon(if on { "promise-boxes" } else { "promises-change" });
    };
    dom::on("promises-change", "click", move |_| {
        promise_list::tick(&inside.with_untracked(|inside| inside.promises));
        go(true);
    });
    dom::on("promises-cancel", "click", move |_| go(false));
    let action = Action::new(session, "promises-save", "promises-status", words::FAILED);
    dom::on_submit("promises-form", move || save(&action, open));
}

/// Another screen may have changed them since: what holds now is fetched before anything is said about it.
fn save(action: &Rc<Action>, open: RwSignal<bool>) {
    let (this, session) = (action.clone(), action.session.clone());
    let (promises, seen) = (promise_list::read(), session.promises());
    action.run(words::SENDING, async move {
        session.refresh().await?;
        if session.promises() != seen {
            return moved(&session);
        }
        if promises != seen {
            match session.append(Record::PromisesChanged { promises }).await {
                Err(Refusal::Moved) => return moved(&session),
                other => other?,
            }
        }
        open.set(false);
        focus_soon("promises-change");
        this.say(words::PROMISES_SAVED.to_owned(), false);
        Ok(())
    });
}

/// The boxes show what holds now.
fn moved(session: &Session) -> Result<(), Refusal> {
    promise_list::tick(&session.promises());
    Err(Refusal::Moved)
}
