//! From stored entries to opened ones: every chain checked, every fault kept in its place and shown.

use super::entry::{Compartment, EntryHash, GENESIS, StoredEntry};
use super::record::Content;
use crate::clock::Timestamp;
use crate::crypto::compartment::CaseKeys;
use crate::ids::{CaseId, EntryId, StaffId};
use crate::log::entry::Author;
use chrono::NaiveDate;

/// What is wrong with an entry. Never hidden, never skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It does not open: altered, or sealed for another place.
    Altered,
    /// It belongs to another case.
    Foreign,
    /// Something that stood before it is missing, or the order was changed.
    Broken,
}

/// An entry as a reader sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedEntry {
    pub id: EntryId,
    pub seq: i64,
    pub compartment: Compartment,
    pub author: Author,
    pub created_at: Timestamp,
    pub promised: Option<NaiveDate>,
    pub hash: EntryHash,
    pub fault: Option<Fault>,
    /// Absent where it did not open.
    pub content: Option<Content>,
}

impl OpenedEntry {
    /// By a member of staff who is another than `asked`, and where the writer reads it.
    pub fn confirms(&self, asked: StaffId) -> bool {
        self.compartment == Compartment::Conversation
            && matches!(self.author, Author::Staff(by) if by != asked)
    }
}

/// Opens the entries of one case. Compartments for which no key is held are left out, their chains too.
pub fn open_entries(case: CaseId, keys: &CaseKeys, stored: &[StoredEntry]) -> Vec<OpenedEntry> {
    // They come in order; a whole sorting routine would be bytes that people wait for.
    let mut sorted: Vec<&StoredEntry> = Vec::with_capacity(stored.len());
    for next in stored {
        sorted.insert(sorted.partition_point(|stored| stored.seq <= next.seq), next);
    }
    sorted.dedup_by_key(|stored| stored.entry.id);
    let mut tails = Compartment::ALL.map(|compartment| (compartment, GENESIS));
    let mut opened = Vec::with_capacity(sorted.len());
    for StoredEntry { seq, created_at, promised, entry } in sorted {
        let Some(key) = keys.get(entry.compartment) else { continue };
        let hash = entry.hash();
        let place = tails.iter_mut().find(|(compartment, _)| *compartment == entry.compartment);
        let tail = place.map_or(GENESIS, |(_, tail)| std::mem::replace(tail, hash));
        let content = key.open(entry).ok().map(|json| Content::from_json(&json));
        let fault = if entry.case != case {
            Some(Fault::Foreign)
        } else if content.is_none() {
            Some(Fault::Altered)
        } else if entry.prev != tail {
            Some(Fault::Broken)
        } else {
            None
        };
        let content = if fault == Some(Fault::Foreign) { None } else { content };
        opened.push(OpenedEntry {
            id: entry.id,
            seq: *seq,
            compartment: entry.compartment,
            author: entry.author,
            created_at: *created_at,
            promised: *promised,
            hash,
            fault,
            content,
        });
    }
    opened
}
