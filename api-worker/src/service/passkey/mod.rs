//! Passkeys of staff: adding one, naming it, taking it away; and coming in by one.
//!
//! The server checks the signature. What opens the person's keys is computed in the authenticator and stays in the browser.

mod challenge;
mod entering;
mod es256;
mod mine;

pub use entering::{Entered, offer, sign_in};
pub use mine::{add, begin, list, remove, rename};

use crate::ports::Statement;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::StaffId;
use madobe_domain::limits::PASSKEY_CHALLENGE_SECONDS;
use madobe_domain::wire::grant::PublicKeyBytes;

const DROP: &str = "DELETE FROM passkeys WHERE staff = ?1 \
    AND EXISTS (SELECT 1 FROM staff WHERE id = ?1 AND public_key = ?2)";

/// All of somebody's, once this is the public key of their account: what they wrap is the seed of the one before.
pub(super) fn end_all(staff: &StaffId, public_key: &PublicKeyBytes) -> Statement {
    Statement::new(DROP).bind(staff).bind(public_key)
}

const SPEND: &str =
    "INSERT INTO spent_challenges (challenge, expires_at) SELECT ?1, ?2 WHERE true ON CONFLICT DO NOTHING";
const FORGET: &str = "DELETE FROM spent_challenges WHERE expires_at < ?1";

/// Two statements: those that are over anyway are forgotten; then this one counts as answered. What follows has to ask for `changes() = 1`.
fn spend(challenge: &Fixed<32>, now: Timestamp) -> [Statement; 2] {
    let until = now.plus_seconds(PASSKEY_CHALLENGE_SECONDS);
    [Statement::new(FORGET).bind(now), Statement::new(SPEND).bind(challenge).bind(until)]
}
