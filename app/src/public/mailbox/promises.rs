//! 「しないこと」 as it stands, and changing it: each change is one entry of the record.

use super::action::Action;
use super::session::Session;
use crate::page::focus_soon;
use crate::public::{dom, promise_list};
use crate::words::public::mailbox as words;
use madobe_domain::log::record::Record;
use std::rc::Rc;

fn open(open: bool) {
    dom::show("promises-form", open);
    dom::show("promises-door", !open);
    focus_soon(if open { "promise-boxes" } else { "promises-change" });
}

pub fn attach(session: Rc<Session>) {
    session.watch(|inside| {
        dom::list("promises-list", promise_list::names(&inside.promises));
        dom::show("promises-none", !inside.promises.any());
    });
    let action = Action::new(session.clone(), "promises-save", "promises-status");
    dom::on("promises-change", "click", move |_| {
        promise_list::tick(&session.inside().promises);
        open(true);
    });
    dom::on("promises-cancel", "click", |_| open(false));
    dom::on_submit("promises-form", move || {
        let promises = promise_list::read();
        if promises == action.session.inside().promises {
            return open(false);
        }
        action.append(Record::PromisesChanged { promises }, || {
            open(false);
            words::PROMISES_SAVED.to_owned()
        });
    });
}
