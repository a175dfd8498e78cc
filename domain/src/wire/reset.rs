//! What a colleague lost, given anew by a link that an administrator makes: a new authenticator, or a new account key.
//!
//! `POST /api/staff/colleagues/{staff}/resets`, `POST /api/staff/reset/check`, `POST /api/staff/reset/one-time-code`,
//! `POST /api/staff/reset/account`. The last two answer with `Session`.

use crate::bytes::Fixed;
use crate::clock::Timestamp;
use crate::crypto::params::StretchParams;
use crate::ids::{ResetId, StaffId};
use crate::wire::setup::NewAccount;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ResetKind {
    /// The password is known: only the authenticator is new.
    OneTimeCode,
    /// Nothing is known any more. The account gets a new key, and every team's key has to be given to it anew.
    Account,
}

/// The token is made in the administrator's browser and stands only in the link's fragment. A newer link ends an older one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewReset {
    pub id: ResetId,
    pub kind: ResetKind,
    /// SHA-256 of the token.
    pub token_hash: Fixed<32>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetCheck {
    pub token: Fixed<32>,
}

/// Told to whoever holds the link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetInfo {
    pub kind: ResetKind,
    pub staff: StaffId,
    pub login: String,
    pub name: String,
    /// How the present password is stretched.
    pub salt: Fixed<16>,
    pub stretch: StretchParams,
    pub expires_at: Timestamp,
    /// There are passkeys, which end where the account gets a new key.
    #[serde(default)]
    pub passkeys: bool,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetOneTimeCode {
    pub token: Fixed<32>,
    /// The link alone is not enough.
    pub login_key: Fixed<32>,
    pub totp_secret: Fixed<20>,
    /// A present code of the new authenticator.
    pub totp_code: String,
}

/// `account` has the id, the login and the name that the account has already.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetAccount {
    pub token: Fixed<32>,
    pub account: NewAccount,
}
