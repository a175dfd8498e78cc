//! What has been chosen so far, kept in this tab until it is booked: nothing of it is lost when a time is.

use crate::page::tab_storage;
use crate::random::rng;
use madobe_domain::booking::question::{Answer, Answered, Question};
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::ReservationId;
use madobe_domain::json;
use madobe_domain::log::record::{About, Introduction, Promises};
use madobe_domain::log::talk::{Talk, TalkRecord};
use madobe_domain::text::{LetterText, parse_name};
use madobe_domain::wire::booking::OfferedKind;
use serde::{Deserialize, Serialize};

const KEY: &str = "madobe.book";

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Form {
    pub about: Option<About>,
    pub kind: Option<OfferedKind>,
    pub day: Option<Tick>,
    pub start: Option<Tick>,
    /// The time as it is held.
    pub reservation: Option<ReservationId>,
    pub call_me: String,
    pub text: String,
    /// What was typed below each question, by its words: what one group asks, another may ask too.
    #[serde(default)]
    answers: Vec<(String, String)>,
    /// The questions of this kind were passed: they are not asked a second time.
    #[serde(default)]
    pub passed: bool,
    /// The code that was made here, from the moment a time is held under it until the talk is booked.
    pub code: Option<[String; 5]>,
    /// The time that the desk was told of under that code.
    pub told: Option<ReservationId>,
    pub booked: bool,
    /// The code was made for it, and belongs beside the words that it is booked.
    pub with_code: bool,
}

impl Form {
    pub fn find() -> Self {
        let json = tab_storage().and_then(|storage| storage.get_item(KEY).ok()?);
        json.and_then(|json| json::read(&json).ok()).unwrap_or_default()
    }

    /// Where nothing is chosen yet, nothing is kept: `first.js` covers what is.
    pub fn keep(&self) {
        let (Some(storage), Ok(json)) = (tab_storage(), serde_json::to_string(self)) else { return };
        let _ =
            if *self == Self::default() { storage.remove_item(KEY) } else { storage.set_item(KEY, &json) };
    }

    /// A new name for the time that is wished for: the same for each try.
    pub fn reserve(&mut self, start: Tick) {
        if self.start != Some(start) {
            self.reservation = None;
        }
        self.start = Some(start);
        self.booked = false;
        self.reservation.get_or_insert_with(|| ReservationId::make(&mut rng()));
    }

    pub fn questions(&self) -> &[Question] {
        self.kind.as_ref().map(|kind| kind.questions.as_slice()).unwrap_or_default()
    }

    pub fn answer(&self, question: &Question) -> &str {
        let found = self.answers.iter().find(|(of, _)| of == question.as_str());
        found.map_or("", |(_, typed)| typed.as_str())
    }

    pub fn set_answer(&mut self, question: &Question, typed: String) {
        self.answers.retain(|(of, _)| of != question.as_str());
        self.answers.push((question.as_str().to_owned(), typed));
    }

    /// As far as there is something to read.
    pub fn answered(&self) -> Vec<Answered> {
        let answered = |question: &Question| {
            let answer = Answer::parse(self.answer(question)).ok()?;
            Some(Answered { question: question.clone(), answer })
        };
        self.questions().iter().filter_map(answered).collect()
    }

    /// What was told with a talk is with the desk by now.
    pub fn forget_words(&mut self) {
        self.call_me.clear();
        self.text.clear();
        self.answers.clear();
    }

    pub fn talk(&self) -> Option<Talk> {
        Some(talk_of(self.kind.as_ref()?, self.reservation?, self.start?))
    }

    /// What the desk is told, sealed. `first`: with who it is.
    pub fn record(&self, first: bool) -> Option<TalkRecord> {
        let introduction = first.then(|| Introduction {
            call_me: parse_name(&self.call_me).ok(),
            about: self.about,
            promises: Promises::default(),
        });
        Some(TalkRecord::TalkAsked {
            talk: self.talk()?,
            text: LetterText::parse(&self.text).ok(),
            introduction,
            answers: self.answered(),
        })
    }
}

pub fn talk_of(kind: &OfferedKind, reservation: ReservationId, start: Tick) -> Talk {
    Talk {
        reservation,
        name: kind.name.clone(),
        means: kind.means,
        start: start.time(),
        minutes: kind.minutes,
    }
}
