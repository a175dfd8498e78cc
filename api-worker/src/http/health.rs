//! Is the Worker there, and does its database answer?

use super::app::App;
use crate::ports::Statement;
use crate::service::refusal::Refusal;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub struct Health {
    status: &'static str,
    version: &'static str,
}

/// Answers once the database has.
#[utoipa::path(get, path = "/api/health", tag = "service", responses((status = 200, body = Health)))]
#[worker::send]
pub async fn show(State(app): State<App>) -> Result<Json<Health>, Refusal> {
    app.batch(vec![Statement::new("SELECT 1 AS one")]).await?;
    Ok(Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION") }))
}
