//! The meaning of everything.
