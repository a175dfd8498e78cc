//! The mailbox of whoever holds the code.

use super::app::App;
use super::body::Body;
use super::query::Query;
use crate::service::mailbox::{self, MailboxClaim};
use crate::service::refusal::Refusal;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use madobe_domain::wire::error::ErrorBody;
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::mailbox::{MailboxAppend, MailboxPage, MailboxQuery};

/// What the mailbox holds after a given place.
#[utoipa::path(get, path = "/api/mailbox", tag = "writer", params(MailboxQuery), responses(
    (status = 200, body = MailboxPage),
    (status = 401, body = ErrorBody),
    (status = 410, body = ErrorBody),
), security(("mailbox" = [])))]
#[worker::send]
pub async fn read(
    State(app): State<App>,
    claim: MailboxClaim,
    Query(query): Query<MailboxQuery>,
) -> Result<Json<MailboxPage>, Refusal> {
    mailbox::read(&app, &claim, query.after).await.map(Json)
}

/// One more entry by the writer.
#[utoipa::path(post, path = "/api/mailbox/entries", tag = "writer", request_body = MailboxAppend, responses(
    (status = 200, body = Appended),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`tail_moved`, `conflict`, `file_gone`"),
    (status = 410, body = ErrorBody),
    (status = 413, body = ErrorBody),
    (status = 422, body = ErrorBody),
    (status = 429, body = ErrorBody),
), security(("mailbox" = [])))]
#[worker::send]
pub async fn append(
    State(app): State<App>,
    claim: MailboxClaim,
    Body(append): Body<MailboxAppend>,
) -> Result<Json<Appended>, Refusal> {
    mailbox::append(&app, &claim, &append.entry, &append.files).await.map(Json)
}

/// Deletes the consultation for good.
#[utoipa::path(delete, path = "/api/mailbox", tag = "writer", responses(
    (status = 204, description = "Deleted, now or before"),
    (status = 401, body = ErrorBody),
), security(("mailbox" = [])))]
#[worker::send]
pub async fn delete(State(app): State<App>, claim: MailboxClaim) -> Result<StatusCode, Refusal> {
    mailbox::delete(&app, &claim).await?;
    Ok(StatusCode::NO_CONTENT)
}
