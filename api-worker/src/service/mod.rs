//! Use cases, one file per noun, over the ports. SQL stands beside the row that it fills.

pub mod account;
pub mod address;
pub mod append;
pub mod arrival;
pub mod audit;
pub mod book;
pub mod booking;
pub mod case;
pub mod desk;
pub mod draft;
pub mod facts;
pub mod feedback;
pub mod history;
pub mod intake;
pub mod language;
mod line_hours;
pub mod lines;
pub mod mailbox;
pub mod markup;
pub mod one_time;
pub mod page;
#[cfg(feature = "plain")]
pub mod plain;
pub mod presence;
pub mod print;
pub mod refusal;
pub mod retention;
pub mod session;
pub mod setup;
pub mod sync;
pub mod team;
