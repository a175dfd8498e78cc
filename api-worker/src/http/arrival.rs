//! Somebody came by a printed address.

use super::app::App;
use super::body::Body;
use crate::service::address::AddressKey;
use crate::service::arrival;
use crate::service::refusal::Refusal;
use axum::Json;
use axum::extract::State;
use madobe_domain::wire::desk::{Arrival, Arrived};
use madobe_domain::wire::error::ErrorBody;

/// Counts one more for the place. A code that is none of ours is answered like any other, without a name.
#[utoipa::path(post, path = "/api/arrivals", tag = "desk", request_body = Arrival, responses(
    (status = 200, body = Arrived),
    (status = 429, body = ErrorBody),
))]
#[worker::send]
pub async fn count(
    State(app): State<App>,
    from: AddressKey,
    Body(arrival): Body<Arrival>,
) -> Result<Json<Arrived>, Refusal> {
    arrival::count(&app, &from, &arrival).await.map(Json)
}
