//! Colleagues, invitations and the desk's settings.
//!
//! `GET /api/staff/colleagues`, `POST /api/staff/invites`, `DELETE /api/staff/invites/{invite}`,
//! `POST /api/staff/teams/{team}/members`, `GET|PUT /api/staff/desk`.

use crate::bytes::Fixed;
use crate::clock::Timestamp;
use crate::desk::settings::DeskSettings;
use crate::ids::{InviteId, StaffId, TeamId};
use crate::wire::grant::{PublicKeyBytes, SealedKey};
use crate::wire::session::Role;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colleagues {
    /// Everyone who shares a team with me.
    pub staff: Vec<Colleague>,
    /// Invitations to my teams that are still open.
    pub invites: Vec<OpenInvite>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Colleague {
    pub id: StaffId,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub public_key: PublicKeyBytes,
    pub teams: Vec<Membership>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    pub team: TeamId,
    /// The team's key has been sealed to them.
    pub has_key: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenInvite {
    pub id: InviteId,
    pub team: TeamId,
    pub created_by: StaffId,
    pub expires_at: Timestamp,
}

/// The token is made in the inviter's browser and stands only in the link's fragment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvite {
    pub id: InviteId,
    pub team: TeamId,
    /// SHA-256 of the token.
    pub token_hash: Fixed<32>,
}

/// Seals the team's private seed of the present version to a colleague who joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SealToMember {
    pub staff: StaffId,
    pub version: u32,
    pub sealed: SealedKey,
}

/// The desk's settings with their version: a change names the version it started from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VersionedSettings {
    pub version: u32,
    pub settings: DeskSettings,
}
