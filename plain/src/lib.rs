//! Plain forms: what a browser would seal and open, done by the Worker for those whose browser runs no program.
//!
//! Nothing else on the server can open a sealed entry: `api-worker` may not name the types that do (its `clippy.toml`), and
//! is built without this crate where the operator has switched the path off. What is opened here lives for one request.
//! Everything drawn is derived from the form and the server's secret, so that the same form sent again seals the very
//! same bytes. Why, and against whom: `docs/adr/0005-plain-forms.md`.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod derive;
pub mod letter;
pub mod mailbox;
pub mod ticket;
