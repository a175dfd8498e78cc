//! The first letter.

use super::app::App;
use super::body::Body;
use crate::service::address::AddressKey;
use crate::service::intake;
use crate::service::refusal::Refusal;
use axum::Json;
use axum::extract::State;
use madobe_domain::wire::error::ErrorBody;
use madobe_domain::wire::intake::{Challenge, MailboxMade, NewMailbox};

/// A puzzle to solve before a mailbox can be made.
#[utoipa::path(post, path = "/api/intake/challenge", tag = "writer", responses(
    (status = 200, body = Challenge),
    (status = 429, body = ErrorBody),
))]
#[worker::send]
pub async fn challenge(State(app): State<App>, from: AddressKey) -> Result<Json<Challenge>, Refusal> {
    intake::challenge(&app, &from).await.map(Json)
}

/// Makes a mailbox with its case and first letter. Sent again, it is answered as done.
#[utoipa::path(post, path = "/api/mailboxes", tag = "writer", request_body = NewMailbox, responses(
    (status = 200, body = MailboxMade),
    (status = 409, body = ErrorBody, description = "`conflict`, `stale_key`"),
    (status = 410, body = ErrorBody),
    (status = 413, body = ErrorBody),
    (status = 422, body = ErrorBody),
    (status = 428, body = ErrorBody, description = "`work`, `more_work`: with a challenge"),
    (status = 429, body = ErrorBody),
    (status = 503, body = ErrorBody, description = "`paused`, `not_open`"),
))]
#[worker::send]
pub async fn make(
    State(app): State<App>,
    from: AddressKey,
    Body(request): Body<NewMailbox>,
) -> Result<Json<MailboxMade>, Refusal> {
    intake::make(&app, &from, &request).await.map(Json)
}
