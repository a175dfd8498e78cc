//! What was chosen in step 2, and how it becomes records.

use crate::words::public::choose;
use madobe_domain::log::record::{About, AgeBand, AnswerWish, Facts, Introduction, Promises, Record};
use madobe_domain::text::{LetterText, TextFault, parse_name};
use serde::{Deserialize, Serialize};

/// The value of 「答えない」: chosen, and yet nothing is said. Not the same as not having looked.
pub const NO_ANSWER: &str = "none";

/// As typed and chosen, kept in the tab like the draft. Empty: not answered.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    pub wish: String,
    pub call_me: String,
    pub about: String,
    pub age: String,
    pub ward: String,
    pub promises: Promises,
}

pub const WISHES: [(&str, &str, AnswerWish); 4] = [
    ("read_slowly", choose::READ_SLOWLY, AnswerWish::ReadSlowly),
    ("think_together", choose::THINK_TOGETHER, AnswerWish::ThinkTogether),
    ("information", choose::INFORMATION, AnswerWish::Information),
    ("no_answer_needed", choose::NO_ANSWER_NEEDED, AnswerWish::NoAnswerNeeded),
];

pub const ABOUTS: [(&str, &str, About); 4] = [
    ("myself", choose::MYSELF, About::Myself),
    ("family", choose::FAMILY, About::Family),
    ("agency", choose::AGENCY, About::Agency),
    ("neighbour", choose::NEIGHBOUR, About::Neighbour),
];

pub const AGES: [(&str, &str, AgeBand); 6] = [
    ("under20", choose::UNDER20, AgeBand::Under20),
    ("twenties", choose::TWENTIES, AgeBand::Twenties),
    ("thirties", choose::THIRTIES, AgeBand::Thirties),
    ("forties", choose::FORTIES, AgeBand::Forties),
    ("fifties", choose::FIFTIES, AgeBand::Fifties),
    ("sixty_and_over", choose::SIXTY_AND_OVER, AgeBand::SixtyAndOver),
];

fn meaning<T: Copy>(table: &[(&str, &str, T)], value: &str) -> Option<T> {
    table.iter().find(|row| row.0 == value).map(|row| row.2)
}

fn word<T>(table: &[(&str, &'static str, T)], value: &str) -> Option<&'static str> {
    table.iter().find(|row| row.0 == value).map(|row| row.1)
}

impl Choices {
    pub fn answer(&self) -> Option<AnswerWish> {
        meaning(&WISHES, &self.wish)
    }

    /// Nothing typed is no fault: it is optional.
    pub fn name(&self) -> Result<Option<String>, TextFault> {
        match parse_name(&self.call_me) {
            Ok(name) => Ok(Some(name)),
            Err(TextFault::Empty) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn ward(&self) -> Option<&str> {
        (!self.ward.is_empty() && self.ward != NO_ANSWER).then_some(&*self.ward)
    }

    /// Everything that was answered, in the order of the questions, to be looked over.
    pub fn said(&self) -> Vec<(&'static str, String)> {
        let name = self.name().ok().flatten();
        let answers = [
            (choose::WISH, word(&WISHES, &self.wish).map(str::to_owned)),
            (choose::CALL_ME, name),
            (choose::ABOUT, word(&ABOUTS, &self.about).map(str::to_owned)),
            (choose::AGE, word(&AGES, &self.age).map(str::to_owned)),
            (choose::WARD, self.ward().map(str::to_owned)),
        ];
        answers.into_iter().filter_map(|(question, answer)| Some((question, answer?))).collect()
    }
}

/// What is sealed and sent: the letter with its introduction, and the facts.
#[derive(Clone, PartialEq)]
pub struct Records {
    pub letter: Record,
    pub facts: Record,
}

impl Records {
    pub fn of(text: LetterText, choices: &Choices) -> Result<Self, TextFault> {
        let about = meaning(&ABOUTS, &choices.about);
        let introduction = Introduction { call_me: choices.name()?, about, promises: choices.promises };
        let letter = Record::Letter { text, answer: choices.answer(), introduction: Some(introduction) };
        let age = meaning(&AGES, &choices.age);
        let facts = Facts { about, age, ward: choices.ward().map(str::to_owned) };
        Ok(Self { letter, facts: Record::FactsChanged { facts } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> LetterText {
        LetterText::parse("夜、眠れません。").unwrap()
    }

    fn parts(choices: &Choices) -> (Option<AnswerWish>, Introduction, Facts) {
        let Records { letter, facts } = Records::of(text(), choices).ok().unwrap();
        let Record::Letter { answer, introduction: Some(introduction), .. } = letter else { panic!("a letter") };
        let Record::FactsChanged { facts } = facts else { panic!("facts") };
        (answer, introduction, facts)
    }

    #[test]
    fn skipping_says_nothing() {
        let (answer, introduction, facts) = parts(&Choices::default());
        assert!(answer.is_none() && introduction == Introduction::default() && facts == Facts::default());
        assert!(Choices::default().said().is_empty());
    }

    #[test]
    fn declining_says_nothing_either() {
        let declined = || NO_ANSWER.to_owned();
        let choices = Choices { wish: declined(), about: declined(), age: declined(), ward: declined(), ..Choices::default() };
        let (answer, introduction, facts) = parts(&choices);
        assert!(answer.is_none() && introduction == Introduction::default() && facts == Facts::default());
    }

    #[test]
    fn every_answer_arrives() {
        let choices = Choices {
            wish: "information".to_owned(),
            call_me: " みどり ".to_owned(),
            about: "agency".to_owned(),
            age: "forties".to_owned(),
            ward: "北区".to_owned(),
            promises: Promises { no_phone: true, ..Promises::default() },
        };
        let (answer, introduction, facts) = parts(&choices);
        assert_eq!(answer, Some(AnswerWish::Information));
        assert_eq!(introduction.call_me.as_deref(), Some("みどり"));
        assert_eq!(introduction.about, Some(About::Agency));
        assert!(introduction.promises.no_phone && !introduction.promises.no_visit);
        assert_eq!(facts, Facts { about: Some(About::Agency), age: Some(AgeBand::Forties), ward: Some("北区".to_owned()) });
        assert_eq!(choices.said().len(), 5);
    }

    #[test]
    fn a_name_that_is_too_long_is_a_fault() {
        let choices = Choices { call_me: "あ".repeat(41), ..Choices::default() };
        assert_eq!(choices.name(), Err(TextFault::TooLong { over: 1 }));
        assert!(Records::of(text(), &choices).is_err());
    }

    #[test]
    fn choices_of_another_version_are_read_as_far_as_they_go() {
        let kept: Choices = serde_json::from_str(r#"{"wish":"read_slowly"}"#).unwrap();
        assert_eq!(kept.answer(), Some(AnswerWish::ReadSlowly));
    }
}
