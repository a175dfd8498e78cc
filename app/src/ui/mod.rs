//! Parts of the interface that more than one screen uses. Their markup is that of `style/README.md`.

pub mod act;
pub mod copy;
pub mod fault;
pub mod field;
pub mod icon;
pub mod keys;
pub mod place;
pub mod promises;
pub mod qr;
pub mod say;
pub mod steps;
