//! An answer of axum's as one of the platform, in one piece.

use super::encoding::pack;
use crate::http::headers::FIXED;
use axum::body::{Body, to_bytes};
use axum::http::Response;
use worker::{Headers, ResponseBuilder, web_sys};

thread_local! {
    /// The headers of every answer, made once: the platform copies them faster than they could be set.
    static FIXED_HEADERS: Option<web_sys::Headers> = {
        let headers = web_sys::Headers::new().ok();
        headers.filter(|headers| FIXED.iter().all(|(name, value)| headers.set(name.as_str(), value).is_ok()))
    };
}

fn headers(response: &Response<Body>) -> worker::Result<Headers> {
    let fixed = FIXED_HEADERS.with(|fixed| fixed.as_ref().map(web_sys::Headers::new_with_headers));
    let Some(headers) = fixed.transpose()? else { return Ok(Headers::from(response.headers())) };
    for (name, value) in response.headers() {
        if FIXED.iter().all(|(fixed, _)| fixed != name) {
            let value = value.to_str().map_err(|_| worker::Error::RustError("header".to_owned()))?;
            headers.append(name.as_str(), value)?;
        }
    }
    Ok(Headers(headers))
}

/// `brotli`: whoever asked can read it.
pub async fn give(mut response: Response<Body>, brotli: bool) -> worker::Result<web_sys::Response> {
    pack(response.headers_mut(), brotli);
    let builder =
        ResponseBuilder::new().with_status(response.status().as_u16()).with_headers(headers(&response)?);
    let body = to_bytes(response.into_body(), usize::MAX)
        .await
        .map_err(|_| worker::Error::RustError("body".to_owned()))?;
    let response = if body.is_empty() { builder.empty() } else { builder.fixed(body.into()) };
    Ok(response.into())
}
