//! What every catalogue must keep to: the keys and the blanks of the first language, short sentences in plain words, nothing
//! that blames or presses. The limits are those of `docs/words.md`.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::dist::language::{LANGUAGES, Language};
use crate::furigana::{self, Furigana};
use crate::tree::Tree;

const PUBLIC: [&str; 5] = ["common", "pages", "plain", "print", "public"];
const STAFF: &str = "staff";
/// Never said to anybody here. `すぐ` stands in the name of the way out and is a promise elsewhere.
const FORBIDDEN: [&str; 19] = [
    "がんば",
    "頑張",
    "早く",
    "普通",
    "自立",
    "就労",
    "なぜ",
    "ひきこもり",
    "時間外",
    // Double negatives.
    "なくはな",
    "なくもな",
    "ないわけで",
    "ないことはな",
    "ないとはかぎ",
    "！",
    "!",
    "hikikomori",
    "Unfortunately",
    "ASAP",
];

/// Said among colleagues: what is done to a case before its time, and what the desk is called.
const AMONG_STAFF: [&str; 3] = ["早く", "ひきこもり", "hikikomori"];

/// What a language allows.
struct Limits {
    /// In one sentence: characters, in English words.
    sentence: usize,
    /// Kanji in a hundred characters of a file; none: words are counted, in a language that has them.
    kanji: Option<usize>,
}

fn limits(language: &str, file: &str) -> Limits {
    match (language, file) {
        ("en", _) => Limits { sentence: 20, kanji: None },
        ("easy", _) => Limits { sentence: 40, kanji: Some(20) },
        // Staff know more words, and are shown what may be typed.
        (_, STAFF) => Limits { sentence: 120, kanji: Some(100) },
        _ => Limits { sentence: 40, kanji: Some(30) },
    }
}

/// Public files are there in every language, the one of staff in theirs.
fn files() -> impl Iterator<Item = (&'static Language, &'static str)> {
    let public = PUBLIC.into_iter().flat_map(|file| LANGUAGES.iter().map(move |language| (language, file)));
    let staff = LANGUAGES.iter().filter(|language| language.is_for_staff());
    public.chain(staff.map(|language| (language, STAFF)))
}

pub fn lint(tree: &Tree) -> Result<()> {
    let mut faults = Vec::new();
    for (language, file) in files() {
        let first = read(tree, LANGUAGES[0].name, file)?;
        let words = read(tree, language.name, file)?;
        let place = format!("{}/{file}", language.name);
        let said = |fault: &String| file != STAFF || !AMONG_STAFF.iter().any(|word| says(fault, word));
        let found = sound(&words, &limits(language.name, file)).into_iter().filter(said);
        faults
            .extend(shape(&first, &words).into_iter().chain(found).map(|fault| format!("{place}: {fault}")));
    }
    faults.extend(furigana(tree)?);
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{} words to look at:\n{}", faults.len(), faults.join("\n"))
}

/// Every hard word has a reading, for whoever asks for them.
fn furigana(tree: &Tree) -> Result<Vec<String>> {
    let list = Furigana::read(tree)?;
    let mut faults = list.faults();
    for language in furigana::LANGUAGES {
        for file in PUBLIC {
            for (key, text) in read(tree, language, file)? {
                let unread = list.unread(&text);
                if !unread.is_empty() {
                    let kanji: String = unread.into_iter().collect();
                    faults.push(format!(
                        "{language}/{file}: {key} has no reading for {kanji} in {}",
                        furigana::FILE
                    ));
                }
            }
        }
    }
    Ok(faults)
}

/// Every string of a file, by its path.
fn read(tree: &Tree, language: &str, file: &str) -> Result<BTreeMap<String, String>> {
    let path = tree.join("app/locales").join(language).join(format!("{file}.json"));
    let value = serde_json::from_slice(&fs::read(&path)?).with_context(|| path.display().to_string())?;
    let mut all = BTreeMap::new();
    flatten(String::new(), &value, &mut all);
    Ok(all)
}

fn flatten(path: String, value: &Value, all: &mut BTreeMap<String, String>) {
    match value {
        Value::String(text) => drop(all.insert(path, text.clone())),
        Value::Object(inner) => {
            inner.iter().for_each(|(key, value)| flatten(format!("{path}.{key}"), value, all))
        }
        Value::Array(inner) => {
            inner
                .iter()
                .enumerate()
                .for_each(|(place, value)| flatten(format!("{path}[{place}]"), value, all));
        }
        _ => {}
    }
}

/// `{count}`, and `{count?day:days}`, which is about the same.
fn blanks(text: &str) -> BTreeSet<&str> {
    let inside = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    inside.map(|name| name.split_once('?').map_or(name, |(name, _)| name)).collect()
}

fn shape(first: &BTreeMap<String, String>, words: &BTreeMap<String, String>) -> Vec<String> {
    let missing = first.keys().filter(|key| !words.contains_key(*key)).map(|key| format!("{key} is missing"));
    let unknown =
        words.keys().filter(|key| !first.contains_key(*key)).map(|key| format!("{key} is not in the first"));
    let other = first.iter().filter_map(|(key, text)| {
        let here = words.get(key)?;
        (blanks(text) != blanks(here)).then(|| format!("{key} has other blanks"))
    });
    missing.chain(unknown).chain(other).collect()
}

/// 話《はな》す is as long as what it reads: 話す.
fn without_readings(text: &str) -> String {
    let mut parts = text.split('《');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once('》').map_or(part, |(_, behind)| behind))
}

fn saying(word: &str) -> String {
    format!(" says {word:?}")
}

fn says(fault: &str, word: &str) -> bool {
    fault.ends_with(&saying(word))
}

fn sound(words: &BTreeMap<String, String>, limits: &Limits) -> Vec<String> {
    let mut faults = Vec::new();
    for (key, text) in words {
        for sentence in without_readings(text).split(['。', '\n', '？']).flat_map(|part| part.split(". ")) {
            let long = match limits.kanji {
                Some(_) => sentence.chars().count(),
                None => sentence.split_whitespace().count(),
            };
            // Lists of words, such as those of the months, are no sentences.
            if long > limits.sentence && !key.starts_with(".date.") {
                faults.push(format!("{key} is long ({long}): {sentence}"));
            }
        }
        for bad in FORBIDDEN.iter().filter(|bad| text.contains(**bad)) {
            faults.push(format!("{key}{}", saying(bad)));
        }
        if text.trim().is_empty() {
            faults.push(format!("{key} is empty"));
        }
    }
    if let Some(most) = limits.kanji {
        let all: Vec<char> = words.values().flat_map(|text| text.chars()).filter(|c| !c.is_ascii()).collect();
        let kanji = all.iter().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(*c)).count();
        if kanji * 100 > all.len() * most {
            faults.push(format!("{} of 100 characters are kanji", kanji * 100 / all.len()));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn every_language_has_the_keys_and_blanks_of_the_first() {
        let first = words(&[(".a", "{day}まで"), (".b", "はい")]);
        assert!(shape(&first, &words(&[(".a", "by {day}"), (".b", "yes")])).is_empty());
        assert!(shape(&first, &words(&[(".a", "{day} {day?day:days}"), (".b", "yes")])).is_empty());
        assert_eq!(shape(&first, &words(&[(".a", "by {date}"), (".c", "yes")])).len(), 3);
    }

    #[test]
    fn long_hard_and_hurting_words_are_found() {
        let easy = limits("easy", "public");
        assert!(sound(&words(&[(".a", "ゆっくりで、だいじょうぶです。")]), &easy).is_empty());
        assert_eq!(sound(&words(&[(".a", &"あ".repeat(41))]), &easy).len(), 1);
        assert_eq!(sound(&words(&[(".a", "相談員返事")]), &easy).len(), 1);
        assert_eq!(sound(&words(&[(".a", "がんばって"), (".b", " ")]), &easy).len(), 2);
        assert_eq!(sound(&words(&[(".a", &"word ".repeat(21))]), &limits("en", STAFF)).len(), 1);
    }
}
