//! What anybody may know about the desk.

use super::{Anonymous, ApiError, Request};
use madobe_domain::wire::desk::Desk;

impl Anonymous {
    pub async fn desk(&self) -> Result<Desk, ApiError> {
        Request { method: "GET", path: "/api/desk", authorization: None }.send().await
    }
}
