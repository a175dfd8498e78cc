//! Documents that are saved as a whole: a team's, sealed to its key, and one's own, sealed under the seed.
//!
//! `SEALTO(team key, "madobe/book/1", team 16 | version 4 | name, PAD(JSON))` and
//! `SEAL(DERIVE(staff seed, "madobe/own/1", 32), place, PAD(text))`.

use super::hazmat::{aead, hpke, kdf::derive};
use super::keypair::KeyPair;
use super::padding::{pad, unpad};
use super::secret::{OpenError, Secret};
use crate::ids::TeamId;
use crate::wire::desk::TeamKey;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

const INFO: &[u8] = b"madobe/book/1";
const OWN: &str = "madobe/own/1";

fn associated_data(team: &TeamId, version: u32, name: &str) -> Vec<u8> {
    [team.as_bytes().as_slice(), &version.to_be_bytes(), name.as_bytes()].concat()
}

pub fn seal_book<R: CryptoRng>(
    rng: &mut R,
    team: &TeamKey,
    name: &str,
    json: &str,
) -> Result<Vec<u8>, OpenError> {
    let padded = Zeroizing::new(pad(json.as_bytes()));
    let aad = associated_data(&team.id, team.version, name);
    hpke::seal(rng, &hpke::public(team.public_key.as_bytes())?, INFO, &aad, &padded)
}

/// `with`: the team's key of that version.
pub fn open_book(
    team: &TeamId,
    version: u32,
    name: &str,
    sealed: &[u8],
    with: &KeyPair,
) -> Result<String, OpenError> {
    let opened = hpke::open(with.private(), INFO, &associated_data(team, version, name), sealed)?;
    String::from_utf8(unpad(&opened)?.to_vec()).map_err(|_| OpenError)
}

/// For whoever holds this seed alone, wherever it is kept. `place` says what it is, so that none stands for another.
pub fn seal_own<R: CryptoRng>(rng: &mut R, seed: &Secret<32>, place: &str, text: &str) -> Vec<u8> {
    let padded = Zeroizing::new(pad(text.as_bytes()));
    aead::seal(rng, &derive(seed.dangerous_bytes(), OWN), place.as_bytes(), &padded)
}

pub fn open_own(seed: &Secret<32>, place: &str, sealed: &[u8]) -> Result<String, OpenError> {
    let opened = aead::open(&derive(seed.dangerous_bytes(), OWN), place.as_bytes(), sealed)?;
    String::from_utf8(unpad(&opened)?.to_vec()).map_err(|_| OpenError)
}
