//! Starts and stops one local Madobe in the real runtime.

