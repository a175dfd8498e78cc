//! Authenticator data: `SHA-256 of the host 32 | flags 1 | counter 4 | [AAGUID 16 | length 2 | credential id | COSE key] | [extensions]`.

use super::{PasskeyFault, Site};
use crate::bytes::Fixed;
use crate::limits::PASSKEY_ID_BYTES;
use crate::wire::passkey::CredentialId;
use sha2::{Digest, Sha256};

const PRESENT: u8 = 1 << 0;
const VERIFIED: u8 = 1 << 2;
const MAY_BE_COPIED: u8 = 1 << 3;
const IS_COPIED: u8 = 1 << 4;
const HAS_CREDENTIAL: u8 = 1 << 6;
const HAS_EXTENSIONS: u8 = 1 << 7;

/// What every key of ES256 begins with, and what stands between its halves: the standard wants CTAP2's canonical CBOR and no
/// field beyond these, so that there is one spelling. `{1: 2, 3: -7, -1: 1, -2: x, -3: y}`.
const BEFORE_X: [u8; 10] = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
const BEFORE_Y: [u8; 3] = [0x22, 0x58, 0x20];
/// Anything shorter could be met by chance.
const SHORTEST_ID: usize = 16;

/// A point of P-256, `x 32 | y 32`. Whether it lies on the curve is found out by whoever has the curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct P256Point(pub Fixed<64>);

impl P256Point {
    /// Uncompressed, as SEC 1 has it: `0x04 | x | y`.
    pub fn sec1(&self) -> [u8; 65] {
        let mut bytes = [4; 65];
        bytes[1..].copy_from_slice(self.0.as_bytes());
        bytes
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCredential {
    pub credential: CredentialId,
    pub point: P256Point,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticatorData {
    host_hash: Fixed<32>,
    flags: u8,
    counter: u32,
    credential: Option<NewCredential>,
}

impl AuthenticatorData {
    pub fn parse(bytes: &[u8]) -> Result<Self, PasskeyFault> {
        Self::read(bytes).ok_or(PasskeyFault::Authenticator)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (host_hash, rest) = bytes.split_first_chunk::<32>()?;
        let (flags, rest) = rest.split_first()?;
        let (counter, rest) = rest.split_first_chunk::<4>()?;
        let has = |flag| flags & flag != 0;
        let (credential, rest) = if has(HAS_CREDENTIAL) {
            let (credential, rest) = credential(rest)?;
            (Some(credential), rest)
        } else {
            (None, rest)
        };
        // What extensions say is covered by the signature and of no use here; that there are any has been said before.
        let copies = has(MAY_BE_COPIED) || !has(IS_COPIED);
        let sound = has(HAS_EXTENSIONS) != rest.is_empty() && copies;
        let (host_hash, counter) = (Fixed(*host_hash), u32::from_be_bytes(*counter));
        sound.then_some(Self { host_hash, flags: *flags, counter, credential })
    }

    /// Made for this host, by somebody who was there and was verified.
    pub fn is_for(&self, site: &Site) -> Result<(), PasskeyFault> {
        if *self.host_hash.as_bytes() != <[u8; 32]>::from(Sha256::digest(site.rp_id())) {
            return Err(PasskeyFault::Elsewhere);
        }
        let wanted = PRESENT | VERIFIED;
        if self.flags & wanted == wanted { Ok(()) } else { Err(PasskeyFault::Unverified) }
    }

    pub fn counter(&self) -> u32 {
        self.counter
    }

    pub fn into_credential(self) -> Option<NewCredential> {
        self.credential
    }
}

fn credential(bytes: &[u8]) -> Option<(NewCredential, &[u8])> {
    // The model of the authenticator is nobody's business here.
    let (_, rest) = bytes.split_first_chunk::<16>()?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    if !(SHORTEST_ID..=PASSKEY_ID_BYTES).contains(&length) {
        return None;
    }
    let (id, rest) = rest.split_at_checked(length)?;
    let rest = rest.strip_prefix(&BEFORE_X)?;
    let (x, rest) = rest.split_first_chunk::<32>()?;
    let rest = rest.strip_prefix(&BEFORE_Y)?;
    let (y, rest) = rest.split_first_chunk::<32>()?;
    let mut point = [0; 64];
    point[..32].copy_from_slice(x);
    point[32..].copy_from_slice(y);
    let credential = CredentialId::new(id.to_vec()).ok()?;
    Some((NewCredential { credential, point: P256Point(Fixed(point)) }, rest))
}
