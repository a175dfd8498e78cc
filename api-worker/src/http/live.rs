//! Hearing at once that something came: who may listen, and what is news.

use super::cross_site;
use crate::service::refusal::Refusal;
use crate::service::session::Signed;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use madobe_domain::wire::error::{ErrorBody, ErrorCode};

/// Rides on an answer: in its place the caller gets a socket.
#[derive(Clone)]
pub struct Listen;

/// Rides on an answer: something was done that colleagues may want to see.
#[derive(Clone)]
pub struct News;

/// A socket that says `news` whenever something may have come to any team. What came is asked for by a sync. `?` is
/// answered by `!`; any other word closes it. Where it cannot be had, a sync from time to time does as well.
#[utoipa::path(get, path = "/api/staff/live", tag = "staff", responses(
    (status = 101, description = "A WebSocket"),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody, description = "`cross_site`"),
    (status = 422, body = ErrorBody, description = "Not asked for as a socket"),
    (status = 500, body = ErrorBody, description = "There is no bell"),
), security(("session" = [])))]
#[worker::send]
pub async fn listen(_: Signed, uri: Uri, headers: HeaderMap) -> Result<Response, Refusal> {
    // A socket is no change, but another site's page must not hold one in somebody's name.
    if cross_site::is_foreign(&uri, &headers) {
        return Err(ErrorCode::CrossSite.into());
    }
    let upgrade = headers.get(header::UPGRADE).and_then(|value| value.to_str().ok());
    if !upgrade.is_some_and(|value| value.eq_ignore_ascii_case("websocket")) {
        return Err(Refusal::invalid("upgrade"));
    }
    let mut answer = StatusCode::NO_CONTENT.into_response();
    answer.extensions_mut().insert(Listen);
    Ok(answer)
}

/// Where letters, replies and keys come in. What somebody has seen is told by the next sync.
const TELLING: [&str; 4] = ["/api/mailbox", "/api/staff/cases/", "/api/staff/teams/", "/plain/"];

pub fn is_news(method: &Method, path: &str, status: StatusCode) -> bool {
    matches!(*method, Method::POST | Method::DELETE)
        && status.is_success()
        // That somebody takes a case out changes nothing in it.
        && !path.ends_with("/exports")
        // Nor that a file is taken out which no entry names.
        && !path.contains("/files/")
        && TELLING.iter().any(|telling| path.starts_with(telling))
}
