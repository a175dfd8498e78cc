//! The pages for people who write: each is a static page that works by itself as far as it can; this attaches
//! what needs a program. `data-page` on the body says which page it is.

mod desk_facts;
mod dom;
mod error_summary;
pub mod jobs;
mod kept_code;
mod mailbox;
mod promise_list;
mod receipt;
mod write;

use crate::page::document;
use crate::thread::Thread;

/// Attaches to the page that loaded this program.
pub fn attach() {
    let Some(body) = document().body() else { return };
    match body.get_attribute("data-page").as_deref() {
        Some("write") => write::attach(),
        Some("mailbox") => mailbox::attach(),
        _ => return,
    }
    // From here on a press is ours: `first.js` stops keeping it.
    let _ = body.set_attribute("data-ready", "");
}

/// When somebody leaves at once, `first.js` says so before anything else: every key goes with the worker.
fn stop_on_leave(thread: &Thread) {
    let thread = thread.clone();
    crate::page::listen(&document(), "madobe:leave", move |_| thread.stop());
}
