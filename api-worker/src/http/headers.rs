//! What every answer carries, and what no answer may lack.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use madobe_domain::clock::Timestamp;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), \
    display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), \
    microphone=(), midi=(), payment=(), \
    publickey-credentials-create=(self), publickey-credentials-get=(self), usb=(), xr-spatial-tracking=()";

/// Fixed headers of every answer, by name.
pub const FIXED: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
];
const TRANSPORT: &str = "max-age=63072000; includeSubDomains";

/// What time it is here, as the header `date` has it: for a program whose own clock may be wrong.
pub fn date(now: Timestamp) -> [(HeaderName, String); 1] {
    let now = chrono::DateTime::from_timestamp_millis(now.millis()).unwrap_or_default();
    [(header::DATE, now.format("%a, %d %b %Y %H:%M:%S GMT").to_string())]
}

/// `https`: the request came over it. Whatever under /api does not say how long it keeps, is not kept.
pub fn finish(headers: &mut HeaderMap, https: bool, api: bool) {
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TRANSPORT));
    }
    if api && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
