//! Ready-made texts of a team, with names in braces for what differs from case to case.
use super::blank::{BLANK, braced};
use crate::bytes::Fixed;
use crate::limits::{NAME_CHARS, SNIPPET_CHARS, SNIPPETS};
use crate::text::{TextFault, one_line, some_lines};
use serde::{Deserialize, Serialize};

/// What can be put in. The spelling is part of what is kept: it is never changed, only added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// What the writer wants to be called.
    Name,
    /// The day by which an answer is promised.
    Day,
    /// The desk.
    Desk,
    /// Whoever writes the reply.
    Me,
}

impl Variable {
    pub const ALL: [Self; 4] = [Self::Name, Self::Day, Self::Desk, Self::Me];

    /// What stands between the braces.
    pub const fn spelled(self) -> &'static str {
        match self {
            Self::Name => "呼び名",
            Self::Day => "約束の日",
            Self::Desk => "窓口",
            Self::Me => "自分",
        }
    }

    fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|variable| variable.spelled() == name)
    }
}

/// What is known of one case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filling<'a> {
    pub name: Option<&'a str>,
    pub day: Option<&'a str>,
    pub desk: Option<&'a str>,
    pub me: Option<&'a str>,
}

impl<'a> Filling<'a> {
    fn of(&self, variable: Variable) -> Option<&'a str> {
        match variable {
            Variable::Name => self.name,
            Variable::Day => self.day,
            Variable::Desk => self.desk,
            Variable::Me => self.me,
        }
    }
}

/// The text with what is known put in and a visible blank for what is not. In one go: what was put in is never looked at
/// again, so that nobody's name can bring in something else. Braces around anything else stay.
pub fn fill(text: &str, known: &Filling<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let variable = braced(rest).and_then(|(name, length)| Some((Variable::of(name)?, length)));
        match variable {
            Some((variable, length)) => {
                filled.push_str(known.of(variable).unwrap_or(BLANK));
                rest = &rest[length..];
            }
            None => {
                filled.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    filled
}

/// One ready-made text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    pub id: Fixed<16>,
    /// By which it is found, one line.
    pub name: String,
    pub text: String,
}

/// Which field is not right, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnippetFault {
    Name(TextFault),
    Text(TextFault),
}

impl Snippet {
    /// As typed, checked: every fault there is.
    pub fn parse(id: Fixed<16>, name: &str, text: &str) -> Result<Self, Vec<SnippetFault>> {
        match (one_line(name, NAME_CHARS), some_lines(text, SNIPPET_CHARS)) {
            (Ok(name), Ok(text)) => Ok(Self { id, name, text }),
            (name, text) => {
                let name = name.err().map(SnippetFault::Name);
                Err(name.into_iter().chain(text.err().map(SnippetFault::Text)).collect())
            }
        }
    }
}

/// All of a team, as they are sealed to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippets {
    #[serde(default)]
    pub snippets: Vec<Snippet>,
}

impl Snippets {
    pub fn get(&self, id: &Fixed<16>) -> Option<&Snippet> {
        self.snippets.iter().find(|known| known.id == *id)
    }

    /// In the place of the one with its id, or at the end. False where there is no room for one more.
    pub fn put(&mut self, snippet: Snippet) -> bool {
        let room = self.snippets.len() < SNIPPETS;
        match self.snippets.iter_mut().find(|known| known.id == snippet.id) {
            Some(known) => *known = snippet,
            None if room => self.snippets.push(snippet),
            None => return false,
        }
        true
    }

    pub fn remove(&mut self, id: &Fixed<16>) {
        self.snippets.retain(|known| known.id != *id);
    }
}
