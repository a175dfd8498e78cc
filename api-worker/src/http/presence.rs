//! Who is where.

use super::app::App;
use super::body::Body;
use super::refusals::Input;
use crate::service::presence;
use crate::service::refusal::Refusal;
use crate::service::session::Signed;
use axum::Json;
use axum::extract::State;
use madobe_domain::wire::error::ErrorBody;
use madobe_domain::wire::presence::{Presence, Where};

/// Notes where this tab is, for some seconds, and tells who else is where.
#[utoipa::path(put, path = "/api/staff/presence", tag = "staff", request_body = Where, responses(
    (status = 200, body = Presence),
    (status = 401, body = ErrorBody),
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn tell(
    State(app): State<App>,
    signed: Signed,
    Body(mine): Body<Where>,
) -> Result<Json<Presence>, Refusal> {
    presence::tell(&app, &signed, &mine).await.map(Json)
}
