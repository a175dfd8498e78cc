//! What a reply may give away of another case of the household, looked up where the letters are open.
use madobe_domain::ids::CaseId;
use madobe_domain::log::case::CaseView;
use madobe_domain::log::entry::Author;
use madobe_domain::log::record::{Content, Record};
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::writing::{Leak, Papers, leaks};

use super::hold::Hold;
use crate::staff::number::short_number;

/// What stands in so many cases of other people is known from nobody.
const COMMON: usize = 2;

/// What was said in the conversation; of another case what its writer said.
fn texts(view: &CaseView, own: bool) -> Vec<String> {
    let mut all = Vec::new();
    for entry in view.entries.iter().filter(|entry| own || entry.author == Author::Writer) {
        match &entry.content {
            Some(Content::Known(Record::Letter { text, .. } | Record::Reply { text, .. })) => {
                all.push(text.as_str().to_owned());
            }
            Some(Content::Talk(TalkRecord::TalkAsked { text, answers, .. })) => {
                // What a group asks is not the other writer's word.
                let asked = answers.iter().filter(|_| own).map(|one| one.question.as_str());
                let said = answers.iter().map(|one| one.answer.as_str());
                let text = text.iter().map(|text| text.as_str());
                all.extend(asked.chain(said).chain(text).map(str::to_owned));
            }
            _ => {}
        }
    }
    all
}

/// One case, as the rule wants it.
struct Opened {
    name: Option<String>,
    number: String,
    texts: Vec<String>,
}

impl Hold {
    pub(super) fn leaks(&mut self, case: CaseId, others: &[CaseId], text: &str) -> Vec<Leak> {
        others.iter().chain([&case]).for_each(|case| self.ready(*case));
        let opened = |id: CaseId| {
            let view = self.cases.get(&id)?.view.as_ref()?;
            let texts = texts(view, id == case);
            Some(Opened { name: view.call_me.clone(), number: short_number(id), texts })
        };
        let Some(own) = opened(case) else { return Vec::new() };
        let kin: Vec<Opened> = others.iter().filter_map(|other| opened(*other)).collect();
        let common = |run: &str| self.is_common(run, case, others);
        let own_texts: Vec<&str> = own.texts.iter().map(String::as_str).collect();
        let kin_texts: Vec<Vec<&str>> =
            kin.iter().map(|one| one.texts.iter().map(String::as_str).collect()).collect();
        let papers: Vec<Papers<'_>> =
            kin.iter().zip(&kin_texts).map(|(one, texts)| one.papers(texts)).collect();
        leaks(text, &own.papers(&own_texts), &papers, common)
    }

    /// Is this, in the one spelling, written in cases that have nothing to do with these?
    fn is_common(&self, run: &str, case: CaseId, others: &[CaseId]) -> bool {
        let words: Vec<String> = run.split_whitespace().map(str::to_owned).collect();
        let strangers =
            self.index.candidates(&words).into_iter().filter(|id| *id != case && !others.contains(id));
        let has = |id: &CaseId| {
            self.cases.get(id).is_some_and(|held| words.iter().all(|word| held.words.contains(word.as_str())))
        };
        strangers.filter(has).take(COMMON).count() == COMMON
    }
}

impl Opened {
    fn papers<'a>(&'a self, texts: &'a [&'a str]) -> Papers<'a> {
        Papers { name: self.name.as_deref(), number: &self.number, texts }
    }
}
