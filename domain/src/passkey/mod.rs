//! What a browser says of a passkey (WebAuthn level 2 and up), read strictly: a new one without attestation, and signing in by one.
//!
//! Only keys of ES256, only with the person verified (by a finger, a face or a PIN), only for this very desk. Whether a signature is
//! right is for whoever has the curve, and whether a challenge is ours for whoever made it.

mod authenticator;
mod client_data;
mod site;

pub use authenticator::{AuthenticatorData, NewCredential, P256Point};
pub use client_data::{Ceremony, ClientData};
pub use site::Site;

use crate::wire::passkey::CredentialId;
use sha2::{Digest, Sha256};

/// Why what a browser said is not taken. For tests and readers of the code: nobody outside is told which it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyFault {
    #[error("not what a browser writes")]
    ClientData,
    #[error("not what an authenticator writes")]
    Authenticator,
    #[error("for another ceremony or another place")]
    Elsewhere,
    #[error("nobody was verified")]
    Unverified,
}

/// A new passkey, as far as it has to be remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    pub credential: CredentialId,
    pub point: P256Point,
    pub counter: u32,
}

/// Takes a new passkey that was made here. Without attestation nothing of it is signed: that it works is seen when it is used.
pub fn registered(said: &ClientData, authenticator: &[u8], site: &Site) -> Result<Registered, PasskeyFault> {
    said.is_for(Ceremony::Create, site)?;
    let data = AuthenticatorData::parse(authenticator)?;
    data.is_for(site)?;
    let counter = data.counter();
    let NewCredential { credential, point } = data.into_credential().ok_or(PasskeyFault::Authenticator)?;
    Ok(Registered { credential, point, counter })
}

/// Takes what was signed to come in here. Gives the authenticator's counter. The signature over [`signed_bytes`] stands beside it.
pub fn asserted(said: &ClientData, authenticator: &[u8], site: &Site) -> Result<u32, PasskeyFault> {
    said.is_for(Ceremony::Get, site)?;
    let data = AuthenticatorData::parse(authenticator)?;
    data.is_for(site)?;
    let counter = data.counter();
    match data.into_credential() {
        None => Ok(counter),
        Some(_) => Err(PasskeyFault::Authenticator),
    }
}

/// What an authenticator signs.
pub fn signed_bytes(client_data: &[u8], authenticator: &[u8]) -> Vec<u8> {
    [authenticator, Sha256::digest(client_data).as_slice()].concat()
}

/// Has the counter gone on? An authenticator that does not count says nought each time. One that goes back may be a copy.
pub const fn counts_on(before: u32, now: u32) -> bool {
    now > before || (now == 0 && before == 0)
}
