//! Parts of the interface that more than one screen uses. Their markup is that of `style/README.md`.

#[cfg(feature = "staff")]
pub mod act;
#[cfg(feature = "staff")]
pub mod combo;
#[cfg(feature = "staff")]
pub mod copy;
#[cfg(feature = "staff")]
pub mod fault;
#[cfg(feature = "staff")]
pub mod field;
#[cfg(feature = "staff")]
pub mod icon;
#[cfg(feature = "staff")]
pub mod keys;
#[cfg(feature = "staff")]
pub mod place;
#[cfg(feature = "staff")]
pub mod promises;
pub mod qr;
#[cfg(feature = "staff")]
pub mod say;
#[cfg(feature = "staff")]
pub mod steps;
#[cfg(feature = "staff")]
pub mod twice;
