//! The desk: when it is open, what it promises, where else to turn.

pub mod hours;
#[cfg(feature = "holidays")]
pub mod promise;
pub mod settings;
