//! A passkey as one more way to a staff member's seed: what the authenticator computes for this desk alone (the extension `prf`)
//! wraps it, as the stretched password does. The server stores what is wrapped and never sees what opens it.

use super::account::{unwrap, wrap};
use super::hazmat::kdf::derive;
use super::secret::{OpenError, Secret};
use crate::ids::StaffId;
use crate::wire::grant::WrappedSeed;
use crate::wire::passkey::CredentialId;
use rand_core::CryptoRng;

/// What every authenticator is asked to compute on. One for all: signing in begins before it is known whose passkey it will be,
/// and each passkey answers with 32 bytes of its own.
pub const PRF_INPUT: &str = "madobe/passkey-prf/1";

/// The key from an authenticator's answer to [`PRF_INPUT`].
pub struct PasskeyKey(Secret<32>);

impl PasskeyKey {
    pub fn derive(computed: &Secret<32>) -> Self {
        Self(derive(computed.dangerous_bytes(), "madobe/passkey-wrapping/1"))
    }

    pub fn wrap<R: CryptoRng>(
        &self,
        rng: &mut R,
        staff: &StaffId,
        credential: &CredentialId,
        seed: &Secret<32>,
    ) -> Result<WrappedSeed, OpenError> {
        wrap(rng, &self.0, &place(staff, credential), seed)
    }

    pub fn unwrap(
        &self,
        staff: &StaffId,
        credential: &CredentialId,
        wrapped: &WrappedSeed,
    ) -> Result<Secret<32>, OpenError> {
        unwrap(&self.0, &place(staff, credential), wrapped)
    }
}

fn place(staff: &StaffId, credential: &CredentialId) -> Vec<u8> {
    [super::account::place("madobe/passkey-seed/1", staff).as_slice(), credential.as_bytes()].concat()
}
