//! A short number for speaking of a case among colleagues. It identifies nothing outside the inbox.
use madobe_domain::ids::CaseId;

/// Without letters that are taken for digits.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Four characters from the head of the case's id.
pub fn short_number(case: CaseId) -> String {
    let head = case.as_bytes().iter().take(3).fold(0u32, |sum, byte| sum << 8 | u32::from(*byte));
    let place = |shift: u32| ALPHABET.get((head >> shift & 31) as usize).copied().map_or('0', char::from);
    [19, 14, 9, 4].map(place).iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_characters_from_the_head() {
        assert_eq!(short_number(CaseId::from_bytes([0; 16])), "0000");
        assert_eq!(short_number(CaseId::from_bytes([255; 16])), "ZZZZ");
        assert_ne!(short_number(CaseId::from_bytes([1; 16])), short_number(CaseId::from_bytes([2; 16])));
    }
}
