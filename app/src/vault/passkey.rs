//! A passkey as a way to one's keys: what an authenticator computed opens the seed, or seals it.
use madobe_domain::bytes::{decode_fixed, encode};
use madobe_domain::crypto::passkey::PasskeyKey;
use madobe_domain::crypto::secret::Secret;
use madobe_domain::wire::grant::WrappedSeed;
use madobe_domain::wire::passkey::{CredentialId, PasskeySession};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::hold::Hold;
use super::job::{Refusal, TabSeal};
use crate::random::rng;

/// What an authenticator computed for this desk, on its way to where the keys are. Wiped on drop; neither `Debug` nor `Clone`.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(transparent)]
pub struct Computed(String);

impl Computed {
    pub fn of(bytes: &[u8; 32]) -> Self {
        Self(encode(bytes))
    }

    fn key(&self) -> Result<PasskeyKey, Refusal> {
        let bytes = Zeroizing::new(decode_fixed::<32>(&self.0).map_err(|_| Refusal::Shut)?);
        Ok(PasskeyKey::derive(&Secret::new(*bytes)))
    }
}

impl Hold {
    pub(super) fn seal_to_passkey(
        &self,
        credential: &CredentialId,
        computed: &Computed,
    ) -> Result<WrappedSeed, Refusal> {
        let me = self.me.as_ref().ok_or(Refusal::NoKey)?;
        let sealed = computed.key()?.wrap(&mut rng(), &me.id, credential, me.pair.dangerous_seed());
        sealed.map_err(|_| Refusal::Shut)
    }

    pub(super) fn unlock_by_passkey(
        &mut self,
        entered: &PasskeySession,
        credential: &CredentialId,
        computed: &Computed,
    ) -> Result<TabSeal, Refusal> {
        let seed = computed.key()?.unwrap(&entered.session.id, credential, &entered.sealed);
        self.enter(&entered.session, seed.map_err(|_| Refusal::Shut)?)
    }
}
