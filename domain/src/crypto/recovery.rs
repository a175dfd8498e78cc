//! The recovery key: printed once at set-up and kept in a safe. It opens the teams' seeds when nobody else can.
//!
//! Eighteen random bytes and two that check them (the head of their hash), written as 32 characters of
//! Crockford's base 32 in eight groups of four.

use super::hash::hash_for;
use super::hazmat::kdf::derive;
use super::keypair::KeyPair;
use super::secret::{OpenError, Secret};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM: usize = 18;
const BYTES: usize = 20;
const CHARS: usize = 32;

pub struct RecoveryKey(Secret<BYTES>);

fn check_bytes(random: &[u8]) -> [u8; 2] {
    let hash = hash_for("madobe/recovery-check/1", random);
    [hash.as_bytes()[0], hash.as_bytes()[1]]
}

impl RecoveryKey {
    pub fn make<R: CryptoRng>(rng: &mut R) -> Self {
        let mut bytes = Zeroizing::new([0; BYTES]);
        rng.fill_bytes(&mut bytes[..RANDOM]);
        let check = check_bytes(&bytes[..RANDOM]);
        bytes[RANDOM..].copy_from_slice(&check);
        Self(Secret::new(*bytes))
    }

    /// Eight groups of four characters, to be printed and nowhere else.
    pub fn dangerous_groups(&self) -> Vec<String> {
        let bits =
            self.0.dangerous_bytes().iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
        let bits: Zeroizing<Vec<u8>> = Zeroizing::new(bits.collect());
        let chars: Vec<char> = bits
            .chunks(5)
            .map(|five| five.iter().fold(0usize, |sum, bit| sum << 1 | usize::from(*bit)))
            .map(|value| char::from(ALPHABET[value]))
            .collect();
        chars.chunks(4).map(|group| group.iter().collect()).collect()
    }

    /// Reads what was printed: any case, full-width, O for 0, I and L for 1, with anything between.
    pub fn parse(typed: &str) -> Result<Self, OpenError> {
        let mut bytes = Zeroizing::new([0u8; BYTES]);
        let mut count = 0;
        for value in typed.chars().filter_map(value_of) {
            if count >= CHARS {
                return Err(OpenError);
            }
            for bit in 0..5 {
                let place = count * 5 + bit;
                bytes[place / 8] |= (value >> (4 - bit) & 1) << (7 - place % 8);
            }
            count += 1;
        }
        if count == CHARS && check_bytes(&bytes[..RANDOM]) == bytes[RANDOM..] {
            Ok(Self(Secret::new(*bytes)))
        } else {
            Err(OpenError)
        }
    }

    pub fn pair(&self) -> Result<KeyPair, OpenError> {
        KeyPair::from_seed(derive(self.0.dangerous_bytes(), "madobe/recovery-key/1"))
    }
}

fn value_of(c: char) -> Option<u8> {
    // Full-width forms stand 0xfee0 above ASCII.
    let plain = match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0)?,
        _ => c,
    };
    let upper = match plain.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|known| char::from(*known) == upper).and_then(|place| u8::try_from(place).ok())
}
