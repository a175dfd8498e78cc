//! Searching in memory: plain containment in one spelling. Two-character words must be found, so there is
//! no index of tokens.

/// Small letters, half-width ASCII, hiragana for katakana: what people do not think of as different.
pub fn spelling(text: &str) -> String {
    text.chars().flat_map(|c| fold(c).to_lowercase()).collect()
}

/// The words of a query, all of which must be found.
pub fn words(typed: &str) -> Vec<String> {
    spelling(typed).split_whitespace().map(str::to_owned).collect()
}

fn fold(c: char) -> char {
    let shifted = match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0),
        katakana @ 0x30a1..=0x30f6 => char::from_u32(katakana - 0x60),
        0x3000 => Some(' '),
        _ => None,
    };
    shifted.unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        assert_eq!(spelling("ＡＢＣ カゾク"), "abc かぞく");
        assert!(spelling("家族と家計の話").contains(&words("家計")[0]));
        assert_eq!(words("　家族　ネコ "), ["家族", "ねこ"]);
        assert!(words(" 　").is_empty());
    }
}
