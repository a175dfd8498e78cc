//! The pages for people who write: each is a static page that works by itself as far as it can; a program of its own
//! attaches what needs one. What the programs of /write and /mailbox share stands here, what only one needs in its folder.

#[cfg(feature = "book")]
pub mod book;
#[cfg(any(feature = "book", feature = "mailbox"))]
mod code_fault;
mod desk_facts;
mod dom;
#[cfg(any(feature = "book", feature = "mailbox", feature = "write"))]
mod error_summary;
#[cfg(feature = "mailbox")]
mod feedback;
#[cfg(any(feature = "book", feature = "mailbox"))]
mod handed;
#[cfg(any(feature = "book", feature = "mailbox", feature = "write"))]
mod kept_code;
#[cfg(any(feature = "waiting", feature = "write"))]
mod kept_letter;
#[cfg(any(feature = "mailbox", feature = "write"))]
mod letter_fault;
#[cfg(feature = "mailbox")]
pub mod mailbox;
#[cfg(any(feature = "mailbox", feature = "write"))]
mod next_draft;
#[cfg(any(feature = "mailbox", feature = "write"))]
mod promise_list;
#[cfg(any(feature = "book", feature = "write"))]
mod receipt;
#[cfg(all(test, feature = "book", feature = "mailbox", feature = "waiting", feature = "write"))]
mod tests;
#[cfg(feature = "waiting")]
pub mod waiting;
#[cfg(any(feature = "mailbox", feature = "write"))]
mod weather;
#[cfg(feature = "write")]
pub mod write;

#[cfg(any(feature = "book", feature = "mailbox", feature = "write"))]
use crate::page::document;
#[cfg(any(feature = "book", feature = "mailbox", feature = "write"))]
use crate::thread::Thread;

/// One program for two pages: both hold keys beside the page, and who opens a mailbox may be asked how it was.
#[cfg(feature = "mailbox")]
pub fn attach_mailbox_or_feedback() {
    let page = document().body().and_then(|body| body.get_attribute("data-page"));
    match page.as_deref() {
        Some("feedback") => feedback::attach(),
        _ => mailbox::attach(),
    }
}

/// From here on a press is ours: `first.js` stops keeping it.
#[cfg(any(feature = "book", feature = "mailbox", feature = "write"))]
fn ready() {
    if let Some(body) = document().body() {
        let _ = body.set_attribute("data-ready", "");
    }
}

/// Once it has arrived, `first.js` forgets the draft and stops keeping it.
#[cfg(any(feature = "mailbox", feature = "write"))]
fn mark_sent() {
    if let Some(body) = document().body() {
        let _ = body.set_attribute("data-sent", "");
    }
}

/// When somebody leaves at once, `first.js` says so before anything else: every key goes with the worker.
#[cfg(any(feature = "book", feature = "mailbox", feature = "write"))]
fn stop_on_leave(thread: &Thread) {
    let thread = thread.clone();
    crate::page::listen(&document(), "madobe:leave", move |_| thread.stop());
}
