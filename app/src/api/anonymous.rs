//! Without any right: asking for a puzzle, and making a mailbox with the first letter.

use super::{ApiError, Request};
use madobe_domain::wire::intake::{Challenge, MailboxMade, NewMailbox};

/// Anybody at all.
#[derive(Clone, Copy)]
pub struct Anonymous;

impl Anonymous {
    pub async fn challenge(&self) -> Result<Challenge, ApiError> {
        Request { method: "POST", path: "/api/intake/challenge", authorization: None }.send().await
    }

    pub async fn make_mailbox(&self, mailbox: &NewMailbox) -> Result<MailboxMade, ApiError> {
        Request { method: "POST", path: "/api/mailboxes", authorization: None }.send_json(mailbox).await
    }
}
