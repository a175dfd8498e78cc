//! The sealed case's cryptography. What only people's browsers (and plain forms) may do stands behind the feature `client`.
//!
//! `hazmat` holds the primitives and is private; everything else binds what it seals to a purpose and a place.

pub mod code;
pub mod hash;
pub mod params;
pub mod work;

#[cfg(feature = "client")]
pub mod account;
#[cfg(feature = "work")]
pub mod book;
#[cfg(feature = "client")]
pub mod cache;
#[cfg(feature = "client")]
pub mod compartment;
#[cfg(feature = "client")]
pub mod feedback;
#[cfg(feature = "files")]
pub mod file;
#[cfg(feature = "client")]
mod hazmat;
#[cfg(feature = "client")]
pub mod keypair;
#[cfg(feature = "client")]
pub mod mailbox;
#[cfg(feature = "client")]
pub mod padding;
#[cfg(feature = "client")]
pub mod passkey;
#[cfg(feature = "client")]
pub mod recovery;
#[cfg(feature = "client")]
pub mod secret;
#[cfg(feature = "client")]
pub mod stretch;
#[cfg(feature = "client")]
pub mod tab;
#[cfg(feature = "client")]
pub mod team;
