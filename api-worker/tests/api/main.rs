//! The whole API, natively: the router over an in-memory SQLite with the real migrations.

mod book;
mod booking;
mod calendar;
mod case;
mod desk;
mod doors;
mod draft;
mod export;
mod extract;
mod facts;
mod faults;
mod feedback;
mod file;
mod history;
mod http;
mod intake;
mod live;
mod lost;
mod mailbox;
mod office;
mod page;
mod passkey;
#[cfg(feature = "plain")]
mod plain;
mod plans;
mod presence;
mod print;
mod retention;
mod rotation;
mod session;
mod setup;
mod support;
mod sync;
mod team;
mod teams;
