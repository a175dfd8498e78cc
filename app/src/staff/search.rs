//! Searching: words in one spelling, and where they stand in what was written.

pub use madobe_domain::text::{spell_onto, spelling};
use serde::{Deserialize, Serialize};

/// The words of a query, all of which must be found.
pub fn words(typed: &str) -> Vec<String> {
    spelling(typed).split_whitespace().map(str::to_owned).collect()
}

/// In what a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Where {
    Number,
    Name,
    Tag,
    Field,
    Flag,
    Letter,
    Reply,
    Note,
    Talk,
}

/// A word as it was written, with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    pub before: String,
    pub hit: String,
    pub after: String,
}

const BEFORE_CHARS: usize = 12;
const AFTER_CHARS: usize = 40;

/// Marks that belong to the character before them, in whatever width.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309a}' | '\u{ff9e}' | '\u{ff9f}')
}

/// Where this word, in the one spelling, stands in a text as it was written.
pub fn snippet(text: &str, word: &str) -> Option<Snippet> {
    // Most texts of a case do not have the word, and one spelling of all is much less work than one for every letter.
    if !spelling(text).contains(word) {
        return None;
    }
    // The spelling piece by piece, with where each piece stands in the text.
    let mut spelled = String::with_capacity(text.len());
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((from, first)) = letters.next() {
        let mut to = from + first.len_utf8();
        while let Some((at, mark)) = letters.next_if(|(_, c)| is_mark(*c)) {
            to = at + mark.len_utf8();
        }
        places.push((spelled.len(), from));
        spell_onto(&mut spelled, &text[from..to]);
    }
    let found = spelled.find(word)?;
    let end = found + word.len();
    let place = |wanted: usize| places.partition_point(|(at, _)| *at <= wanted).saturating_sub(1);
    let from = places.get(place(found))?.1;
    let to = places.iter().find(|(at, _)| *at >= end).map_or(text.len(), |(_, to)| *to);
    let flat = |piece: &str| piece.replace(['\n', '\r', '\t'], " ");
    let (head, tail) = (flat(&text[..from]), flat(&text[to..]));
    let skipped = head.chars().count().saturating_sub(BEFORE_CHARS);
    let mut before: String = head.chars().skip(skipped).collect();
    if skipped > 0 {
        before.insert(0, '…');
    }
    let mut after: String = tail.chars().take(AFTER_CHARS).collect();
    if tail.chars().nth(AFTER_CHARS).is_some() {
        after.push('…');
    }
    Some(Snippet { before, hit: flat(&text[from..to]), after })
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

    fn cut(text: &str, typed: &str) -> Option<[String; 3]> {
        snippet(text, &words(typed)[0]).map(|found| [found.before, found.hit, found.after])
    }

    #[test]
    fn a_snippet_shows_the_word_as_it_was_written() {
        assert_eq!(
            cut("はじめまして。ｶﾞｯｺｳのこと", "がっこう").unwrap(),
            ["はじめまして。", "ｶﾞｯｺｳ", "のこと"]
        );
        assert_eq!(cut("ＡＢＣ\nのこと", "abc").unwrap(), ["", "ＡＢＣ", " のこと"]);
        assert_eq!(cut("か\u{3099}っこう", "がっ").unwrap()[1], "か\u{3099}っ");
        let long = "あ".repeat(50) + "家族" + &"い".repeat(90);
        let [before, hit, after] = cut(&long, "家族").unwrap();
        assert_eq!((before.chars().count(), hit.as_str(), after.chars().count()), (13, "家族", 41));
        assert!(cut("家", "家族").is_none());
    }
}
