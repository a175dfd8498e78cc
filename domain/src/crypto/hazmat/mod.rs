//! The primitives. Private: whoever seals something goes through a module that binds purpose and place.

pub mod aead;
pub mod hpke;
pub mod kdf;
