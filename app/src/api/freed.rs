//! What a mailbox waits for, and what of it is free: read with as little as it takes to say so beside the letters.

use super::{Anonymous, ApiError, Mailbox, Request};
use madobe_domain::booking::tick::Tick;
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

/// What a way to talk is called, and what its times are like.
#[derive(Deserialize)]
pub struct Named {
    pub id: KindId,
    pub name: String,
    pub minutes: u16,
    pub group: bool,
}

#[derive(Deserialize)]
struct Free {
    kinds: Vec<Starts>,
}

#[derive(Deserialize)]
struct Starts {
    starts: Vec<Tick>,
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

    /// The first time within a month that is free for a talk of this kind.
    pub async fn first_free(&self, kind: &KindId, from: &str) -> Result<Option<Tick>, ApiError> {
        let path = ["/api/booking/free?days=31&kind=", kind.to_string().as_str(), "&from=", from].concat();
        let free: Free = Request { method: "GET", path: &path, authorization: None }.send().await?;
        Ok(free.kinds.first().and_then(|kind| kind.starts.first()).copied())
    }
}
