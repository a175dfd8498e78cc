//! Errors on the wire: a stable code, never a text that tells anything. The interface says it in words.

use crate::wire::intake::Challenge;
use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $code:literal $status:literal,)+) => {
        /// Why a request was not carried out. The code is the contract; its status follows from it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum ErrorCode {
            $($(#[$meta])* #[serde(rename = $code)] $name,)+
        }

        impl ErrorCode {
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)+ }
            }
        }
    };
}

codes! {
    /// The body is not the JSON that this route takes.
    Malformed = "malformed" 400,
    /// A field holds what it may not hold.
    Invalid = "invalid" 422,
    /// Not `application/json`.
    ContentType = "content_type" 415,
    /// Larger than this route takes.
    TooLarge = "too_large" 413,
    /// No such route.
    NotFound = "not_found" 404,
    /// This route knows other methods.
    Method = "method" 405,
    /// A change asked for from another site.
    CrossSite = "cross_site" 403,
    /// No mailbox answers to this code, or no live session to this cookie. Says nothing about what exists.
    Unauthorised = "unauthorised" 401,
    /// This consultation was deleted by its writer.
    Deleted = "deleted" 410,
    /// Not yours to see or to do, or not there: both look the same.
    Forbidden = "forbidden" 403,
    /// Login name, password or one-time code are not right together.
    SignIn = "sign_in" 401,
    /// The one-time code alone is not right (during set-up or joining).
    OneTimeCode = "one_time_code" 422,
    /// The session was opened too long ago for this: give the password with it.
    PasswordNeeded = "password_needed" 403,
    /// As many as there may be are there.
    Enough = "enough" 409,
    /// Another login of that name.
    LoginTaken = "login_taken" 409,
    /// Something was added since: fetch it, read it, then decide again.
    TailMoved = "tail_moved" 409,
    /// This id was used for something else.
    Conflict = "conflict" 409,
    /// A file that the entry names is not there, or not any more: send it again, then the same entry. Or one that was asked for: it is lost.
    FileGone = "file_gone" 409,
    /// A key is older than the team's present one: fetch the desk again.
    StaleKey = "stale_key" 409,
    /// The set-up was done, or the link is not the one.
    SetupClosed = "setup_closed" 403,
    /// The invitation was used, withdrawn or has run out.
    InviteClosed = "invite_closed" 403,
    /// Nobody would be left who can do this: the last administrator, or the last who holds a team's key.
    LastOne = "last_one" 409,
    /// This account may not be used just now. Told only to whoever was signed in to it.
    Suspended = "suspended" 403,
    /// The proof of work is missing, wrong, for something else or too old. Carries a fresh challenge.
    Work = "work" 428,
    /// More work is asked for from here just now. Carries a fresh challenge.
    MoreWork = "more_work" 428,
    /// Too much at once: `retry_after` seconds.
    Wait = "wait" 429,
    /// The desk takes no new consultations just now.
    Paused = "paused" 503,
    /// The desk has not been set up.
    NotOpen = "not_open" 503,
    /// The server's fault. Try again.
    Internal = "internal" 500,
}

/// Body of every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorBody {
    pub error: ErrorDetail,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorDetail {
    pub code: ErrorCode,
    /// With `invalid`: which field, as a dotted path of names. Never what was in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// With `wait`: seconds until it is worth trying again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// With `work` and `more_work`: what to solve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
}
