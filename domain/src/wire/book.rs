//! Sealed documents that are saved as a whole. `GET|PUT /api/staff/teams/{team}/books/{book}`: a team's, sealed to its key.
//! `GET|PUT /api/staff/books/{book}`: one's own. The server keeps their versions and cannot read them.

use crate::bytes::Opaque;
use crate::limits::SEALED_BOOK_BYTES;
use serde::{Deserialize, Serialize};

pub type SealedBook = Opaque<SEALED_BOOK_BYTES>;

/// What a document holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BookName {
    /// Ready-made texts.
    Snippets,
    /// Choices of what the list shows.
    Views,
    /// The fields that the desk has of its own; saved by administrators alone.
    Fields,
}

impl BookName {
    pub const ALL: [Self; 3] = [Self::Snippets, Self::Views, Self::Fields];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Snippets => "snippets",
            Self::Views => "views",
            Self::Fields => "fields",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|book| book.name() == name)
    }
}

/// A document as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Book {
    /// 0: there is none yet.
    pub version: u32,
    /// The version of the team's key that it is sealed to; 0 for one's own.
    pub key: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedBook>,
}

/// A document in place of the one of `version`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveBook {
    pub version: u32,
    /// As in [`Book`].
    pub key: u32,
    pub sealed: SealedBook,
}
