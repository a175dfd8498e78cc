//! For whom a talk is that belongs to no consultation, and how to reach them: somebody on the phone or at the door. For the team alone;
//! the server has it sealed.

use crate::ids::ReservationId;
use crate::limits::{CONTACT_CHARS, NAME_CHARS};
use crate::text::{TextFault, one_line};
use serde::{Deserialize, Serialize};

/// What is sealed. Either may be empty, not both.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub name: String,
    pub contact: String,
}

/// Which field is not right, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteFault {
    Name(TextFault),
    Contact(TextFault),
}

impl Note {
    /// As typed, checked: every fault there is. Nothing where neither is given.
    pub fn parse(name: &str, contact: &str) -> Result<Option<Self>, Vec<NoteFault>> {
        match (part(name, NAME_CHARS), part(contact, CONTACT_CHARS)) {
            (Ok(name), Ok(contact)) if name.is_empty() && contact.is_empty() => Ok(None),
            (Ok(name), Ok(contact)) => Ok(Some(Self { name, contact })),
            (name, contact) => {
                let name = name.err().map(NoteFault::Name);
                Err(name.into_iter().chain(contact.err().map(NoteFault::Contact)).collect())
            }
        }
    }
}

fn part(typed: &str, max: usize) -> Result<String, TextFault> {
    match one_line(typed, max) {
        Err(TextFault::Empty) => Ok(String::new()),
        read => read,
    }
}

/// The name that it is sealed under: none can be put beside another talk.
pub fn place(talk: &ReservationId) -> String {
    ["talk/", talk.to_string().as_str()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_part_may_be_left_out_and_both_together_are_no_note() {
        let read = |name: &str, contact: &str| {
            Note::parse(name, contact).ok().map(|note| note.map(|note| (note.name, note.contact)))
        };
        let some = |name: &str, contact: &str| Some(Some((name.to_owned(), contact.to_owned())));
        assert_eq!(read(" ", "\u{200b}"), Some(None));
        assert_eq!(read(" 青 ", ""), some("青", ""));
        assert_eq!(read("", "000-0000-0001"), some("", "000-0000-0001"));
        let long = Note::parse(&"あ".repeat(NAME_CHARS + 2), &"1".repeat(CONTACT_CHARS + 1)).err();
        let over = |over| TextFault::TooLong { over };
        assert_eq!(long, Some(vec![NoteFault::Name(over(2)), NoteFault::Contact(over(1))]));
        let odd = Note::parse("青", "0\n1").err();
        assert_eq!(odd, Some(vec![NoteFault::Contact(TextFault::Character)]));
    }
}
