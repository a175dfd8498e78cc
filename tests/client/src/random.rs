//! The system's randomness.

use getrandom::SysRng;
use rand_core::UnwrapErr;

pub fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}
