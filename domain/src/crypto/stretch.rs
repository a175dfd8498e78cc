//! Making a guess dear: Argon2id over a code or a password.

use super::params::StretchParams;
use super::secret::Secret;
use argon2::{Algorithm, Argon2, Params, Version};

/// The server asked for a stretching that is too weak to trust or too heavy to carry out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("stretching parameters out of bounds")]
pub struct StretchError;

/// 32 bytes from a secret text and a salt. Takes about 0.14 s and 64 MiB: off the main thread.
pub fn stretch(secret: &[u8], salt: &[u8; 16], params: StretchParams) -> Result<Secret<32>, StretchError> {
    if !params.is_acceptable() {
        return Err(StretchError);
    }
    let params = Params::new(params.memory_kib, params.passes, params.lanes, Some(32));
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.map_err(|_| StretchError)?);
    let mut out = zeroize::Zeroizing::new([0; 32]);
    argon.hash_password_into(secret, salt, out.as_mut()).map_err(|_| StretchError)?;
    Ok(Secret::new(*out))
}
