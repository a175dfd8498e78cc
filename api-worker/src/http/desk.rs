//! The desk as anyone may see it, and its settings as staff keep them.

use super::app::App;
use super::body::Body;
use super::cross_site::host;
use super::query::{Position, Query};
use crate::ports::Fault;
use crate::service::desk;
use crate::service::history;
use crate::service::refusal::Refusal;
use crate::service::session::{Administrator, Signed};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use madobe_domain::bytes;
use madobe_domain::crypto::hash::hash_for;
use madobe_domain::wire::desk::{Desk, SettingsHistory};
use madobe_domain::wire::error::ErrorBody;
use madobe_domain::wire::team::VersionedSettings;

/// Validator of these words, however they are packed for the way.
pub fn entity_tag(body: &[u8]) -> String {
    let hash = hash_for("madobe/etag/1", body);
    format!("W/\"{}\"", bytes::encode(hash.as_bytes().first_chunk::<16>().unwrap_or(&[0; 16])))
}

fn weak(tag: &str) -> &str {
    tag.trim_start_matches("W/")
}

/// Does the client hold these words already?
pub fn is_held(headers: &HeaderMap, tag: &str) -> bool {
    let held = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    held.split(',').any(|held| weak(held.trim()) == weak(tag))
}

/// What a browser needs to know before it can seal something to the desk.
#[utoipa::path(get, path = "/api/desk", tag = "desk", responses(
    (status = 200, body = Desk, headers(("ETag" = String))),
    (status = 304, description = "As held"),
))]
#[worker::send]
pub async fn show(State(app): State<App>, headers: HeaderMap) -> Result<Response, Refusal> {
    let body = serde_json::to_vec(&desk::show(&app).await?).map_err(|_| Fault::new("json"))?;
    let tag = entity_tag(&body);
    let fixed = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if is_held(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, fixed).into_response());
    }
    let kind = [(header::CONTENT_TYPE, "application/json"), (header::VARY, "accept-encoding")];
    Ok((fixed, kind, body).into_response())
}

/// The settings, with the version that a change has to name.
#[utoipa::path(get, path = "/api/staff/desk", tag = "staff", responses(
    (status = 200, body = VersionedSettings),
    (status = 401, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn settings(State(app): State<App>, signed: Signed) -> Result<Json<VersionedSettings>, Refusal> {
    desk::settings(&app, &signed).await.map(Json)
}

/// Changes the settings. Administrators only.
#[utoipa::path(put, path = "/api/staff/desk", tag = "staff", request_body = VersionedSettings, responses(
    (status = 200, body = VersionedSettings),
    (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "Changed by someone else since"),
    (status = 422, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn change_settings(
    State(app): State<App>,
    uri: Uri,
    headers: HeaderMap,
    Administrator(signed): Administrator,
    Body(change): Body<VersionedSettings>,
) -> Result<Json<VersionedSettings>, Refusal> {
    desk::change_settings(&app, &signed, host(&uri, &headers), &change).await.map(Json)
}

/// Every version of the settings, newest first, ten at a time. Administrators only.
#[utoipa::path(get, path = "/api/staff/desk/versions", tag = "staff",
    params(("after" = Option<i64>, Query, description = "Go on with those before this version")), responses(
    (status = 200, body = SettingsHistory),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn history(
    State(app): State<App>,
    administrator: Administrator,
    Query(query): Query<Position>,
) -> Result<Json<SettingsHistory>, Refusal> {
    // Without a position, from the newest on.
    let before = u32::try_from(query.after).ok().filter(|before| *before > 0).unwrap_or(u32::MAX);
    history::read(&app, &administrator, before).await.map(Json)
}
