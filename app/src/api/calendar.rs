//! With a live session: the talks of one team.

use super::{ApiError, Request, read, refusal};
use crate::time::{iso_day, now};
use chrono::NaiveDate;
use madobe_domain::booking::tick::Tick;
use madobe_domain::ids::{KindId, ReservationId, StaffId, TeamId};
use madobe_domain::json;
use madobe_domain::wire::booking::{BookingRefused, Free};
use madobe_domain::wire::calendar::{
    CalendarPage, Came, FeedState, MonthFigures, MoveTalk, MyAbsences, NewFeed, NewTalk, StaffTalk, TalkNote,
    VersionedPlan,
};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// A time that was taken, or somebody was quicker: the nearest that are free.
pub type Taken = Vec<Tick>;

#[derive(Clone, Copy)]
pub struct Talks(pub TeamId);

impl Talks {
    async fn ask<T: DeserializeOwned>(
        self,
        method: &'static str,
        path: &str,
        body: Option<String>,
    ) -> Result<Result<T, Taken>, ApiError> {
        let path = ["/api/staff/teams/", self.0.to_string().as_str(), "/booking/", path].concat();
        let (done, text) = Request { method, path: &path, authorization: None }.exchange(body).await?;
        if done {
            return read(text).map(Ok);
        }
        match json::read::<BookingRefused>(&text) {
            Ok(refused) => Ok(Err(refused.error.nearest)),
            Err(_) => Err(refusal(&text)),
        }
    }

    /// What is never refused for a time.
    async fn plainly<T: DeserializeOwned>(
        self,
        method: &'static str,
        path: &str,
        body: Option<String>,
    ) -> Result<T, ApiError> {
        self.ask(method, path, body).await?.map_err(|_| ApiError::Server)
    }

    pub async fn plan(self) -> Result<VersionedPlan, ApiError> {
        self.plainly("GET", "plan", None).await
    }

    pub async fn save_plan(self, change: &VersionedPlan) -> Result<VersionedPlan, ApiError> {
        self.plainly("PUT", "plan", Some(json(change)?)).await
    }

    pub async fn absences(self, mine: &MyAbsences) -> Result<VersionedPlan, ApiError> {
        self.plainly("PUT", "absences", Some(json(mine)?)).await
    }

    pub async fn days(self, from: NaiveDate, days: u16) -> Result<CalendarPage, ApiError> {
        let path = ["calendar?from=", iso_day(from).as_str(), "&days=", &days.to_string()].concat();
        let mut page: CalendarPage = self.plainly("GET", &path, None).await?;
        // Of what has begun there is nothing left to change and nobody left to tell.
        let now = now();
        for begun in page.talks.iter_mut().filter(|talk| talk.start.time() <= now) {
            begun.conflict = None;
        }
        Ok(page)
    }

    /// The month in which this day lies.
    pub async fn month(self, month: NaiveDate) -> Result<MonthFigures, ApiError> {
        self.plainly("GET", &["months?month=", iso_day(month).as_str()].concat(), None).await
    }

    pub async fn feed(self) -> Result<FeedState, ApiError> {
        self.plainly("GET", "feed", None).await
    }

    pub async fn make_feed(self, new: &NewFeed) -> Result<FeedState, ApiError> {
        self.plainly("PUT", "feed", Some(json(new)?)).await
    }

    pub async fn end_feed(self) -> Result<(), ApiError> {
        self.plainly::<IgnoredAny>("DELETE", "feed", None).await.map(drop)
    }

    /// When a talk of this kind can begin in so many days, 31 at most: with whoever is free, or with somebody.
    pub async fn free(
        self,
        kind: KindId,
        (day, days): (NaiveDate, u16),
        person: Option<StaffId>,
    ) -> Result<Free, ApiError> {
        let days = days.to_string();
        let mut path =
            ["free?days=", days.as_str(), "&from=", &iso_day(day), "&kind=", &kind.to_string()].concat();
        if let Some(person) = person {
            path.push_str(&["&person=", person.to_string().as_str()].concat());
        }
        self.plainly("GET", &path, None).await
    }

    pub async fn book(self, new: &NewTalk) -> Result<Result<StaffTalk, Taken>, ApiError> {
        self.ask("POST", "reservations", Some(json(new)?)).await
    }

    pub async fn shift(self, id: ReservationId, to: &MoveTalk) -> Result<Result<StaffTalk, Taken>, ApiError> {
        self.ask("PUT", &at(id, ""), Some(json(to)?)).await
    }

    /// What I cancelled a moment ago, at its time or another one.
    pub async fn give_back(
        self,
        id: ReservationId,
        to: &MoveTalk,
    ) -> Result<Result<StaffTalk, Taken>, ApiError> {
        self.ask("POST", &at(id, "/return"), Some(json(to)?)).await
    }

    pub async fn cancel(self, id: ReservationId) -> Result<(), ApiError> {
        self.plainly::<IgnoredAny>("DELETE", &at(id, ""), None).await.map(drop)
    }

    pub async fn came(self, id: ReservationId, came: Option<bool>) -> Result<(), ApiError> {
        self.plainly::<IgnoredAny>("PUT", &at(id, "/came"), Some(json(&Came { came })?)).await.map(drop)
    }

    /// For whom a talk without a consultation is.
    pub async fn note(self, id: ReservationId, to: &TalkNote) -> Result<(), ApiError> {
        self.plainly::<IgnoredAny>("PUT", &at(id, "/note"), Some(json(to)?)).await.map(drop)
    }
}

fn at(id: ReservationId, act: &str) -> String {
    ["reservations/", id.to_string().as_str(), act].concat()
}

fn json(body: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(body).map_err(|_| ApiError::Server)
}
