//! Working a case: who looks after it, when it comes back, what it is about, what to mind, whose family
//! writes too. All of it stands in the staff compartment, and nothing of it ever reaches the writer; but for what is set aside when a
//! life is in danger, which holds only once its writer can read of it.
//!
//! Types of their own beside [`super::record::Record`], behind the feature `work`: what writers use need not carry them.

mod carer;
mod cover;
mod danger;
mod field;
mod fields;
mod fold;
mod household;
mod reason;
mod record;
mod second;
pub mod tag;

pub use carer::Carer;
pub use cover::Cover;
pub use field::{FieldId, FieldName, FieldText, FieldValue, Filled};
pub use fields::{Field, FieldFault, FieldKind, FieldOption, Fields};
pub use fold::{Risk, Work, undone};
pub use household::{Link, Relation};
pub use reason::Reason;
pub use record::WorkRecord;
pub use second::{Read, Second, Words};
pub use tag::Tag;
