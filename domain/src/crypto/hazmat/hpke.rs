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
    let (encapsulation, ciphertext) = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
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

pub fn open(
    private: &Private,
    info: &[u8],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (version, rest) = sealed.split_first().ok_or(OpenError)?;
    let (encapsulation, ciphertext) = rest.split_at_checked(ENCAPSULATION).ok_or(OpenError)?;
    if *version != VERSION {
        return Err(OpenError);
    }
    let encapsulation = <XWing as Kem>::EncappedKey::from_bytes(encapsulation).map_err(|_| OpenError)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;
    use hpke::kem::X25519HkdfSha256;

    fn hex(text: &str) -> Vec<u8> {
        HEXLOWER.decode(text.as_bytes()).unwrap()
    }

    /// RFC 9180, appendix A.2.1: the key schedule and cipher that we use, under the RFC's own KEM.
    #[test]
    fn rfc_9180_a_2_1() {
        type Rfc = X25519HkdfSha256;
        let private = <Rfc as Kem>::PrivateKey::from_bytes(&hex(
            "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb",
        ));
        let encapsulation = <Rfc as Kem>::EncappedKey::from_bytes(&hex(
            "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
        ));
        let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, Rfc>(
            &OpModeR::Base,
            &private.unwrap(),
            &encapsulation.unwrap(),
            &hex("4f6465206f6e2061204772656369616e2055726e"),
            &hex(
                "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
            ),
            &hex("436f756e742d30"),
        );
        assert_eq!(opened.unwrap(), b"Beauty is truth, truth beauty");
    }

    /// The first vector of the X-Wing draft: a seed is a private key, and what was encapsulated to it comes out.
    #[test]
    fn x_wing_known_answer() {
        let vector: std::collections::HashMap<String, String> =
            serde_json::from_str(include_str!("../../../tests/vectors/xwing.json")).unwrap();
        let seed: [u8; 32] = hex(&vector["seed"]).try_into().unwrap();
        let private = private(&Secret::new(seed)).unwrap();
        assert_eq!(HEXLOWER.encode(&public_bytes(&private)), vector["pk"]);
        let encapsulation = <XWing as Kem>::EncappedKey::from_bytes(&hex(&vector["ct"])).unwrap();
        let shared = XWing::decap(&private, None, &encapsulation).unwrap();
        assert_eq!(HEXLOWER.encode(&shared.0), vector["ss"]);
    }

    #[test]
    fn cut_or_changed_sealings_do_not_open() {
        let private = private(&Secret::new([7; 32])).unwrap();
        let to = public(&public_bytes(&private)).unwrap();
        let mut rng = getrandom::rand_core::UnwrapErr(getrandom::SysRng);
        let sealed = seal(&mut rng, &to, b"info", b"aad", b"plain").unwrap();
        assert_eq!(open(&private, b"info", b"aad", &sealed).unwrap().as_slice(), b"plain");
        assert!(open(&private, b"other", b"aad", &sealed).is_err());
        assert!(open(&private, b"info", b"other", &sealed).is_err());
        for length in (0..sealed.len()).step_by(113) {
            assert!(open(&private, b"info", b"aad", &sealed[..length]).is_err());
        }
        for place in (0..sealed.len()).step_by(97) {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(open(&private, b"info", b"aad", &changed).is_err(), "byte {place}");
        }
    }
}
