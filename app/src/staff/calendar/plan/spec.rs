//! The fields of a plan's parts, as tables: every part is drawn, read and compared by them.
use madobe_domain::booking::plan::{Means, Who};

use crate::staff::calendar::names::means_words;
use crate::words::staff::plan;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Person,
    Room,
    Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Line,
    Number,
    Lines,
    Means,
    Who,
    /// Some of the plan's people, as handles with a space between.
    People,
    Rooms,
}

pub struct Spec {
    pub name: &'static str,
    pub label: &'static str,
    /// Empty: none is needed.
    pub hint: &'static str,
    pub fault: &'static str,
    /// What the domain calls it where it is not right.
    pub checks: &'static [&'static str],
    pub shape: Shape,
    /// Where nothing was typed yet.
    pub first: &'static str,
}

const fn spec(
    name: &'static str,
    shape: Shape,
    first: &'static str,
    words: [&'static str; 3],
    checks: &'static [&'static str],
) -> Spec {
    let [label, hint, fault] = words;
    Spec { name, label, hint, fault, checks, shape, first }
}

const PERSON: [Spec; 1] = [spec(
    "hours",
    Shape::Lines,
    plan::HOURS_FIRST,
    [plan::HOURS, plan::HOURS_HINT, plan::FAULT_HOURS],
    &["people.week", "people.days", "people.away"],
)];

const ROOM: [Spec; 3] = [
    spec("name", Shape::Line, "", [plan::ROOM_NAME, "", plan::FAULT_ROOM_NAME], &["rooms.name"]),
    spec(
        "buffer",
        Shape::Number,
        "10",
        [plan::BUFFER, plan::BUFFER_HINT, plan::FAULT_BUFFER],
        &["rooms.buffer"],
    ),
    spec(
        "closed",
        Shape::Lines,
        "",
        [plan::CLOSED, plan::CLOSED_HINT, plan::FAULT_CLOSED],
        &["rooms.closed"],
    ),
];

const KIND: [Spec; 15] = [
    spec(
        "name",
        Shape::Line,
        "",
        [plan::KIND_NAME, plan::KIND_NAME_HINT, plan::FAULT_KIND_NAME],
        &["kinds.name"],
    ),
    spec("about", Shape::Line, "", [plan::ABOUT, plan::ABOUT_HINT, plan::FAULT_ABOUT], &["kinds.about"]),
    spec("means", Shape::Means, "visit", [plan::MEANS, "", ""], &[]),
    spec("who", Shape::Who, "anyone", [plan::WHO, "", ""], &[]),
    spec("minutes", Shape::Number, "50", [plan::MINUTES, "", plan::FAULT_MINUTES], &["kinds.minutes"]),
    spec("step", Shape::Number, "60", [plan::STEP, plan::STEP_HINT, plan::FAULT_STEP], &["kinds.step"]),
    spec("before", Shape::Number, "0", [plan::BEFORE, "", plan::FAULT_BEFORE], &["kinds.buffer"]),
    spec("after", Shape::Number, "10", [plan::AFTER, "", plan::FAULT_BEFORE], &["kinds.buffer"]),
    spec(
        "people",
        Shape::People,
        "",
        [plan::PEOPLE, plan::PEOPLE_HINT, plan::FAULT_PEOPLE],
        &["kinds.people"],
    ),
    spec("staff", Shape::Number, "1", [plan::STAFF, "", plan::FAULT_PEOPLE], &["kinds.people"]),
    spec("rooms", Shape::Rooms, "", [plan::ROOMS, plan::ROOMS_HINT, ""], &["kinds.rooms"]),
    spec("lead", Shape::Number, "24", [plan::LEAD, "", plan::FAULT_LEAD], &["kinds.limits"]),
    spec("horizon", Shape::Number, "42", [plan::HORIZON, "", plan::FAULT_HORIZON], &["kinds.limits"]),
    spec("seats", Shape::Number, "0", [plan::SEATS, plan::SEATS_HINT, plan::FAULT_SEATS], &["kinds.limits"]),
    spec(
        "questions",
        Shape::Lines,
        "",
        [plan::QUESTIONS, plan::QUESTIONS_HINT, plan::FAULT_QUESTIONS],
        &["kinds.questions"],
    ),
];

impl Sort {
    pub const ALL: [Self; 3] = [Self::Person, Self::Room, Self::Kind];

    pub const fn specs(self) -> &'static [Spec] {
        match self {
            Self::Person => &PERSON,
            Self::Room => &ROOM,
            Self::Kind => &KIND,
        }
    }

    /// One letter, for ids and for what is kept.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Person => "p",
            Self::Room => "r",
            Self::Kind => "k",
        }
    }
}

pub const MEANS: [(Means, &str); 5] = [
    (Means::Chat, "chat"),
    (Means::Video, "video"),
    (Means::Phone, "phone"),
    (Means::Visit, "visit"),
    (Means::HomeVisit, "home_visit"),
];

pub const WHO: [(Who, &str); 3] = [(Who::Anyone, "anyone"), (Who::Writers, "writers"), (Who::Staff, "staff")];

/// What stands in a select, as `(value, words)`.
pub fn options(shape: Shape) -> Vec<(String, String)> {
    let pair = |value: &str, words: &str| (value.to_owned(), words.to_owned());
    match shape {
        Shape::Means => MEANS.map(|(means, value)| pair(value, means_words(means))).to_vec(),
        Shape::Who => vec![
            pair("anyone", plan::WHO_ANYONE),
            pair("writers", plan::WHO_WRITERS),
            pair("staff", plan::WHO_STAFF),
        ],
        _ => Vec::new(),
    }
}
