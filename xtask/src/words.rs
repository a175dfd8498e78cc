//! What every catalogue must keep to: the keys and the blanks of the first language, short sentences in plain words, nothing
//! that blames or presses. The limits are those of `docs/words.md`.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;
use madobe_domain::desk::promise::holiday_name;
use serde_json::Value;

use crate::digest;
use crate::dist::language::{LANGUAGES, Language};
use crate::furigana::{self, Furigana};
use crate::tree::Tree;

const PUBLIC: [&str; 5] = ["common", "pages", "plain", "print", "public"];
const STAFF: &str = "staff";
/// Never said to anybody here.
const FORBIDDEN: [&str; 20] = [
    "がんば",
    "頑張",
    "早く",
    "普通",
    "自立",
    "就労",
    "なぜ",
    "ひきこもり",
    "時間外",
    // A label for whoever reads it.
    "相談者",
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

/// Never said of a reply, which has a day. The name of the way out may hold it.
const AT_ONCE: [&str; 7] =
    ["すぐ", "直ちに", "ただちに", "at once", "immediately", "right away", "straight away"];
/// That this desk does not answer at once, and what the way out does.
const AT_ONCE_SAID: [&str; 2] = ["pages.crisis.write_1", "pages.safety.exit_does[0]"];
const WAY_OUT: &str = ".site.exit";

/// Since when the page "who can read" says what it says, and the fingerprint of its words: `2026-11-27 0123456789abcdef`.
const REVISED: &str = "app/locales/about.revised";
const ABOUT: &str = ".about.";
const REVISED_ON: &str = ".about.revised";

/// What public holidays are called: the screens look the name in the law up here.
const HOLIDAY: &str = ".calendar.holiday.";
const INSTEAD: &str = ".calendar.holiday.instead";

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
        let mut found = shape(&first, &words);
        found.extend(sound(&words, &limits(language.name, file)).into_iter().filter(said));
        if file != STAFF {
            let way_out = read(tree, language.name, "pages")?.remove(WAY_OUT).unwrap_or_default();
            found.extend(at_once(file, &words, &way_out));
        }
        faults.extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
    }
    faults.extend(unnamed(&read(tree, LANGUAGES[0].name, STAFF)?));
    faults.extend(furigana(tree)?);
    let mut pages = Vec::new();
    for language in &LANGUAGES {
        pages.push((language.name, read(tree, language.name, "pages")?));
    }
    faults.extend(revision(&fs::read_to_string(tree.join(REVISED))?, &pages)?);
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{} words to look at:\n{}", faults.len(), faults.join("\n"))
}

/// Every public holiday that is to come has its words; `first`: what staff read in the first language.
fn unnamed(first: &BTreeMap<String, String>) -> Vec<String> {
    const DAYS: usize = 40 * 366;
    let known: BTreeSet<&str> = first
        .iter()
        .filter(|(key, _)| key.starts_with(HOLIDAY) && *key != INSTEAD)
        .map(|(_, text)| text.as_str())
        .collect();
    let instead = first.get(INSTEAD).map(String::as_str).unwrap_or_default();
    let is_known = |name: &str| match name.split_once(' ') {
        Some((of, _)) => known.contains(of) && instead.replace("{name}", of) == name,
        None => known.contains(name),
    };
    let from = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default();
    let names: BTreeSet<String> = from.iter_days().take(DAYS).filter_map(holiday_name).collect();
    names
        .into_iter()
        .filter(|name| !is_known(name))
        .map(|name| format!("{STAFF}: {HOLIDAY} has no word for {name}"))
        .collect()
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

/// The fingerprint of what "who can read" says, without its day.
fn fingerprint(words: &BTreeMap<String, String>) -> String {
    let said = words.iter().filter(|(key, _)| key.starts_with(ABOUT) && *key != REVISED_ON);
    let parts: Vec<&[u8]> = said.flat_map(|(key, text)| [key.as_bytes(), text.as_bytes()]).collect();
    let mut all = digest::hex(&parts);
    all.truncate(16);
    all
}

/// Whoever changes what the page says changes its day, too. The words of the first language count; the day stands in all.
fn revision(kept: &str, pages: &[(&str, BTreeMap<String, String>)]) -> Result<Vec<String>> {
    let (day, before) = kept.trim().split_once(' ').context(REVISED)?;
    let day = day.parse::<NaiveDate>().ok().context(REVISED)?;
    let mut faults = Vec::new();
    for (place, (language, words)) in pages.iter().enumerate() {
        let now = fingerprint(words);
        if place == 0 && now != before {
            faults.push(format!(
                "{language}/pages: .about has changed since {day}: write the day of the change into \
                 {REVISED_ON} of every language, and into {REVISED} with {now}"
            ));
        }
        let written = if *language == "en" { " %-d %B %Y" } else { "%Y年%-m月%-d日" };
        let written = day.format(written).to_string();
        if !words.get(REVISED_ON).is_some_and(|text| text.contains(&written)) {
            faults.push(format!("{language}/pages: {REVISED_ON} does not name {day}, the day in {REVISED}"));
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

fn at_once(file: &str, words: &BTreeMap<String, String>, way_out: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (key, text) in words {
        if AT_ONCE_SAID.contains(&format!("{file}{key}").as_str()) {
            continue;
        }
        let text = text.replace(way_out, "").replace("まっすぐ", "").to_lowercase();
        for word in AT_ONCE.iter().filter(|word| text.contains(**word)) {
            faults.push(format!("{key}{}", saying(word)));
        }
    }
    faults
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
    fn a_holiday_without_a_word_is_found() {
        let all = read(&Tree::find().unwrap(), "ja", STAFF).unwrap();
        assert_eq!(unnamed(&all), Vec::<String>::new());
        let mut fewer = all.clone();
        fewer.retain(|_, text| text.as_str() != "海の日");
        assert_eq!(unnamed(&fewer).len(), 1);
        fewer.insert(INSTEAD.to_owned(), "{name}の振替休日".to_owned());
        assert!(unnamed(&fewer).len() > 5, "days instead of others are told otherwise");
    }

    #[test]
    fn long_hard_and_hurting_words_are_found() {
        let easy = limits("easy", "public");
        assert!(sound(&words(&[(".a", "ゆっくりで、だいじょうぶです。")]), &easy).is_empty());
        assert_eq!(sound(&words(&[(".a", &"あ".repeat(41))]), &easy).len(), 1);
        assert_eq!(sound(&words(&[(".a", "相談員返事")]), &easy).len(), 1);
        assert_eq!(sound(&words(&[(".a", "がんばって"), (".b", " ")]), &easy).len(), 2);
        assert_eq!(
            sound(&words(&[(".a", "相談者の方へ、ゆっくり、ゆっくり、とどけます。")]), &easy).len(),
            1
        );
        assert_eq!(sound(&words(&[(".a", &"word ".repeat(21))]), &limits("en", STAFF)).len(), 1);
    }

    #[test]
    fn a_reply_is_never_said_to_come_at_once() {
        let found = |key: &str, text: &str| at_once("pages", &words(&[(key, text)]), "すぐに離れる").len();
        assert_eq!(found(".site.exit", "すぐに離れる"), 0);
        assert_eq!(found(".about.cookies_3", "「すぐに離れる」で消えます。"), 0);
        assert_eq!(found(".about.cookies_3", "「すぐに離れる」で、すぐに消えます。"), 1);
        assert_eq!(found(".promise.after", "すぐに返事が届きます。"), 1);
        assert_eq!(found(".promise.after", "A reply comes right away."), 1);
        assert_eq!(found(".crisis.write_1", "この窓口は、すぐには返事ができません。"), 0);
    }

    #[test]
    fn who_can_read_has_the_day_of_its_words() {
        let first =
            words(&[(".about.lead", "鍵をかけます。"), (".about.revised", "見直した日：2026年11月7日")]);
        let english = words(&[(".about.lead", "It is locked."), (".about.revised", "on 7 November 2026")]);
        let kept = format!("2026-11-07 {}\n", fingerprint(&first));
        let faults = |first: &BTreeMap<String, String>, english: &BTreeMap<String, String>| {
            revision(&kept, &[("ja", first.clone()), ("en", english.clone())]).unwrap().len()
        };
        assert_eq!(faults(&first, &english), 0);
        let mut other = first.clone();
        other.insert(".landing.lead".to_owned(), "名前はいりません。".to_owned());
        assert_eq!(faults(&other, &english), 0, "another page");
        other.insert(".about.lead".to_owned(), "鍵はかけません。".to_owned());
        assert_eq!(faults(&other, &english), 1, "other words under the same day");
        let late = words(&[(".about.revised", "on 27 November 2026")]);
        assert_eq!(faults(&first, &late), 1, "another day than the first language's");
        assert_eq!(faults(&words(&[(".about.lead", "鍵をかけます。")]), &english), 1, "no day at all");
        assert!(revision("yesterday", &[]).is_err());
    }
}
