//! A request of the platform as one of axum's. A body whose length is declared, and small enough, is taken in one
//! piece when it is first asked for: chunk by chunk would cost several turns between Rust and the runtime.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use futures_util::stream;
use madobe_domain::limits::BODY_BYTES;
use worker::js_sys::Uint8Array;
use worker::send::SendFuture;
use worker::wasm_bindgen_futures::JsFuture;
use worker::web_sys;

/// All that is ever looked at. Nothing else about who is asking comes any further.
const READ: [HeaderName; 11] = [
    header::ACCEPT_ENCODING,
    header::AUTHORIZATION,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::COOKIE,
    header::HOST,
    header::IF_NONE_MATCH,
    header::ORIGIN,
    header::UPGRADE,
    HeaderName::from_static("cf-connecting-ip"),
    HeaderName::from_static("sec-fetch-site"),
];

/// A value that is none reads as "?": there, and never right.
fn headers(raw: &web_sys::Headers) -> HeaderMap {
    let found = READ.into_iter().filter_map(|name| {
        let value = raw.get(name.as_str()).ok().flatten()?;
        Some((name, HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("?"))))
    });
    found.collect()
}

pub fn take(raw: web_sys::Request) -> worker::Result<Request> {
    let headers = headers(&raw.headers());
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let request = Request::builder().method(raw.method().as_str()).uri(raw.url());
    let body = match (length, raw.body()) {
        (_, None) => Body::empty(),
        (Some(length), Some(_)) if length <= BODY_BYTES => {
            Body::from_stream(stream::once(SendFuture::new(whole(raw))))
        }
        (_, Some(chunks)) => Body::new(worker::Body::new(chunks)),
    };
    let mut request = request.body(body)?;
    *request.headers_mut() = headers;
    Ok(request)
}

/// Nothing is read before this is first polled.
async fn whole(raw: web_sys::Request) -> worker::Result<Bytes> {
    let buffer = JsFuture::from(raw.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec().into())
}
