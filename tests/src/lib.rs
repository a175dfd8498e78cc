//! What the live tests share: a running desk, its clients and a browser.
pub mod runtime;
