//! Padding before sealing, so that sizes tell little: `length 4 | content | zeros`, the whole rounded up by
//! Padmé (Nikitin et al., PETS 2019: at most 12 % more, O(log log n) bits told), and never under 512 bytes.

use super::secret::OpenError;

const SMALLEST: usize = 512;

/// The padded length for `length` bytes.
fn padme(length: usize) -> usize {
    let length = length.max(SMALLEST);
    let exponent = length.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1usize << (exponent - kept)) - 1;
    (length + mask) & !mask
}

pub fn pad(content: &[u8]) -> Vec<u8> {
    let mut padded = Vec::with_capacity(padme(content.len() + 4));
    padded.extend_from_slice(&(content.len() as u32).to_be_bytes());
    padded.extend_from_slice(content);
    padded.resize(padme(padded.len()), 0);
    padded
}

/// The content. Padding that is not all zeros is refused: there is one padded form of each content.
pub fn unpad(padded: &[u8]) -> Result<&[u8], OpenError> {
    let (length, rest) = padded.split_first_chunk::<4>().ok_or(OpenError)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| OpenError)?;
    let (content, padding) = rest.split_at_checked(length).ok_or(OpenError)?;
    if padded.len() == padme(length + 4) && padding.iter().all(|byte| *byte == 0) {
        Ok(content)
    } else {
        Err(OpenError)
    }
}
