//! Colleagues, what they may do, and being kept out.

use super::app::App;
use super::body::Body;
use crate::service::colleague;
use crate::service::refusal::Refusal;
use crate::service::session::{Administrator, Signed};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use madobe_domain::ids::StaffId;
use madobe_domain::wire::error::{ErrorBody, ErrorCode};
use madobe_domain::wire::team::{ChangeRole, Colleagues, Names};

/// What is not a handle names nobody.
pub fn named(staff: &str) -> Result<StaffId, Refusal> {
    StaffId::parse(staff).map_err(|_| ErrorCode::Forbidden.into())
}

/// Everyone who shares a team with me; for administrators, everyone. Opening this list is noted.
#[utoipa::path(get, path = "/api/staff/colleagues", tag = "staff", responses(
    (status = 200, body = Colleagues),
    (status = 401, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn list(State(app): State<App>, signed: Signed) -> Result<Json<Colleagues>, Refusal> {
    colleague::list(&app, &signed).await.map(Json)
}

/// What everyone is called who shares a team with me or did once; for administrators, everyone.
#[utoipa::path(get, path = "/api/staff/names", tag = "staff", responses(
    (status = 200, body = Names),
    (status = 401, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn names(State(app): State<App>, signed: Signed) -> Result<Json<Names>, Refusal> {
    colleague::names(&app, &signed).await.map(Json)
}

/// Makes somebody an administrator or a member. Administrators only.
#[utoipa::path(put, path = "/api/staff/colleagues/{staff}/role", tag = "staff", params(("staff" = StaffId, Path)),
    request_body = ChangeRole, responses(
    (status = 204, description = "So it is"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`last_one`: nobody else is an administrator"),
), security(("session" = [])))]
#[worker::send]
pub async fn change_role(
    State(app): State<App>,
    administrator: Administrator,
    Path(staff): Path<String>,
    Body(change): Body<ChangeRole>,
) -> Result<StatusCode, Refusal> {
    colleague::change_role(&app, &administrator, &named(&staff)?, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps somebody out from this moment on. Administrators only.
#[utoipa::path(put, path = "/api/staff/colleagues/{staff}/suspension", tag = "staff", params(("staff" = StaffId, Path)), responses(
    (status = 204, description = "Kept out"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`last_one`: nobody else is an administrator"),
), security(("session" = [])))]
#[worker::send]
pub async fn suspend(
    State(app): State<App>,
    administrator: Administrator,
    Path(staff): Path<String>,
) -> Result<StatusCode, Refusal> {
    colleague::suspend(&app, &administrator, &named(&staff)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets them sign in again. Administrators only.
#[utoipa::path(delete, path = "/api/staff/colleagues/{staff}/suspension", tag = "staff", params(("staff" = StaffId, Path)), responses(
    (status = 204, description = "They may sign in"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn restore(
    State(app): State<App>,
    administrator: Administrator,
    Path(staff): Path<String>,
) -> Result<StatusCode, Refusal> {
    colleague::restore(&app, &administrator, &named(&staff)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
