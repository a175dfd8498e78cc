//! Searching in memory: plain containment in one spelling. Two-character words must be found, so there is
//! no index of tokens.

pub use madobe_domain::text::spelling;

/// The words of a query, all of which must be found.
pub fn words(typed: &str) -> Vec<String> {
    spelling(typed).split_whitespace().map(str::to_owned).collect()
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
