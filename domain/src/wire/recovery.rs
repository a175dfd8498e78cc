//! The printed recovery key: what it opens, and when somebody last saw that it does.
//!
//! `GET /api/staff/recovery`, `POST /api/staff/recovery/drills`, `POST /api/staff/recovery/keys`.

use crate::bytes::Fixed;
use crate::clock::Timestamp;
use crate::ids::TeamId;
use crate::wire::grant::{PublicKeyBytes, SealedKey};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recovery {
    pub public_key: PublicKeyBytes,
    pub since: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_drill: Option<Timestamp>,
    /// One for each team whose present key is sealed to it.
    pub seeds: Vec<RecoverySeed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoverySeed {
    pub team: TeamId,
    pub name: String,
    pub version: u32,
    pub public_key: PublicKeyBytes,
    pub sealed: SealedKey,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voucher: Option<Fixed<32>>,
}

/// The printed key opened every seed. Vouchers for teams that had none, made by whoever holds their key, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Drill {
    /// The public half of the key that was tried. Without it, or where there is another by now, none of `keys` is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PublicKeyBytes>,
    #[serde(default)]
    pub keys: Vec<RecoveryGiven>,
}

/// A new recovery key in place of `former`. Everything that was sealed to that one goes; `keys`: every seed that whoever makes it
/// holds, of every version. Sent again unchanged, it is done already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewRecoveryKey {
    pub former: PublicKeyBytes,
    pub public_key: PublicKeyBytes,
    /// Somebody may have seen the former one: the teams' own keys are to be made anew, too.
    pub seen: bool,
    pub keys: Vec<RecoveryGiven>,
}

/// A seed of the team sealed to the recovery key, or sealed again with a voucher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryGiven {
    pub team: TeamId,
    pub version: u32,
    pub sealed: SealedKey,
    pub voucher: Fixed<32>,
}
