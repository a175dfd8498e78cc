//! Printed matter, as pages that a browser prints. They stand under /api/staff because the session's cookie does.

use super::app::App;
use super::cross_site::host;
use super::query;
use crate::service::print::{self, Asked, Order};
use crate::service::refusal::Refusal;
use crate::service::session::Signed;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use madobe_domain::wire::error::{ErrorBody, ErrorCode};

/// Whoever is not signed in any more is led to where one can.
fn signed_or_led(signed: Result<Signed, Refusal>) -> Result<Signed, Box<Result<Response, Refusal>>> {
    signed.map_err(|refusal| {
        Box::new(match refusal {
            Refusal::Because(ErrorCode::Unauthorised) => {
                Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/staff")]).into_response())
            }
            other => Err(other),
        })
    })
}

fn origin(uri: &Uri, headers: &HeaderMap) -> String {
    let scheme = if uri.scheme_str() == Some("http") { "http" } else { "https" };
    format!("{scheme}://{}", host(uri, headers).unwrap_or_default())
}

/// What can be printed, for which places, and how often each place's address was used.
#[utoipa::path(get, path = "/api/staff/print", tag = "staff", params(
    ("language" = Option<String>, Query, description = "Of whoever prints: japanese, english"),
), responses(
    (status = 200, content_type = "text/html"),
    (status = 303, description = "Not signed in: to /staff"),
    (status = 422, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn index(
    State(app): State<App>,
    uri: Uri,
    signed: Result<Signed, Refusal>,
) -> Result<Response, Refusal> {
    let signed = match signed_or_led(signed) {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    let Asked { language } = query::of(&uri, "language")?;
    print::index(&app, &signed, language).await.map(|page| Html(page).into_response())
}

/// One sheet.
#[utoipa::path(get, path = "/api/staff/print/sheet", tag = "staff", params(
    ("place" = Option<String>, Query, description = "The code of a place"),
    ("sheet" = String, Query, description = "leaflet, cards, poster_a4, poster_a3"),
    ("language" = String, Query, description = "japanese, easy, english"),
    ("read" = Option<String>, Query, description = "By whoever prints: japanese, english"),
), responses(
    (status = 200, content_type = "text/html"),
    (status = 303, description = "Not signed in: to /staff"),
    (status = 422, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn sheet(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    signed: Result<Signed, Refusal>,
) -> Result<Response, Refusal> {
    let signed = match signed_or_led(signed) {
        Ok(signed) => signed,
        Err(answer) => return *answer,
    };
    let order: Order = query::of(&uri, "sheet")?;
    let page = print::sheet(&app, &signed, &origin(&uri, &headers), &order).await?;
    Ok(Html(page).into_response())
}
