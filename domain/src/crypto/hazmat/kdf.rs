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

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    /// RFC 5869, test case 3: no salt, no info.
    #[test]
    fn rfc_5869_case_3() {
        let okm = super::derive::<42>(&[0x0b; 22], "");
        assert_eq!(
            HEXLOWER.encode(okm.dangerous_bytes()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        );
    }
}
