//! The staff application: its screens, and what they show as plain data with native tests.

pub mod caution;
pub mod due;
pub mod filter;
pub mod number;
pub mod row;
pub mod search;
pub mod sheet;
