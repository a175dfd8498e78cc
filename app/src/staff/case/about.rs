//! The writer's own choices, in words.
use madobe_domain::log::record::{About, AgeBand, AnswerWish, CloseReason};

use crate::words::staff::{about, age, closing, wish};

pub fn words(value: About) -> &'static str {
    match value {
        About::Myself => about::MYSELF,
        About::Family => about::FAMILY,
        About::Agency => about::AGENCY,
        About::Neighbour => about::NEIGHBOUR,
    }
}

pub fn wish_words(value: AnswerWish) -> &'static str {
    match value {
        AnswerWish::ReadSlowly => wish::READ_SLOWLY,
        AnswerWish::ThinkTogether => wish::THINK_TOGETHER,
        AnswerWish::Information => wish::INFORMATION,
        AnswerWish::NoAnswerNeeded => wish::NO_ANSWER_NEEDED,
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
