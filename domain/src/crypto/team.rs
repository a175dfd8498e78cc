//! A team's private seed, sealed to each member and to the recovery key. Membership is this sealing.
//!
//! When a team's key is made anew, it is sealed to public keys that the server hands out. So that the server cannot put
//! another key in their place, whoever passes a seed on leaves a *voucher* with it: a tag over the holder and their public
//! key, under a key of the seed. Only who has the seed can make or check one.

use super::hash::hash_for;
use super::hazmat::{hpke, kdf::derive};
use super::keypair::KeyPair;
use super::secret::{OpenError, Secret};
use crate::bytes::{Fixed, Opaque};
use crate::ids::{StaffId, TeamId};
use crate::wire::grant::{PublicKeyBytes, SealedKey};
use rand_core::CryptoRng;

/// Who holds a team's seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Member(StaffId),
    Recovery,
}

const INFO: &[u8] = b"madobe/team-seed/1";

/// `team 16 | version 4 | 0x00 and staff id 16, or 0x01 and sixteen zeros`
fn associated_data(team: &TeamId, version: u32, holder: Holder) -> Vec<u8> {
    let (tag, id) = match holder {
        Holder::Member(id) => (0, *id.as_bytes()),
        Holder::Recovery => (1, [0; 16]),
    };
    [team.as_bytes().as_slice(), &version.to_be_bytes(), &[tag], &id].concat()
}

pub fn seal_team_seed<R: CryptoRng>(
    rng: &mut R,
    team: &TeamId,
    version: u32,
    seed: &Secret<32>,
    holder: Holder,
    to: &PublicKeyBytes,
) -> Result<SealedKey, OpenError> {
    let aad = associated_data(team, version, holder);
    let sealed = hpke::seal(rng, &hpke::public(to.as_bytes())?, INFO, &aad, seed.dangerous_bytes())?;
    Opaque::new(sealed).map_err(|_| OpenError)
}

pub fn open_team_seed(
    team: &TeamId,
    version: u32,
    sealed: &SealedKey,
    holder: Holder,
    with: &KeyPair,
) -> Result<KeyPair, OpenError> {
    let aad = associated_data(team, version, holder);
    let opened = hpke::open(with.private(), INFO, &aad, sealed.as_bytes())?;
    KeyPair::from_seed(opened.as_slice().try_into().map(Secret::new).map_err(|_| OpenError)?)
}

/// That this is the holder's public key, said by whoever has the team's seed of this version.
///
/// `HASHFOR("madobe/voucher/1", key 32 | associated data 37 | public key 1,216)`: every part is of fixed length.
pub fn vouch(
    team: &TeamId,
    version: u32,
    seed: &Secret<32>,
    holder: Holder,
    public: &PublicKeyBytes,
) -> Fixed<32> {
    let key: Secret<32> = derive(seed.dangerous_bytes(), "madobe/voucher-key/1");
    let aad = associated_data(team, version, holder);
    let mut tagged = zeroize::Zeroizing::new(Vec::with_capacity(32 + aad.len() + public.as_bytes().len()));
    tagged.extend_from_slice(key.dangerous_bytes());
    tagged.extend_from_slice(&aad);
    tagged.extend_from_slice(public.as_bytes());
    hash_for("madobe/voucher/1", &tagged)
}
