//! Without any right: asking for a puzzle, making a mailbox with the first letter, and saying how it was.

#[cfg(any(feature = "book", feature = "mailbox", feature = "waiting", feature = "write"))]
use super::{ApiError, Request};
#[cfg(any(feature = "book", feature = "mailbox", feature = "write"))]
use madobe_domain::wire::intake::Challenge;
#[cfg(any(feature = "book", feature = "waiting", feature = "write"))]
use madobe_domain::wire::intake::MailboxMade;
#[cfg(feature = "mailbox")]
use serde::de::IgnoredAny;

/// Anybody at all.
#[derive(Clone, Copy)]
pub struct Anonymous;

#[cfg(any(feature = "book", feature = "mailbox", feature = "write"))]
impl Anonymous {
    pub async fn challenge(&self) -> Result<Challenge, ApiError> {
        Request { method: "POST", path: "/api/intake/challenge", authorization: None }.send().await
    }
}

#[cfg(any(feature = "book", feature = "waiting", feature = "write"))]
impl Anonymous {
    /// `mailbox`: a `NewMailbox`, as the thread wrote it.
    pub async fn make_mailbox(&self, mailbox: String) -> Result<MailboxMade, ApiError> {
        Request { method: "POST", path: "/api/mailboxes", authorization: None }.send_text(mailbox).await
    }
}

#[cfg(feature = "mailbox")]
impl Anonymous {
    /// `feedback`: a `NewFeedback`, as the thread wrote it.
    pub async fn give_feedback(&self, feedback: String) -> Result<(), ApiError> {
        let request = Request { method: "POST", path: "/api/feedback", authorization: None };
        request.send_text::<IgnoredAny>(feedback).await.map(drop)
    }
}
