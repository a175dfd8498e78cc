//! What will be erased, and erasing before its day. Administrators only, and two of them.

use super::app::App;
use crate::service::refusal::Refusal;
use crate::service::retention;
use crate::service::session::Administrator;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use madobe_domain::ids::CaseId;
use madobe_domain::wire::error::{ErrorBody, ErrorCode};
use madobe_domain::wire::retention::Retention;

fn named(case: &str) -> Result<CaseId, Refusal> {
    CaseId::parse(case).map_err(|_| ErrorCode::Forbidden.into())
}

/// What will be erased, and when.
#[utoipa::path(get, path = "/api/staff/retention", tag = "staff", responses(
    (status = 200, body = Retention),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn preview(
    State(app): State<App>,
    administrator: Administrator,
) -> Result<Json<Retention>, Refusal> {
    retention::preview(&app, &administrator).await.map(Json)
}

/// Asks that a closed consultation be erased before its day.
#[utoipa::path(put, path = "/api/staff/retention/{case}", tag = "staff", params(("case" = CaseId, Path)), responses(
    (status = 204, description = "Asked, now or before"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`conflict`: it is not closed"),
    (status = 410, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn ask(
    State(app): State<App>,
    administrator: Administrator,
    Path(case): Path<String>,
) -> Result<StatusCode, Refusal> {
    retention::ask(&app, &administrator, &named(&case)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes that back.
#[utoipa::path(delete, path = "/api/staff/retention/{case}", tag = "staff", params(("case" = CaseId, Path)), responses(
    (status = 204, description = "Not asked any more"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn take_back(
    State(app): State<App>,
    administrator: Administrator,
    Path(case): Path<String>,
) -> Result<StatusCode, Refusal> {
    retention::take_back(&app, &administrator, &named(&case)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The second person confirms: it is erased now.
#[utoipa::path(post, path = "/api/staff/retention/{case}/erasure", tag = "staff", params(("case" = CaseId, Path)), responses(
    (status = 204, description = "Erased, now or before"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody, description = "Also for whoever asked"),
    (status = 409, body = ErrorBody, description = "`conflict`: nobody asked, or it is not closed any more"),
), security(("session" = [])))]
#[worker::send]
pub async fn confirm(
    State(app): State<App>,
    administrator: Administrator,
    Path(case): Path<String>,
) -> Result<StatusCode, Refusal> {
    retention::confirm(&app, &administrator, &named(&case)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
