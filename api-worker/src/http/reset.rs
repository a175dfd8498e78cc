//! What a colleague lost, given anew.

use super::app::App;
use super::body::Body;
use super::colleague::named;
use super::session::opened;
use crate::service::address::AddressKey;
use crate::service::refusal::Refusal;
use crate::service::reset;
use crate::service::session::Administrator;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use madobe_domain::ids::StaffId;
use madobe_domain::wire::error::ErrorBody;
use madobe_domain::wire::reset::{NewReset, ResetAccount, ResetCheck, ResetInfo, ResetOneTimeCode};
use madobe_domain::wire::session::Session;

/// Makes a link for a colleague. Administrators only.
#[utoipa::path(post, path = "/api/staff/colleagues/{staff}/resets", tag = "staff", params(("staff" = StaffId, Path)),
    request_body = NewReset, responses(
    (status = 204, description = "Made, now or before"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn make(
    State(app): State<App>,
    administrator: Administrator,
    Path(staff): Path<String>,
    Body(new): Body<NewReset>,
) -> Result<StatusCode, Refusal> {
    reset::make(&app, &administrator, &named(&staff)?, &new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is this link for?
#[utoipa::path(post, path = "/api/staff/reset/check", tag = "staff", request_body = ResetCheck, responses(
    (status = 200, body = ResetInfo),
    (status = 403, body = ErrorBody),
    (status = 429, body = ErrorBody),
))]
#[worker::send]
pub async fn check(
    State(app): State<App>,
    from: AddressKey,
    Body(check): Body<ResetCheck>,
) -> Result<Json<ResetInfo>, Refusal> {
    reset::check(&app, &from, &check).await.map(Json)
}

/// A new authenticator, with the link and the password.
#[utoipa::path(post, path = "/api/staff/reset/one-time-code", tag = "staff", request_body = ResetOneTimeCode, responses(
    (status = 200, body = Session, headers(("Set-Cookie" = String))),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
    (status = 429, body = ErrorBody),
))]
#[worker::send]
pub async fn one_time_code(
    State(app): State<App>,
    uri: Uri,
    from: AddressKey,
    Body(request): Body<ResetOneTimeCode>,
) -> Result<Response, Refusal> {
    Ok(opened(&uri, reset::one_time_code(&app, &from, &request).await?))
}

/// A new account key, with the link.
#[utoipa::path(post, path = "/api/staff/reset/account", tag = "staff", request_body = ResetAccount, responses(
    (status = 200, body = Session, headers(("Set-Cookie" = String))),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
    (status = 429, body = ErrorBody),
))]
#[worker::send]
pub async fn account(
    State(app): State<App>,
    uri: Uri,
    from: AddressKey,
    Body(request): Body<ResetAccount>,
) -> Result<Response, Refusal> {
    Ok(opened(&uri, reset::account(&app, &from, &request).await?))
}
