//! Searching in everything that was opened. For each pair of characters, and for each single one, the cases in which it
//! may stand: a word is looked for only in cases that may have all of its pairs.
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use madobe_domain::ids::CaseId;
use madobe_domain::log::case::CaseView;
use madobe_domain::log::record::{Content, Record};
use madobe_domain::log::work::{FieldValue, Work, undone};

use super::hold::Hold;
use super::job::{Found, Hit};
use crate::order;
use crate::staff::number::short_number;
use crate::staff::search::{self, Where};

/// Hits that are shown; the rest is counted.
const SHOWN: usize = 100;

/// Pairs and single characters share so many lists: of ten thousand cases about one in a hundred is in a list by chance.
const LISTS: usize = 1 << 17;

/// Places in order, each told by its distance from the one before: seven bits in a byte, the eighth says that more follow.
#[derive(Clone, Default)]
struct Places {
    last: u32,
    bytes: Vec<u8>,
}

impl Places {
    fn push(&mut self, place: u32) {
        let mut step = place - self.last;
        // Two grams of one case may share a list.
        if step == 0 && !self.bytes.is_empty() {
            return;
        }
        self.last = place;
        while step > 0x7f {
            self.bytes.push(step as u8 | 0x80);
            step >>= 7;
        }
        self.bytes.push(step as u8);
    }

    fn iter(&self) -> impl Iterator<Item = u32> {
        let (mut place, mut step, mut shift) = (0, 0, 0);
        self.bytes.iter().filter_map(move |byte| {
            step |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            (byte & 0x80 == 0).then(|| {
                place += std::mem::take(&mut step);
                shift = 0;
                place
            })
        })
    }
}

/// A case that changes gets a new place; its old one points to nothing any more. So every list stays in order.
#[derive(Default)]
pub(super) struct Index {
    places: Vec<Option<CaseId>>,
    of: BTreeMap<CaseId, u32>,
    /// None before the first case, then [`LISTS`].
    lists: Vec<Places>,
}

/// Spread well enough by one multiplication.
fn list_of(gram: u64) -> usize {
    (gram.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - LISTS.ilog2())) as usize
}

fn pair(first: char, second: char) -> u64 {
    (u64::from(u32::from(first)) << 21) | u64::from(u32::from(second))
}

fn single(only: char) -> u64 {
    u64::from(u32::from(only))
}

fn grams(words: &str) -> Vec<u64> {
    let mut grams = Vec::with_capacity(words.len());
    let mut before = None;
    for c in words.chars() {
        if c.is_whitespace() {
            before = None;
            continue;
        }
        grams.push(single(c));
        grams.extend(before.map(|before| pair(before, c)));
        before = Some(c);
    }
    grams.sort_unstable();
    grams.dedup();
    grams
}

impl Index {
    pub fn put(&mut self, case: CaseId, words: &str) {
        self.remove(case);
        let place = self.places.len() as u32;
        self.places.push(Some(case));
        self.of.insert(case, place);
        if self.lists.is_empty() {
            self.lists = vec![Places::default(); LISTS];
        }
        for gram in grams(words) {
            if let Some(list) = self.lists.get_mut(list_of(gram)) {
                list.push(place);
            }
        }
    }

    pub fn remove(&mut self, case: CaseId) {
        if let Some(place) = self.of.remove(&case)
            && let Some(old) = self.places.get_mut(place as usize)
        {
            *old = None;
        }
    }

    /// The cases that may have all of these words: those that are in the lists of every pair, or of a word of one character.
    pub fn candidates(&self, words: &[String]) -> Vec<CaseId> {
        let mut wanted: Vec<u64> = words.iter().flat_map(|word| wanted(word)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut lists: Vec<&Places> =
            wanted.iter().filter_map(|gram| self.lists.get(list_of(*gram))).collect();
        order::sort_by_key(&mut lists, |list| list.bytes.len());
        let Some((least, rest)) = lists.split_first() else { return Vec::new() };
        let mut left: Vec<u32> = least.iter().collect();
        for list in rest {
            let mut others = list.iter().peekable();
            left.retain(|place| {
                while others.next_if(|other| other < place).is_some() {}
                others.peek() == Some(place)
            });
        }
        left.into_iter().filter_map(|place| *self.places.get(place as usize)?).collect()
    }
}

fn wanted(word: &str) -> Vec<u64> {
    let letters: Vec<char> = word.chars().collect();
    match letters.as_slice() {
        [only] => vec![single(*only)],
        letters => letters.windows(2).map(|two| pair(two[0], two[1])).collect(),
    }
}

impl Hold {
    /// The cases in which all these words stand: those in which something came last first.
    pub(super) fn search(&self, typed: &str) -> Found {
        let wanted = search::words(typed);
        let mut found: Vec<(CaseId, &CaseView, &str)> = Vec::new();
        for case in self.index.candidates(&wanted) {
            let Some(held) = self.cases.get(&case) else { continue };
            if let Some(view) = held.view.as_ref()
                && wanted.iter().all(|word| held.words.contains(word.as_str()))
            {
                found.push((case, view, &held.words));
            }
        }
        let count = found.len();
        let age = |view: &CaseView| u64::MAX - view.last_at.map_or(0, |at| at.0.unsigned_abs());
        let mut ages: Vec<u64> = found.iter().map(|(_, view, _)| age(view)).collect();
        ages.sort_unstable();
        if let Some(oldest) = ages.get(SHOWN) {
            found.retain(|(_, view, _)| age(view) <= *oldest);
        }
        order::sort_by_key(&mut found, |(case, view, _)| (age(view), *case));
        found.truncate(SHOWN);
        let hits = found.into_iter().map(|(case, view, all)| hit(case, view, all, &wanted)).collect();
        Found { hits, count }
    }
}

/// `all`: what [`searchable`] made of it, in which every word stands. A word that tells more than a short one, where it was
/// written last.
fn hit(case: CaseId, view: &CaseView, all: &str, wanted: &[String]) -> Hit {
    let mut hit = Hit { case, at: Where::Number, snippet: None };
    let Some(word) = wanted.iter().rev().max_by_key(|word| word.len()) else { return hit };
    let Some(found) = all.rfind(word.as_str()) else { return hit };
    let mut before = all[..found].matches(END).count();
    let _ = each_text(case, view, &mut |at, text| {
        if before == 0 {
            (hit.at, hit.snippet) = (at, search::snippet(text, word));
            return ControlFlow::Break(());
        }
        before -= 1;
        ControlFlow::Continue(())
    });
    hit
}

/// Behind every text. It is a space, over which no word reaches, and stands in none that somebody typed.
const END: char = '\u{b}';

/// Everything in a case that can be searched, the newest last, until there is enough.
fn each_text(
    case: CaseId,
    view: &CaseView,
    take: &mut dyn FnMut(Where, &str) -> ControlFlow<()>,
) -> ControlFlow<()> {
    take(Where::Number, &short_number(case))?;
    let undone = undone(&view.entries);
    for entry in view.entries.iter().filter(|entry| !undone.contains(&entry.id)) {
        match &entry.content {
            Some(Content::Known(Record::Letter { text, .. })) => take(Where::Letter, text.as_str())?,
            Some(Content::Known(Record::Reply { text, .. })) => take(Where::Reply, text.as_str())?,
            Some(Content::Known(Record::Note { text })) => take(Where::Note, text.as_str())?,
            Some(Content::Talk(record)) => take(Where::Talk, record.told().as_deref().unwrap_or_default())?,
            _ => {}
        }
    }
    let work = Work::fold(&view.entries);
    if let Some(risk) = &work.risk {
        take(Where::Flag, risk.reason.as_str())?;
    }
    for tag in &work.tags {
        take(Where::Tag, tag.as_str())?;
    }
    // By the words that stand in the record: what a field is called is not known beside the keys.
    for filled in &work.fields {
        match &filled.value {
            FieldValue::Text(text) => take(Where::Field, text.as_str())?,
            FieldValue::Choice { words, .. } => take(Where::Field, words.as_str())?,
            FieldValue::Day(_) | FieldValue::Yes(_) | FieldValue::Newer => {}
        }
    }
    take(Where::Name, view.call_me.as_deref().unwrap_or_default())
}

/// All of it in one spelling, for looking through. Of ten thousand cases each takes just the room that it needs.
pub(super) fn searchable(case: CaseId, view: &CaseView) -> String {
    let mut all = String::with_capacity(DRAFT_BYTES);
    let _ = each_text(case, view, &mut |_, text| {
        search::spell_onto(&mut all, text);
        all.push(END);
        ControlFlow::Continue(())
    });
    all.as_str().to_owned()
}

/// Most cases fit in at once.
const DRAFT_BYTES: usize = 8 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn found(index: &Index, typed: &str) -> Vec<u8> {
        let words = search::words(typed);
        let mut found: Vec<u8> = index.candidates(&words).iter().map(|case| case.as_bytes()[0]).collect();
        found.sort_unstable();
        found
    }

    fn case(number: u8) -> CaseId {
        CaseId::from_bytes([number; 16])
    }

    #[test]
    fn pairs_lead_to_the_cases_that_have_them() {
        let mut index = Index::default();
        for (number, words) in [(1, "家族と話す"), (2, "家計の話"), (3, "ねこ")] {
            index.put(case(number), &search::spelling(words));
        }
        assert_eq!(found(&index, "家族"), [1]);
        assert_eq!(found(&index, "話"), [1, 2]);
        assert_eq!(found(&index, "話 家計"), [2]);
        assert_eq!(found(&index, "ネコ"), [3]);
        assert!(found(&index, "族計").is_empty() && found(&index, "").is_empty());
        index.put(case(1), "いぬ");
        assert!(found(&index, "家族").is_empty(), "what it was is forgotten");
        assert_eq!(found(&index, "いぬ"), [1]);
        index.remove(case(3));
        assert!(found(&index, "ねこ").is_empty());
    }

    #[test]
    fn lists_give_back_the_places_they_were_given() {
        let mut list = Places::default();
        let given = [0, 1, 127, 128, 129, 300, 20_000, 20_001, 3_000_000];
        for place in given {
            list.push(place);
            list.push(place);
        }
        assert_eq!(list.iter().collect::<Vec<_>>(), given);
    }

    #[test]
    fn a_word_does_not_reach_over_a_space_or_a_line() {
        let mut index = Index::default();
        index.put(case(1), "あい うえ\nおか");
        assert!(found(&index, "いう").is_empty() && found(&index, "えお").is_empty());
        assert_eq!(found(&index, "い"), [1]);
    }
}
