//! Talks: what is offered, and with the token of a code what is held and booked.

use super::{Anonymous, ApiError, Mailbox, Request, read};
use madobe_domain::ids::{KindId, ReservationId};
use madobe_domain::json;
use madobe_domain::wire::booking::{
    BookingRefusal, BookingRefused, Free, MoveTo, MyTalks, NewHold, Offer, Reservation,
};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// Why a booking did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookError {
    /// Somebody was quicker, it is too late, or there are enough.
    Refused(BookingRefusal),
    Api(ApiError),
}

impl From<ApiError> for BookError {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl Anonymous {
    pub async fn offer(&self) -> Result<Offer, ApiError> {
        Request { method: "GET", path: "/api/booking", authorization: None }.send().await
    }

    /// A month of one kind.
    pub async fn free(&self, kind: &KindId, from: &str) -> Result<Free, ApiError> {
        let path = ["/api/booking/free?days=31&kind=", kind.to_string().as_str(), "&from=", from].concat();
        Request { method: "GET", path: &path, authorization: None }.send().await
    }
}

impl Mailbox {
    async fn book<T: DeserializeOwned>(
        &self,
        method: &'static str,
        path: &str,
        body: Option<String>,
    ) -> Result<T, BookError> {
        let (done, text) = self.request(method, path).exchange(body).await?;
        if done {
            return Ok(read(text)?);
        }
        if let Ok(BookingRefused { error }) = json::read(&text) {
            return Err(BookError::Refused(error));
        }
        Err(super::refusal(&text).into())
    }

    async fn on<T: DeserializeOwned>(
        &self,
        method: &'static str,
        id: &ReservationId,
        act: &str,
        body: Option<String>,
    ) -> Result<T, BookError> {
        let path = ["/api/booking/reservations/", id.to_string().as_str(), act].concat();
        self.book(method, &path, body).await
    }

    pub async fn hold(&self, new: &NewHold) -> Result<Reservation, BookError> {
        self.book("POST", "/api/booking/holds", Some(json(new)?)).await
    }

    pub async fn extend(&self, id: &ReservationId) -> Result<Reservation, BookError> {
        self.on("POST", id, "/extend", None).await
    }

    pub async fn confirm(&self, id: &ReservationId) -> Result<Reservation, BookError> {
        self.on("POST", id, "/confirm", None).await
    }

    pub async fn move_talk(&self, id: &ReservationId, to: &MoveTo) -> Result<Reservation, BookError> {
        self.on("PUT", id, "", Some(json(to)?)).await
    }

    pub async fn cancel_talk(&self, id: &ReservationId) -> Result<(), BookError> {
        self.on::<IgnoredAny>("DELETE", id, "", None).await.map(drop)
    }

    pub async fn talks(&self) -> Result<MyTalks, BookError> {
        self.book("GET", "/api/booking/reservations", None).await
    }

    /// On the waiting list of a kind, or off it.
    pub async fn wait(&self, kind: &KindId, on: bool) -> Result<(), BookError> {
        let path = ["/api/booking/waiting/", kind.to_string().as_str()].concat();
        self.book::<IgnoredAny>(if on { "PUT" } else { "DELETE" }, &path, None).await.map(drop)
    }
}

fn json(body: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(body).map_err(|_| ApiError::Server)
}
