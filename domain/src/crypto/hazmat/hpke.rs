//! Sealing to a public key: `version 1 | encapsulation 1,120 | ciphertext | tag 16`.
//! HPKE (RFC 9180) base mode with X-Wing (KEM 0x647a), HKDF-SHA-256 and ChaCha20-Poly1305.

use crate::crypto::secret::{OpenError, Secret};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const ENCAPSULATION: usize = 1120;

pub type Private = <XWing as Kem>::PrivateKey;
pub type Public = <XWing as Kem>::PublicKey;

pub fn private(seed: &Secret<32>) -> Result<Private, OpenError> {
    Private::from_bytes(seed.dangerous_bytes()).map_err(|_| OpenError)
}

pub fn public_bytes(private: &Private) -> [u8; 1216] {
    let mut bytes = [0; 1216];
    XWing::sk_to_pk(private).write_exact(&mut bytes);
    bytes
}

pub fn public(bytes: &[u8]) -> Result<Public, OpenError> {
    Public::from_bytes(bytes).map_err(|_| OpenError)
}

pub fn seal<R: CryptoRng>(
    rng: &mut R,
    to: &Public,
    info: &[u8],
    aad: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, OpenError> {
    let (encapsulation, ciphertext) =
        hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
            &OpModeS::Base,
            to,
            info,
            plain,
            aad,
            rng,
        )
        .map_err(|_| OpenError)?;
    let mut out = Vec::with_capacity(1 + ENCAPSULATION + ciphertext.len());
    out.push(VERSION);
    out.extend_from_slice(&encapsulation.to_bytes());
    out.extend_from_slice(&ciphertext);
    Ok(out)
}

pub fn open(private: &Private, info: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (version, rest) = sealed.split_first().ok_or(OpenError)?;
    let (encapsulation, ciphertext) = rest.split_at_checked(ENCAPSULATION).ok_or(OpenError)?;
    if *version != VERSION {
        return Err(OpenError);
    }
    let encapsulation =
        <XWing as Kem>::EncappedKey::from_bytes(encapsulation).map_err(|_| OpenError)?;
    let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
        &OpModeR::Base,
        private,
        &encapsulation,
        info,
        ciphertext,
        aad,
    );
    opened.map(Zeroizing::new).map_err(|_| OpenError)
}
