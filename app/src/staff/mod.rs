//! The staff application: its screens, and what they show as plain data with native tests.

mod after;
pub mod app;
mod book;
mod cache;
mod calendar;
mod case;
pub mod caution;
mod choice;
mod colleagues;
mod danger;
mod deed;
mod desk;
pub mod draft;
mod drafts;
pub mod due;
mod enter;
mod feedback;
mod field;
pub mod filter;
mod help;
mod household;
mod idle;
mod inbox;
mod join;
mod kept_draft;
mod keys;
mod later;
mod link;
pub mod list;
mod live;
mod lock;
mod lost;
mod mark;
pub mod number;
mod office;
mod outgoing;
mod palette;
mod passkey;
mod presence;
mod quiet;
pub mod readers;
mod recall;
mod root;
pub mod row;
pub mod search;
mod setup;
pub mod sheet;
mod shell;
mod sign_in;
mod snippet;
mod sync;
mod tab;
mod taking;
pub mod today;
mod tongue;
pub mod trouble;
mod typed;
mod unsent;
mod view;
mod waiting;

pub use root::attach;

/// Going on without leaving a step in the history.
fn replacing() -> leptos_router::NavigateOptions {
    leptos_router::NavigateOptions { replace: true, scroll: false, ..Default::default() }
}
