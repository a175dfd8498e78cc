//! Readings of hard words (`app/locales/furigana.json`): `easy` is every kanji that needs none, `words` gives each hard word its
//! reading. What stands in a catalogue of the public pages and is neither is a fault.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::tree::Tree;

pub const FILE: &str = "app/locales/furigana.json";
/// The languages that have kanji.
pub const LANGUAGES: [&str; 2] = ["ja", "easy"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Furigana {
    easy: String,
    words: BTreeMap<String, String>,
}

fn is_kanji(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn is_hiragana(c: char) -> bool {
    ('\u{3041}'..='\u{3096}').contains(&c)
}

impl Furigana {
    pub fn read(tree: &Tree) -> Result<Self> {
        serde_json::from_slice(&fs::read(tree.join(FILE))?).context(FILE)
    }

    /// What browsers get: the words alone.
    pub fn for_browsers(&self) -> Result<Vec<u8>> {
        Ok(serde_json::to_vec(&self.words)?)
    }

    /// What is wrong with the list itself.
    pub fn faults(&self) -> Vec<String> {
        let wrong = self.words.iter().filter(|(word, reading)| {
            !word.contains(is_kanji) || reading.is_empty() || !reading.chars().all(is_hiragana)
        });
        wrong.map(|(word, reading)| format!("{FILE}: {word} is read {reading:?}")).collect()
    }

    /// The hard kanji of a text that no word of the list covers, found as `furigana.js` finds words: the longest first.
    pub fn unread(&self, text: &str) -> BTreeSet<char> {
        let mut longest: Vec<&String> = self.words.keys().collect();
        longest.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        let (mut unread, mut rest) = (BTreeSet::new(), text);
        while let Some(first) = rest.chars().next() {
            if let Some(word) = longest.iter().find(|word| rest.starts_with(word.as_str())) {
                rest = &rest[word.len()..];
                continue;
            }
            if is_kanji(first) && !self.easy.contains(first) {
                unread.insert(first);
            }
            rest = &rest[first.len_utf8()..];
        }
        unread
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &[(&str, &str)]) -> Furigana {
        let words = words.iter().map(|(word, reading)| ((*word).to_owned(), (*reading).to_owned()));
        Furigana { easy: "口中".to_owned(), words: words.collect() }
    }

    #[test]
    fn a_hard_word_without_a_reading_is_found() {
        let known = list(&[("窓口", "まどぐち"), ("預か", "あずか")]);
        assert!(known.unread("窓口に預かる。口の中").is_empty());
        assert_eq!(known.unread("窓の鍵を預ける"), BTreeSet::from(['窓', '鍵', '預']));
    }

    #[test]
    fn a_reading_is_kana() {
        assert!(list(&[("鍵", "かぎ")]).faults().is_empty());
        assert_eq!(list(&[("鍵", "カギ"), ("窓", ""), ("まど", "まど")]).faults().len(), 3);
    }
}
