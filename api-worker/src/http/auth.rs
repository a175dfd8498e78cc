//! Who is asking. A handler names the right it needs in its arguments; each type here exists only after its check.

use super::app::App;
use crate::service::address::AddressKey;
use crate::service::case::{self, CaseHolder};
use crate::service::mailbox::MailboxClaim;
use crate::service::refusal::Refusal;
use crate::service::session::{self, Administrator, SessionToken, Signed};
use crate::service::team::{self, KeyHolder};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use madobe_domain::bytes::decode_fixed;
use madobe_domain::crypto::hash::mailbox_token_hash;
use madobe_domain::ids::MailboxId;
use madobe_domain::wire::error::ErrorCode;
use worker::send::SendFuture;
use zeroize::Zeroizing;

pub const COOKIE: &str = "madobe_staff";

/// The address as the platform saw it. Absent in front of a local run: then everyone shares one counter.
const ADDRESS: &str = "cf-connecting-ip";

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

impl FromRequestParts<App> for AddressKey {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let address = text(&parts.headers, ADDRESS).unwrap_or_default();
        Ok(Self::new(&app.keys, address, app.now()))
    }
}

/// `Authorization: Bearer base64url(mailbox id 16 | token 32)`.
impl FromRequestParts<App> for MailboxClaim {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        let claim = text(&parts.headers, header::AUTHORIZATION.as_str()).and_then(|value| {
            let (scheme, bearer) = value.split_once(' ')?;
            let bytes = Zeroizing::new(decode_fixed::<48>(bearer.trim()).ok()?);
            let (id, token) = bytes.split_first_chunk::<16>()?;
            let token_hash = mailbox_token_hash(token.first_chunk()?);
            scheme
                .eq_ignore_ascii_case("bearer")
                .then_some(Self { id: MailboxId::from_bytes(*id), token_hash })
        });
        claim.ok_or(ErrorCode::Unauthorised.into())
    }
}

impl FromRequestParts<App> for SessionToken {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        parts
            .headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == COOKIE)
            .and_then(|(_, value)| decode_fixed(value).ok())
            .map(Self)
            .ok_or(ErrorCode::Unauthorised.into())
    }
}

impl FromRequestParts<App> for Signed {
    type Rejection = Refusal;

    fn from_request_parts(
        parts: &mut Parts,
        app: &App,
    ) -> impl Future<Output = Result<Self, Refusal>> + Send {
        SendFuture::new(async move {
            let token = SessionToken::from_request_parts(parts, app).await?;
            session::live(app, &token).await
        })
    }
}

impl FromRequestParts<App> for Administrator {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        Signed::from_request_parts(parts, app).await?.administrator()
    }
}

/// The first handle in the path, or nothing where it is not one.
async fn named<T>(parts: &mut Parts, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    let names = RawPathParams::from_request_parts(parts, &()).await.ok()?;
    parse(names.iter().next()?.1)
}

impl FromRequestParts<App> for CaseHolder {
    type Rejection = Refusal;

    fn from_request_parts(
        parts: &mut Parts,
        app: &App,
    ) -> impl Future<Output = Result<Self, Refusal>> + Send {
        SendFuture::new(async move {
            let token = SessionToken::from_request_parts(parts, app).await?;
            let case = named(parts, |name| madobe_domain::ids::CaseId::parse(name).ok()).await;
            case::right_to(app, &token, case).await
        })
    }
}

impl FromRequestParts<App> for KeyHolder {
    type Rejection = Refusal;

    fn from_request_parts(
        parts: &mut Parts,
        app: &App,
    ) -> impl Future<Output = Result<Self, Refusal>> + Send {
        SendFuture::new(async move {
            let token = SessionToken::from_request_parts(parts, app).await?;
            let team = named(parts, |name| madobe_domain::ids::TeamId::parse(name).ok()).await;
            team::right_to(app, &token, team).await
        })
    }
}
