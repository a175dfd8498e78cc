//! Setting the desk up, and joining it.

use super::app::App;
use super::body::Body;
use super::session::opened;
use crate::service::address::AddressKey;
use crate::service::refusal::Refusal;
use crate::service::setup;
use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use madobe_domain::wire::error::ErrorBody;
use madobe_domain::wire::session::Session;
use madobe_domain::wire::setup::{InviteCheck, InviteInfo, Join, Setup, SetupState};

/// Is the desk still to be set up?
#[utoipa::path(get, path = "/api/staff/setup", tag = "staff", responses((status = 200, body = SetupState)))]
#[worker::send]
pub async fn state(State(app): State<App>) -> Result<Json<SetupState>, Refusal> {
    setup::state(&app).await.map(Json)
}

/// The first administrator and the desk's team, by the one-time link.
#[utoipa::path(post, path = "/api/staff/setup", tag = "staff", request_body = Setup, responses(
    (status = 200, body = Session, headers(("Set-Cookie" = String))),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
    (status = 429, body = ErrorBody),
))]
#[worker::send]
pub async fn set_up(
    State(app): State<App>,
    uri: Uri,
    from: AddressKey,
    Body(request): Body<Setup>,
) -> Result<Response, Refusal> {
    Ok(opened(&uri, setup::set_up(&app, &from, &request).await?))
}

/// Is this invitation good, and is a login name still free?
#[utoipa::path(post, path = "/api/staff/join/check", tag = "staff", request_body = InviteCheck, responses(
    (status = 200, body = InviteInfo),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "The login name is taken"),
    (status = 422, body = ErrorBody),
    (status = 429, body = ErrorBody),
))]
#[worker::send]
pub async fn check_invite(
    State(app): State<App>,
    from: AddressKey,
    Body(check): Body<InviteCheck>,
) -> Result<Json<InviteInfo>, Refusal> {
    setup::check_invite(&app, &from, &check).await.map(Json)
}

/// Joins by an invitation.
#[utoipa::path(post, path = "/api/staff/join", tag = "staff", request_body = Join, responses(
    (status = 200, body = Session, headers(("Set-Cookie" = String))),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
    (status = 429, body = ErrorBody),
))]
#[worker::send]
pub async fn join(
    State(app): State<App>,
    uri: Uri,
    from: AddressKey,
    Body(request): Body<Join>,
) -> Result<Response, Refusal> {
    Ok(opened(&uri, setup::join(&app, &from, &request).await?))
}
