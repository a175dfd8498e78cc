//! The meaning of everything in Madobe: the sealed case, what its entries mean, and the rules of the desk.
//!
//! Pure: no input or output, no clock, no ambient randomness. What opens a sealed case stands behind the feature `client`:
//! for browsers, and for the crate `madobe-plain` alone on the server. Byte layouts: `docs/protocol.md`.

pub mod booking;
pub mod bytes;
pub mod clock;
pub mod crypto;
pub mod desk;
pub mod export;
#[cfg(feature = "client")]
pub mod feedback;
#[cfg(feature = "client")]
#[doc(hidden)]
pub mod fuzzing;
pub mod ids;
pub mod json;
pub mod limits;
pub mod log;
pub mod passkey;
pub mod password;
pub mod text;
pub mod wire;
#[cfg(feature = "work")]
pub mod writing;
