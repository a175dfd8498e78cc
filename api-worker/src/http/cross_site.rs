//! A change is asked for by our own pages or by no page at all: never by another site's.

use axum::http::{HeaderMap, Method, Uri, header};

/// Where the desk was asked.
pub fn host<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    let named = || headers.get(header::HOST).map(|value| value.to_str().unwrap_or("?"));
    uri.authority().map(|authority| authority.as_str()).or_else(named)
}

/// Is this a change that another site asks for?
pub fn refuses(method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
    !method.is_safe() && is_foreign(uri, headers)
}

/// Does another site's page ask?
pub fn is_foreign(uri: &Uri, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = text("sec-fetch-site");
    if site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return true;
    }
    let host = host(uri, headers);
    text(header::ORIGIN.as_str()).is_some_and(|origin| {
        // A page that sends no referrer says "null" of itself. That it is ours, the browser itself has said.
        if (origin, site) == ("null", Some("same-origin")) {
            return false;
        }
        let of = origin.split_once("://").map(|(_, host)| host);
        of.is_none() || of != host
    })
}
