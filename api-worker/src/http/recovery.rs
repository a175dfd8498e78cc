//! The printed recovery key.

use super::app::App;
use super::body::Body;
use super::refusals::Input;
use crate::service::recovery;
use crate::service::refusal::Refusal;
use crate::service::session::{Administrator, Signed};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use madobe_domain::wire::error::ErrorBody;
use madobe_domain::wire::recovery::{Drill, NewRecoveryKey, Recovery};

/// What the printed key is to open, and when it last did. Of every team for administrators, otherwise of one's own.
#[utoipa::path(get, path = "/api/staff/recovery", tag = "staff", responses(
    (status = 200, body = Recovery),
    (status = 401, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn read(State(app): State<App>, signed: Signed) -> Result<Json<Recovery>, Refusal> {
    recovery::read(&app, &signed).await.map(Json)
}

/// Notes that it opened everything. Administrators only.
#[utoipa::path(post, path = "/api/staff/recovery/drills", tag = "staff", request_body = Drill, responses(
    (status = 204, description = "Noted"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn drill(
    State(app): State<App>,
    administrator: Administrator,
    Body(drill): Body<Drill>,
) -> Result<StatusCode, Refusal> {
    recovery::drill(&app, &administrator, &drill).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Exchanges it for a new one. Administrators only.
#[utoipa::path(post, path = "/api/staff/recovery/keys", tag = "staff", request_body = NewRecoveryKey, responses(
    (status = 204, description = "Exchanged, now or before"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`conflict`: somebody else exchanged it; `stale_key`: a team has another key by now"),
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn renew(
    State(app): State<App>,
    administrator: Administrator,
    Body(new): Body<NewRecoveryKey>,
) -> Result<StatusCode, Refusal> {
    recovery::renew(&app, &administrator, &new).await?;
    Ok(StatusCode::NO_CONTENT)
}
