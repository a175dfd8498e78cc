//! The code that opens a mailbox: twenty digits in five groups of four, nineteen drawn uniformly and one
//! check digit (Damm 2004), which catches every single wrong digit and every swap of neighbours.

use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop};

pub const DIGITS: usize = 20;

/// The totally anti-symmetric quasigroup of order ten from Damm's thesis, as used by the Damm algorithm.
const QUASIGROUP: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn damm(digits: &[u8]) -> u8 {
    digits.iter().fold(0, |row, digit| QUASIGROUP[usize::from(row)][usize::from(*digit)])
}

/// A secret: whoever holds it holds the mailbox.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Code([u8; DIGITS]);

/// What is wrong with typed digits, found before anything is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    #[error("no digits")]
    Empty,
    #[error("{missing} digits missing")]
    Short { missing: usize },
    #[error("{over} digits too many")]
    Long { over: usize },
    #[error("a digit is wrong")]
    CheckDigit,
}

impl Code {
    /// Draws a new code. Bytes of 250 and more are drawn again, so that every digit is equally likely.
    pub fn make<R: CryptoRng>(rng: &mut R) -> Self {
        let mut digits = [0; DIGITS];
        let mut filled = 0;
        while filled < DIGITS - 1 {
            let mut byte = [0];
            rng.fill_bytes(&mut byte);
            if byte[0] < 250 {
                digits[filled] = byte[0] % 10;
                filled += 1;
            }
        }
        digits[DIGITS - 1] = damm(&digits[..DIGITS - 1]);
        Self(digits)
    }

    /// Reads any reasonable spelling: full-width, circled, parenthesised and other scripts' decimal digits,
    /// with anything that is not a digit between them.
    pub fn parse(typed: &str) -> Result<Self, CodeFault> {
        let mut digits = [0; DIGITS];
        let mut count = 0usize;
        for digit in typed.chars().flat_map(digits_of).flatten() {
            if let Some(place) = digits.get_mut(count) {
                *place = digit;
            }
            count += 1;
        }
        let code = Self(digits);
        match count {
            0 => Err(CodeFault::Empty),
            1..DIGITS => Err(CodeFault::Short { missing: DIGITS - count }),
            DIGITS if damm(&code.0) == 0 => Ok(code),
            DIGITS => Err(CodeFault::CheckDigit),
            _ => Err(CodeFault::Long { over: count - DIGITS }),
        }
    }

    /// How many digits a spelling holds, for a hint while typing.
    pub fn count_digits(typed: &str) -> usize {
        ascii_digits(typed).len()
    }

    /// The digits as ASCII, to be stretched.
    pub fn secret_digits(&self) -> zeroize::Zeroizing<[u8; DIGITS]> {
        zeroize::Zeroizing::new(self.0.map(|digit| b'0' + digit))
    }

    /// Five groups of four ASCII digits, to be shown and nowhere else.
    pub fn dangerous_groups(&self) -> [String; 5] {
        std::array::from_fn(|group| {
            self.0[group * 4..group * 4 + 4].iter().map(|digit| char::from(b'0' + digit)).collect()
        })
    }
}

/// The digits of a part of a code, in the same forgiving reading.
pub fn ascii_digits(typed: &str) -> String {
    typed.chars().flat_map(digits_of).flatten().map(|digit| char::from(b'0' + digit)).collect()
}

/// The decimal digits that one character stands for: `４` and `④` are one, `⑫` is two.
fn digits_of(c: char) -> [Option<u8>; 2] {
    let value = u32::from(c);
    let one = |first: u32| [u8::try_from(value - first).ok(), None];
    let number = |n: u32| {
        let tens = (n >= 10).then_some((n / 10) as u8);
        [tens.or(Some((n % 10) as u8)), tens.map(|_| (n % 10) as u8)]
    };
    match value {
        0x30..=0x39 => one(0x30),
        0xff10..=0xff19 => one(0xff10),                // ０ full-width
        0x2460..=0x2473 => number(value - 0x2460 + 1), // ① to ⑳
        0x24ea | 0x24ff => [Some(0), None],            // ⓪ ⓿
        0x2474..=0x2487 => number(value - 0x2474 + 1), // ⑴ to ⒇
        0x2488..=0x249b => number(value - 0x2488 + 1), // ⒈ to ⒛
        0x2776..=0x277f => number(value - 0x2776 + 1), // ❶ to ❿
        0x2070 => [Some(0), None],
        0xb9 => [Some(1), None],
        0xb2 | 0xb3 => one(0xb0),
        0x2074..=0x2079 => one(0x2070),
        0x2080..=0x2089 => one(0x2080),
        0x0660..=0x0669 => one(0x0660),
        0x06f0..=0x06f9 => one(0x06f0),
        0x0966..=0x096f => one(0x0966),
        0x1d7ce..=0x1d7ff => [u8::try_from((value - 0x1d7ce) % 10).ok(), None],
        0x3007 => [Some(0), None], // 〇
        0x4e00 => [Some(1), None], // 一
        0x4e8c => [Some(2), None],
        0x4e09 => [Some(3), None],
        0x56db => [Some(4), None],
        0x4e94 => [Some(5), None],
        0x516d => [Some(6), None],
        0x4e03 => [Some(7), None],
        0x516b => [Some(8), None],
        0x4e5d => [Some(9), None],
        _ => [None, None],
    }
}

#[cfg(test)]
mod tests {
    /// The worked example that accompanies Damm's algorithm: the check digit of 572 is 4.
    #[test]
    fn damm_known_answer() {
        assert_eq!(super::damm(&[5, 7, 2]), 4);
        assert_eq!(super::damm(&[5, 7, 2, 4]), 0);
    }
}
