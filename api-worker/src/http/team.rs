//! Colleagues, invitations, keys.

use super::app::App;
use super::body::Body;
use crate::service::refusal::Refusal;
use crate::service::session::{Administrator, Signed};
use crate::service::team::{self, KeyHolder};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use madobe_domain::ids::{InviteId, TeamId};
use madobe_domain::wire::error::{ErrorBody, ErrorCode};
use madobe_domain::wire::team::{Colleagues, NewInvite, OpenInvite, SealToMember};

/// Everyone who shares a team with me. Opening this list is noted.
#[utoipa::path(get, path = "/api/staff/colleagues", tag = "staff", responses(
    (status = 200, body = Colleagues),
    (status = 401, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn colleagues(State(app): State<App>, signed: Signed) -> Result<Json<Colleagues>, Refusal> {
    team::colleagues(&app, &signed).await.map(Json)
}

/// Invites someone. Administrators only, to their own teams.
#[utoipa::path(post, path = "/api/staff/invites", tag = "staff", request_body = NewInvite, responses(
    (status = 200, body = OpenInvite),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn invite(
    State(app): State<App>,
    administrator: Administrator,
    Body(new): Body<NewInvite>,
) -> Result<Json<OpenInvite>, Refusal> {
    team::invite(&app, &administrator, &new).await.map(Json)
}

/// Withdraws an invitation that was not used.
#[utoipa::path(delete, path = "/api/staff/invites/{invite}", tag = "staff", params(("invite" = InviteId, Path)),
    responses(
    (status = 204, description = "Withdrawn, or not there"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody, description = "`forbidden`, or `invite_closed`: it was used"),
), security(("session" = [])))]
#[worker::send]
pub async fn withdraw(
    State(app): State<App>,
    administrator: Administrator,
    Path(invite): Path<String>,
) -> Result<StatusCode, Refusal> {
    let invite = InviteId::parse(&invite).map_err(|_| ErrorCode::NotFound)?;
    team::withdraw(&app, &administrator, &invite).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Seals the team's key to a member. For those who hold it.
#[utoipa::path(post, path = "/api/staff/teams/{team}/members", tag = "staff", params(("team" = TeamId, Path)),
    request_body = SealToMember, responses(
    (status = 204, description = "Sealed, now or before"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn seal(
    State(app): State<App>,
    holder: KeyHolder,
    Body(seal): Body<SealToMember>,
) -> Result<StatusCode, Refusal> {
    team::seal(&app, &holder, &seal).await?;
    Ok(StatusCode::NO_CONTENT)
}
