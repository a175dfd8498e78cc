//! A gentle look at a reply: does it seem to go against what its writer asked for, or to press them? It only ever says so.
use crate::log::record::Promises;
use crate::text::spelling;

/// What the writer of the letters asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    pub promises: Promises,
    /// A short answer is fine.
    pub short: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Words of doing what is not to be done.
    Phone,
    Visit,
    Family,
    Handover,
    /// An invitation to come, for somebody who fears that more than words will follow.
    StepUp,
    /// A question for reasons.
    Why,
    /// So many questions at once.
    Questions(usize),
    /// So many characters for somebody to whom few are enough.
    Long(usize),
}

/// Questions in one reply from which on it is said.
const MANY: usize = 3;
/// Characters from which on a reply is not short.
const LONG_CHARS: usize = 400;

// Short and few, in the one spelling: a hint that cries often is not read.
const PHONE: [&str; 6] = ["電話", "かけ直し", "かけなおし", "架電", "通話", "tel"];
const VISIT: [&str; 7] = ["訪問", "伺いま", "うかがいま", "お宅", "自宅に", "家に行", "おうちに行"];
const FAMILY: [&str; 8] =
    ["家族に", "お母さまに", "お母様に", "お父さまに", "お父様に", "親御さんに", "両親に", "家族へ"];
const HANDOVER: [&str; 6] = ["引き継", "引きつ", "ひきつ", "申し送", "担当課に", "機関に伝え"];
const STEP_UP: [&str; 8] = ["来所", "見学", "面談", "面接", "お越し", "おこし", "会ってお話し", "直接お会い"];
const WHY: [&str; 4] = ["なぜ", "何故", "どうして", "なんで"];
/// What only begins like a question for reasons.
const NOT_WHY: [&str; 8] =
    ["なぜか", "何故か", "なぜなら", "どうしても", "どうしている", "どうしてる", "どうしており", "なんでも"];
/// How a sentence ends that says that something is not done.
const NOT: [&str; 9] = [
    "ません",
    "ませんので",
    "ませんから",
    "ない",
    "ないので",
    "ないです",
    "ないでください",
    "ずに",
    "ことはない",
];

/// What ends like that and says the opposite, or nothing of the kind.
const NOT_DENIED: [&str; 7] =
    ["いけません", "なりません", "しれません", "すみません", "かまいません", "構いません", "かもしれない"];

/// In a fixed order, each kind once.
pub fn hints(text: &str, wanted: &Wanted) -> Vec<Hint> {
    let spelled = spelling(text);
    let sentences: Vec<&str> = sentences(&spelled);
    let promises = wanted.promises;
    let says = |words: &[&str]| {
        sentences
            .iter()
            .flat_map(|sentence| sentence.split('、'))
            .any(|part| words.iter().any(|word| part.contains(word)) && !is_denied(part))
    };
    // A promise that a word stands for says more than that it steps up.
    let mut found = Vec::new();
    let mut add = |holds: bool, hint: Hint| found.extend(holds.then_some(hint));
    add(promises.no_phone && says(&PHONE), Hint::Phone);
    add(promises.no_visit && says(&VISIT), Hint::Visit);
    add(promises.no_telling_family && says(&FAMILY), Hint::Family);
    add(promises.no_handover && says(&HANDOVER), Hint::Handover);
    add((promises.no_phone || promises.no_visit) && says(&STEP_UP), Hint::StepUp);
    add(sentences.iter().any(|sentence| asks_why(sentence)), Hint::Why);
    let questions = sentences.iter().filter(|sentence| is_question(sentence)).count();
    add(questions >= MANY, Hint::Questions(questions));
    let length = text.chars().filter(|c| !c.is_whitespace()).count();
    add(wanted.short && length > LONG_CHARS, Hint::Long(length));
    found
}

/// With what ends them.
fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['。', '!', '?', '\n']).filter(|sentence| !sentence.trim().is_empty()).collect()
}

fn body(sentence: &str) -> &str {
    sentence.trim().trim_end_matches(['。', '!', '?', '」', ')', ' '])
}

/// "電話はしません": a promise kept is no promise broken.
fn is_denied(part: &str) -> bool {
    let part = body(part);
    let ends = |words: &[&str]| words.iter().any(|word| part.ends_with(word));
    ends(&NOT) && !ends(&NOT_DENIED)
}

fn is_question(sentence: &str) -> bool {
    let sentence = sentence.trim();
    let said = body(sentence);
    sentence.ends_with('?')
        || (said != sentence && said.ends_with('か'))
        || said.ends_with("でしょうか")
        || said.ends_with("ますか")
}

fn asks_why(sentence: &str) -> bool {
    let mut rest = sentence;
    while let Some((place, word)) =
        WHY.iter().filter_map(|word| Some((rest.find(word)?, *word))).min_by_key(|(place, _)| *place)
    {
        let from = &rest[place..];
        if !NOT_WHY.iter().any(|other| from.starts_with(other)) {
            return true;
        }
        rest = &from[word.len()..];
    }
    false
}
