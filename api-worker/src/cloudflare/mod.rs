//! The platform's side of the ports. Nothing is decided here.

pub mod assets;
pub mod bell;
pub mod clock;
pub mod d1;
pub mod edge;
pub mod encoding;
pub mod files;
pub mod limiter;
pub mod log;
pub mod random;
pub mod request;
pub mod response;
