//! Handles: sixteen random bytes each, a type of their own each, so that one can never stand for another.

use crate::bytes::{BytesError, Fixed};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Fixed<16>);

        impl $name {
            pub fn make<R: CryptoRng>(rng: &mut R) -> Self {
                let mut bytes = [0; 16];
                rng.fill_bytes(&mut bytes);
                Self(Fixed(bytes))
            }

            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Fixed(bytes))
            }

            pub fn parse(text: &str) -> Result<Self, BytesError> {
                Fixed::parse(text).map(Self)
            }

            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                crate::bytes::base64url(16, true)
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}

id!(
    /// One consultation.
    CaseId
);
id!(
    /// One entry of a case, made by whoever writes it: a retry carries the same one.
    EntryId
);
id!(
    /// A file beside a letter, made by whoever sends it: a retry carries the same one.
    FileId
);
id!(
    /// The public handle of a mailbox, derived from its code.
    MailboxId
);
id!(
    /// One piece of feedback, made by whoever gives it: a retry carries the same one.
    FeedbackId
);
id!(
    /// A team: the consultation desk, a ward's health and welfare centre, a statistics team.
    TeamId
);
id!(
    /// A member of staff.
    StaffId
);
id!(
    /// An invitation to join a team.
    InviteId
);
id!(
    /// One signed-in session, as its owner may name it. Not what its cookie holds.
    SessionId
);
id!(
    /// A link by which a colleague is given a new authenticator or a new account key.
    ResetId
);
id!(
    /// A passkey, as its owner may name it. Made by whoever adds it: a retry carries the same one.
    PasskeyId
);
id!(
    /// Everything being taken out of the desk. Made by whoever does it.
    ExportId
);
id!(
    /// A kind of talk that a team offers.
    KindId
);
id!(
    /// A room or a booth.
    RoomId
);
id!(
    /// A talk, held for somebody or booked. Made by whoever asks for it: a retry carries the same one.
    ReservationId
);
id!(
    /// A change of a reservation. Made by whoever asks for it.
    ChangeId
);
