//! Query strings: known names only, values of the right kind.

use super::app::App;
use crate::service::refusal::Refusal;
use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use madobe_domain::wire::mailbox::MailboxQuery;
use madobe_domain::wire::sync::SyncQuery;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A query that names a position to go on after.
pub trait After: DeserializeOwned + Send {
    fn after(&self) -> i64;
}

/// A position, and nothing else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    #[serde(default)]
    pub after: i64,
}

impl After for Position {
    fn after(&self) -> i64 {
        self.after
    }
}

impl After for MailboxQuery {
    fn after(&self) -> i64 {
        self.after
    }
}

impl After for SyncQuery {
    fn after(&self) -> i64 {
        self.after
    }
}

/// What a query says. `field`: what is named where it says something else.
fn read<T: DeserializeOwned>(query: &str, field: &'static str) -> Result<T, Refusal> {
    serde_urlencoded::from_str(query).map_err(|_| Refusal::invalid(field))
}

/// The same, of an address.
pub fn of<T: DeserializeOwned>(uri: &Uri, field: &'static str) -> Result<T, Refusal> {
    read(uri.query().unwrap_or_default(), field)
}

pub struct Query<T>(pub T);

impl<T: After> FromRequestParts<App> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        parse(parts.uri.query().unwrap_or_default()).map(Query)
    }
}

pub fn parse<T: After>(query: &str) -> Result<T, Refusal> {
    let query: T = read(query, "after")?;
    if query.after() < 0 { Err(Refusal::invalid("after")) } else { Ok(query) }
}
