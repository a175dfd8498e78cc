//! Taking cases out. The server notes each time that somebody does, and hands out what is sealed; what can be read is made in a browser.
//!
//! `POST /api/staff/cases/{case}/exports`, `POST /api/staff/exports`, `GET /api/staff/exports/{export}`,
//! `GET /api/staff/exports/{export}/cases?after=CASE`, `GET /api/staff/exports/{export}/files/{case}/{file}`.

use crate::export::line::Line;
use crate::ids::{CaseId, ExportId};
use serde::{Deserialize, Serialize};

/// How one case is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CaseForm {
    Paper,
    File,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportCase {
    pub form: CaseForm,
    /// With the staff's own compartment.
    pub internal: bool,
}

/// How everything is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DeskForm {
    /// Conversation and facts of what the administrator's own teams read.
    Readable,
    /// With the staff's own compartment.
    ReadableInternal,
    /// All of the desk, as it is stored.
    Sealed,
}

/// Begins it. The same one sent again is begun already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewExport {
    pub id: ExportId,
    pub form: DeskForm,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
pub struct ExportQuery {
    /// The last case of the page before; absent: from the first on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<CaseId>,
}

/// What stands before the cases, of a sealed export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportHead {
    /// The desk, its people, its teams.
    pub lines: Vec<Line>,
    /// How many cases follow, with those that are gone.
    pub cases: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportPage {
    /// Whole cases, and such as are gone. What lies beside letters is named; its bytes are fetched one by one.
    pub lines: Vec<Line>,
    /// Ask for what comes after this one; absent: that was all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<CaseId>,
}
