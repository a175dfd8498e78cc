//! Challenges, without a row for each: whoever asks for one stores nothing here.
//!
//! `seconds since 1970, 4 | random 12 | HMAC 16` over those and what the challenge is bound to. When one was answered, that is noted
//! until it is over (`spent_challenges`).

use crate::deps::Deps;
use crate::keys::Key;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::limits::PASSKEY_CHALLENGE_SECONDS;
use subtle::ConstantTimeEq;

/// What the answer may be used for.
#[derive(Clone, Copy)]
pub enum Bound<'a> {
    /// For coming in, by anybody.
    Entering,
    /// For adding a passkey in this very session.
    Adding(&'a Fixed<32>),
}

impl Bound<'_> {
    fn mac(self, key: &Key, head: &[u8]) -> [u8; 16] {
        let mac = match self {
            Self::Entering => key.mac(&[b"entering", head]),
            Self::Adding(session) => key.mac(&[b"adding", session.as_bytes(), head]),
        };
        mac.first_chunk().copied().unwrap_or_default()
    }
}

pub fn make(deps: &Deps, bound: Bound) -> Fixed<32> {
    let (seconds, random, mut challenge) = (seconds(deps.now()), deps.random_bytes::<12>(), [0; 32]);
    let (head, mac) = challenge.split_at_mut(16);
    let (time, rest) = head.split_at_mut(4);
    time.copy_from_slice(&seconds.to_be_bytes());
    rest.copy_from_slice(&random);
    mac.copy_from_slice(&bound.mac(&deps.keys.passkey, head));
    Fixed(challenge)
}

/// Ours, for this, and not too old.
pub fn holds(deps: &Deps, challenge: &Fixed<32>, bound: Bound) -> bool {
    let Some((head, mac)) = challenge.as_bytes().split_first_chunk::<16>() else { return false };
    let Some(made) = head.first_chunk::<4>().map(|made| u32::from_be_bytes(*made)) else { return false };
    let age = i64::from(seconds(deps.now())) - i64::from(made);
    let ours: bool = bound.mac(&deps.keys.passkey, head).ct_eq(mac).into();
    ours && (0..PASSKEY_CHALLENGE_SECONDS).contains(&age)
}

/// Good until 2106.
fn seconds(at: Timestamp) -> u32 {
    u32::try_from(at.millis() / 1000).unwrap_or(u32::MAX)
}
