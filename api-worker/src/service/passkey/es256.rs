//! ES256: ECDSA on P-256 with SHA-256.

use madobe_domain::bytes::Fixed;
use madobe_domain::passkey::P256Point;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{DerSignature, VerifyingKey};

/// The generator of the curve: a key of nobody, for as much to do where there is no passkey as where there is one.
const NOBODY: P256Point = P256Point(Fixed([
    0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2, 0x77,
    0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96, 0x4f, 0xe3,
    0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33,
    0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5,
]));

fn key(point: &P256Point) -> Option<VerifyingKey> {
    VerifyingKey::from_sec1_bytes(&point.sec1()).ok()
}

/// Does it lie on the curve?
pub fn is_key(point: &P256Point) -> bool {
    key(point).is_some()
}

/// Is this the signature of that key? Without a key: never, after as long.
pub fn verifies(point: Option<&P256Point>, message: &[u8], signature: &[u8]) -> bool {
    let signature = DerSignature::try_from(signature).ok();
    let right = key(point.unwrap_or(&NOBODY))
        .zip(signature)
        .is_some_and(|(key, signature)| key.verify(message, &signature).is_ok());
    right && point.is_some()
}
