//! What stands between a letter and its place, and what is known of a letter that was not answered.

use crate::api::ApiError;
use crate::thread::ThreadError;
use madobe_domain::json;
use madobe_domain::wire::error::ErrorCode;
use serde::Deserialize;

#[derive(Clone, PartialEq)]
pub enum Trouble {
    Api(ApiError),
    Thread,
    /// This browser cannot do what the desk asks for.
    Browser,
    /// With the desk's own words.
    Paused(String),
    /// No answer came: it may have arrived all the same.
    Unsure(ApiError),
}

impl Trouble {
    /// It may go well by itself another time.
    pub fn passes(&self) -> bool {
        match self {
            Self::Api(error) | Self::Unsure(error) => {
                error.is_passing() || error.code() == Some(ErrorCode::Wait)
            }
            Self::Thread | Self::Browser | Self::Paused(_) => false,
        }
    }

    /// `unsure`: what did not leave this time may have arrived by an earlier try.
    pub fn after(self, unsure: bool) -> Self {
        match self {
            Self::Api(error) if unsure && error.is_passing() => Self::Unsure(error),
            other => other,
        }
    }
}

impl From<ApiError> for Trouble {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<ThreadError> for Trouble {
    fn from(_: ThreadError) -> Self {
        Self::Thread
    }
}

/// The part of a `MailboxPage` that is read here.
#[derive(Deserialize)]
struct Found {
    case: String,
}

/// The case behind a code, from what its mailbox answered. None: there is none, or it was deleted since. A desk that has a
/// fault just now has not said so.
pub fn found(answer: Result<String, ApiError>) -> Result<Option<String>, ApiError> {
    match answer {
        Ok(page) => json::read(&page).map(|found: Found| Some(found.case)).map_err(|_| ApiError::Server),
        Err(error) if matches!(error.code(), Some(ErrorCode::Unauthorised | ErrorCode::Deleted)) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::wire::error::ErrorDetail;

    fn refused(code: ErrorCode) -> ApiError {
        ApiError::Code(ErrorDetail { code, field: None, retry_after: None, challenge: None })
    }

    #[test]
    fn a_desk_with_a_fault_does_not_say_that_nothing_arrived() {
        let page = r#"{"case":"here","entries":[]}"#.to_owned();
        assert_eq!(found(Ok(page)), Ok(Some("here".to_owned())));
        for code in [ErrorCode::Unauthorised, ErrorCode::Deleted] {
            assert_eq!(found(Err(refused(code))), Ok(None), "{code:?}");
        }
        for error in
            [ApiError::Offline, ApiError::Server, refused(ErrorCode::Internal), refused(ErrorCode::Wait)]
        {
            assert_eq!(found(Err(error.clone())), Err(error));
        }
        assert_eq!(found(Ok("{".to_owned())), Err(ApiError::Server));
    }

    /// A second press without a network says nothing about the first, which had one.
    #[test]
    fn what_may_have_arrived_is_not_said_to_be_unsent() {
        let is_unsure = |trouble: Trouble| matches!(trouble, Trouble::Unsure(_));
        for error in [ApiError::Offline, ApiError::Server, refused(ErrorCode::Internal)] {
            assert!(is_unsure(Trouble::Api(error.clone()).after(true)), "{error:?}");
            assert!(!is_unsure(Trouble::Api(error.clone()).after(false)), "{error:?}");
        }
        for code in [ErrorCode::Wait, ErrorCode::Paused, ErrorCode::NotOpen] {
            assert!(!is_unsure(Trouble::Api(refused(code)).after(true)), "{code:?}");
        }
    }
}
