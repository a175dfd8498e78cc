//! One server, seen from one address.

use crate::error::ClientError;
use madobe_domain::wire::error::ErrorBody;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use ureq::http;

/// Generous: a busy machine answers late.
const PATIENCE: Duration = Duration::from_secs(60);
/// The platform overwrites this header with the address it saw; the local runtime lets it stand where it is given.
const ADDRESS: &str = "cf-connecting-ip";

/// Keeps its connections; a clone shares them.
#[derive(Clone)]
pub struct Server {
    base: String,
    agent: ureq::Agent,
    headers: Vec<(String, String)>,
}

/// An answer as it came.
pub struct Answer {
    pub status: u16,
    pub headers: http::HeaderMap,
    pub body: Vec<u8>,
}

impl Server {
    pub fn new(base: impl Into<String>) -> Self {
        Self::with_patience(base, PATIENCE)
    }

    pub fn with_patience(base: impl Into<String>, patience: Duration) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(patience))
            .http_status_as_error(false)
            .max_redirects(0)
            // A connection for each question: one that is kept may be closed by the runtime at the very moment it is used again.
            .max_idle_connections(0)
            .max_idle_connections_per_host(0)
            .build();
        let base = base.into();
        // What a browser says when its own page asks.
        let site =
            [("origin".to_owned(), base.clone()), ("sec-fetch-site".to_owned(), "same-origin".to_owned())];
        Self { base, agent: config.into(), headers: site.to_vec() }
    }

    /// The same server, seen from another network address.
    pub fn seen_from(&self, address: impl Into<String>) -> Self {
        self.saying(ADDRESS, address)
    }

    /// The same server, with this header on every request.
    pub fn saying(&self, name: &str, value: impl Into<String>) -> Self {
        let mut headers: Vec<_> = self.headers.iter().filter(|(known, _)| known != name).cloned().collect();
        headers.push((name.to_owned(), value.into()));
        Self { headers, ..self.clone() }
    }

    /// The same server, asked by something that is no page at all.
    pub fn without_site(&self) -> Self {
        Self { headers: Vec::new(), ..self.clone() }
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    /// Sends anything at all, and hands back whatever came.
    pub fn raw(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&[u8]>,
    ) -> Result<Answer, ClientError> {
        let mut request = http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let allow = |error: http::Error| ClientError::Network(Box::new(error.into()));
        let answer = match body {
            Some(body) => self.agent.run(request.body(body).map_err(allow)?),
            None => self.agent.run(request.body(()).map_err(allow)?),
        };
        let (parts, mut body) = answer?.into_parts();
        let body = body.with_config().limit(64 << 20).read_to_vec()?;
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body })
    }

    /// Sends JSON and reads JSON. `()` reads an empty answer.
    pub fn call<B: Serialize, T: DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&B>,
    ) -> Result<T, ClientError> {
        self.ask(method, path, headers, body)?.read()
    }

    /// Sends JSON.
    pub fn ask<B: Serialize>(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&B>,
    ) -> Result<Answer, ClientError> {
        let Some(body) = body else { return self.raw(method, path, headers, None) };
        let json = serde_json::to_vec(body).map_err(|_| ClientError::Words("not representable as JSON"))?;
        let mut headers = headers.to_vec();
        headers.push(("content-type", "application/json"));
        self.raw(method, path, &headers, Some(&json))
    }

    pub fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        self.call::<(), T>("GET", path, &[], None)
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The value of a cookie that this answer sets.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let set = self.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let value = |cookie: &str| {
            let (key, rest) = cookie.split_once('=')?;
            (key.trim() == name).then(|| rest.split(';').next().unwrap_or_default().to_owned())
        };
        set.filter_map(value).next_back()
    }

    pub fn refusal(&self) -> ClientError {
        match serde_json::from_slice::<ErrorBody>(&self.body) {
            Ok(body) => ClientError::Refused { status: self.status, detail: Box::new(body.error) },
            Err(_) => ClientError::Strange { status: self.status, body: self.text() },
        }
    }

    pub fn read<T: DeserializeOwned>(&self) -> Result<T, ClientError> {
        if !(200..300).contains(&self.status) {
            return Err(self.refusal());
        }
        let body: &[u8] = if self.body.is_empty() { b"null" } else { &self.body };
        serde_json::from_slice(body)
            .map_err(|_| ClientError::Strange { status: self.status, body: self.text() })
    }
}

impl Server {
    /// Sends a form as a browser does, and gives the page that answers it.
    pub fn submit(&self, form: &crate::form::Form) -> Result<Answer, ClientError> {
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        self.raw("POST", &form.action, &kind, Some(form.body().as_bytes()))
    }
}
