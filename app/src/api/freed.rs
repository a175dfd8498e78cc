//! What a mailbox waits for, and what of it is free: read with as little as it takes to say so beside the letters.

use super::{Anonymous, ApiError, Mailbox, Request};
use madobe_domain::ids::KindId;
use madobe_domain::wire::booking::Waiting;
use serde::Deserialize;

/// The part of `MyTalks` that is about waiting.
#[derive(Deserialize)]
struct Waits {
    waiting: Vec<Waiting>,
}

#[derive(Deserialize)]
struct Offered {
    kinds: Vec<Named>,
}

/// What a way to talk is called, and how long it takes.
#[derive(Deserialize)]
pub struct Named {
    pub id: KindId,
    pub name: String,
    pub minutes: u16,
}

impl Mailbox {
    pub async fn waiting(&self) -> Result<Vec<Waiting>, ApiError> {
        let waits: Waits = self.request("GET", "/api/booking/reservations").send().await?;
        Ok(waits.waiting)
    }
}

impl Anonymous {
    pub async fn named(&self) -> Result<Vec<Named>, ApiError> {
        let offered: Offered =
            Request { method: "GET", path: "/api/booking", authorization: None }.send().await?;
        Ok(offered.kinds)
    }
}
