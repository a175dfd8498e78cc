//! What was chosen in step 2, and how it becomes records.

use madobe_domain::log::file::Files;
use madobe_domain::log::record::{About, AgeBand, AnswerWish, Facts, Introduction, Promises, Record};
use madobe_domain::log::weather::Weather;
use madobe_domain::text::{LetterText, TextFault, parse_name};

/// The value of 「答えない」: chosen, and yet nothing is said. Not the same as not having looked.
const NO_ANSWER: &str = "none";

/// As typed and chosen. Empty: not answered. The values are those of the page.
#[derive(Clone, Default, PartialEq)]
pub struct Choices {
    pub wish: String,
    pub call_me: String,
    pub about: String,
    pub age: String,
    pub ward: String,
    pub source: String,
    pub weather: String,
    pub promises: Promises,
}

/// The value of 「短い返事で大丈夫です」: a wish beside those of the record's `answer`.
const SHORT: &str = "short";

fn about(value: &str) -> Option<About> {
    match value {
        "myself" => Some(About::Myself),
        "family" => Some(About::Family),
        "agency" => Some(About::Agency),
        "neighbour" => Some(About::Neighbour),
        _ => None,
    }
}

fn age(value: &str) -> Option<AgeBand> {
    match value {
        "under20" => Some(AgeBand::Under20),
        "twenties" => Some(AgeBand::Twenties),
        "thirties" => Some(AgeBand::Thirties),
        "forties" => Some(AgeBand::Forties),
        "fifties" => Some(AgeBand::Fifties),
        "sixty_and_over" => Some(AgeBand::SixtyAndOver),
        _ => None,
    }
}

impl Choices {
    pub fn answer(&self) -> Option<AnswerWish> {
        match &*self.wish {
            "read_slowly" => Some(AnswerWish::ReadSlowly),
            "think_together" => Some(AnswerWish::ThinkTogether),
            "information" => Some(AnswerWish::Information),
            "no_answer_needed" => Some(AnswerWish::NoAnswerNeeded),
            _ => None,
        }
    }

    /// For the tab's storage: a line for each, none of which can hold a line end. Every answer is one line of the page.
    pub fn to_lines(&self) -> String {
        let Promises { no_phone, no_visit, no_telling_family, no_handover } = self.promises;
        let asked =
            [no_phone, no_visit, no_telling_family, no_handover].map(|asked| if asked { "1" } else { "0" });
        let Self { wish, call_me, about, age, ward, source, weather, .. } = self;
        [wish, call_me, about, age, ward, source, weather, asked.concat().as_str()].join("\n")
    }

    /// As far as it goes: what is not there was not answered.
    pub fn from_lines(lines: &str) -> Self {
        let mut lines = lines.split('\n');
        let mut next = || lines.next().unwrap_or_default().to_owned();
        let (wish, call_me, about, age, ward, source, weather) =
            (next(), next(), next(), next(), next(), next(), next());
        let asked = next();
        let asked = |which| asked.as_bytes().get(which) == Some(&b'1');
        let promises = Promises {
            no_phone: asked(0),
            no_visit: asked(1),
            no_telling_family: asked(2),
            no_handover: asked(3),
        };
        Self { wish, call_me, about, age, ward, source, weather, promises }
    }

    /// Nothing typed is no fault: it is optional.
    pub fn name(&self) -> Result<Option<String>, TextFault> {
        match parse_name(&self.call_me) {
            Ok(name) => Ok(Some(name)),
            Err(TextFault::Empty) => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

/// What is called as somebody else called it, where that was chosen.
fn named(value: &str) -> Option<String> {
    (!value.is_empty() && value != NO_ANSWER).then(|| value.to_owned())
}

/// A letter and what was chosen for it: all that a person gave.
#[derive(Clone, PartialEq)]
pub struct Form {
    pub text: LetterText,
    pub choices: Choices,
}

/// What is sealed and sent: the letter with its introduction, and the facts.
pub struct Records {
    pub letter: Record,
    pub facts: Record,
}

impl Records {
    pub fn of(Form { text, choices }: &Form) -> Result<Self, TextFault> {
        let about = about(&choices.about);
        let introduction = Introduction { call_me: choices.name()?, about, promises: choices.promises };
        let letter = Record::Letter {
            text: text.clone(),
            answer: choices.answer(),
            introduction: Some(introduction),
            weather: Weather::parse(&choices.weather),
            short: choices.wish == SHORT,
            files: Files::NONE,
        };
        let facts = Facts {
            about,
            age: age(&choices.age),
            ward: named(&choices.ward),
            source: named(&choices.source),
        };
        Ok(Self { letter, facts: Record::FactsChanged { facts } })
    }

    /// As the thread seals them.
    pub fn to_json(&self) -> [String; 2] {
        [&self.letter, &self.facts].map(|record| String::from_utf8(record.to_json()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(choices: &Choices) -> Form {
        Form { text: LetterText::parse("夜、眠れません。").unwrap(), choices: choices.clone() }
    }

    fn parts(choices: &Choices) -> (Option<AnswerWish>, Introduction, Facts) {
        let Records { letter, facts } = Records::of(&form(choices)).ok().unwrap();
        let Record::Letter { answer, introduction: Some(introduction), .. } = letter else {
            panic!("a letter")
        };
        let Record::FactsChanged { facts } = facts else { panic!("facts") };
        (answer, introduction, facts)
    }

    #[test]
    fn skipping_says_nothing() {
        let (answer, introduction, facts) = parts(&Choices::default());
        assert!(answer.is_none() && introduction == Introduction::default() && facts == Facts::default());
    }

    #[test]
    fn declining_says_nothing_either() {
        let none = || NO_ANSWER.to_owned();
        let choices = Choices {
            wish: none(),
            about: none(),
            age: none(),
            ward: none(),
            source: none(),
            ..Choices::default()
        };
        let (answer, introduction, facts) = parts(&choices);
        assert!(answer.is_none() && introduction == Introduction::default() && facts == Facts::default());
    }

    #[test]
    fn every_answer_arrives() {
        let choices = Choices {
            wish: "information".to_owned(),
            weather: "fog".to_owned(),
            call_me: " みどり ".to_owned(),
            about: "agency".to_owned(),
            age: "forties".to_owned(),
            ward: "北区".to_owned(),
            source: "図書館".to_owned(),
            promises: Promises { no_phone: true, ..Promises::default() },
        };
        let (answer, introduction, facts) = parts(&choices);
        assert_eq!(answer, Some(AnswerWish::Information));
        assert_eq!(introduction.call_me.as_deref(), Some("みどり"));
        assert_eq!(introduction.about, Some(About::Agency));
        assert!(introduction.promises.no_phone && !introduction.promises.no_visit);
        let expected = Facts {
            about: Some(About::Agency),
            age: Some(AgeBand::Forties),
            ward: Some("北区".to_owned()),
            source: Some("図書館".to_owned()),
        };
        assert_eq!(facts, expected);
    }

    /// The page and this file must know the same values.
    #[test]
    fn every_value_of_the_page_is_understood() {
        let page = include_str!("../../../pages/_write_steps.html");
        for value in ["myself", "family", "agency", "neighbour"] {
            assert!(about(value).is_some() && page.contains(&["[\"", value, "\""].concat()), "{value}");
        }
        for value in ["under20", "twenties", "thirties", "forties", "fifties", "sixty_and_over"] {
            assert!(age(value).is_some() && page.contains(&["[\"", value, "\""].concat()), "{value}");
        }
        for value in ["read_slowly", "think_together", "information", "no_answer_needed"] {
            let choices = Choices { wish: value.to_owned(), ..Choices::default() };
            assert!(choices.answer().is_some() && page.contains(&["[\"", value, "\""].concat()), "{value}");
        }
    }

    #[test]
    fn a_short_answer_and_a_mark_are_told_beside_the_letter() {
        let choices = Choices { wish: SHORT.to_owned(), weather: "rain".to_owned(), ..Choices::default() };
        let Record::Letter { answer, weather, short, .. } = Records::of(&form(&choices)).ok().unwrap().letter
        else {
            panic!("a letter")
        };
        assert_eq!((answer, weather, short), (None, Some(Weather::Rain), true));
        assert!(include_str!("../../../pages/_write_steps.html").contains("[\"short\""));
    }

    /// The page, the record and the drawn signs name the marks alike.
    #[test]
    fn every_mark_of_the_record_is_on_the_page() {
        let (page, signs) = (
            include_str!("../../../pages/_weather.html"),
            include_str!("../../../pages/_weather_signs.html"),
        );
        for weather in Weather::ALL {
            assert!(page.contains(&["\"", weather.name(), "\""].concat()), "{}", weather.name());
            assert!(signs.contains(&["id=\"w-", weather.name(), "\""].concat()), "{}", weather.name());
        }
    }

    #[test]
    fn a_name_that_is_too_long_is_a_fault() {
        let choices = Choices { call_me: "あ".repeat(41), ..Choices::default() };
        assert_eq!(choices.name(), Err(TextFault::TooLong { over: 1 }));
        assert!(Records::of(&form(&choices)).is_err());
    }

    #[test]
    fn what_the_tab_keeps_comes_back() {
        let choices = Choices {
            wish: "information".to_owned(),
            call_me: "みどり".to_owned(),
            ward: "北区".to_owned(),
            promises: Promises { no_visit: true, no_handover: true, ..Promises::default() },
            ..Choices::default()
        };
        assert!(Choices::from_lines(&choices.to_lines()) == choices);
        assert!(Choices::from_lines(&Choices::default().to_lines()) == Choices::default());
    }

    #[test]
    fn what_another_version_kept_is_read_as_far_as_it_goes() {
        let kept = Choices::from_lines("read_slowly");
        assert_eq!(kept.answer(), Some(AnswerWish::ReadSlowly));
        assert!(Choices::from_lines("{}").answer().is_none());
    }
}
