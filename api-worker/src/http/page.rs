//! The static pages, filled with what only the running desk knows.

use super::app::App;
use super::desk::{entity_tag, is_held};
use super::router::is_api;
use crate::service::language::Language;
use crate::service::page;
use crate::service::refusal::Refusal;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use madobe_domain::wire::error::ErrorCode;

const HTML: &str = "text/html; charset=utf-8";
const NOT_FOUND: &str = "not-found";

/// The file behind a page's address. The staff's pages are in one language so far.
pub fn file(path: &str) -> Option<(Language, String)> {
    let (language, rest) = Language::of(path);
    let name = match rest {
        "/" => "index",
        "/write" => "write",
        "/book" => "book",
        "/mailbox" => "mailbox",
        "/crisis" => "crisis",
        "/about" => "about",
        "/safety" => "safety",
        "/feedback" => "feedback",
        "/waiting" => "waiting",
        // A printed address: the landing page, whatever the code is.
        _ if rest.strip_prefix("/p/").is_some_and(|code| !code.trim_end_matches('/').contains('/')) => {
            "index"
        }
        _ if path == "/staff" || path.starts_with("/staff/") => "staff",
        _ => return None,
    };
    Some((language, in_language(language, name)))
}

fn is_printed(path: &str) -> bool {
    Language::of(path).1.starts_with("/p/")
}

pub fn in_language(language: Language, name: &str) -> String {
    match language {
        Language::Japanese => format!("/{name}.html"),
        Language::Easy => format!("/easy/{name}.html"),
        Language::English => format!("/en/{name}.html"),
    }
}

/// The page that says there is none.
pub async fn not_found(app: &App, request: &Request) -> Result<Response, Refusal> {
    let (language, _) = Language::of(request.uri().path());
    Ok(match page::read(app, language, &in_language(language, NOT_FOUND), false).await? {
        Some(text) => (StatusCode::NOT_FOUND, show(request.headers(), text)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    })
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
    if let Some((language, file)) = file(request.uri().path())
        && let Some(text) = page::read(&app, language, &file, is_printed(request.uri().path())).await?
    {
        return Ok(show(request.headers(), text));
    }
    not_found(&app, &request).await
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

/// What `first.js` asks with where a sealed letter waits on the device, because somebody chose that it stays; and, before any
/// leaving, to learn whether there is an answer at all.
const KEEP: &str = "keep";

/// Quick exit: forget what this site kept in the browser, and be somewhere with nothing to hide.
#[worker::send]
pub async fn leave(State(app): State<App>, request: Request) -> Response {
    let target = page::exit_url(&app).await;
    // `first.js` has emptied the tab by then; the rest of the storage is copies of public pages and that letter.
    let forget = match request.uri().query() {
        Some(KEEP) => r#""cache", "cookies""#,
        _ => r#""cache", "cookies", "storage""#,
    };
    let fixed = [
        (header::LOCATION, target.as_str()),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("clear-site-data"), forget),
    ];
    (StatusCode::SEE_OTHER, fixed).into_response()
}
