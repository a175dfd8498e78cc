//! Two writers of one household, each in a case of their own: has a reply to one of them something in it that is known from
//! the other alone? Text against text, in one spelling; it says so and decides nothing.
use super::name::key;
use crate::text::spelling;
use serde::{Deserialize, Serialize};

/// What stands in one case, as far as it may not be known in the other.
#[derive(Debug, Clone, Copy, Default)]
pub struct Papers<'a> {
    /// What its writer wants to be called.
    pub name: Option<&'a str>,
    /// By which colleagues speak of it.
    pub number: &'a str,
    /// What was written in it. Of one's own case the replies, too: what was said there is known there.
    pub texts: &'a [&'a str],
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Leak {
    /// What the other writer is called.
    Name(String),
    /// The number of the other case.
    Number(String),
    /// A run of characters as it stands in the reply.
    Words(String),
}

/// So many characters in a row, without spaces and signs, are no chance.
pub const RUN: usize = 12;

/// What everybody writes, in the one spelling and without signs: known from nobody.
const SET_PHRASES: [&str; 18] = [
    "よろしくお願いいたします",
    "よろしくお願い致します",
    "よろしくおねがいいたします",
    "よろしくお願いします",
    "よろしくおねがいします",
    "ありがとうございます",
    "ありがとうございました",
    "有難うございます",
    "お世話になっております",
    "お世話になっています",
    "お返事をお待ちしています",
    "お返事をお待ちしております",
    "はじめてお手紙を書きます",
    "申し訳ありません",
    "申し訳ございません",
    "どうしたらいいかわかりません",
    "どうすればいいかわかりません",
    "読んでくださって",
];

/// What of `others` seems to be in `text`, each kind once. `common`: is this, in the one spelling, written by people who have
/// nothing to do with each other? Then it is known from nobody.
pub fn leaks(
    text: &str,
    own: &Papers<'_>,
    others: &[Papers<'_>],
    common: impl Fn(&str) -> bool,
) -> Vec<Leak> {
    let spelled = spelling(text);
    let mut found = Vec::new();
    found.extend(others.iter().find_map(|other| name(&spelled, own, other)));
    found.extend(others.iter().find_map(|other| number(&spelled, own, other)));
    found.extend(words(text, own, others, common));
    found
}

fn name(spelled: &str, own: &Papers<'_>, other: &Papers<'_>) -> Option<Leak> {
    let called = other.name?;
    let (name, mine) = (key(called), own.name.map(key).unwrap_or_default());
    let known = mine.contains(&name) || own.texts.iter().any(|text| spelling(text).contains(&name));
    let length = name.chars().count();
    let stands = spelled.match_indices(&name).any(|(place, _)| {
        // Two characters are in many words: they count where they stand alone.
        length > 2 || stands_alone(&spelled[..place], &spelled[place + name.len()..])
    });
    (length > 1 && !known && stands).then(|| Leak::Name(called.to_owned()))
}

/// What may follow a word that is a name.
const AFTER: [&str; 16] = [
    "さん",
    "様",
    "さま",
    "くん",
    "君",
    "ちゃん",
    "は",
    "が",
    "を",
    "に",
    "の",
    "と",
    "も",
    "へ",
    "から",
    "より",
];

fn stands_alone(before: &str, after: &str) -> bool {
    let ends = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    ends && (after.chars().next().is_none_or(|c| !c.is_alphanumeric())
        || AFTER.iter().any(|word| after.starts_with(word)))
}

fn number(spelled: &str, own: &Papers<'_>, other: &Papers<'_>) -> Option<Leak> {
    let number = spelling(other.number);
    let says = |text: &str| text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == number);
    let known = own.number == other.number || own.texts.iter().any(|text| says(&spelling(text)));
    (!number.is_empty() && !known && says(spelled)).then(|| Leak::Number(other.number.to_owned()))
}

/// A character that counts, and where it stands in the text as it was written.
#[derive(Clone, Copy)]
struct Sign {
    c: char,
    from: usize,
    to: usize,
}

/// In one spelling, without spaces and signs.
fn signs(text: &str) -> Vec<Sign> {
    let is_mark = |c: char| matches!(c, '\u{3099}' | '\u{309a}' | '\u{ff9e}' | '\u{ff9f}');
    let mut signs = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((from, first)) = letters.next() {
        let mut to = from + first.len_utf8();
        while let Some((at, mark)) = letters.next_if(|(_, c)| is_mark(*c)) {
            to = at + mark.len_utf8();
        }
        let counts = |c: &char| c.is_alphanumeric() && !is_mark(*c);
        signs.extend(spelling(&text[from..to]).chars().filter(counts).map(|c| Sign { c, from, to }));
    }
    signs
}

fn letters(text: &str) -> Vec<char> {
    signs(text).into_iter().map(|sign| sign.c).collect()
}

/// Every run of a set of texts, for looking up.
struct Runs<'a>(Vec<&'a [char]>);

impl<'a> Runs<'a> {
    fn of(texts: &'a [Vec<char>]) -> Self {
        let mut runs: Vec<&[char]> = texts.iter().flat_map(|text| text.windows(RUN)).collect();
        runs.sort_unstable();
        Self(runs)
    }

    fn have(&self, run: &[char]) -> bool {
        self.0.binary_search(&run).is_ok()
    }
}

fn words(text: &str, own: &Papers<'_>, others: &[Papers<'_>], common: impl Fn(&str) -> bool) -> Option<Leak> {
    let all = |texts: &[&str]| texts.iter().map(|text| letters(text)).collect::<Vec<_>>();
    let (mine, theirs) =
        (all(own.texts), others.iter().flat_map(|other| all(other.texts)).collect::<Vec<_>>());
    let (mine, theirs) = (Runs::of(&mine), Runs::of(&theirs));
    let signs = signs(text);
    let plain: Vec<char> = signs.iter().map(|sign| sign.c).collect();
    let set = set_phrases(&plain);
    // Neighbouring runs are one: where each begins and ends.
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (place, run) in plain.windows(RUN).enumerate() {
        let end = place + RUN;
        let counts = !set[place..end].contains(&true) && theirs.have(run) && !mine.have(run);
        match (counts, runs.last_mut()) {
            (true, Some(last)) if last.1 + 1 == end => last.1 = end,
            (true, _) => runs.push((place, end)),
            (false, _) => {}
        }
    }
    runs.sort_by_key(|(from, to)| std::cmp::Reverse(to - from));
    let written = |(from, to): (usize, usize)| {
        let (first, last) = (signs.get(from)?, signs.get(to.checked_sub(1)?)?);
        text.get(first.from..last.to)
    };
    let leak = runs.into_iter().filter_map(written).find(|run| !common(&spelling(run)))?;
    Some(Leak::Words(leak.to_owned()))
}

/// Which of the characters belong to what everybody writes.
fn set_phrases(plain: &[char]) -> Vec<bool> {
    let mut set = vec![false; plain.len()];
    for phrase in SET_PHRASES {
        let phrase: Vec<char> = phrase.chars().collect();
        for place in 0..plain.len() {
            if plain[place..].starts_with(&phrase) {
                set[place..place + phrase.len()].fill(true);
            }
        }
    }
    set
}
