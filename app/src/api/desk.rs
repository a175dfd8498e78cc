//! What anybody may know about the desk.

use super::{Anonymous, ApiError, Request};

impl Anonymous {
    /// As it came: the page and its thread each read their part.
    pub async fn desk(&self) -> Result<String, ApiError> {
        Request { method: "GET", path: "/api/desk", authorization: None }.fetch(None).await
    }
}
