//! The pages for people who write: each is a static page that works by itself as far as it can; a program of its own
//! attaches what needs one. What the programs of /write and /mailbox share stands here, what only one needs in its folder.

mod desk_facts;
mod dom;
mod error_summary;
mod kept_code;
mod letter_fault;
#[cfg(feature = "mailbox")]
pub mod mailbox;
mod next_draft;
mod promise_list;
#[cfg(feature = "write")]
mod receipt;
#[cfg(all(test, feature = "mailbox", feature = "write"))]
mod tests;
#[cfg(feature = "write")]
pub mod write;

use crate::page::document;
use crate::thread::Thread;

/// From here on a press is ours: `first.js` stops keeping it.
fn ready() {
    if let Some(body) = document().body() {
        let _ = body.set_attribute("data-ready", "");
    }
}

/// When somebody leaves at once, `first.js` says so before anything else: every key goes with the worker.
fn stop_on_leave(thread: &Thread) {
    let thread = thread.clone();
    crate::page::listen(&document(), "madobe:leave", move |_| thread.stop());
}
