//! With the token of a code: its own mailbox and nothing else.

use super::{ApiError, Request};
#[cfg(feature = "mailbox")]
use madobe_domain::ids::FileId;
#[cfg(any(feature = "book", feature = "mailbox"))]
use madobe_domain::wire::intake::Appended;
use zeroize::Zeroizing;

/// Whoever holds the code.
pub struct Mailbox {
    bearer: Zeroizing<String>,
}

impl Mailbox {
    /// `bearer` is what `MailboxKeys::dangerous_bearer` gives.
    pub fn new(bearer: String) -> Self {
        Self { bearer: Zeroizing::new(bearer) }
    }

    pub(super) fn request<'a>(&'a self, method: &'static str, path: &'a str) -> Request<'a> {
        Request { method, path, authorization: Some(&self.bearer) }
    }

    /// A `MailboxPage` as it came, for the thread: entries with a `seq` beyond `after`; 0: from the beginning.
    pub async fn page(&self, after: i64) -> Result<String, ApiError> {
        let path = ["/api/mailbox?after=", after.to_string().as_str()].concat();
        self.request("GET", &path).fetch(None).await
    }

    #[cfg(any(feature = "book", feature = "mailbox"))]
    /// `append`: a `MailboxAppend`, as the thread wrote it.
    pub async fn append(&self, append: String) -> Result<Appended, ApiError> {
        self.request("POST", "/api/mailbox/entries").send_text(append).await
    }

    #[cfg(feature = "mailbox")]
    /// Sealed bytes of a file: with them it goes there, without it comes back.
    pub async fn carry(&self, file: FileId, sealed: Option<&[u8]>) -> Result<Vec<u8>, ApiError> {
        let path = ["/api/mailbox/files/", file.to_string().as_str()].concat();
        self.request(if sealed.is_some() { "PUT" } else { "GET" }, &path).carry(sealed).await
    }

    #[cfg(feature = "mailbox")]
    pub async fn delete(&self) -> Result<(), ApiError> {
        self.request("DELETE", "/api/mailbox").send().await
    }
}
