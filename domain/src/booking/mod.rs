//! Booking a talk. Time is counted in ticks of five minutes, people and rooms are taken tick by tick, and what is
//! offered is whatever nobody has taken. The server knows that a time is taken; what for, only the sealed case does.

pub mod conflict;
pub mod feed;
#[cfg(feature = "holidays")]
pub mod figures;
#[cfg(feature = "holidays")]
pub mod free;
pub mod hours;
pub mod line;
#[cfg(feature = "holidays")]
pub mod need;
pub mod note;
pub mod plan;
pub mod question;
#[cfg(feature = "samples")]
pub mod sample;
pub mod taking;
pub mod tick;
