//! What goes over the wire: one file per noun, the same types in the browser, the Worker and the tests.

pub mod audit;
pub mod book;
pub mod booking;
pub mod calendar;
pub mod desk;
pub mod draft;
pub mod error;
pub mod export;
pub mod feedback;
pub mod grant;
pub mod import;
pub mod intake;
pub mod mailbox;
pub mod passkey;
pub mod presence;
pub mod recovery;
pub mod reset;
pub mod retention;
pub mod rotation;
pub mod session;
pub mod setup;
pub mod staff_case;
pub mod sync;
pub mod team;
