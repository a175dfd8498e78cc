//! The static files. Pages are read as text, to have their markers filled; every other file passes through as it is,
//! without a byte of it being touched here.

use super::encoding::accepts_brotli;
use crate::http::headers::finish;
use crate::http::router::is_api;
use crate::ports::{Assets, Fault, Pending};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use worker::js_sys::{Function, Promise, Reflect};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::wasm_bindgen_futures::JsFuture;
use worker::web_sys::Response;
use worker::{EncodeBody, Env, Headers, ResponseBuilder};

/// Names below here carry a hash of the content, so what is behind a name never changes.
const HASHED: &str = "/assets/";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub struct PlatformAssets(JsValue);

impl PlatformAssets {
    pub fn new(env: &Env) -> worker::Result<Self> {
        Ok(Self(env.assets("ASSETS")?.into()))
    }

    async fn fetch(&self, path: &str) -> Result<Response, JsValue> {
        let fetch: Function = Reflect::get(&self.0, &"fetch".into())?.dyn_into()?;
        let address = format!("https://assets.invalid{path}");
        let promise: Promise = fetch.call1(&self.0, &address.into())?.dyn_into()?;
        JsFuture::from(promise).await?.dyn_into()
    }

    /// Answers a request for a file that is not a page. Nothing: there is no such file.
    pub async fn file(&self, request: &Request) -> Option<Response> {
        let path = request.uri().path();
        if is_api(path) {
            return None;
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        // Pages have no dot in their address; their files, and the compressed twins, are not addresses.
        if !request.method().is_safe()
            || !name.contains('.')
            || name.ends_with(".html")
            || name.ends_with(".br")
        {
            return None;
        }
        let hashed = path.starts_with(HASHED);
        if hashed && accepts_brotli(request.headers()) {
            let twin = self.fetch(&format!("{path}.br")).await.ok().filter(Response::ok);
            if let Some(twin) = twin {
                return answer(request, &twin, Some(kind(name)?), true);
            }
        }
        let found = self.fetch(path).await.ok().filter(Response::ok)?;
        answer(request, &found, None, hashed)
    }
}

/// What a compressed twin contains: the platform only knows it as `.br`.
fn kind(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "wasm" => Some("application/wasm"),
        "js" => Some("text/javascript; charset=utf-8"),
        "css" => Some("text/css; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "json" => Some("application/json"),
        _ => None,
    }
}

/// `twin`: the content type, where the file is the brotli twin of what was asked for.
fn answer(request: &Request, file: &Response, twin: Option<&'static str>, hashed: bool) -> Option<Response> {
    let mut headers = HeaderMap::new();
    let kept = |name: &str| file.headers().get(name).ok().flatten();
    let content_type = twin.map(str::to_owned).or_else(|| kept("content-type"))?;
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(&content_type).ok()?);
    if let Some(tag) = kept("etag") {
        headers.insert(header::ETAG, HeaderValue::from_str(&tag).ok()?);
    }
    let cache = if hashed { FOR_EVER } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if hashed {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    let mut builder = ResponseBuilder::new().with_status(file.status());
    if twin.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        builder = builder.with_encode_body(EncodeBody::Manual);
    }
    finish(&mut headers, request.uri().scheme_str() == Some("https"), false);
    let builder = builder.with_headers(Headers::from(&headers));
    let body = if request.method().as_str() == "HEAD" { None } else { file.body() };
    Response::new_with_opt_readable_stream_and_init(body.as_ref(), &builder.into()).ok()
}

impl Assets for PlatformAssets {
    fn page<'a>(&'a self, path: &'a str) -> Pending<'a, Result<Option<String>, Fault>> {
        Box::pin(async move {
            let fault = |_| Fault::new("assets");
            let response = self.fetch(path).await.map_err(fault)?;
            if !response.ok() {
                return Ok(None);
            }
            let text = JsFuture::from(response.text().map_err(fault)?).await.map_err(fault)?;
            Ok(text.as_string())
        })
    }
}
