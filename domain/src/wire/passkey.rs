//! Passkeys of staff: a way in beside password and one-time code.
//!
//! `POST /api/staff/sign-in/passkey/start`, `POST /api/staff/sign-in/passkey` (sets the session cookie). `GET /api/staff/passkeys`: mine;
//! `POST /api/staff/passkeys/start`, then `POST /api/staff/passkeys`: one more; `PUT` and `DELETE /api/staff/passkeys/{passkey}`.

use crate::bytes::{Fixed, Opaque};
use crate::ids::{PasskeyId, StaffId};
use crate::limits::{AUTHENTICATOR_DATA_BYTES, CLIENT_DATA_BYTES, PASSKEY_ID_BYTES, PASSKEY_SIGNATURE_BYTES};
use crate::wire::grant::WrappedSeed;
use crate::wire::session::Session;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What an authenticator calls a passkey. Not a secret, and of no use without the authenticator.
pub type CredentialId = Opaque<PASSKEY_ID_BYTES>;
/// What the browser says it was asked, as JSON.
pub type ClientDataBytes = Opaque<CLIENT_DATA_BYTES>;
/// What the authenticator says.
pub type AuthenticatorBytes = Opaque<AUTHENTICATOR_DATA_BYTES>;
/// ES256 in DER.
pub type SignatureBytes = Opaque<PASSKEY_SIGNATURE_BYTES>;

/// Before a passkey is made. A session that was opened minutes ago need not prove anything more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyStart {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login_key: Option<Fixed<32>>,
}

/// What a browser needs to make one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyOffer {
    /// For this session, once, for five minutes.
    pub challenge: Fixed<32>,
    pub rp_id: String,
    /// Mine that are there: an authenticator that has one of them makes no other.
    pub mine: Vec<CredentialId>,
}

/// A passkey that was made. A retry carries the same `id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPasskey {
    pub id: PasskeyId,
    /// By which its owner knows it again.
    pub name: String,
    pub client_data: ClientDataBytes,
    pub authenticator_data: AuthenticatorBytes,
    /// The private seed, wrapped under what the authenticator computes.
    pub sealed: WrappedSeed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyPasskeys {
    /// In the order in which they were added.
    pub passkeys: Vec<MyPasskey>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyPasskey {
    pub id: PasskeyId,
    pub name: String,
    pub credential: CredentialId,
    #[serde(with = "crate::clock::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub added_on: NaiveDate,
    /// Absent: never.
    #[serde(default, with = "crate::clock::day::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub used_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenamePasskey {
    pub name: String,
}

/// What a browser needs to sign in by any passkey of this desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyChallenge {
    /// Good once, for five minutes.
    pub challenge: Fixed<32>,
    pub rp_id: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeySignIn {
    pub credential: CredentialId,
    /// Whose it is, as the authenticator remembers.
    pub staff: StaffId,
    pub client_data: ClientDataBytes,
    pub authenticator_data: AuthenticatorBytes,
    pub signature: SignatureBytes,
}

/// The signed-in person, and their seed as this passkey opens it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeySession {
    pub session: Session,
    pub sealed: WrappedSeed,
}
