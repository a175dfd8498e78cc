//! Sentences behind one another, as the language has it.
use crate::words::common::list;

/// What is empty leaves no gap.
pub fn then(said: &str, more: &str) -> String {
    match (said, more) {
        ("", only) | (only, "") => only.to_owned(),
        _ => list::sentences(said, more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_leaves_no_gap() {
        assert_eq!(then("送りました。", "待っています。"), "送りました。待っています。");
        assert_eq!((then("", "はい。"), then("はい。", "")), ("はい。".to_owned(), "はい。".to_owned()));
    }
}
