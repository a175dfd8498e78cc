//! Unfinished texts of staff, sealed for whoever writes them: `GET /api/staff/cases/{case}/drafts`,
//! `PUT|DELETE /api/staff/cases/{case}/drafts/{draft}`. Colleagues learn that there is one and never what stands in it.

use crate::bytes::Opaque;
use crate::clock::Timestamp;
use crate::limits::SEALED_ENTRY_BYTES;
use serde::{Deserialize, Serialize};

pub type SealedDraft = Opaque<SEALED_ENTRY_BYTES>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DraftKind {
    Reply,
    Note,
    /// On somebody else's draft.
    Remark,
    /// What goes beside the reply, as entries name it (`log::file::Files`).
    Files,
}

impl DraftKind {
    pub const ALL: [Self; 4] = [Self::Reply, Self::Note, Self::Remark, Self::Files];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
            Self::Remark => "remark",
            Self::Files => "files",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Where two screens have other words, somebody decides. Files lie where they were put, whatever names them.
    pub const fn is_words(self) -> bool {
        !matches!(self, Self::Files)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyDrafts {
    pub drafts: Vec<StoredDraft>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoredDraft {
    pub kind: DraftKind,
    /// From 1, one more with each saving.
    pub version: u32,
    pub saved_at: Timestamp,
    pub sealed: SealedDraft,
}

/// A text in place of the one of `version`; 0: there was none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveDraft {
    pub version: u32,
    pub sealed: SealedDraft,
}

/// Which one is let go of: what another screen has kept since stays. Without a version, whatever is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForgetDraft {
    #[serde(default)]
    pub version: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedDraft {
    pub version: u32,
}
