//! `GET /api/staff/setup`, `POST /api/staff/setup` (first administrator and desk team) and
//! `POST /api/staff/join` (an invited colleague).

use crate::bytes::Fixed;
use crate::crypto::params::StretchParams;
use crate::ids::{StaffId, TeamId};
use crate::wire::grant::{PublicKeyBytes, SealedKey, WrappedSeed};
use crate::wire::team::TeamKind;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetupState {
    /// No administrator yet.
    pub open: bool,
}

/// A new account, as its owner's browser makes it. The password never leaves that browser.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAccount {
    pub id: StaffId,
    /// 3 to 40 of `a-z 0-9 . _ -`.
    pub login: String,
    /// What colleagues see.
    pub name: String,
    pub salt: Fixed<16>,
    pub stretch: StretchParams,
    /// 32 bytes from the stretched password. The server keeps their SHA-256.
    pub login_key: Fixed<32>,
    pub public_key: PublicKeyBytes,
    /// The private seed, under a key from the stretched password that the server never gets.
    pub wrapped_seed: WrappedSeed,
    /// 20 random bytes for the one-time codes (RFC 6238, SHA-1, 6 digits, 30 seconds).
    pub totp_secret: Fixed<20>,
    /// A present one-time code, as proof that the authenticator has the secret.
    pub totp_code: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Setup {
    /// From the one-time link.
    pub token: Fixed<32>,
    pub account: NewAccount,
    pub team: NewTeam,
    /// Public half of the recovery key, which is printed and kept offline.
    pub recovery_public_key: PublicKeyBytes,
}

/// A team, version 1, with its private seed sealed to the first member and to the recovery key. At set-up the desk's, later any
/// (`POST /api/staff/teams`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewTeam {
    pub id: TeamId,
    pub name: String,
    pub public_key: PublicKeyBytes,
    pub sealed_to_member: SealedKey,
    pub sealed_to_recovery: SealedKey,
    #[serde(default)]
    pub kind: TeamKind,
    /// See `domain::crypto::team::vouch`. Absent where nobody could say whose keys these are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_voucher: Option<Fixed<32>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_voucher: Option<Fixed<32>>,
    /// The recovery key that the seed is sealed to. For a further team: without it, or where there is another by now, that seal is not
    /// stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<PublicKeyBytes>,
}

/// `POST /api/staff/join/check`: is the invitation good, and to which team? With a login name also: is it free? Only who
/// holds an invitation is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteCheck {
    pub token: Fixed<32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteInfo {
    pub team_name: String,
}

/// Uses up the invitation. Until a member seals the team's key to the new colleague, they see no case.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Join {
    pub token: Fixed<32>,
    pub account: NewAccount,
}
