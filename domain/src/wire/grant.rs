//! Keys sealed to someone: what makes a case readable to a mailbox or a team.

use crate::bytes::Opaque;
use crate::ids::{CaseId, MailboxId, TeamId};
use crate::limits::{PUBLIC_KEY_BYTES, SEALED_KEY_BYTES, WRAPPED_SEED_BYTES};
use crate::log::entry::Compartment;
use serde::{Deserialize, Serialize};

/// A key, or a set of keys, sealed by HPKE: version 1 | encapsulation 1,120 | ciphertext | tag 16.
pub type SealedKey = Opaque<SEALED_KEY_BYTES>;
/// A private seed wrapped under a key that came from a password or a code.
pub type WrappedSeed = Opaque<WRAPPED_SEED_BYTES>;
/// An X-Wing public key: always 1,216 bytes.
pub type PublicKeyBytes = crate::bytes::Fixed<PUBLIC_KEY_BYTES>;

/// To whom compartment keys are sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Recipient {
    Mailbox { id: MailboxId },
    Team { id: TeamId, version: u32 },
}

impl Recipient {
    /// `0x00 | mailbox id 16 | zero 4` or `0x01 | team id 16 | version 4`.
    pub fn bytes(&self) -> [u8; 21] {
        let (tag, id, version) = match self {
            Self::Mailbox { id } => (0, id.as_bytes(), 0),
            Self::Team { id, version } => (1, id.as_bytes(), *version),
        };
        let mut bytes = [0; 21];
        bytes[0] = tag;
        bytes[1..17].copy_from_slice(id);
        bytes[17..].copy_from_slice(&version.to_be_bytes());
        bytes
    }
}

/// The keys of some compartments of a case, sealed to one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Grant {
    pub case: CaseId,
    pub recipient: Recipient,
    /// Which compartments, in the order conversation, staff, facts, each at most once, at least one.
    pub compartments: Vec<Compartment>,
    pub sealed: SealedKey,
}

impl Grant {
    /// The set as one byte, or nothing where the list is empty, unordered or doubled.
    pub fn mask(&self) -> Option<u8> {
        mask(&self.compartments)
    }
}

/// See [`Grant::mask`].
pub fn mask(compartments: &[Compartment]) -> Option<u8> {
    let mut mask = 0;
    for compartment in compartments {
        let byte = compartment.byte();
        if mask >= byte {
            return None;
        }
        mask |= byte;
    }
    (mask != 0).then_some(mask)
}

/// The list that [`mask`] makes this byte of. Bits that name no compartment are dropped.
pub fn unmask(mask: u8) -> Vec<Compartment> {
    Compartment::ALL.into_iter().filter(|compartment| mask & compartment.byte() != 0).collect()
}
