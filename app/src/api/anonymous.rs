//! Without any right: asking for a puzzle, and making a mailbox with the first letter.

#[cfg(any(feature = "waiting", feature = "write"))]
use super::{ApiError, Request};
#[cfg(feature = "write")]
use madobe_domain::wire::intake::Challenge;
#[cfg(any(feature = "waiting", feature = "write"))]
use madobe_domain::wire::intake::MailboxMade;

/// Anybody at all.
#[derive(Clone, Copy)]
pub struct Anonymous;

#[cfg(any(feature = "waiting", feature = "write"))]
impl Anonymous {
    #[cfg(feature = "write")]
    pub async fn challenge(&self) -> Result<Challenge, ApiError> {
        Request { method: "POST", path: "/api/intake/challenge", authorization: None }.send().await
    }

    /// `mailbox`: a `NewMailbox`, as the thread wrote it.
    pub async fn make_mailbox(&self, mailbox: String) -> Result<MailboxMade, ApiError> {
        Request { method: "POST", path: "/api/mailboxes", authorization: None }.send_text(mailbox).await
    }
}
