//! Feedback, sealed to the desk's team: `SEALTO(team key, "madobe/feedback/1", id 16 | team 16 | version 4, PAD(JSON))`.

use super::hazmat::hpke;
use super::keypair::KeyPair;
use super::padding::{pad, unpad};
use super::secret::OpenError;
use crate::bytes::Opaque;
use crate::feedback::Feedback;
use crate::ids::{FeedbackId, TeamId};
use crate::wire::desk::TeamKey;
use crate::wire::feedback::{SealedFeedback, StoredFeedback};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

const INFO: &[u8] = b"madobe/feedback/1";

fn associated_data(id: &FeedbackId, team: &TeamId, version: u32) -> Vec<u8> {
    [id.as_bytes().as_slice(), team.as_bytes(), &version.to_be_bytes()].concat()
}

pub fn seal_feedback<R: CryptoRng>(
    rng: &mut R,
    id: &FeedbackId,
    team: &TeamKey,
    given: &Feedback,
) -> Result<SealedFeedback, OpenError> {
    let padded = Zeroizing::new(pad(&serde_json::to_vec(given).map_err(|_| OpenError)?));
    let aad = associated_data(id, &team.id, team.version);
    let sealed = hpke::seal(rng, &hpke::public(team.public_key.as_bytes())?, INFO, &aad, &padded)?;
    Opaque::new(sealed).map_err(|_| OpenError)
}

/// `with`: the team's key of the version that is named.
pub fn open_feedback(stored: &StoredFeedback, with: &KeyPair) -> Result<Feedback, OpenError> {
    let aad = associated_data(&stored.id, &stored.team, stored.version);
    let opened = hpke::open(with.private(), INFO, &aad, stored.sealed.as_bytes())?;
    serde_json::from_slice(unpad(&opened)?).map_err(|_| OpenError)
}
