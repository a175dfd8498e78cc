//! A signed-in person's keys and the cases they open. Everything here but `client` lives in the thread beside
//! the page: it ends with a lock, and with it every key and every opened word.
//!
//! `job` is what can be asked at once and `later` what the list does without, `hold` what is kept, `client` the page's way to ask.

mod account;
mod book;
mod cases;
mod client;
mod compose;
mod expected;
mod feedback;
mod find;
mod hold;
mod household;
mod job;
mod kept;
mod later;
mod passkey;
mod taking;
mod team;
mod unlock;
mod word;

#[cfg(test)]
mod kept_tests;
#[cfg(test)]
mod passkey_tests;
#[cfg(test)]
mod taking_tests;
#[cfg(test)]
mod team_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod work_tests;

pub use book::{SealedPages, Shelf};
pub use client::Vault;
pub use feedback::{Counts, Gathered, Wanted};
pub use hold::handler;
pub use job::{Absorbed, Account, Found, Hit, Named, Next, Opened, Refusal, TabSeal, Writing};
pub use passkey::Computed;
pub use taking::{TakenPage, Taking, TakingUp};
