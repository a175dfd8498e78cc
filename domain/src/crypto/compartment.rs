//! The keys of a case, one per compartment: sealing entries with them, and sealing them to recipients.

use super::hazmat::{aead, hpke};
use super::keypair::KeyPair;
use super::padding::{pad, unpad};
use super::secret::{OpenError, Secret};
use crate::bytes::Opaque;
use crate::ids::CaseId;
use crate::log::entry::{Compartment, Entry, Place, SealedEntry};
use crate::wire::grant::{Grant, PublicKeyBytes, Recipient, mask};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// Opens and seals the entries of one compartment of one case.
pub struct CompartmentKey(Secret<32>);

impl CompartmentKey {
    pub fn make<R: CryptoRng>(rng: &mut R) -> Self {
        Self(Secret::make(rng))
    }

    pub(super) fn new(bytes: [u8; 32]) -> Self {
        Self(Secret::new(bytes))
    }

    pub(super) fn dangerous_bytes(&self) -> &[u8; 32] {
        self.0.dangerous_bytes()
    }

    /// Content that is too long for an entry gives an error; callers check their words first.
    pub fn seal<R: CryptoRng>(&self, rng: &mut R, place: Place, content: &[u8]) -> Result<Entry, OpenError> {
        let padded = Zeroizing::new(pad(content));
        let sealed = aead::seal(rng, &self.0, &place.associated_data(), &padded);
        let Place { id, case, compartment, prev, author } = place;
        let sealed = SealedEntry::new(sealed).map_err(|_| OpenError)?;
        Ok(Entry { id, case, compartment, prev, author, sealed })
    }

    pub fn open(&self, entry: &Entry) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let padded = aead::open(&self.0, &entry.place().associated_data(), entry.sealed.as_bytes())?;
        unpad(&padded).map(|content| Zeroizing::new(content.to_vec()))
    }
}

/// The compartment keys of a case that a reader holds.
#[derive(Default)]
pub struct CaseKeys {
    pub conversation: Option<CompartmentKey>,
    pub staff: Option<CompartmentKey>,
    pub facts: Option<CompartmentKey>,
}

impl CaseKeys {
    pub fn get(&self, compartment: Compartment) -> Option<&CompartmentKey> {
        match compartment {
            Compartment::Conversation => self.conversation.as_ref(),
            Compartment::Staff => self.staff.as_ref(),
            Compartment::Facts => self.facts.as_ref(),
        }
    }

    /// Keeps the first key of a compartment: a later grant of another key does not displace it.
    pub(super) fn add(&mut self, compartment: Compartment, key: CompartmentKey) {
        let place = match compartment {
            Compartment::Conversation => &mut self.conversation,
            Compartment::Staff => &mut self.staff,
            Compartment::Facts => &mut self.facts,
        };
        place.get_or_insert(key);
    }

    /// Seals the keys of these compartments to one recipient. All must be held.
    pub fn grant<R: CryptoRng>(
        &self,
        rng: &mut R,
        case: CaseId,
        compartments: &[Compartment],
        recipient: Recipient,
        to: &PublicKeyBytes,
    ) -> Result<Grant, OpenError> {
        let mut plain = Zeroizing::new(Vec::with_capacity(3 * 32));
        for compartment in compartments {
            plain.extend_from_slice(self.get(*compartment).ok_or(OpenError)?.0.dangerous_bytes());
        }
        let aad = associated_data(case, compartments, &recipient)?;
        let sealed = hpke::seal(rng, &hpke::public(to.as_bytes())?, INFO, &aad, &plain)?;
        let sealed = Opaque::new(sealed).map_err(|_| OpenError)?;
        Ok(Grant { case, recipient, compartments: compartments.to_vec(), sealed })
    }

    /// Adds the keys of a grant that was sealed to `with`.
    pub fn accept(&mut self, grant: &Grant, with: &KeyPair) -> Result<(), OpenError> {
        let aad = associated_data(grant.case, &grant.compartments, &grant.recipient)?;
        let plain = hpke::open(with.private(), INFO, &aad, grant.sealed.as_bytes())?;
        let (keys, rest) = plain.as_chunks::<32>();
        if keys.len() != grant.compartments.len() || !rest.is_empty() {
            return Err(OpenError);
        }
        for (compartment, key) in grant.compartments.iter().zip(keys) {
            self.add(*compartment, CompartmentKey(Secret::new(*key)));
        }
        Ok(())
    }
}

const INFO: &[u8] = b"madobe/grant/1";

/// `case 16 | recipient 21 | compartments as one byte`
fn associated_data(case: CaseId, compartments: &[Compartment], to: &Recipient) -> Result<Vec<u8>, OpenError> {
    let mask = mask(compartments).ok_or(OpenError)?;
    Ok([case.as_bytes().as_slice(), &to.bytes(), &[mask]].concat())
}
