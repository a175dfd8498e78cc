//! `/api/openapi.json`, made from the code.

use super::router::Document;
use crate::ports::Fault;
use crate::service::refusal::Refusal;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

/// How callers say who they are.
pub struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let mailbox = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("base64url(mailbox id 16 | token 32)")
            .build();
        components.add_security_scheme("mailbox", SecurityScheme::Http(mailbox));
        let session = ApiKey::Cookie(ApiKeyValue::new(super::auth::COOKIE));
        components.add_security_scheme("session", SecurityScheme::ApiKey(session));
    }
}

/// This document.
#[utoipa::path(get, path = "/api/openapi.json", tag = "service", responses(
    (status = 200, content_type = "application/json", description = "OpenAPI 3.1"),
))]
pub async fn show() -> Result<Response, Refusal> {
    let body = Document::openapi().to_json().map_err(|_| Fault::new("json"))?;
    Ok(([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], body)
        .into_response())
}
