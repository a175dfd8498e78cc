//! One-time codes (RFC 6238, SHA-1, six digits, thirty seconds, one step either way), and how their secrets are kept:
//! sealed under a key of the server, bound to the account, so that a copy of the database alone makes no code.

use crate::keys::Key;
use crate::ports::Fault;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use madobe_domain::bytes;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::StaffId;
use totp_rs::{Algorithm, Builder, Secret};
use zeroize::Zeroizing;

const SECRET_BYTES: usize = 20;
const NONCE_BYTES: usize = 12;
const VERSION: u8 = 1;

/// The step of this code, if it is one of the present three.
pub fn step(secret: &[u8; SECRET_BYTES], code: &str, now: Timestamp) -> Option<i64> {
    let codes = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_skew(1)
        .with_secret(Secret::from(*secret))
        .build()
        .ok()?;
    let seconds = u64::try_from(now.millis()).ok()? / 1000;
    codes.check(code, seconds).and_then(|step| i64::try_from(step).ok())
}

/// Version 1 | nonce 12 | ChaCha20-Poly1305 of the secret, with the staff id as associated data.
pub fn seal(
    key: &Key,
    staff: &StaffId,
    secret: &[u8; SECRET_BYTES],
    nonce: [u8; NONCE_BYTES],
) -> Result<String, Fault> {
    let cipher = ChaCha20Poly1305::new(key.bytes().into());
    let payload = Payload { msg: secret, aad: staff.as_bytes() };
    let sealed = cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| Fault::new("seal"))?;
    let mut all = vec![VERSION];
    all.extend_from_slice(&nonce);
    all.extend_from_slice(&sealed);
    Ok(bytes::encode(&all))
}

pub fn unseal(key: &Key, staff: &StaffId, sealed: &str) -> Option<Zeroizing<[u8; SECRET_BYTES]>> {
    let all = bytes::decode(sealed).ok()?;
    let (version, rest) = all.split_first()?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE_BYTES>()?;
    if *version != VERSION {
        return None;
    }
    let cipher = ChaCha20Poly1305::new(key.bytes().into());
    let payload = Payload { msg: sealed, aad: staff.as_bytes() };
    let secret = Zeroizing::new(cipher.decrypt(&Nonce::from(*nonce), payload).ok()?);
    Some(Zeroizing::new(*secret.first_chunk::<SECRET_BYTES>().filter(|_| secret.len() == SECRET_BYTES)?))
}
