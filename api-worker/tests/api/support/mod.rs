//! A desk in memory, and people who write to it and work at it.

pub mod call;
pub mod passkey;
pub mod ports;
pub mod sqlite;
pub mod staff;
pub mod talk;
pub mod world;
pub mod writer;

pub use call::{Answer, Call};
pub use staff::Colleague;
pub use world::World;
pub use writer::Writer;
