//! Teams, who is in them, invitations, keys.

use super::app::App;
use super::body::Body;
use crate::service::membership;
use crate::service::refusal::Refusal;
use crate::service::session::{Administrator, Signed};
use crate::service::team::{self, KeyHolder};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use madobe_domain::ids::{InviteId, StaffId, TeamId};
use madobe_domain::wire::error::{ErrorBody, ErrorCode};
use madobe_domain::wire::setup::NewTeam;
use madobe_domain::wire::team::{NewInvite, OpenInvite, RenameTeam, SealToMember, Teams};

/// Invites someone. Administrators only.
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

/// Seals a key of the team to a member. For those who hold it.
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

/// Every team.
#[utoipa::path(get, path = "/api/staff/teams", tag = "staff", responses(
    (status = 200, body = Teams),
    (status = 401, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn list(State(app): State<App>, signed: Signed) -> Result<Json<Teams>, Refusal> {
    team::teams(&app, &signed).await.map(Json)
}

/// Makes a team. Administrators only.
#[utoipa::path(post, path = "/api/staff/teams", tag = "staff", request_body = NewTeam, responses(
    (status = 204, description = "Made, now or before"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn make(
    State(app): State<App>,
    administrator: Administrator,
    Body(new): Body<NewTeam>,
) -> Result<StatusCode, Refusal> {
    team::make(&app, &administrator, &new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is not a handle names nothing that anybody may touch.
fn handle<T>(parsed: Result<T, madobe_domain::bytes::BytesError>) -> Result<T, Refusal> {
    parsed.map_err(|_| ErrorCode::Forbidden.into())
}

/// Gives a team another name. Administrators only.
#[utoipa::path(put, path = "/api/staff/teams/{team}", tag = "staff", params(("team" = TeamId, Path)),
    request_body = RenameTeam, responses(
    (status = 204, description = "Named"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn rename(
    State(app): State<App>,
    administrator: Administrator,
    Path(team): Path<String>,
    Body(change): Body<RenameTeam>,
) -> Result<StatusCode, Refusal> {
    team::rename(&app, &administrator, &handle(TeamId::parse(&team))?, &change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts a colleague into a team. Administrators only; the key comes from a member.
#[utoipa::path(put, path = "/api/staff/teams/{team}/members/{staff}", tag = "staff",
    params(("team" = TeamId, Path), ("staff" = StaffId, Path)), responses(
    (status = 204, description = "In it, now or before"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn add(
    State(app): State<App>,
    administrator: Administrator,
    Path((team, staff)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    let (team, staff) = (handle(TeamId::parse(&team))?, handle(StaffId::parse(&staff))?);
    membership::add(&app, &administrator, &team, &staff).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a membership. Administrators only.
#[utoipa::path(delete, path = "/api/staff/teams/{team}/members/{staff}", tag = "staff",
    params(("team" = TeamId, Path), ("staff" = StaffId, Path)), responses(
    (status = 204, description = "Not in it, now or before"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`last_one`: nobody else holds the team's key"),
), security(("session" = [])))]
#[worker::send]
pub async fn remove(
    State(app): State<App>,
    administrator: Administrator,
    Path((team, staff)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    let (team, staff) = (handle(TeamId::parse(&team))?, handle(StaffId::parse(&staff))?);
    membership::remove(&app, &administrator, &team, &staff).await?;
    Ok(StatusCode::NO_CONTENT)
}
