//! The only place that asks anything of the network. Three clients, one for each right: what needs a token or a
//! session cannot be called without the type that has it.

mod anonymous;
#[cfg(feature = "book")]
pub mod booking;
#[cfg(feature = "staff")]
pub mod calendar;
#[cfg(feature = "staff")]
pub mod clock;
#[cfg(any(feature = "book", feature = "mailbox", feature = "waiting", feature = "write"))]
mod desk;
#[cfg(feature = "mailbox")]
pub mod freed;
#[cfg(any(feature = "book", feature = "mailbox", feature = "write"))]
mod mailbox;
#[cfg(feature = "staff")]
pub mod staff;
#[cfg(feature = "staff")]
mod writing;

pub use anonymous::Anonymous;
#[cfg(any(feature = "book", feature = "mailbox", feature = "write"))]
pub use mailbox::Mailbox;

use crate::raw;
use madobe_domain::json;
use madobe_domain::wire::error::{ErrorBody, ErrorCode, ErrorDetail};
#[cfg(feature = "staff")]
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCredentials, RequestInit, Response};

/// Slow enough for a bad line, quick enough to try again.
const TIMEOUT_MILLIS: u32 = 20_000;
/// For a file: a megabyte over a weak line.
#[cfg(any(feature = "mailbox", feature = "staff"))]
const CARRY_MILLIS: u32 = 180_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// No answer: no network, or too slow.
    Offline,
    /// The server's own word for it.
    Code(ErrorDetail),
    /// An answer that is not ours: a fault there or on the way.
    Server,
}

impl ApiError {
    /// What the server would say to whoever has left. It is not asked.
    #[cfg(feature = "staff")]
    pub const LEFT: Self = Self::Code(ErrorDetail {
        code: ErrorCode::Unauthorised,
        field: None,
        retry_after: None,
        challenge: None,
    });

    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Code(detail) => Some(detail.code),
            _ => None,
        }
    }

    /// The same request may succeed if it is simply sent again.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Offline | Self::Server => true,
            Self::Code(detail) => detail.code == ErrorCode::Internal,
        }
    }
}

pub(crate) struct Request<'a> {
    pub method: &'static str,
    pub path: &'a str,
    /// The value of the `Authorization` header.
    pub authorization: Option<&'a str>,
}

impl Request<'_> {
    #[cfg(any(feature = "book", feature = "mailbox", feature = "staff", feature = "write"))]
    pub(crate) async fn send<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        read(self.fetch(None).await?)
    }

    #[cfg(feature = "staff")]
    pub(crate) async fn send_json<T: DeserializeOwned>(&self, body: &impl Serialize) -> Result<T, ApiError> {
        let body = serde_json::to_string(body).map_err(|_| ApiError::Server)?;
        read(self.fetch(Some(body)).await?)
    }

    /// A body that is JSON already.
    #[cfg(any(feature = "book", feature = "mailbox", feature = "waiting", feature = "write"))]
    async fn send_text<T: DeserializeOwned>(&self, body: String) -> Result<T, ApiError> {
        read(self.fetch(Some(body)).await?)
    }

    /// The body of an answer that is a success.
    async fn fetch(&self, body: Option<String>) -> Result<String, ApiError> {
        let (done, text) = self.exchange(body).await?;
        if done {
            return Ok(text);
        }
        Err(refusal(&text))
    }

    /// The same of an answer that says what time the server has.
    #[cfg(feature = "staff")]
    async fn fetch_dated(&self) -> Result<String, ApiError> {
        let response = self.ask(None, TIMEOUT_MILLIS).await?;
        clock::hear(&response);
        let text = text(&response).await?;
        if response.ok() { Ok(text) } else { Err(refusal(&text)) }
    }

    /// Sealed bytes as they are, there or, without any, back.
    #[cfg(any(feature = "mailbox", feature = "staff"))]
    async fn carry(&self, sealed: Option<&[u8]>) -> Result<Vec<u8>, ApiError> {
        let body = sealed.map(|sealed| (js_sys::Uint8Array::from(sealed).into(), "application/octet-stream"));
        let response = self.ask(body, CARRY_MILLIS).await?;
        if response.ok() {
            let buffer = response.array_buffer().map_err(|_| ApiError::Server)?;
            let buffer = JsFuture::from(buffer).await.map_err(|_| ApiError::Offline)?;
            return Ok(js_sys::Uint8Array::new(&buffer).to_vec());
        }
        Err(refusal(&text(&response).await?))
    }

    /// Whether it is a success, and the body.
    async fn exchange(&self, body: Option<String>) -> Result<(bool, String), ApiError> {
        let response = self.ask(body.map(|body| (body.into(), "application/json")), TIMEOUT_MILLIS).await?;
        Ok((response.ok(), text(&response).await?))
    }

    /// `body`: with its kind.
    async fn ask(&self, body: Option<(JsValue, &str)>, patience: u32) -> Result<Response, ApiError> {
        let headers = Headers::new().map_err(|_| ApiError::Server)?;
        let set = |name, value| headers.set(name, value).map_err(|_| ApiError::Server);
        if let Some(value) = self.authorization {
            set("authorization", value)?;
        }
        let options = RequestInit::new();
        options.set_method(self.method);
        options.set_credentials(RequestCredentials::SameOrigin);
        options.set_signal(Some(&AbortSignal::timeout_with_u32(patience)));
        if let Some((body, kind)) = body {
            set("content-type", kind)?;
            options.set_body(&body);
        }
        options.set_headers(&headers);
        let asked = crate::page::window().fetch_with_str_and_init(self.path, &options);
        Ok(JsFuture::from(asked).await.map_err(|_| ApiError::Offline)?.unchecked_into())
    }
}

async fn text(response: &Response) -> Result<String, ApiError> {
    let buffer = response.array_buffer().map_err(|_| ApiError::Server)?;
    let buffer = JsFuture::from(buffer).await.map_err(|_| ApiError::Offline)?;
    Ok(raw::text(&buffer).unwrap_or_default())
}

fn refusal(text: &str) -> ApiError {
    match json::read::<ErrorBody>(text) {
        Ok(body) => ApiError::Code(body.error),
        Err(_) => ApiError::Server,
    }
}

/// An answer without a body reads as JSON's `null`.
fn read<T: DeserializeOwned>(text: String) -> Result<T, ApiError> {
    let text = if text.is_empty() { "null" } else { &text };
    json::read(text).map_err(|_| ApiError::Server)
}
