//! One entry of a case's append-only log, as the server keeps it.
//!
//! Byte layouts (all integers big-endian):
//!
//! ```text
//! associated data = "madobe/entry/1" | id 16 | case 16 | compartment 1 | prev 32 | author 17
//! entry hash      = SHA-256( "madobe/entry-hash/1" | id 16 | case 16 | compartment 1 | prev 32 | author 17 | sealed )
//! author          = 0x00 | sixteen zeros   (the writer)
//!                 | 0x01 | staff id 16     (a member of staff)
//! ```

use crate::bytes::{Fixed, Opaque};
use crate::clock::Timestamp;
use crate::ids::{CaseId, EntryId, StaffId};
use crate::limits::SEALED_ENTRY_BYTES;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Which log of a case an entry belongs to, and so who can open it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Compartment {
    /// The writer and the teams.
    Conversation,
    /// Teams only.
    Staff,
    /// Teams, the writer, and whoever counts.
    Facts,
}

impl Compartment {
    pub const ALL: [Self; 3] = [Self::Conversation, Self::Staff, Self::Facts];

    pub const fn byte(self) -> u8 {
        match self {
            Self::Conversation => 1,
            Self::Staff => 2,
            Self::Facts => 4,
        }
    }

    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Conversation),
            2 => Some(Self::Staff),
            4 => Some(Self::Facts),
            _ => None,
        }
    }
}

/// Who wrote an entry. The server vouches for it; the seal binds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Author {
    Writer,
    Staff(StaffId),
}

impl Author {
    pub fn bytes(&self) -> [u8; 17] {
        let mut bytes = [0; 17];
        if let Self::Staff(id) = self {
            bytes[0] = 1;
            bytes[1..].copy_from_slice(id.as_bytes());
        }
        bytes
    }
}

/// Hash of an entry, and the `prev` of the next one.
pub type EntryHash = Fixed<32>;

/// The `prev` of the first entry of a compartment.
pub const GENESIS: EntryHash = Fixed([0; 32]);

/// Sealed content of an entry: version 1 | nonce 24 | XChaCha20-Poly1305 of the padded record.
pub type SealedEntry = Opaque<SEALED_ENTRY_BYTES>;

/// What a client appends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    pub id: EntryId,
    pub case: CaseId,
    pub compartment: Compartment,
    pub prev: EntryHash,
    pub author: Author,
    pub sealed: SealedEntry,
}

/// Everything of an entry but what is sealed: bound to the seal as associated data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub id: EntryId,
    pub case: CaseId,
    pub compartment: Compartment,
    pub prev: EntryHash,
    pub author: Author,
}

impl Place {
    fn write(&self, mut sink: impl FnMut(&[u8])) {
        sink(self.id.as_bytes());
        sink(self.case.as_bytes());
        sink(&[self.compartment.byte()]);
        sink(self.prev.as_bytes());
        sink(&self.author.bytes());
    }

    pub fn associated_data(&self) -> Vec<u8> {
        let mut data = b"madobe/entry/1".to_vec();
        self.write(|part| data.extend_from_slice(part));
        data
    }
}

impl Entry {
    pub fn place(&self) -> Place {
        Place {
            id: self.id,
            case: self.case,
            compartment: self.compartment,
            prev: self.prev,
            author: self.author,
        }
    }

    /// The hash that the next entry of this compartment names as `prev`.
    pub fn hash(&self) -> EntryHash {
        let mut hash = Sha256::new();
        hash.update(b"madobe/entry-hash/1");
        self.place().write(|part| hash.update(part));
        hash.update(self.sealed.as_bytes());
        Fixed(hash.finalize().into())
    }
}

/// An entry as the server hands it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoredEntry {
    /// Order of arrival over the whole deployment: rising, with gaps.
    pub seq: i64,
    pub created_at: Timestamp,
    /// For a writer's entry in the conversation: the day by which an answer was promised when it arrived.
    #[serde(default, with = "crate::clock::day::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub promised: Option<NaiveDate>,
    pub entry: Entry,
}
