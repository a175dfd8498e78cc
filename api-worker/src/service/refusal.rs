//! Why something was not done: what a person may be told, or a fault of ours that nobody is told about.

use crate::ports::Fault;
use madobe_domain::booking::tick::Tick;
use madobe_domain::wire::booking::BookingCode;
use madobe_domain::wire::error::{ErrorBody, ErrorCode, ErrorDetail};
use madobe_domain::wire::intake::Challenge;
use std::borrow::Cow;

#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    Because(ErrorCode),
    /// A field holds what it may not hold: its dotted path, never what was in it.
    Invalid(Cow<'static, str>),
    /// Too much at once: worth another try after so many seconds.
    Wait(u32),
    /// Solve this first; `more` if the work was right and more of it is asked for.
    Work {
        more: bool,
        challenge: Challenge,
    },
    /// The time is taken, and these are left; or it is too late, or enough.
    Booking {
        code: BookingCode,
        nearest: Vec<Tick>,
    },
    Ours(Fault),
}

impl Refusal {
    pub const fn invalid(field: &'static str) -> Self {
        Self::Invalid(Cow::Borrowed(field))
    }

    pub fn body(&self) -> ErrorBody {
        let mut error =
            ErrorDetail { code: ErrorCode::Internal, field: None, retry_after: None, challenge: None };
        match self {
            Self::Because(code) => error.code = *code,
            Self::Invalid(field) => {
                error.code = ErrorCode::Invalid;
                error.field = (!field.is_empty()).then(|| field.to_string());
            }
            Self::Wait(seconds) => {
                error.code = ErrorCode::Wait;
                error.retry_after = Some(*seconds);
            }
            Self::Work { more, challenge } => {
                error.code = if *more { ErrorCode::MoreWork } else { ErrorCode::Work };
                error.challenge = Some(challenge.clone());
            }
            // Its answer has a body of its own.
            Self::Booking { .. } | Self::Ours(_) => {}
        }
        ErrorBody { error }
    }
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self::Because(code)
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Ours(fault)
    }
}
