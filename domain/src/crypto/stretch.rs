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
    fill(&argon, secret, salt, out.as_mut())?;
    Ok(Secret::new(*out))
}

#[cfg(not(feature = "wipe"))]
fn fill(argon: &Argon2<'_>, secret: &[u8], salt: &[u8], out: &mut [u8]) -> Result<(), StretchError> {
    argon.hash_password_into(secret, salt, out).map_err(|_| StretchError)
}

/// The last blocks give the result away, so none of them stays behind. Memory that is not to be had is an error.
#[cfg(feature = "wipe")]
fn fill(argon: &Argon2<'_>, secret: &[u8], salt: &[u8], out: &mut [u8]) -> Result<(), StretchError> {
    use zeroize::Zeroize;
    let mut blocks = Vec::new();
    let count = argon.params().block_count();
    blocks.try_reserve_exact(count).map_err(|_| StretchError)?;
    blocks.resize_with(count, argon2::Block::new);
    let filled = argon.hash_password_into_with_memory(secret, salt, out, &mut blocks);
    blocks.zeroize();
    filled.map_err(|_| StretchError)
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::{AssociatedData, ParamsBuilder};
    use data_encoding::HEXLOWER;

    /// RFC 9106, section 5.3.
    #[test]
    fn rfc_9106_argon2id() {
        let params = ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .output_len(32)
            .data(AssociatedData::new(&[4; 12]).unwrap())
            .build()
            .unwrap();
        let argon = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut out = [0; 32];
        argon.hash_password_into(&[1; 32], &[2; 16], &mut out).unwrap();
        assert_eq!(HEXLOWER.encode(&out), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }
}
