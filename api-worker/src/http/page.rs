//! The static pages, filled with what only the running desk knows.

use super::app::App;
use super::desk::{entity_tag, is_held};
use super::router::is_api;
use crate::service::page;
use crate::service::refusal::Refusal;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use madobe_domain::wire::error::ErrorCode;

const HTML: &str = "text/html; charset=utf-8";
const NOT_FOUND: &str = "/not-found.html";

/// The file behind a page's address.
pub fn file(path: &str) -> Option<&'static str> {
    match path {
        "/" => Some("/index.html"),
        "/write" => Some("/write.html"),
        "/mailbox" => Some("/mailbox.html"),
        "/crisis" => Some("/crisis.html"),
        "/about" => Some("/about.html"),
        "/safety" => Some("/safety.html"),
        "/staff" => Some("/staff.html"),
        path if path.starts_with("/staff/") => Some("/staff.html"),
        _ => None,
    }
}

/// Everything that is no route of the API: a page, or the page that says there is none.
#[worker::send]
pub async fn any(State(app): State<App>, request: Request) -> Result<Response, Refusal> {
    if is_api(request.uri().path()) {
        return Err(ErrorCode::NotFound.into());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(ErrorCode::Method.into());
    }
    if let Some(file) = file(request.uri().path())
        && let Some(text) = page::read(&app, file).await?
    {
        return Ok(show(request.headers(), text));
    }
    Ok(match page::read(&app, NOT_FOUND).await? {
        Some(text) => (StatusCode::NOT_FOUND, show(request.headers(), text)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    })
}

/// Asked for again each time, sent only when it changed: the promise changes every day.
fn show(headers: &HeaderMap, text: String) -> Response {
    let tag = entity_tag(text.as_bytes());
    let fixed = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if is_held(headers, &tag) {
        return (StatusCode::NOT_MODIFIED, fixed).into_response();
    }
    (fixed, [(header::CONTENT_TYPE, HTML), (header::VARY, "accept-encoding")], text).into_response()
}

/// Quick exit: forget what this site kept in the browser, and be somewhere with nothing to hide.
#[worker::send]
pub async fn leave(State(app): State<App>) -> Response {
    let target = page::exit_url(&app).await;
    let fixed = [
        (header::LOCATION, target.as_str()),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("clear-site-data"), r#""cache", "cookies", "storage""#),
    ];
    (StatusCode::SEE_OTHER, fixed).into_response()
}
