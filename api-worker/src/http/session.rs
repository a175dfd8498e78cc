//! Signing in, the live session, signing out.

use super::app::App;
use super::auth::COOKIE;
use super::body::Body;
use crate::service::address::AddressKey;
use crate::service::refusal::Refusal;
use crate::service::session::{self, SessionToken, Signed};
use crate::service::sessions;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use madobe_domain::bytes;
use madobe_domain::ids::SessionId;
use madobe_domain::wire::error::{ErrorBody, ErrorCode};
use madobe_domain::wire::session::{MySessions, Session, SignIn, SignInParams, SignInStart};
use serde::Serialize;

/// The session's cookie: gone when the browser closes, never readable by a script, never sent from elsewhere.
fn cookie(uri: &Uri, value: &str, more: &str) -> String {
    let secure = if uri.scheme_str() == Some("https") { "; Secure" } else { "" };
    format!("{COOKIE}={value}; Path=/api/staff; HttpOnly; SameSite=Strict{secure}{more}")
}

/// A session just opened, with its cookie.
pub fn opened(uri: &Uri, (session, token): (impl Serialize, SessionToken)) -> Response {
    let cookie = cookie(uri, &bytes::encode(&token.0), "");
    ([(header::SET_COOKIE, cookie)], Json(session)).into_response()
}

/// How to stretch the password of this login.
#[utoipa::path(post, path = "/api/staff/sign-in/start", tag = "staff", request_body = SignInStart, responses(
    (status = 200, body = SignInParams),
    (status = 422, body = ErrorBody),
    (status = 429, body = ErrorBody),
))]
#[worker::send]
pub async fn start(
    State(app): State<App>,
    from: AddressKey,
    Body(start): Body<SignInStart>,
) -> Result<Json<SignInParams>, Refusal> {
    session::start(&app, &from, &start).await.map(Json)
}

/// Opens a session.
#[utoipa::path(post, path = "/api/staff/sign-in", tag = "staff", request_body = SignIn, responses(
    (status = 200, body = Session, headers(("Set-Cookie" = String))),
    (status = 401, body = ErrorBody),
    (status = 429, body = ErrorBody),
))]
#[worker::send]
pub async fn sign_in(
    State(app): State<App>,
    uri: Uri,
    from: AddressKey,
    Body(request): Body<SignIn>,
) -> Result<Response, Refusal> {
    Ok(opened(&uri, session::sign_in(&app, &from, &request).await?))
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/staff/session", tag = "staff", responses(
    (status = 200, body = Session),
    (status = 401, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn show(State(app): State<App>, signed: Signed) -> Result<Json<Session>, Refusal> {
    session::show(&app, &signed).await.map(Json)
}

/// Signs out, whether or not there was a session.
#[utoipa::path(delete, path = "/api/staff/session", tag = "staff", responses(
    (status = 204, description = "Signed out"),
), security(("session" = [])))]
#[worker::send]
pub async fn end(
    State(app): State<App>,
    uri: Uri,
    token: Result<SessionToken, Refusal>,
) -> Result<Response, Refusal> {
    if let Ok(token) = token {
        session::end(&app, &token).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie(&uri, "", "; Max-Age=0"))]).into_response())
}

/// My live sessions.
#[utoipa::path(get, path = "/api/staff/sessions", tag = "staff", responses(
    (status = 200, body = MySessions),
    (status = 401, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn mine(State(app): State<App>, signed: Signed) -> Result<Json<MySessions>, Refusal> {
    sessions::list(&app, &signed).await.map(Json)
}

/// Ends one of my sessions.
#[utoipa::path(delete, path = "/api/staff/sessions/{session}", tag = "staff", params(("session" = SessionId, Path)), responses(
    (status = 204, description = "Ended, or not there"),
    (status = 401, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn end_one(
    State(app): State<App>,
    signed: Signed,
    Path(session): Path<String>,
) -> Result<StatusCode, Refusal> {
    let session = SessionId::parse(&session).map_err(|_| ErrorCode::NotFound)?;
    sessions::end(&app, &signed, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends all of my sessions, this one too.
#[utoipa::path(delete, path = "/api/staff/sessions", tag = "staff", responses(
    (status = 204, description = "Signed out everywhere"),
    (status = 401, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn end_all(State(app): State<App>, uri: Uri, signed: Signed) -> Result<Response, Refusal> {
    sessions::end_all(&app, &signed).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie(&uri, "", "; Max-Age=0"))]).into_response())
}
