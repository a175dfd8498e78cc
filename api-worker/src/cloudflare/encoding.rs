//! What travels compressed: hashed files by their twin from the build, pages and the desk's facts by the runtime itself.
//! Never an answer to one person: how well words compress says something about them.

use axum::http::{HeaderMap, HeaderValue, header};

pub fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.split(',').any(|one| one.trim().split(';').next() == Some("br")))
}

/// Whoever answers says with `vary` that it may be compressed; the runtime packs a body whose head says it is packed.
pub fn pack(headers: &mut HeaderMap, brotli: bool) {
    if brotli && headers.contains_key(header::VARY) && headers.contains_key(header::CONTENT_TYPE) {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
}
