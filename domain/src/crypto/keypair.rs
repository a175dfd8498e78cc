//! An X-Wing key pair: of a mailbox, a member of staff, a team, or the recovery key.

use super::hazmat::hpke;
use super::secret::{OpenError, Secret};
use crate::bytes::Fixed;
use crate::wire::grant::PublicKeyBytes;
use rand_core::CryptoRng;

/// The private seed with the key expanded from it. Wiped on drop.
pub struct KeyPair {
    seed: Secret<32>,
    private: hpke::Private,
    public: PublicKeyBytes,
}

impl KeyPair {
    pub fn make<R: CryptoRng>(rng: &mut R) -> Result<Self, OpenError> {
        Self::from_seed(Secret::make(rng))
    }

    pub fn from_seed(seed: Secret<32>) -> Result<Self, OpenError> {
        let private = hpke::private(&seed)?;
        let public = Fixed(hpke::public_bytes(&private));
        Ok(Self { seed, private, public })
    }

    pub fn public(&self) -> &PublicKeyBytes {
        &self.public
    }

    pub(super) fn private(&self) -> &hpke::Private {
        &self.private
    }

    /// For wrapping it, and nothing else.
    pub fn dangerous_seed(&self) -> &Secret<32> {
        &self.seed
    }
}
