//! Why something did not work: the network, the server, or the thread that holds the keys.
use madobe_domain::wire::error::ErrorCode;

use crate::api::ApiError;
use crate::errors;
use crate::thread::ThreadError;
use crate::time;
use crate::vault::Refusal;
use crate::words::common;
use crate::words::staff::{barred, colleagues, outgoing, quiet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    Api(ApiError),
    Thread(ThreadError),
    Refused(Refusal),
    /// A reply that was to go first did not go.
    Unsent,
    /// So with what was done a moment ago.
    Unkept,
}

impl Trouble {
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Api(error) => error.code(),
            _ => None,
        }
    }

    /// What to say beside what did not work. Nothing where the session ended: then the question who is there stands over
    /// everything, and what was written stays.
    pub fn said(&self) -> Option<String> {
        (self.code() != Some(ErrorCode::Unauthorised)).then(|| self.words())
    }

    pub fn words(&self) -> String {
        match self {
            Self::Api(error) => match error.code() {
                Some(ErrorCode::Suspended) => barred::TROUBLE.to_owned(),
                Some(ErrorCode::LastOne) => colleagues::LAST_ONE.to_owned(),
                Some(ErrorCode::Forbidden) => barred::FORBIDDEN.to_owned(),
                _ => errors::words(error, time::now()),
            },
            Self::Thread(error) => errors::thread_words(*error).to_owned(),
            Self::Refused(_) => common::errors::REQUEST.to_owned(),
            Self::Unsent => outgoing::BEFORE_LEAVING.to_owned(),
            Self::Unkept => quiet::BEFORE_LEAVING.to_owned(),
        }
    }
}

impl From<ApiError> for Trouble {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<ThreadError> for Trouble {
    fn from(error: ThreadError) -> Self {
        Self::Thread(error)
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_ended_is_not_told_twice() {
        assert_eq!(Trouble::Api(ApiError::LEFT).said(), None);
        let refused = Trouble::Refused(Refusal::Gone);
        assert_eq!(refused.said(), Some(refused.words()));
    }
}
