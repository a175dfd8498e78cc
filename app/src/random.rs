//! Randomness from the browser, for everything that seals or draws.

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;

/// A browser without randomness cannot seal anything, so a failure ends the program rather than weakens a key.
pub fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}
