//! What follows from an answer: decided here, away from the page and the network.

use crate::api::ApiError;
use madobe_domain::wire::error::{ErrorCode, ErrorDetail};
use madobe_domain::wire::intake::{Challenge, MailboxMade};

/// Fresh puzzles taken up in one go.
const REPAIRS: u32 = 4;
const FIRST_PAUSE_SECONDS: u32 = 20;
const MOST_PAUSE_SECONDS: u32 = 300;

#[derive(Debug, PartialEq)]
pub enum Next {
    /// It is there, now or since an earlier try.
    Arrived,
    /// Once more, with this puzzle solved.
    Solve(Challenge),
    /// Nobody has to do anything: by itself, not before so many seconds.
    Later(u32),
    /// The desk takes no letters just now. A person decides.
    Paused,
    /// The desk has another key by now. Only the code gives the letter to it.
    Locked,
    /// Another wording with this code is there already, or was and was deleted: this one goes nowhere.
    Superseded,
    /// It will never be taken like this.
    Refused,
}

impl Next {
    /// `solved`: so many puzzles before, without a person.
    pub fn of(answer: Result<MailboxMade, ApiError>, solved: u32) -> Self {
        let detail = match answer {
            Ok(_) => return Self::Arrived,
            Err(ApiError::Offline | ApiError::Server) => return Self::Later(0),
            Err(ApiError::Code(detail)) => detail,
        };
        match detail {
            ErrorDetail {
                code: ErrorCode::Work | ErrorCode::MoreWork, challenge: Some(challenge), ..
            } if solved < REPAIRS => Self::Solve(challenge),
            ErrorDetail { code, retry_after, .. } => match code {
                ErrorCode::Wait | ErrorCode::Work | ErrorCode::MoreWork | ErrorCode::Internal => {
                    Self::Later(retry_after.unwrap_or_default())
                }
                ErrorCode::Paused | ErrorCode::NotOpen => Self::Paused,
                ErrorCode::StaleKey => Self::Locked,
                ErrorCode::Conflict | ErrorCode::Deleted => Self::Superseded,
                _ => Self::Refused,
            },
        }
    }
}

/// Seconds until the next try by itself. Longer each time: a desk that is down is not asked by everybody at once.
pub fn pause(tried: u32) -> u32 {
    FIRST_PAUSE_SECONDS.saturating_mul(1 << tried.min(8)).min(MOST_PAUSE_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use madobe_domain::wire::intake::Work;

    fn refused(code: ErrorCode, challenge: Option<Challenge>) -> Result<MailboxMade, ApiError> {
        Err(ApiError::Code(ErrorDetail { code, field: None, retry_after: None, challenge }))
    }

    #[test]
    fn what_is_answered_as_done_is_there() {
        assert_eq!(Next::of(Ok(MailboxMade { entries: Vec::new() }), 0), Next::Arrived);
    }

    #[test]
    fn a_puzzle_is_solved_but_not_for_ever() {
        let challenge = Work::none().challenge;
        for code in [ErrorCode::Work, ErrorCode::MoreWork] {
            assert_eq!(Next::of(refused(code, Some(challenge.clone())), 0), Next::Solve(challenge.clone()));
            assert!(matches!(Next::of(refused(code, Some(challenge.clone())), REPAIRS), Next::Later(_)));
        }
    }

    #[test]
    fn what_passes_is_waited_for_longer_each_time() {
        assert_eq!((0..6).map(pause).collect::<Vec<_>>(), [20, 40, 80, 160, 300, 300]);
        assert_eq!(pause(u32::MAX), 300);
        for error in [ApiError::Offline, ApiError::Server] {
            assert_eq!(Next::of(Err(error), 0), Next::Later(0));
        }
        let detail =
            ErrorDetail { code: ErrorCode::Wait, field: None, retry_after: Some(600), challenge: None };
        assert_eq!(Next::of(Err(ApiError::Code(detail)), 0), Next::Later(600));
    }

    #[test]
    fn what_does_not_pass_is_put_to_a_person() {
        for (code, next) in [
            (ErrorCode::Paused, Next::Paused),
            (ErrorCode::NotOpen, Next::Paused),
            (ErrorCode::StaleKey, Next::Locked),
            (ErrorCode::Conflict, Next::Superseded),
            (ErrorCode::Deleted, Next::Superseded),
            (ErrorCode::Invalid, Next::Refused),
            (ErrorCode::Malformed, Next::Refused),
        ] {
            assert_eq!(Next::of(refused(code, None), 0), next, "{code:?}");
        }
    }
}
