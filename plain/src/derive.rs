//! Randomness that a repeat finds again: a stream of ChaCha20 whose seed is a keyed hash of everything it is for.
//! Two different purposes, forms or texts never share a stream, so no nonce serves twice.

use chacha20::ChaCha20Rng;
use hmac::{Hmac, KeyInit, Mac};
use rand_core::SeedableRng;
use sha2::Sha256;
use zeroize::Zeroizing;

/// The Worker's key for plain forms, derived from its secret.
pub type PlainKey = [u8; 32];

/// HMAC-SHA-256 over the purpose and the parts, each with its length before it so that no two lists read the same.
pub fn mac(key: &PlainKey, purpose: &str, parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key) else {
        return Zeroizing::new([0; 32]); // not reached: HMAC takes a key of any length
    };
    for part in [purpose.as_bytes()].iter().chain(parts) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    Zeroizing::new(mac.finalize().into_bytes().into())
}

/// The stream for this purpose and these parts, always the same.
pub fn stream(key: &PlainKey, purpose: &str, parts: &[&[u8]]) -> ChaCha20Rng {
    ChaCha20Rng::from_seed(*mac(key, purpose, parts))
}
