//! Taking cases out, and what is sealed of all of them.

use super::app::App;
use super::body::Body;
use super::file::{FileOfCase, give};
use super::query;
use super::refusals::{Input, Rights};
use crate::service::case::CaseHolder;
use crate::service::export;
use crate::service::refusal::Refusal;
use crate::service::session::Administrator;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use madobe_domain::ids::{CaseId, ExportId, FileId};
use madobe_domain::wire::error::{ErrorBody, ErrorCode};
use madobe_domain::wire::export::{ExportCase, ExportHead, ExportPage, ExportQuery, NewExport};

fn named(export: &str) -> Result<ExportId, Refusal> {
    ExportId::parse(export).map_err(|_| ErrorCode::Forbidden.into())
}

/// Notes that a case is taken out: before it is.
#[utoipa::path(post, path = "/api/staff/cases/{case}/exports", tag = "staff", params(("case" = CaseId, Path)),
    request_body = ExportCase, responses(Rights, Input, (status = 204, description = "Noted")), security(("session" = [])))]
#[worker::send]
pub async fn case(
    State(app): State<App>,
    holder: CaseHolder,
    Body(request): Body<ExportCase>,
) -> Result<StatusCode, Refusal> {
    export::case(&app, &holder, request).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Notes that everything is taken out, and lets a sealed export begin. Administrators only.
#[utoipa::path(post, path = "/api/staff/exports", tag = "staff", request_body = NewExport, responses(
    Rights, Input,
    (status = 204, description = "Begun, now or before"),
    (status = 409, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn begin(
    State(app): State<App>,
    administrator: Administrator,
    Body(new): Body<NewExport>,
) -> Result<StatusCode, Refusal> {
    export::begin(&app, &administrator, &new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What stands before the cases of a sealed export. For whoever began it, for a day.
#[utoipa::path(get, path = "/api/staff/exports/{export}", tag = "staff", params(("export" = ExportId, Path)),
    responses(Rights, (status = 200, body = ExportHead)), security(("session" = [])))]
#[worker::send]
pub async fn head(
    State(app): State<App>,
    administrator: Administrator,
    Path(export): Path<String>,
) -> Result<Json<ExportHead>, Refusal> {
    export::head(&app, &administrator, &named(&export)?).await.map(Json)
}

/// Whole cases of a sealed export, as they stood when it was begun.
#[utoipa::path(get, path = "/api/staff/exports/{export}/cases", tag = "staff",
    params(("export" = ExportId, Path), ("after" = Option<CaseId>, Query)),
    responses(Rights, Input, (status = 200, body = ExportPage)), security(("session" = [])))]
#[worker::send]
pub async fn cases(
    State(app): State<App>,
    administrator: Administrator,
    Path(export): Path<String>,
    uri: Uri,
) -> Result<Json<ExportPage>, Refusal> {
    let query: ExportQuery = query::of(&uri, "after")?;
    export::cases(&app, &administrator, &named(&export)?, query.after).await.map(Json)
}

/// The sealed bytes of a file beside a letter that the export names.
#[utoipa::path(get, path = "/api/staff/exports/{export}/files/{case}/{file}", tag = "staff",
    params(("export" = ExportId, Path), ("case" = CaseId, Path), ("file" = FileId, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
    Rights,
    (status = 409, body = ErrorBody, description = "`file_gone`: it is not there any more"),
), security(("session" = [])))]
#[worker::send]
pub async fn file(
    State(app): State<App>,
    administrator: Administrator,
    Path((export, ..)): Path<(String, String, String)>,
    FileOfCase(case, id): FileOfCase,
) -> Result<Response, Refusal> {
    export::file(&app, &administrator, &named(&export)?, &case, &id).await.map(give)
}
