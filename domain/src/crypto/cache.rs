//! What a member of staff keeps of opened cases on a device, under a key from their own seed: the keys of a case, so that a
//! grant need not be opened each time, and what the list shows. Nothing else opens it, and it opens at its own place only.

use super::compartment::{CaseKeys, CompartmentKey};
use super::hazmat::{aead, kdf::derive};
use super::secret::{OpenError, Secret};
use crate::bytes::{decode, encode};
use crate::log::entry::Compartment;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

pub struct CacheKey(Secret<32>);

impl CacheKey {
    pub fn of(seed: &Secret<32>) -> Self {
        Self(derive(seed.dangerous_bytes(), "madobe/cache/1"))
    }

    /// `place` says what it is, and of which case.
    pub fn seal<R: CryptoRng>(&self, rng: &mut R, place: &[u8], plain: &[u8]) -> String {
        encode(&aead::seal(rng, &self.0, place, plain))
    }

    pub fn open(&self, place: &[u8], sealed: &str) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        aead::open(&self.0, place, &decode(sealed).map_err(|_| OpenError)?)
    }
}

impl CaseKeys {
    /// `mask 1 | 32 for each key`, in the order of the compartments. For sealing under a [`CacheKey`], and nothing else.
    pub fn dangerous_pack(&self) -> Zeroizing<Vec<u8>> {
        let mut packed = Zeroizing::new(Vec::with_capacity(1 + 3 * 32));
        packed.push(0);
        for compartment in Compartment::ALL {
            if let Some(key) = self.get(compartment) {
                packed[0] |= compartment.byte();
                packed.extend_from_slice(key.dangerous_bytes());
            }
        }
        packed
    }

    pub fn unpack(packed: &[u8]) -> Result<Self, OpenError> {
        let (mask, rest) = packed.split_first().ok_or(OpenError)?;
        let (mut keys, rest) = {
            let (keys, rest) = rest.as_chunks::<32>();
            (keys.iter(), rest)
        };
        let mut unpacked = Self::default();
        for compartment in Compartment::ALL {
            if mask & compartment.byte() != 0 {
                unpacked.add(compartment, CompartmentKey::new(*keys.next().ok_or(OpenError)?));
            }
        }
        if keys.next().is_some() || !rest.is_empty() {
            return Err(OpenError);
        }
        Ok(unpacked)
    }
}
