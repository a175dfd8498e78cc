//! The two programs people use, and what they share.

pub mod api;
pub mod errors;
pub mod page;
pub mod public;
pub mod random;
pub mod staff;
pub mod thread;
pub mod time;
pub mod ui;
pub mod vault;
pub mod words;
