//! `PUT /api/staff/presence`: where I am, and who else is where. It goes by itself when nobody says it again.

use crate::bytes::Fixed;
use crate::ids::{CaseId, StaffId};
use serde::{Deserialize, Serialize};

/// The stronger one last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Doing {
    Viewing,
    Writing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Where {
    /// Drawn for each tab that is opened.
    pub tab: Fixed<16>,
    /// Nowhere in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct At {
    pub case: CaseId,
    pub doing: Doing,
}

/// Only of cases that one of my teams holds, and of people who are in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Presence {
    /// Colleagues, each once a case.
    pub here: Vec<Here>,
    /// Who has something unfinished where; I am among them.
    pub drafts: Vec<Drafting>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Here {
    pub case: CaseId,
    pub staff: StaffId,
    pub doing: Doing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Drafting {
    pub case: CaseId,
    pub staff: StaffId,
}
