//! Unfinished texts of staff.

use super::app::App;
use super::body::Body;
use super::query;
use super::refusals::{Input, Rights};
use crate::service::case::CaseHolder;
use crate::service::draft;
use crate::service::refusal::Refusal;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use madobe_domain::ids::CaseId;
use madobe_domain::wire::draft::{DraftKind, ForgetDraft, MyDrafts, SaveDraft, SavedDraft};
use madobe_domain::wire::error::{ErrorBody, ErrorCode};

fn kind(name: &str) -> Result<DraftKind, Refusal> {
    DraftKind::parse(name).ok_or(ErrorCode::Forbidden.into())
}

/// Mine of one case.
#[utoipa::path(get, path = "/api/staff/cases/{case}/drafts", tag = "staff", params(("case" = CaseId, Path)),
    responses(
    (status = 200, body = MyDrafts),
    Rights,
), security(("session" = [])))]
#[worker::send]
pub async fn read(State(app): State<App>, holder: CaseHolder) -> Result<Json<MyDrafts>, Refusal> {
    draft::read(&app, &holder).await.map(Json)
}

/// Keeps one over the version it was written from.
#[utoipa::path(put, path = "/api/staff/cases/{case}/drafts/{draft}", tag = "staff",
    params(("case" = CaseId, Path), ("draft" = String, Path)), request_body = SaveDraft, responses(
    (status = 200, body = SavedDraft),
    Rights,
    (status = 409, body = ErrorBody, description = "`conflict`: another screen of mine kept one since"),
    (status = 413, body = ErrorBody),
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn save(
    State(app): State<App>,
    holder: CaseHolder,
    Path((_, name)): Path<(String, String)>,
    Body(save): Body<SaveDraft>,
) -> Result<Json<SavedDraft>, Refusal> {
    draft::save(&app, &holder, kind(&name)?, &save).await.map(Json)
}

/// Sent, or not wanted.
#[utoipa::path(delete, path = "/api/staff/cases/{case}/drafts/{draft}", tag = "staff",
    params(("case" = CaseId, Path), ("draft" = String, Path),
        ("version" = Option<u32>, Query, description = "That one, and not what was kept since")), responses(
    (status = 204, description = "That one is gone, now or before"),
    Rights,
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn forget(
    State(app): State<App>,
    holder: CaseHolder,
    Path((_, name)): Path<(String, String)>,
    uri: Uri,
) -> Result<StatusCode, Refusal> {
    let forget: ForgetDraft = query::of(&uri, "query")?;
    draft::forget(&app, &holder, kind(&name)?, forget.version).await?;
    Ok(StatusCode::NO_CONTENT)
}
