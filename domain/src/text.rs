//! Words that people type, checked once, the same way in the browser and in the tests.

use crate::limits::{LETTER_CHARS, NAME_CHARS};
use serde::{Deserialize, Serialize};

/// What can be wrong with typed words. The interface says it kindly, beside the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    #[error("nothing to read in it")]
    Empty,
    #[error("{over} characters too long")]
    TooLong { over: usize },
    #[error("a character that cannot be used here")]
    Character,
}

/// Characters that print nothing: a text of these alone is empty to whoever reads it.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// What every kind of typed words has beside its own `parse`: it is read through that, and nothing else makes one.
macro_rules! parsed_text {
    ($name:ident) => {
        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::text::TextFault;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}
pub(crate) use parsed_text;

/// A letter, reply or note: as typed, with something to read in it. Emoji alone are a letter too.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LetterText(String);

impl LetterText {
    /// Keeps the words exactly as typed, but for NUL and blank lines around them.
    pub fn parse(typed: &str) -> Result<Self, TextFault> {
        some_lines(typed, LETTER_CHARS).map(Self)
    }
}

parsed_text!(LetterText);

/// Words in any number of lines, as typed but for NUL and blank lines around them, of at most `max` characters.
pub fn some_lines(typed: &str, max: usize) -> Result<String, TextFault> {
    let text = typed.trim().replace('\0', "").replace("\r\n", "\n");
    if text.chars().all(is_blank) {
        return Err(TextFault::Empty);
    }
    match text.chars().count().checked_sub(max) {
        Some(over) if over > 0 => Err(TextFault::TooLong { over }),
        _ => Ok(text),
    }
}

/// What someone wants to be called, or the name a member of staff goes by: one line.
pub fn parse_name(typed: &str) -> Result<String, TextFault> {
    one_line(typed, NAME_CHARS)
}

/// A name as it is put into sentences: without the marks that turn the direction of what follows.
pub fn straight(name: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    name.chars().filter(|c| !turns(c)).collect()
}

/// One printable line of at most `max` characters.
pub fn one_line(typed: &str, max: usize) -> Result<String, TextFault> {
    let line = typed.trim();
    if line.chars().all(is_blank) {
        return Err(TextFault::Empty);
    }
    if line.chars().any(char::is_control) {
        return Err(TextFault::Character);
    }
    match line.chars().count().checked_sub(max) {
        Some(over) if over > 0 => Err(TextFault::TooLong { over }),
        _ => Ok(line.to_owned()),
    }
}

/// The name a member of staff signs in with: 3 to 40 of `a-z 0-9 . _ -`, in small letters.
pub fn parse_login(typed: &str) -> Result<String, TextFault> {
    let login = typed.trim().to_ascii_lowercase();
    if login.chars().count() < 3 {
        return Err(TextFault::Empty);
    }
    if login.len() > NAME_CHARS {
        return Err(TextFault::TooLong { over: login.len() - NAME_CHARS });
    }
    if login.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-')) {
        Ok(login)
    } else {
        Err(TextFault::Character)
    }
}

/// One spelling for what people do not think of as different: small letters, ASCII in half width, hiragana for katakana of
/// either width. For comparing and searching, never for showing.
pub fn spelling(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    spell_onto(&mut spelled, text);
    spelled
}

/// The same, behind what is spelled already. A mark at the beginning joins the letter before it.
pub fn spell_onto(spelled: &mut String, text: &str) {
    for c in text.chars() {
        // Most of what people write is hiragana and kanji, which are spelled in one way.
        if matches!(c, '\u{3041}'..='\u{3096}' | '\u{3400}'..='\u{9fff}') {
            spelled.push(c);
            continue;
        }
        let mark = match c {
            '\u{3099}' | '\u{ff9e}' => 1,
            '\u{309a}' | '\u{ff9f}' => 2,
            _ => 0,
        };
        match spelled.chars().next_back().filter(|_| mark > 0).and_then(|last| voiced(last, mark)) {
            Some(voiced) => {
                spelled.pop();
                spelled.push(voiced);
            }
            None => spelled.extend(one_width(c).to_lowercase()),
        }
    }
}

/// U+FF66 to U+FF9D in their order.
const HALF_WIDTH: &str = "をぁぃぅぇぉゃゅょっーあいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん";

fn one_width(c: char) -> char {
    let code = u32::from(c);
    let shifted = match code {
        0xff01..=0xff5e => char::from_u32(code - 0xfee0),
        0x30a1..=0x30f6 => char::from_u32(code - 0x60),
        0xff66..=0xff9d => HALF_WIDTH.chars().nth((code - 0xff66) as usize),
        0xff61..=0xff65 => "。「」、・".chars().nth((code - 0xff61) as usize),
        0xff9e => Some('\u{3099}'),
        0xff9f => Some('\u{309a}'),
        0x3000 => Some(' '),
        _ => None,
    };
    shifted.unwrap_or(c)
}

/// A kana with its mark, which half-width spelling and some devices write behind it. 1: dakuten, 2: handakuten.
fn voiced(kana: char, mark: u32) -> Option<char> {
    let takes = if mark == 1 {
        "かきくけこさしすせそたちつてとはひふへほ".contains(kana)
    } else {
        "はひふへほ".contains(kana)
    };
    match kana {
        'う' if mark == 1 => Some('ゔ'),
        _ if takes => char::from_u32(u32::from(kana) + mark),
        _ => None,
    }
}
