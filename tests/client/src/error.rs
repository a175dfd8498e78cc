//! Why something did not come about.

use madobe_domain::crypto::secret::OpenError;
use madobe_domain::crypto::stretch::StretchError;
use madobe_domain::wire::error::{ErrorCode, ErrorDetail};

#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The server said no, and why.
    #[error("refused with {status}: {detail:?}")]
    Refused { status: u16, detail: Box<ErrorDetail> },
    /// No answer came, or a part of one. Whether the server did it is unknown: try the same again.
    #[error("no answer: {0}")]
    Network(Box<ureq::Error>),
    /// An answer that is not of this protocol.
    #[error("answered {status} with something else: {body}")]
    Strange { status: u16, body: String },
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Stretch(#[from] StretchError),
    #[error("the desk has no team yet")]
    NoTeam,
    #[error("the proof of work asked for is out of bounds")]
    TooMuchWork,
    #[error("{0}")]
    Words(&'static str),
}

impl ClientError {
    /// The code of a refusal.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Refused { detail, .. } => Some(detail.code),
            _ => None,
        }
    }

    pub fn detail(&self) -> Option<&ErrorDetail> {
        match self {
            Self::Refused { detail, .. } => Some(detail),
            _ => None,
        }
    }
}

impl From<ureq::Error> for ClientError {
    fn from(error: ureq::Error) -> Self {
        Self::Network(Box::new(error))
    }
}
