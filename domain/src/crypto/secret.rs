//! Bytes that must not be copied, printed or kept.

use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `N` secret bytes: wiped on drop; neither `Clone` nor `Debug` nor serialisable.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Secret<const N: usize>([u8; N]);

impl<const N: usize> Secret<N> {
    pub fn new(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    pub fn make<R: CryptoRng>(rng: &mut R) -> Self {
        let mut secret = Self([0; N]);
        rng.fill_bytes(&mut secret.0);
        secret
    }

    /// The bytes themselves: for sealing, sending to where they belong, and nothing else.
    pub fn dangerous_bytes(&self) -> &[u8; N] {
        &self.0
    }

    /// A second owner of the same secret, said aloud.
    pub fn dangerous_copy(&self) -> Self {
        Self(self.0)
    }
}

/// Why something did not open. One word for every cause: which it was tells an attacker more than a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("does not open")]
pub struct OpenError;
