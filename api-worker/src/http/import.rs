//! Taking in the sealed export of another desk. Administrators only.

use super::app::App;
use super::body::Body;
use super::file::{self, FileOfCase};
use super::refusals::{Input, Rights};
use crate::service::import;
use crate::service::refusal::Refusal;
use crate::service::session::Administrator;
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use madobe_domain::ids::{CaseId, FileId, TeamId};
use madobe_domain::wire::error::{ErrorBody, ErrorCode};
use madobe_domain::wire::import::{ImportState, TakeLines, TakeTeam, Taken};

/// How far it has come, and which teams nobody has taken up.
#[utoipa::path(get, path = "/api/staff/import", tag = "staff",
    responses(Rights, (status = 200, body = ImportState)), security(("session" = [])))]
#[worker::send]
pub async fn state(
    State(app): State<App>,
    administrator: Administrator,
) -> Result<Json<ImportState>, Refusal> {
    import::state(&app, &administrator).await.map(Json)
}

/// Takes the next lines of the file, all of them or none.
#[utoipa::path(post, path = "/api/staff/import/lines", tag = "staff", request_body = TakeLines, responses(
    Rights, Input,
    (status = 200, body = Taken),
    (status = 409, body = ErrorBody, description = "The desk is not empty, or these are not the next lines of the file that was begun"),
    (status = 413, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn take(
    State(app): State<App>,
    administrator: Administrator,
    Body(request): Body<TakeLines>,
) -> Result<Json<Taken>, Refusal> {
    import::take(&app, &administrator, &request).await.map(Json)
}

/// Takes the sealed bytes of the file that the last line named: these and no others.
#[utoipa::path(put, path = "/api/staff/import/files/{case}/{file}", tag = "staff",
    params(("case" = CaseId, Path), ("file" = FileId, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 204, description = "There, now or before"),
    Rights,
    (status = 410, body = ErrorBody),
    (status = 413, body = ErrorBody),
    (status = 415, body = ErrorBody),
    (status = 422, body = ErrorBody, description = "`invalid`: not what the line says"),
), security(("session" = [])))]
#[worker::send]
pub async fn bytes(
    State(app): State<App>,
    administrator: Administrator,
    FileOfCase(case, id): FileOfCase,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let length = file::length(&request)?;
    let (coming, size) = import::awaited(&app, &administrator, case, id).await?;
    file::take(&app, &coming, length.min(size), request.into_body()).await
}

/// Takes up a team that came along and whose key nobody holds here.
#[utoipa::path(post, path = "/api/staff/import/teams/{team}", tag = "staff", params(("team" = TeamId, Path)),
    request_body = TakeTeam, responses(Rights, Input, (status = 204, description = "Taken up, now or before")),
    security(("session" = [])))]
#[worker::send]
pub async fn take_up(
    State(app): State<App>,
    administrator: Administrator,
    Path(team): Path<String>,
    Body(request): Body<TakeTeam>,
) -> Result<StatusCode, Refusal> {
    let team = TeamId::parse(&team).map_err(|_| ErrorCode::Forbidden)?;
    import::take_up(&app, &administrator, &team, &request).await?;
    Ok(StatusCode::NO_CONTENT)
}
