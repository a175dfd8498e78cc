//! A member of staff: what comes out of their password, and the private seed it unwraps.

use super::hazmat::{aead, kdf::derive};
use super::params::StretchParams;
use super::secret::{OpenError, Secret};
use super::stretch::{StretchError, stretch};
use crate::bytes::{Fixed, Opaque};
use crate::ids::StaffId;
use crate::wire::grant::WrappedSeed;
use rand_core::CryptoRng;

/// The two keys from a stretched password. They tell nothing about each other.
pub struct PasswordKeys {
    login: Secret<32>,
    wrapping: Secret<32>,
}

impl PasswordKeys {
    pub fn derive(password: &str, salt: &Fixed<16>, params: StretchParams) -> Result<Self, StretchError> {
        let root = stretch(password.as_bytes(), salt.as_bytes(), params)?;
        Ok(Self {
            login: derive(root.dangerous_bytes(), "madobe/login-key/1"),
            wrapping: derive(root.dangerous_bytes(), "madobe/wrapping-key/1"),
        })
    }

    /// What is sent to sign in.
    pub fn login_key(&self) -> Fixed<32> {
        Fixed(*self.login.dangerous_bytes())
    }

    pub fn wrap<R: CryptoRng>(
        &self,
        rng: &mut R,
        staff: &StaffId,
        seed: &Secret<32>,
    ) -> Result<WrappedSeed, OpenError> {
        wrap(rng, &self.wrapping, &place("madobe/staff-seed/1", staff), seed)
    }

    pub fn unwrap(&self, staff: &StaffId, wrapped: &WrappedSeed) -> Result<Secret<32>, OpenError> {
        unwrap(&self.wrapping, &place("madobe/staff-seed/1", staff), wrapped)
    }
}

pub(super) fn place(purpose: &str, staff: &StaffId) -> Vec<u8> {
    [purpose.as_bytes(), staff.as_bytes()].concat()
}

pub(super) fn wrap<R: CryptoRng>(
    rng: &mut R,
    key: &Secret<32>,
    aad: &[u8],
    seed: &Secret<32>,
) -> Result<WrappedSeed, OpenError> {
    Opaque::new(aead::seal(rng, key, aad, seed.dangerous_bytes())).map_err(|_| OpenError)
}

pub(super) fn unwrap(key: &Secret<32>, aad: &[u8], wrapped: &WrappedSeed) -> Result<Secret<32>, OpenError> {
    let opened = aead::open(key, aad, wrapped.as_bytes())?;
    opened.as_slice().try_into().map(Secret::new).map_err(|_| OpenError)
}
