//! The meaning of everything in Madobe: the sealed case, what its entries mean, and the rules of the desk.
//!
//! Pure: no input or output, no clock, no ambient randomness. The Worker is built without the `client`
//! feature, so the code that opens a sealed case is not in it. Byte layouts: `docs/protocol.md`.

pub mod bytes;
pub mod clock;
pub mod crypto;
pub mod desk;
#[cfg(feature = "client")]
#[doc(hidden)]
pub mod fuzzing;
pub mod ids;
pub mod limits;
pub mod log;
pub mod password;
pub mod text;
pub mod wire;
