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
