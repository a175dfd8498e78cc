//! The two programs people use, and what they share.
