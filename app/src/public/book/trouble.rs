//! What may stand in the way of a booking, and how it is said.

use crate::api::ApiError;
use crate::api::booking::BookError;
use crate::thread::ThreadError;
use crate::words::public::{book as words, entry, sending};
use crate::{errors, time};
use madobe_domain::wire::booking::{BookingCode, BookingRefusal};
use madobe_domain::wire::error::ErrorCode;

#[derive(Clone, PartialEq)]
pub enum Trouble {
    Book(BookError),
    Thread,
    /// This browser cannot do what the desk asks for.
    Browser,
    /// No answer came to the booking itself: it may be booked all the same.
    Unsure(ApiError),
}

impl From<BookError> for Trouble {
    fn from(error: BookError) -> Self {
        Self::Book(error)
    }
}

impl From<ApiError> for Trouble {
    fn from(error: ApiError) -> Self {
        Self::Book(error.into())
    }
}

impl From<ThreadError> for Trouble {
    fn from(_: ThreadError) -> Self {
        Self::Thread
    }
}

impl Trouble {
    /// Somebody was quicker: what is left near that time.
    pub fn taken(&self) -> Option<&BookingRefusal> {
        match self {
            Self::Book(BookError::Refused(refusal)) if refusal.code == BookingCode::SlotTaken => {
                Some(refusal)
            }
            _ => None,
        }
    }

    /// No answer came: what stood before stands.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Book(BookError::Api(error)) if error.is_passing())
    }

    /// Trying again brings the same answer.
    pub fn is_final(&self) -> bool {
        match self {
            Self::Book(BookError::Refused(_)) => true,
            Self::Book(BookError::Api(error)) => {
                matches!(error.code(), Some(ErrorCode::Forbidden | ErrorCode::Unauthorised))
            }
            Self::Thread | Self::Browser | Self::Unsure(_) => false,
        }
    }

    pub fn words(&self) -> String {
        match self {
            Self::Book(BookError::Refused(refusal)) => match refusal.code {
                BookingCode::SlotTaken => words::LOST_NONE,
                BookingCode::Begun => words::BEGUN,
                BookingCode::Enough => words::ENOUGH,
            }
            .to_owned(),
            Self::Book(BookError::Api(error)) => match error.code() {
                // The desk took this way to talk out of what it offers.
                Some(ErrorCode::Forbidden | ErrorCode::NotOpen) => words::GONE.to_owned(),
                Some(ErrorCode::Unauthorised) => entry::UNKNOWN.to_owned(),
                _ => errors::words(error, time::now()),
            },
            Self::Thread => errors::thread_words(ThreadError::Lost).to_owned(),
            Self::Browser => sending::OLD_BROWSER.to_owned(),
            Self::Unsure(error) => [&errors::words(error, time::now()), words::UNSURE_AGAIN].concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::wire::error::ErrorDetail;

    #[test]
    fn what_the_desk_refused_is_not_tried_again() {
        let refused = |code| {
            Trouble::from(ApiError::Code(ErrorDetail {
                code,
                field: None,
                retry_after: None,
                challenge: None,
            }))
        };
        let begun = BookingRefusal { code: BookingCode::Begun, nearest: vec![] };
        assert!(Trouble::from(BookError::Refused(begun)).is_final());
        assert!(refused(ErrorCode::Forbidden).is_final());
        for passing in [refused(ErrorCode::Wait), Trouble::from(ApiError::Server), Trouble::Thread] {
            assert!(!passing.is_final());
        }
    }
}
