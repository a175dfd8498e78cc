//! Inside: status first, then the letters, then everything that can be done.

use super::session::Session;
use super::{compose, ending, letters, poll, promises, status};
use crate::page::{focus, focus_soon};
use crate::public::dom;
use crate::time;
use std::rc::Rc;

pub fn attach(session: Rc<Session>) {
    session.watch(|inside| {
        dom::text("mailbox-status", &status::words(inside, time::now().date_in_japan()));
        dom::show("mailbox-closed", inside.closed);
        letters::show(inside);
        dom::list("readers", inside.teams.iter().map(String::as_str));
    });
    compose::attach(session.clone());
    promises::attach(session.clone());
    ending::attach(session.clone());
    poll::attach(session.clone());
    match session.inside().newest_reply() {
        Some(reply) => focus(&letters::article_id(reply)),
        None => focus_soon("mailbox-h"),
    }
}
