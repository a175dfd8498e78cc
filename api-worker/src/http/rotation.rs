//! A team's key made anew, and its cases sealed to it. For members who hold the present key.

use super::app::App;
use super::body::Body;
use super::query;
use crate::service::refusal::Refusal;
use crate::service::rotation;
use crate::service::team::KeyHolder;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use madobe_domain::ids::{CaseId, TeamId};
use madobe_domain::wire::error::ErrorBody;
use madobe_domain::wire::rotation::{Reseal, ResealPage, ResealQuery, Rotation};

/// Makes the next key of a team. With `remove`: for administrators.
#[utoipa::path(post, path = "/api/staff/teams/{team}/keys", tag = "staff", params(("team" = TeamId, Path)),
    request_body = Rotation, responses(
    (status = 204, description = "Made, now or before"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`stale_key`: somebody was quicker, or a member left meanwhile"),
    (status = 422, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn rotate(
    State(app): State<App>,
    holder: KeyHolder,
    Body(rotation): Body<Rotation>,
) -> Result<StatusCode, Refusal> {
    rotation::rotate(&app, &holder, &rotation).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Cases that are still to be sealed to the present key.
#[utoipa::path(get, path = "/api/staff/teams/{team}/reseal", tag = "staff",
    params(("team" = TeamId, Path), ("after" = Option<CaseId>, Query)), responses(
    (status = 200, body = ResealPage),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn page(State(app): State<App>, holder: KeyHolder, uri: Uri) -> Result<Json<ResealPage>, Refusal> {
    let query: ResealQuery = query::of(&uri, "after")?;
    rotation::page(&app, &holder, query.after).await.map(Json)
}

/// Seals cases to the present key. An empty list asks whether that was all.
#[utoipa::path(post, path = "/api/staff/teams/{team}/reseal", tag = "staff", params(("team" = TeamId, Path)),
    request_body = Reseal, responses(
    (status = 204, description = "Stored, now or before"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`stale_key`"),
    (status = 422, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn reseal(
    State(app): State<App>,
    holder: KeyHolder,
    Body(request): Body<Reseal>,
) -> Result<StatusCode, Refusal> {
    rotation::reseal(&app, &holder, &request).await?;
    Ok(StatusCode::NO_CONTENT)
}
