//! `GET /api/desk`: what a browser needs to know before it can seal something to the desk.

use crate::bytes::Fixed;
use crate::clock::Timestamp;
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

/// The desk's settings as they were, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettingsHistory {
    pub versions: Vec<PastSettings>,
    /// There are earlier ones.
    pub more: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PastSettings {
    pub version: u32,
    /// Absent for what was there before anybody changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// What the member of staff is called who saved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    pub settings: DeskSettings,
}

/// `POST /api/arrivals`: somebody came by a printed address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Arrival {
    /// The code of the place.
    pub place: String,
}

/// What that place is called; absent where the code is none of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Arrived {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}
