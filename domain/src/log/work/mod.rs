//! Working a case: who looks after it, when it comes back, what it is about, what to mind. All of it stands in the staff
//! compartment, and nothing of it ever reaches the writer.
//!
//! Types of their own beside [`super::record::Record`], behind the feature `work`: what writers use need not carry them.

mod fold;
mod reason;
mod record;
mod second;
pub mod tag;

pub use fold::{Risk, Work, undone};
pub use reason::Reason;
pub use record::WorkRecord;
pub use second::{Read, Second, Words};
pub use tag::Tag;
