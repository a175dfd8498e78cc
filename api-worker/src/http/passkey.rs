//! Passkeys of staff, and signing in by one.

use super::app::App;
use super::body::Body;
use super::cross_site::host;
use super::refusals::Input;
use super::session::opened;
use crate::service::address::AddressKey;
use crate::service::passkey::{self, Entered};
use crate::service::refusal::Refusal;
use crate::service::session::{SessionToken, Signed};
use axum::Json;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use madobe_domain::ids::PasskeyId;
use madobe_domain::passkey::Site;
use madobe_domain::wire::error::{ErrorBody, ErrorCode};
use madobe_domain::wire::passkey::{
    MyPasskeys, NewPasskey, PasskeyChallenge, PasskeyOffer, PasskeySession, PasskeySignIn, PasskeyStart,
    RenamePasskey,
};

/// Where the desk was asked: what a passkey is bound to.
pub struct Here(Site);

impl FromRequestParts<App> for Here {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        let https = parts.uri.scheme_str() == Some("https");
        let site = host(&parts.uri, &parts.headers).and_then(|host| Site::of(https, host));
        site.map(Self).ok_or(Refusal::invalid("host"))
    }
}

fn named(passkey: &str) -> Result<PasskeyId, Refusal> {
    PasskeyId::parse(passkey).map_err(|_| ErrorCode::NotFound.into())
}

/// What a browser needs to sign in by a passkey.
#[utoipa::path(post, path = "/api/staff/sign-in/passkey/start", tag = "staff", responses(
    (status = 200, body = PasskeyChallenge),
    (status = 429, body = ErrorBody),
))]
#[worker::send]
pub async fn offer(
    State(app): State<App>,
    from: AddressKey,
    Here(site): Here,
) -> Result<Json<PasskeyChallenge>, Refusal> {
    passkey::offer(&app, &from, &site).await.map(Json)
}

/// Opens a session by a passkey, or goes on with the one that this person has here.
#[utoipa::path(post, path = "/api/staff/sign-in/passkey", tag = "staff", request_body = PasskeySignIn, responses(
    (status = 200, body = PasskeySession, headers(("Set-Cookie" = String))),
    (status = 401, body = ErrorBody),
    Input,
    (status = 429, body = ErrorBody),
))]
#[worker::send]
pub async fn sign_in(
    State(app): State<App>,
    uri: Uri,
    from: AddressKey,
    Here(site): Here,
    before: Result<SessionToken, Refusal>,
    Body(request): Body<PasskeySignIn>,
) -> Result<Response, Refusal> {
    let Entered { answer, token } =
        passkey::sign_in(&app, &from, &site, before.as_ref().ok(), &request).await?;
    Ok(match token {
        Some(token) => opened(&uri, (answer, token)),
        None => Json(answer).into_response(),
    })
}

/// My passkeys.
#[utoipa::path(get, path = "/api/staff/passkeys", tag = "staff", responses(
    (status = 200, body = MyPasskeys),
    (status = 401, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn list(State(app): State<App>, signed: Signed) -> Result<Json<MyPasskeys>, Refusal> {
    passkey::list(&app, &signed).await.map(Json)
}

/// What a browser needs to make one more. A session that is older than ten minutes gives the password's login key along.
#[utoipa::path(post, path = "/api/staff/passkeys/start", tag = "staff", request_body = PasskeyStart, responses(
    (status = 200, body = PasskeyOffer),
    (status = 401, body = ErrorBody, description = "Nobody is signed in, or `sign_in`: another password"),
    (status = 403, body = ErrorBody, description = "`password_needed`"),
    (status = 409, body = ErrorBody, description = "`enough`"),
    Input,
    (status = 429, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn begin(
    State(app): State<App>,
    from: AddressKey,
    signed: Signed,
    Here(site): Here,
    Body(start): Body<PasskeyStart>,
) -> Result<Json<PasskeyOffer>, Refusal> {
    passkey::begin(&app, &from, &signed, &site, &start).await.map(Json)
}

/// Keeps one that was made.
#[utoipa::path(post, path = "/api/staff/passkeys", tag = "staff", request_body = NewPasskey, responses(
    (status = 204, description = "Kept, now or before"),
    (status = 401, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`enough`, or `conflict`: the challenge or the passkey was used before"),
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn add(
    State(app): State<App>,
    signed: Signed,
    Here(site): Here,
    Body(new): Body<NewPasskey>,
) -> Result<StatusCode, Refusal> {
    passkey::add(&app, &signed, &site, &new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Calls one of mine something else.
#[utoipa::path(put, path = "/api/staff/passkeys/{passkey}", tag = "staff", params(("passkey" = PasskeyId, Path)),
    request_body = RenamePasskey, responses(
    (status = 204, description = "So it is"),
    (status = 401, body = ErrorBody),
    (status = 404, body = ErrorBody, description = "None of mine"),
    Input,
), security(("session" = [])))]
#[worker::send]
pub async fn rename(
    State(app): State<App>,
    signed: Signed,
    Path(passkey): Path<String>,
    Body(new): Body<RenamePasskey>,
) -> Result<StatusCode, Refusal> {
    passkey::rename(&app, &signed, &named(&passkey)?, &new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes one of mine away.
#[utoipa::path(delete, path = "/api/staff/passkeys/{passkey}", tag = "staff", params(("passkey" = PasskeyId, Path)), responses(
    (status = 204, description = "It opens nothing any more"),
    (status = 401, body = ErrorBody),
    (status = 404, body = ErrorBody, description = "None of mine"),
), security(("session" = [])))]
#[worker::send]
pub async fn remove(
    State(app): State<App>,
    signed: Signed,
    Path(passkey): Path<String>,
) -> Result<StatusCode, Refusal> {
    passkey::remove(&app, &signed, &named(&passkey)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
