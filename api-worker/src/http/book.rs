//! Sealed documents that are saved as a whole.

use super::app::App;
use super::body::Body;
use super::refusals::{Input, Rights};
use crate::service::book::{self, Owner};
use crate::service::refusal::Refusal;
use crate::service::session::Signed;
use crate::service::team::KeyHolder;
use axum::Json;
use axum::extract::{Path, State};
use madobe_domain::ids::TeamId;
use madobe_domain::wire::book::{Book, BookName, SaveBook};
use madobe_domain::wire::error::{ErrorBody, ErrorCode};

fn named(name: &str) -> Result<BookName, Refusal> {
    BookName::parse(name).ok_or(ErrorCode::Forbidden.into())
}

/// A document of a team whose key I hold.
#[utoipa::path(get, path = "/api/staff/teams/{team}/books/{book}", tag = "staff",
    params(("team" = TeamId, Path), ("book" = String, Path)), responses(
    (status = 200, body = Book),
    Rights,
), security(("session" = [])))]
#[worker::send]
pub async fn team(
    State(app): State<App>,
    holder: KeyHolder,
    Path((_, name)): Path<(String, String)>,
) -> Result<Json<Book>, Refusal> {
    book::read(&app, &Owner::team(&holder), named(&name)?).await.map(Json)
}

/// Saves it over the version it was made from, sealed to the team's present key.
#[utoipa::path(put, path = "/api/staff/teams/{team}/books/{book}", tag = "staff",
    params(("team" = TeamId, Path), ("book" = String, Path)), request_body = SaveBook, responses(
    (status = 200, body = Book),
    Rights,
    (status = 409, body = ErrorBody, description = "`conflict`: saved by someone else since; `stale_key`"),
    (status = 413, body = ErrorBody),
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn save_team(
    State(app): State<App>,
    holder: KeyHolder,
    Path((_, name)): Path<(String, String)>,
    Body(save): Body<SaveBook>,
) -> Result<Json<Book>, Refusal> {
    book::save(&app, &Owner::team(&holder), named(&name)?, &save).await.map(Json)
}

/// A document of my own.
#[utoipa::path(get, path = "/api/staff/books/{book}", tag = "staff", params(("book" = String, Path)), responses(
    (status = 200, body = Book),
    Rights,
), security(("session" = [])))]
#[worker::send]
pub async fn mine(
    State(app): State<App>,
    signed: Signed,
    Path(name): Path<String>,
) -> Result<Json<Book>, Refusal> {
    book::read(&app, &Owner::oneself(&signed), named(&name)?).await.map(Json)
}

/// Saves it over the version it was made from.
#[utoipa::path(put, path = "/api/staff/books/{book}", tag = "staff", params(("book" = String, Path)),
    request_body = SaveBook, responses(
    (status = 200, body = Book),
    Rights,
    (status = 409, body = ErrorBody, description = "`conflict`: saved on another screen since; `stale_key`"),
    (status = 413, body = ErrorBody),
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn save_mine(
    State(app): State<App>,
    signed: Signed,
    Path(name): Path<String>,
    Body(save): Body<SaveBook>,
) -> Result<Json<Book>, Refusal> {
    book::save(&app, &Owner::oneself(&signed), named(&name)?, &save).await.map(Json)
}
