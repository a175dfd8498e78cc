//! A calendar feed: made and ended by its owner, fetched by whatever has the address.

use super::app::App;
use super::body::Body;
use super::refusals::Rights;
use crate::service::booking::feed;
use crate::service::refusal::Refusal;
use crate::service::team::KeyHolder;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::TeamId;
use madobe_domain::wire::calendar::{FeedState, NewFeed};
use madobe_domain::wire::error::{ErrorBody, ErrorCode};

/// Whether I have an address for my calendar program.
#[utoipa::path(get, path = "/api/staff/teams/{team}/booking/feed", tag = "booking", params(("team" = TeamId, Path)),
    responses(
    (status = 200, body = FeedState),
    Rights,
), security(("session" = [])))]
#[worker::send]
pub async fn state(State(app): State<App>, holder: KeyHolder) -> Result<Json<FeedState>, Refusal> {
    feed::state(&app, &holder).await.map(Json)
}

/// Makes a new address; the one before it ends.
#[utoipa::path(put, path = "/api/staff/teams/{team}/booking/feed", tag = "booking", params(("team" = TeamId, Path)),
    request_body = NewFeed, responses(
    (status = 200, body = FeedState),
    Rights,
), security(("session" = [])))]
#[worker::send]
pub async fn make(
    State(app): State<App>,
    holder: KeyHolder,
    Body(new): Body<NewFeed>,
) -> Result<Json<FeedState>, Refusal> {
    feed::make(&app, &holder, &new).await.map(Json)
}

/// Ends my address.
#[utoipa::path(delete, path = "/api/staff/teams/{team}/booking/feed", tag = "booking",
    params(("team" = TeamId, Path)), responses(
    (status = 204, description = "Ended, now or before"),
    Rights,
), security(("session" = [])))]
#[worker::send]
pub async fn end(State(app): State<App>, holder: KeyHolder) -> Result<StatusCode, Refusal> {
    feed::end(&app, &holder).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// When the owner of this address has talks, and nothing else.
#[utoipa::path(get, path = "/api/booking/feed/{secret}", tag = "booking",
    params(("secret" = String, Path, description = "The secret, with or without `.ics`")), responses(
    (status = 200, content_type = "text/calendar"),
    (status = 403, body = ErrorBody),
))]
#[worker::send]
pub async fn show(State(app): State<App>, Path(secret): Path<String>) -> Result<Response, Refusal> {
    let secret = secret.strip_suffix(".ics").unwrap_or(&secret);
    let secret: Fixed<32> = Fixed::parse(secret).map_err(|_| ErrorCode::Forbidden)?;
    let text = feed::show(&app, secret.as_bytes()).await?;
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}
