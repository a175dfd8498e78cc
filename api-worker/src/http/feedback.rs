//! What people thought of the desk.

use super::app::App;
use super::body::Body;
use crate::service::address::AddressKey;
use crate::service::feedback;
use crate::service::refusal::Refusal;
use crate::service::session::Signed;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use madobe_domain::wire::error::ErrorBody;
use madobe_domain::wire::feedback::{FeedbackPage, NewFeedback};

/// One sealed piece of feedback, from anybody. Sent again, it is answered as done.
#[utoipa::path(post, path = "/api/feedback", tag = "writer", request_body = NewFeedback, responses(
    (status = 204, description = "Kept, now or before"),
    (status = 409, body = ErrorBody, description = "`conflict`, `stale_key`"),
    (status = 413, body = ErrorBody),
    (status = 422, body = ErrorBody),
    (status = 428, body = ErrorBody, description = "`work`, `more_work`: with a challenge"),
    (status = 429, body = ErrorBody),
))]
#[worker::send]
pub async fn take(
    State(app): State<App>,
    from: AddressKey,
    Body(request): Body<NewFeedback>,
) -> Result<StatusCode, Refusal> {
    feedback::take(&app, &from, &request).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The newest sealed pieces for my teams.
#[utoipa::path(get, path = "/api/staff/feedback", tag = "staff", responses(
    (status = 200, body = FeedbackPage),
    (status = 401, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn read(State(app): State<App>, signed: Signed) -> Result<Json<FeedbackPage>, Refusal> {
    feedback::read(&app, &signed).await.map(Json)
}
