//! Where printed matter lies. The code in its address tells which place made the desk known, and nothing of a person.

use crate::limits::TEAM_NAME_CHARS;
use crate::text::one_line;
use serde::{Deserialize, Serialize};

/// Short enough to be typed from paper. No vowels, so no word comes of it; nothing that looks like something else.
const LETTERS: &[u8; 28] = b"bcdfghjkmnpqrstvwxyz23456789";
const CODE_LENGTH: usize = 4;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    pub code: String,
    /// A school, a clinic, a window of a ward, a library.
    pub name: String,
}

impl Place {
    pub fn is_sound(&self) -> bool {
        is_code(&self.code) && one_line(&self.name, TEAM_NAME_CHARS).is_ok()
    }
}

pub fn is_code(text: &str) -> bool {
    text.len() == CODE_LENGTH && text.bytes().all(|byte| LETTERS.contains(&byte))
}

/// A code of random bytes. A little uneven, and nothing rests on it.
pub fn make_code(random: [u8; CODE_LENGTH]) -> String {
    let letter =
        |byte: u8| LETTERS.get(usize::from(byte) % LETTERS.len()).map_or('b', |letter| char::from(*letter));
    random.into_iter().map(letter).collect()
}
