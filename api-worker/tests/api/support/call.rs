//! One request and its answer.

use super::World;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use madobe_domain::wire::error::{ErrorBody, ErrorCode, ErrorDetail};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub struct Call<'a> {
    world: &'a World,
    request: axum::http::request::Builder,
    body: Body,
}

impl<'a> Call<'a> {
    pub fn new(world: &'a World, method: &str, path: &str) -> Self {
        let request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(format!("https://desk.example{path}"));
        Self { world, request, body: Body::empty() }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub fn from(self, address: &str) -> Self {
        self.header("cf-connecting-ip", address)
    }

    pub fn cookie(self, cookie: &str) -> Self {
        self.header("cookie", cookie)
    }

    pub fn json(self, body: &impl Serialize) -> Self {
        self.text(serde_json::to_string(body).unwrap())
    }

    pub fn text(self, body: impl Into<String>) -> Self {
        let mut call = self.header(header::CONTENT_TYPE.as_str(), "application/json");
        call.body = Body::from(body.into());
        call
    }

    /// A body of another kind, or of none.
    pub fn raw(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    pub fn send(self) -> Answer {
        let request = self.request.body(self.body).unwrap();
        pollster::block_on(async {
            let response = self.world.serve(request).await;
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            Answer { status: parts.status, headers: parts.headers, body }
        })
    }
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    #[track_caller]
    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, 200, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap()
    }

    #[track_caller]
    pub fn done(&self) {
        assert_eq!(self.status, 204, "{}", self.text());
        assert!(self.body.is_empty());
    }

    #[track_caller]
    pub fn detail(&self) -> ErrorDetail {
        assert!(!self.status.is_success(), "{}", self.text());
        serde_json::from_slice::<ErrorBody>(&self.body).unwrap().error
    }

    /// The refusal, its status and what an answer of this kind may carry.
    #[track_caller]
    pub fn refused(&self, code: ErrorCode) -> ErrorDetail {
        let detail = self.detail();
        assert_eq!(detail.code, code, "{}", self.text());
        assert_eq!(self.status, code.status());
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/json");
        detail
    }

    #[track_caller]
    pub fn invalid(&self, field: &str) {
        assert_eq!(self.refused(ErrorCode::Invalid).field.as_deref(), Some(field));
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// `name=value` of the cookie it sets.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
    }
}
