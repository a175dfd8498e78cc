//! Symmetric sealing: `version 1 | nonce 24 | XChaCha20-Poly1305 ciphertext | tag 16`.
//! Nonces are random: 192 bits leave no counters to keep in step between devices.

use crate::crypto::secret::{OpenError, Secret};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const NONCE: usize = 24;

pub fn seal<R: CryptoRng>(rng: &mut R, key: &Secret<32>, aad: &[u8], plain: &[u8]) -> Vec<u8> {
    let mut nonce = [0; NONCE];
    rng.fill_bytes(&mut nonce);
    seal_with_nonce(key, &nonce, aad, plain)
}

/// For known-answer tests, and for [`seal`]. A nonce must never serve twice under one key.
pub fn seal_with_nonce(key: &Secret<32>, nonce: &[u8; NONCE], aad: &[u8], plain: &[u8]) -> Vec<u8> {
    let cipher = XChaCha20Poly1305::new(key.dangerous_bytes().into());
    let sealed = cipher.encrypt(&XNonce::from(*nonce), Payload { msg: plain, aad });
    // Sealing fails beyond 256 GB only; an empty result then opens nowhere.
    let sealed = sealed.unwrap_or_default();
    let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
    out.push(VERSION);
    out.extend_from_slice(nonce);
    out.extend_from_slice(&sealed);
    out
}

pub fn open(key: &Secret<32>, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (version, rest) = sealed.split_first().ok_or(OpenError)?;
    let (nonce, ciphertext) = rest.split_first_chunk::<NONCE>().ok_or(OpenError)?;
    if *version != VERSION {
        return Err(OpenError);
    }
    let cipher = XChaCha20Poly1305::new(key.dangerous_bytes().into());
    let opened = cipher.decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad });
    opened.map(Zeroizing::new).map_err(|_| OpenError)
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;

    /// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
    #[test]
    fn xchacha20_poly1305_known_answer() {
        let key = Secret::new(std::array::from_fn(|i| 0x80 + i as u8));
        let nonce = std::array::from_fn(|i| 0x40 + i as u8);
        let aad = HEXLOWER.decode(b"50515253c0c1c2c3c4c5c6c7").unwrap();
        let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let sealed = seal_with_nonce(&key, &nonce, &aad, plain);
        assert_eq!(sealed[0], VERSION);
        assert_eq!(
            HEXLOWER.encode(&sealed[1 + NONCE..]),
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39\
             ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
             21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"
        );
        assert_eq!(open(&key, &aad, &sealed).unwrap().as_slice(), plain);
        assert!(open(&key, b"", &sealed).is_err());
    }

    #[test]
    fn another_version_does_not_open() {
        let key = Secret::new([1; 32]);
        let mut sealed = seal_with_nonce(&key, &[2; NONCE], b"", b"x");
        sealed[0] = 2;
        assert!(open(&key, b"", &sealed).is_err());
        assert!((0..sealed.len()).all(|length| open(&key, b"", &sealed[..length]).is_err()));
    }
}
