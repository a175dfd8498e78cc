//! The printed recovery key: what it opens, and when somebody last saw that it does.
//!
//! `GET /api/staff/recovery`, `POST /api/staff/recovery/drills`.

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
    #[serde(default)]
    pub keys: Vec<RecoveryGiven>,
}

/// The team's present seed sealed to the recovery key, or sealed again with a voucher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryGiven {
    pub team: TeamId,
    pub version: u32,
    pub sealed: SealedKey,
    pub voucher: Fixed<32>,
}
