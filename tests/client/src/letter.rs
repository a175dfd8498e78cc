//! What somebody writes first, before it is sealed.

use madobe_domain::log::file::Files;
use madobe_domain::log::record::{About, AgeBand, AnswerWish, Facts, Introduction, Promises, Record};
use madobe_domain::log::weather::Weather;
use madobe_domain::text::{LetterText, TextFault};

/// One required field, as on the page; everything else is the writer's to leave out.
#[derive(Clone, Default)]
pub struct Words {
    pub text: String,
    pub answer: Option<AnswerWish>,
    pub call_me: Option<String>,
    pub about: Option<About>,
    pub promises: Promises,
    pub age: Option<AgeBand>,
    pub ward: Option<String>,
    pub source: Option<String>,
    pub weather: Option<Weather>,
    pub short: bool,
}

impl Words {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub fn letter(&self) -> Result<Record, TextFault> {
        let introduction =
            Introduction { call_me: self.call_me.clone(), about: self.about, promises: self.promises };
        Ok(Record::Letter {
            text: LetterText::parse(&self.text)?,
            answer: self.answer,
            introduction: Some(introduction),
            weather: self.weather,
            short: self.short,
            files: Files::NONE,
        })
    }

    pub fn facts(&self) -> Record {
        Record::FactsChanged {
            facts: Facts {
                about: self.about,
                age: self.age,
                ward: self.ward.clone(),
                source: self.source.clone(),
            },
        }
    }
}
