//! What a second person is to look at before it holds: a draft, whose words are for colleagues until they are a reply; an exception for
//! danger to life.

use crate::clock::Timestamp;
use crate::ids::{EntryId, StaffId};
use crate::text::{LetterText, TextFault};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The words of such a draft, or of what its reader says of it. They are not for logs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(LetterText);

impl Words {
    pub fn parse(typed: &str) -> Result<Self, TextFault> {
        LetterText::parse(typed).map(Self)
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words")
    }
}

/// A draft or an exception that waits for a second person, or was read or confirmed by one. Its words stand in the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Second {
    /// The entry with the words.
    pub entry: EntryId,
    pub by: StaffId,
    /// Whoever is to read it; nobody in particular: any colleague.
    pub to: Option<StaffId>,
    pub at: Timestamp,
    /// Who has read it, and with which entry they said so.
    pub read: Option<Read>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    pub entry: EntryId,
    pub by: StaffId,
    pub at: Timestamp,
}

impl Second {
    /// Is it for this person to read?
    pub fn waits_for(&self, me: StaffId) -> bool {
        self.read.is_none() && self.by != me && self.to.is_none_or(|to| to == me)
    }
}
