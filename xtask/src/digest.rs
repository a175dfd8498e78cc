//! Fingerprints: for cache keys, for file names, and for subresource integrity.
use data_encoding::{BASE32_NOPAD, BASE64, HEXLOWER};
use sha2::{Digest, Sha256, Sha384};

/// A key over several parts; each is preceded by its length, so that parts cannot run together.
pub fn hex(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    HEXLOWER.encode(&hash.finalize())
}

/// Ten letters for a file name: 50 bits, plenty to tell versions of one file apart.
pub fn short(bytes: &[u8]) -> String {
    let mut name = BASE32_NOPAD.encode(&Sha256::digest(bytes)).to_lowercase();
    name.truncate(10);
    name
}

/// The value of an `integrity` attribute.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64.encode(&Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::{hex, integrity, short};

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(hex(&[b"ab", b"c"]), hex(&[b"a", b"bc"]));
        assert_eq!(hex(&[b"ab", b"c"]), hex(&[b"ab", b"c"]));
    }

    #[test]
    fn names_are_short_and_depend_on_the_content() {
        assert_eq!(short(b"a").len(), 10);
        assert_ne!(short(b"a"), short(b"b"));
    }

    #[test]
    fn integrity_is_the_standard_form() {
        // printf alert | openssl dgst -sha384 -binary | openssl base64 -A
        assert_eq!(integrity(b"").len(), "sha384-".len() + 64);
        assert!(
            integrity(b"")
                .starts_with("sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb")
        );
    }
}
