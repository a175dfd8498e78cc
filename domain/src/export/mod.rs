//! What is taken along from a desk: one case or all that somebody reads, as plain JSON (`readable`), and the whole desk as it is
//! stored, sealed (`line`), which another desk takes in line by line (`check`). See docs/export.md.

pub mod check;
pub mod line;
#[cfg(feature = "files")]
pub mod readable;

use crate::bytes::Fixed;
use crate::log::entry::{Compartment, EntryHash, GENESIS};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Of the readable forms. Within a version fields and kinds of lines are only ever added.
pub const VERSION: u32 = 1;

/// The digest of an export up to and with a line: `SHA-256("madobe/export-line/1" | 0x00 | digest before 32 | line)`, the line as UTF-8
/// without its line feed. Before the first line: 32 zeros.
pub fn digest(before: &Fixed<32>, line: &str) -> Fixed<32> {
    let mut hash = Sha256::new();
    hash.update(b"madobe/export-line/1\0");
    hash.update(before.as_bytes());
    hash.update(line.as_bytes());
    Fixed(hash.finalize().into())
}

/// The hash of the last entry of each compartment; 32 zeros where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tails {
    pub conversation: EntryHash,
    pub staff: EntryHash,
    pub facts: EntryHash,
}

impl Tails {
    pub const NONE: Self = Self { conversation: GENESIS, staff: GENESIS, facts: GENESIS };

    pub fn of(&mut self, compartment: Compartment) -> &mut EntryHash {
        match compartment {
            Compartment::Conversation => &mut self.conversation,
            Compartment::Staff => &mut self.staff,
            Compartment::Facts => &mut self.facts,
        }
    }
}
