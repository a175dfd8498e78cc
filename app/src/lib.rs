//! The programs people use, and what they share.

pub mod api;
pub mod errors;
#[cfg(any(feature = "mailbox", feature = "staff"))]
mod file;
#[cfg(feature = "staff")]
mod order;
pub mod page;
#[cfg(any(feature = "book", feature = "mailbox", feature = "waiting", feature = "write"))]
pub mod public;
pub mod random;
mod raw;
#[cfg(feature = "staff")]
pub mod staff;
pub mod thread;
pub mod time;
#[cfg(any(feature = "book", feature = "staff", feature = "write"))]
pub mod ui;
#[cfg(feature = "staff")]
pub mod vault;
pub mod words;
