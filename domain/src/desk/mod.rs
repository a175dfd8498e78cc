//! The desk: when it is open, what it promises, where else to turn.

pub mod hours;
pub mod line;
pub mod line_times;
pub mod place;
#[cfg(feature = "holidays")]
pub mod promise;
pub mod settings;
