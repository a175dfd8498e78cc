//! A reload within a signed-in tab: the seed sealed under two halves, one in the tab's session storage, one
//! that the server gives to the live session. Neither the disk nor the server alone opens it.
//! Also the seal over what is being written, so that a lock or a crash keeps it and shows it to nobody.

use super::account::{place, unwrap, wrap};
use super::hazmat::{aead, kdf::derive};
use super::secret::{OpenError, Secret};
use crate::bytes::{Fixed, decode, encode};
use crate::ids::StaffId;
use crate::wire::grant::WrappedSeed;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

const PURPOSE: &str = "madobe/tab-seed/1";

fn tab_key(tab_half: &Secret<32>, server_half: &Fixed<32>) -> Secret<32> {
    let mut both = Zeroizing::new([0; 64]);
    both[..32].copy_from_slice(tab_half.dangerous_bytes());
    both[32..].copy_from_slice(server_half.as_bytes());
    derive(both.as_ref(), PURPOSE)
}

pub fn wrap_for_tab<R: CryptoRng>(
    rng: &mut R,
    tab_half: &Secret<32>,
    server_half: &Fixed<32>,
    staff: &StaffId,
    seed: &Secret<32>,
) -> Result<WrappedSeed, OpenError> {
    wrap(rng, &tab_key(tab_half, server_half), &place(PURPOSE, staff), seed)
}

pub fn unwrap_in_tab(
    tab_half: &Secret<32>,
    server_half: &Fixed<32>,
    staff: &StaffId,
    wrapped: &WrappedSeed,
) -> Result<Secret<32>, OpenError> {
    unwrap(&tab_key(tab_half, server_half), &place(PURPOSE, staff), wrapped)
}

/// Seals an unfinished text under a key from the writer's own seed. `place` names the case and the screen.
pub fn seal_draft<R: CryptoRng>(rng: &mut R, seed: &Secret<32>, place: &str, text: &str) -> String {
    let key = derive(seed.dangerous_bytes(), "madobe/draft/1");
    encode(&aead::seal(rng, &key, place.as_bytes(), text.as_bytes()))
}

pub fn open_draft(seed: &Secret<32>, place: &str, sealed: &str) -> Result<String, OpenError> {
    let key = derive(seed.dangerous_bytes(), "madobe/draft/1");
    let opened = aead::open(&key, place.as_bytes(), &decode(sealed).map_err(|_| OpenError)?)?;
    String::from_utf8(opened.to_vec()).map_err(|_| OpenError)
}
