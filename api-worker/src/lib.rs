//! The Worker. Only this crate names `worker`.
use axum::{Json, Router, routing::get};
use worker::{Context, Env, HttpRequest, event};

#[event(fetch)]
async fn fetch(
    request: HttpRequest,
    _env: Env,
    _context: Context,
) -> worker::Result<axum::http::Response<axum::body::Body>> {
    use tower_service::Service;
    let mut router = Router::new().route("/api/health", get(|| async { Json("ok") }));
    Ok(router.call(request).await?)
}
