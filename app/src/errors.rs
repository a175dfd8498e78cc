//! From the wire's stable codes to words, in one place. A screen that has better words for a code of its own
//! asks for the code first.

use crate::api::ApiError;
use crate::thread::ThreadError;
use crate::time;
use crate::words::common::{errors, thread};
use madobe_domain::clock::Timestamp;
use madobe_domain::wire::error::{ErrorCode, ErrorDetail};

/// Waiting is counted from `now`; where the server names no time, a minute.
pub fn words(error: &ApiError, now: Timestamp) -> String {
    match error {
        ApiError::Offline => errors::OFFLINE.to_owned(),
        ApiError::Server => errors::SERVER.to_owned(),
        ApiError::Code(ErrorDetail { code: ErrorCode::Wait, retry_after, .. }) => {
            let until = now.plus_seconds(i64::from(retry_after.unwrap_or(60)).max(60) + 59);
            errors::wait(&time::clock(until))
        }
        ApiError::Code(detail) => code(detail.code).to_owned(),
    }
}

pub fn thread_words(_: ThreadError) -> &'static str {
    thread::LOST
}

fn code(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::Malformed | ErrorCode::ContentType | ErrorCode::Method | ErrorCode::CrossSite => {
            errors::REQUEST
        }
        ErrorCode::Invalid => errors::INVALID,
        ErrorCode::TooLarge => errors::TOO_LARGE,
        ErrorCode::NotFound | ErrorCode::FileGone => errors::NOT_FOUND,
        ErrorCode::Unauthorised => errors::UNAUTHORISED,
        ErrorCode::Deleted => errors::DELETED,
        ErrorCode::Forbidden | ErrorCode::LastOne | ErrorCode::Suspended | ErrorCode::PasswordNeeded => {
            errors::FORBIDDEN
        }
        ErrorCode::SignIn => errors::SIGN_IN,
        ErrorCode::OneTimeCode => errors::ONE_TIME_CODE,
        ErrorCode::LoginTaken => errors::LOGIN_TAKEN,
        ErrorCode::TailMoved => errors::TAIL_MOVED,
        ErrorCode::Conflict | ErrorCode::Enough => errors::CONFLICT,
        ErrorCode::StaleKey => errors::STALE_KEY,
        ErrorCode::SetupClosed => errors::SETUP_CLOSED,
        ErrorCode::InviteClosed => errors::INVITE_CLOSED,
        ErrorCode::Work | ErrorCode::MoreWork => errors::WORK,
        ErrorCode::Paused => errors::PAUSED,
        ErrorCode::NotOpen => errors::NOT_OPEN,
        ErrorCode::Wait | ErrorCode::Internal => errors::SERVER,
    }
}
