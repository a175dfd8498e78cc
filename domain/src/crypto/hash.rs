//! Plain hashes: of tokens that the server keeps, and in constant time where one is compared.

use crate::bytes::Fixed;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// SHA-256 over a label and a value, so that a hash for one purpose is none for another.
pub fn hash_for(label: &str, value: &[u8]) -> Fixed<32> {
    let mut hash = Sha256::new();
    hash.update(label.as_bytes());
    hash.update([0]);
    hash.update(value);
    Fixed(hash.finalize().into())
}

/// What the server keeps of a mailbox token.
pub fn mailbox_token_hash(token: &[u8; 32]) -> Fixed<32> {
    hash_for("madobe/mailbox-token-hash/1", token)
}

/// Of a sealed file: what an entry names, and by which the server knows the same bytes again.
pub fn file_hash(sealed: &[u8]) -> Fixed<32> {
    hash_for("madobe/file-hash/1", sealed)
}

/// What the server keeps of a staff login key. The login key came out of Argon2id, so one hash suffices.
pub fn login_key_hash(login_key: &[u8; 32]) -> Fixed<32> {
    hash_for("madobe/login-key-hash/1", login_key)
}

/// What the server keeps of an invitation's token.
pub fn invite_token_hash(token: &[u8; 32]) -> Fixed<32> {
    hash_for("madobe/invite-token-hash/1", token)
}

/// What the server keeps of the token in a link that resets what a colleague lost.
pub fn reset_token_hash(token: &[u8; 32]) -> Fixed<32> {
    hash_for("madobe/reset-token-hash/1", token)
}

/// What the server keeps of the secret in the address of a calendar feed.
pub fn feed_secret_hash(secret: &[u8; 32]) -> Fixed<32> {
    hash_for("madobe/feed-secret-hash/1", secret)
}

/// What the server keeps of a session cookie.
pub fn session_token_hash(token: &[u8; 32]) -> Fixed<32> {
    hash_for("madobe/session-token-hash/1", token)
}

/// Equal, found out in constant time.
pub fn same(a: &Fixed<32>, b: &Fixed<32>) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

/// Eight digits that two people can compare aloud: is this the public key I think it is?
/// 26 bits: enough against a chance match, and an attacker has one try per invitation.
pub fn spoken_check(public_key: &[u8]) -> String {
    let hash = hash_for("madobe/spoken-check/1", public_key);
    let number = hash.as_bytes().iter().take(8).fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
    let digits = format!("{:08}", number % 100_000_000);
    format!("{} {}", &digits[..4], &digits[4..])
}
