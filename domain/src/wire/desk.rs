//! `GET /api/desk`: what a browser needs to know before it can seal something to the desk.

use crate::bytes::Fixed;
use crate::crypto::params::StretchParams;
use crate::desk::settings::DeskSettings;
use crate::ids::TeamId;
use crate::wire::grant::PublicKeyBytes;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Desk {
    /// Salt of every code of this deployment: drawn once, never changed.
    pub salt: Fixed<16>,
    pub stretch: StretchParams,
    /// The team that takes new letters; absent until the desk is set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamKey>,
    pub settings: DeskSettings,
    /// The day by which a letter sent now is answered.
    #[serde(with = "crate::clock::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub promise: NaiveDate,
}

/// A team and its present public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamKey {
    pub id: TeamId,
    pub name: String,
    /// From 1, one more with each rotation.
    pub version: u32,
    pub public_key: PublicKeyBytes,
}
