//! What staff did. Administrators only.

use super::app::App;
use super::query;
use crate::service::audit_log;
use crate::service::refusal::Refusal;
use crate::service::session::Administrator;
use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use madobe_domain::wire::audit::{AuditPage, AuditQuery};
use madobe_domain::wire::error::ErrorBody;

/// One page of acts, the newest first. Reading it is noted.
#[utoipa::path(get, path = "/api/staff/audit", tag = "staff", params(
    ("before" = Option<i64>, Query), ("action" = Option<String>, Query), ("staff" = Option<String>, Query),
    ("month" = Option<String>, Query, description = "2026-11"),
), responses(
    (status = 200, body = AuditPage),
    (status = 401, body = ErrorBody),
    (status = 403, body = ErrorBody),
    (status = 422, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn read(
    State(app): State<App>,
    administrator: Administrator,
    uri: Uri,
) -> Result<Json<AuditPage>, Refusal> {
    let query: AuditQuery = query::of(&uri, "query")?;
    audit_log::read(&app, &administrator, &query).await.map(Json)
}
