//! HKDF-SHA-256: one secret, a key for each written purpose.

use crate::crypto::secret::Secret;
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroize;

/// `N` bytes for this purpose. `N` is at most 8,160, so the expansion cannot fail.
pub fn derive<const N: usize>(root: &[u8], purpose: &str) -> Secret<N> {
    const { assert!(N <= 255 * 32) };
    let mut bytes = [0; N];
    let filled = Hkdf::<Sha256>::new(None, root).expand(purpose.as_bytes(), &mut bytes);
    debug_assert!(filled.is_ok());
    let secret = Secret::new(bytes);
    bytes.zeroize();
    secret
}
