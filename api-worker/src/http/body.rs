//! JSON bodies: refused by their declared length, then read up to their cap, then parsed.

use super::app::App;
use crate::service::refusal::Refusal;
use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use madobe_domain::limits::{
    BODY_BYTES, BOOK_BODY_BYTES, IMPORT_BODY_BYTES, PLAN_BODY_BYTES, SMALL_BODY_BYTES,
};
use madobe_domain::wire::book::SaveBook;
use madobe_domain::wire::booking::{MoveTo, NewHold};
use madobe_domain::wire::calendar::{Came, MoveTalk, MyAbsences, NewFeed, NewTalk, TalkNote, VersionedPlan};
use madobe_domain::wire::desk::Arrival;
use madobe_domain::wire::draft::SaveDraft;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::export::{ExportCase, NewExport};
use madobe_domain::wire::feedback::NewFeedback;
use madobe_domain::wire::import::{TakeLines, TakeTeam};
use madobe_domain::wire::intake::NewMailbox;
use madobe_domain::wire::mailbox::MailboxAppend;
use madobe_domain::wire::passkey::{NewPasskey, PasskeySignIn, PasskeyStart, RenamePasskey};
use madobe_domain::wire::presence::Where;
use madobe_domain::wire::recovery::{Drill, NewRecoveryKey};
use madobe_domain::wire::reset::{NewReset, ResetAccount, ResetCheck, ResetOneTimeCode};
use madobe_domain::wire::rotation::{Reseal, Rotation};
use madobe_domain::wire::session::{SignIn, SignInStart};
use madobe_domain::wire::setup::{InviteCheck, Join, NewTeam, Setup};
use madobe_domain::wire::staff_case::{GiveCase, Seen, StaffAppend};
use madobe_domain::wire::team::{ChangeRole, NewInvite, RenameTeam, SealToMember, VersionedSettings};
use serde::de::DeserializeOwned;
use worker::send::SendFuture;

/// A type that may come as a body. Without a cap of its own it cannot be one.
pub trait Capped: DeserializeOwned {
    const BYTES: usize = SMALL_BODY_BYTES;
}

impl Capped for NewMailbox {
    const BYTES: usize = BODY_BYTES;
}
impl Capped for MailboxAppend {
    const BYTES: usize = BODY_BYTES;
}
impl Capped for StaffAppend {
    const BYTES: usize = BODY_BYTES;
}
/// Forty lines, sixty wards and two hundred days in words.
impl Capped for VersionedSettings {
    const BYTES: usize = BODY_BYTES;
}
impl Capped for Arrival {}
impl Capped for NewFeedback {}
impl Capped for VersionedPlan {
    const BYTES: usize = PLAN_BODY_BYTES;
}
/// A year of days, one by one.
impl Capped for MyAbsences {
    const BYTES: usize = BODY_BYTES;
}
impl Capped for NewHold {}
impl Capped for MoveTo {}
impl Capped for NewTalk {}
impl Capped for MoveTalk {}
impl Capped for Came {}
impl Capped for TalkNote {}
impl Capped for NewFeed {}
impl Capped for SignInStart {}
impl Capped for SignIn {}
impl Capped for PasskeyStart {}
impl Capped for NewPasskey {}
impl Capped for RenamePasskey {}
impl Capped for PasskeySignIn {}
impl Capped for Setup {}
impl Capped for InviteCheck {}
impl Capped for Join {}
impl Capped for SaveBook {
    const BYTES: usize = BOOK_BODY_BYTES;
}
impl Capped for SaveDraft {
    const BYTES: usize = BODY_BYTES;
}
impl Capped for Where {}
impl Capped for Seen {}
impl Capped for ExportCase {}
impl Capped for NewExport {}
impl Capped for TakeLines {
    const BYTES: usize = IMPORT_BODY_BYTES;
}
/// Two seals for each key that the team ever had.
impl Capped for TakeTeam {
    const BYTES: usize = BODY_BYTES;
}
impl Capped for NewInvite {}
impl Capped for SealToMember {}
impl Capped for NewTeam {}
impl Capped for RenameTeam {}
impl Capped for ChangeRole {}
impl Capped for GiveCase {}
impl Capped for NewReset {}
impl Capped for ResetCheck {}
impl Capped for ResetOneTimeCode {}
impl Capped for ResetAccount {}
/// A seal for each team.
impl Capped for Drill {
    const BYTES: usize = BODY_BYTES;
}
/// A seal for each key that each team ever had.
impl Capped for NewRecoveryKey {
    const BYTES: usize = BOOK_BODY_BYTES;
}
/// A seal for each member.
impl Capped for Rotation {
    const BYTES: usize = BODY_BYTES;
}
/// A grant for each of fifty cases.
impl Capped for Reseal {
    const BYTES: usize = BODY_BYTES;
}

/// The body of a request, as its wire type.
pub struct Body<T>(pub T);

impl<T: Capped> FromRequest<App> for Body<T> {
    type Rejection = Refusal;

    fn from_request(request: Request, _: &App) -> impl Future<Output = Result<Self, Refusal>> + Send {
        SendFuture::new(async move {
            let (parts, body) = request.into_parts();
            if !is_json(&parts.headers) {
                return Err(ErrorCode::ContentType.into());
            }
            if declared_length(&parts.headers).is_some_and(|length| length > T::BYTES) {
                return Err(ErrorCode::TooLarge.into());
            }
            let bytes = to_bytes(body, T::BYTES).await.map_err(|_| ErrorCode::TooLarge)?;
            parse(&bytes).map(Body)
        })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    is_kind(headers, "application/json")
}

/// Says of itself that it is of this kind.
pub fn is_kind(headers: &HeaderMap, wanted: &str) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split_once(';').map_or(kind, |(kind, _)| kind);
    kind.trim().eq_ignore_ascii_case(wanted)
}

pub fn declared_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Not JSON, or not this type's fields: `malformed`. A known field with what it may not hold: `invalid`, with its path.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    // Every body is an object. Without this, serde would take a list of the fields' values as well.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(ErrorCode::Malformed.into());
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.into_inner();
        let text = cause.to_string();
        let shape = ["unknown field", "missing field", "duplicate field"];
        if !cause.is_data() || path == "." || shape.iter().any(|kind| text.starts_with(kind)) {
            Refusal::Because(ErrorCode::Malformed)
        } else {
            Refusal::Invalid(path.into())
        }
    })?;
    json.end().map_err(|_| ErrorCode::Malformed)?;
    Ok(value)
}
