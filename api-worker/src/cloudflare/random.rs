//! The platform's randomness: `crypto.getRandomValues`.

use crate::ports::Randomness;
use getrandom::SysRng;
use getrandom::rand_core::{Rng, UnwrapErr};

pub struct PlatformRandomness;

impl Randomness for PlatformRandomness {
    /// Ends the request if the platform has no randomness: nothing may be made of anything else.
    fn fill(&self, bytes: &mut [u8]) {
        UnwrapErr(SysRng).fill_bytes(bytes);
    }
}
