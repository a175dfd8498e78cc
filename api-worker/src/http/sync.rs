//! What came to my teams.

use super::app::App;
use super::headers::date;
use super::query::Query;
use crate::service::refusal::Refusal;
use crate::service::session::SessionToken;
use crate::service::sync;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderName;
use madobe_domain::wire::error::ErrorBody;
use madobe_domain::wire::sync::{SyncPage, SyncQuery};

/// One page after the cursor, or of whole cases before it. Whoever is given the key of one more team starts again from
/// the beginning.
#[utoipa::path(get, path = "/api/staff/sync", tag = "staff", params(SyncQuery), responses(
    (status = 200, body = SyncPage, headers(("Date" = String))),
    (status = 401, body = ErrorBody),
), security(("session" = [])))]
#[worker::send]
pub async fn read(
    State(app): State<App>,
    token: SessionToken,
    Query(query): Query<SyncQuery>,
) -> Result<([(HeaderName, String); 1], Json<SyncPage>), Refusal> {
    let page = match query.before {
        Some(before) => sync::read_whole(&app, &token, before, query.after).await?,
        None => sync::read(&app, &token, query.after).await?,
    };
    Ok((date(app.now()), Json(page)))
}
