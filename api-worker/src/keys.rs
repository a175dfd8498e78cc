//! The server's own keys: one secret of the deployment, and by HKDF one key for each purpose.

use crate::ports::Fault;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use madobe_domain::bytes;
use sha2::Sha256;
use zeroize::Zeroizing;

/// A 32-byte key that wipes itself. No `Debug`, no `Clone`.
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    fn derive(secret: &[u8; 32], label: &str) -> Result<Self, Fault> {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, secret)
            .expand(label.as_bytes(), key.as_mut())
            .map_err(|_| Fault::new("key"))?;
        Ok(Self(key))
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// HMAC-SHA-256 over the parts, each with its length before it so that no two lists read the same.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(self.bytes()) else {
            return [0; 32]; // not reached: HMAC takes a key of any length
        };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

pub struct ServerKeys {
    /// Signs the challenges of the proof of work.
    pub work: Key,
    /// Makes the salts of logins that do not exist.
    pub salt: Key,
    /// Seals the secrets of the one-time codes.
    pub one_time: Key,
    /// What plain forms are known by, and what is drawn for them.
    pub plain: Key,
    /// Makes the challenges that passkeys answer.
    pub passkey: Key,
    /// Turns an address into a name for the limiter that is good for a day.
    pub address: Key,
}

impl ServerKeys {
    /// From `SERVER_SECRET`: 32 random bytes in base64url.
    pub fn derive(server_secret: &str) -> Result<Self, Fault> {
        let secret = Zeroizing::new(
            bytes::decode_fixed::<32>(server_secret).map_err(|_| Fault::new("server_secret"))?,
        );
        Ok(Self {
            work: Key::derive(&secret, "madobe/server/work/1")?,
            salt: Key::derive(&secret, "madobe/server/fake-salt/1")?,
            one_time: Key::derive(&secret, "madobe/server/one-time-codes/1")?,
            plain: Key::derive(&secret, "madobe/server/plain/1")?,
            passkey: Key::derive(&secret, "madobe/server/passkey/1")?,
            address: Key::derive(&secret, "madobe/server/address/1")?,
        })
    }
}
