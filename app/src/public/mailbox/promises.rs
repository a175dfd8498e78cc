//! 「しないこと」 as it stands, and changing it: each change is one entry of the record.

use super::action::Action;
use super::session::Session;
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
    dom::shown("promises-none", move || !now().any());
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
    let action = Action::new(session, "promises-save", "promises-status");
    dom::on_submit("promises-form", move || {
        let promises = promise_list::read();
        if inside.with_untracked(|inside| inside.promises == promises) {
            return go(false);
        }
        action.append(Record::PromisesChanged { promises }, move || {
            go(false);
            words::PROMISES_SAVED.to_owned()
        });
    });
}
