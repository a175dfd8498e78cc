//! Bodies of plain forms: `application/x-www-form-urlencoded`, refused by their declared length, then read up to their cap.

use crate::http::app::App;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use madobe_domain::limits::PLAIN_FORM_BYTES;
use madobe_domain::log::record::Promises;
use madobe_plain::ticket::Ticket;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use zeroize::Zeroizing;

/// Why a body is no form. Nothing of it was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormFault {
    TooLarge,
    /// Not a form at all.
    Kind,
}

/// What came, wiped when the request is over. Fields that nobody asks for are nobody's concern.
pub struct Form(Vec<(String, Zeroizing<String>)>);

fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

impl Form {
    pub async fn read(request: Request) -> Result<Self, FormFault> {
        let (parts, body) = request.into_parts();
        let kind = text(&parts.headers, &header::CONTENT_TYPE);
        let kind = kind.split_once(';').map_or(kind, |(kind, _)| kind).trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(FormFault::Kind);
        }
        let declared = text(&parts.headers, &header::CONTENT_LENGTH).parse::<usize>();
        if declared.is_ok_and(|length| length > PLAIN_FORM_BYTES) {
            return Err(FormFault::TooLarge);
        }
        let bytes = to_bytes(body, PLAIN_FORM_BYTES).await.map_err(|_| FormFault::TooLarge)?;
        let fields: Vec<(String, String)> =
            serde_urlencoded::from_bytes(&bytes).map_err(|_| FormFault::Kind)?;
        let mut form: Vec<_> =
            fields.into_iter().map(|(name, value)| (name, Zeroizing::new(value))).collect();
        // A letter goes without it anyway (`LetterText`); the page that carries the words on would make a spoilt character of it.
        form.iter_mut().for_each(|(_, value)| value.retain(|c| c != '\0'));
        Ok(Self(form))
    }

    /// Empty where it is not there. Of several, the first.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// One of a list of choices; nothing where it is none of them.
    pub fn choice<'a, T: Deserialize<'a>>(&'a self, name: &str) -> Option<T> {
        let value: StrDeserializer<'a, Error> = self.get(name).into_deserializer();
        T::deserialize(value).ok()
    }

    /// The boxes named `promise`.
    pub fn promises(&self) -> Promises {
        let ticked = |box_name: &str| {
            self.0.iter().any(|(name, value)| name == "promise" && value.as_str() == box_name)
        };
        Promises {
            no_phone: ticked("no_phone"),
            no_visit: ticked("no_visit"),
            no_telling_family: ticked("no_telling_family"),
            no_handover: ticked("no_handover"),
        }
    }

    pub fn ticket(&self, app: &App) -> Option<Ticket> {
        crate::service::plain::read_ticket(app, self.get("ticket"))
    }
}

/// The boxes as they stand in a form: the names of those that are ticked.
pub fn ticked(promises: &Promises) -> Vec<&'static str> {
    let rows = [
        ("no_phone", promises.no_phone),
        ("no_visit", promises.no_visit),
        ("no_telling_family", promises.no_telling_family),
        ("no_handover", promises.no_handover),
    ];
    rows.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name).collect()
}
