//! The log of a case: sealed entries in order, what they mean, and the view folded from them.

pub mod entry;
#[cfg(feature = "files")]
pub mod file;
#[cfg(not(feature = "files"))]
#[path = "no_file.rs"]
pub mod file;
pub mod record;
pub mod talk;
pub mod weather;

#[cfg(feature = "client")]
pub mod case;
#[cfg(feature = "client")]
pub mod compose;
#[cfg(feature = "client")]
pub mod inside;
#[cfg(feature = "client")]
pub mod open;
#[cfg(feature = "work")]
pub mod word;
#[cfg(feature = "work")]
pub mod work;
