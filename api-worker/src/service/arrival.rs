//! Who made the desk known: arrivals by a printed address, counted for each place and month. There is nothing about
//! anyone in it, so whoever floods it changes a number.

use crate::deps::Deps;
use crate::ports::{Brake, Fault, Statement};
use crate::service::address::AddressKey;
use crate::service::facts;
use crate::service::intake::WAIT_SECONDS;
use crate::service::refusal::Refusal;
use chrono::Datelike;
use madobe_domain::clock::Timestamp;
use madobe_domain::wire::desk::{Arrival, Arrived};
use serde::Deserialize;

const COUNT: &str = "INSERT INTO arrivals (place, month, count) VALUES (?1, ?2, 1) \
    ON CONFLICT (place, month) DO UPDATE SET count = count + 1";
const READ: &str = "SELECT place, month, count FROM arrivals WHERE month >= ?1 ORDER BY place, month";

/// 2026-11
fn month(year: i32, month: u32) -> String {
    format!("{year:04}-{month:02}")
}

/// The month of this moment in Japan and those before it, newest first.
pub fn months(now: Timestamp, count: u32) -> Vec<String> {
    let today = now.date_in_japan();
    let index = today.year() * 12 + today.month0() as i32;
    let of = |back: u32| {
        let index = index - back as i32;
        month(index.div_euclid(12), index.rem_euclid(12) as u32 + 1)
    };
    (0..count).map(of).collect()
}

/// Counts one more, where the code is that of a place. What is none of ours is passed over in silence.
pub async fn count(deps: &Deps, from: &AddressKey, arrival: &Arrival) -> Result<Arrived, Refusal> {
    if !deps.limiter.allow(Brake::Hard, from.counting("arrival")).await {
        return Err(Refusal::Wait(WAIT_SECONDS));
    }
    let known = facts::known(deps).await?;
    // Typed from paper, it may begin with a capital.
    let Some(place) = known.settings.place(&arrival.place.to_ascii_lowercase()) else {
        return Ok(Arrived { place: None });
    };
    let month = months(deps.now(), 1).pop().unwrap_or_default();
    deps.batch(vec![Statement::new(COUNT).bind(&place.code).bind(month)]).await?;
    Ok(Arrived { place: Some(place.name.clone()) })
}

#[derive(Debug, Deserialize)]
pub struct Counted {
    pub place: String,
    pub month: String,
    pub count: u32,
}

/// What was counted from this month on.
pub fn since(month: &str) -> Statement {
    Statement::new(READ).bind(month)
}

pub fn rows(outcome: &crate::ports::Outcome) -> Result<Vec<Counted>, Fault> {
    outcome.rows()
}
