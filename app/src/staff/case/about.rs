//! The writer's own choices, in words.
use madobe_domain::log::record::{About, AgeBand, AnswerWish, CloseReason};
use madobe_domain::log::weather::Weather;

use crate::staff::row::Wish;
use crate::words::staff::{about, age, closing, weather, wish};

pub fn words(value: About) -> &'static str {
    match value {
        About::Myself => about::MYSELF,
        About::Family => about::FAMILY,
        About::Agency => about::AGENCY,
        About::Neighbour => about::NEIGHBOUR,
    }
}

/// Nothing where the writer named none.
pub fn wish_words(value: Wish) -> Option<&'static str> {
    Some(match value {
        Wish::None => return None,
        Wish::Short => wish::SHORT,
        Wish::Answer(AnswerWish::ReadSlowly) => wish::READ_SLOWLY,
        Wish::Answer(AnswerWish::ThinkTogether) => wish::THINK_TOGETHER,
        Wish::Answer(AnswerWish::Information) => wish::INFORMATION,
        Wish::Answer(AnswerWish::NoAnswerNeeded) => wish::NO_ANSWER_NEEDED,
    })
}

pub fn weather_words(value: Weather) -> &'static str {
    match value {
        Weather::Clear => weather::CLEAR,
        Weather::Cloudy => weather::CLOUDY,
        Weather::Rain => weather::RAIN,
        Weather::Thunder => weather::THUNDER,
        Weather::Fog => weather::FOG,
        Weather::Snow => weather::SNOW,
    }
}

pub fn age_words(value: AgeBand) -> &'static str {
    match value {
        AgeBand::Under20 => age::UNDER20,
        AgeBand::Twenties => age::TWENTIES,
        AgeBand::Thirties => age::THIRTIES,
        AgeBand::Forties => age::FORTIES,
        AgeBand::Fifties => age::FIFTIES,
        AgeBand::SixtyAndOver => age::SIXTY_AND_OVER,
    }
}

pub fn reason_words(value: CloseReason) -> &'static str {
    match value {
        CloseReason::Introduced => closing::INTRODUCED,
        CloseReason::FamilyAdvised => closing::FAMILY_ADVISED,
        CloseReason::OtherMatter => closing::OTHER_MATTER,
        CloseReason::WriterContent => closing::WRITER_CONTENT,
        CloseReason::Quiet => closing::QUIET,
        CloseReason::NotAConsultation => closing::NOT_A_CONSULTATION,
    }
}
