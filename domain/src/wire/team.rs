//! Colleagues, teams, invitations and the desk's settings.
//!
//! `GET /api/staff/colleagues`, `PUT /api/staff/colleagues/{staff}/role`, `PUT|DELETE /api/staff/colleagues/{staff}/suspension`, `POST /api/staff/invites`,
//! `DELETE /api/staff/invites/{invite}`, `GET|POST /api/staff/teams`, `PUT /api/staff/teams/{team}`,
//! `POST /api/staff/teams/{team}/members`, `PUT|DELETE /api/staff/teams/{team}/members/{staff}`, `GET|PUT /api/staff/desk`.

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
    /// Everyone who shares a team with me; for an administrator, everyone.
    pub staff: Vec<Colleague>,
    /// Invitations to my teams that are still open; for an administrator, all of them.
    pub invites: Vec<OpenInvite>,
}

/// What people and teams are called: no more of them than stands beside a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Names {
    /// Everyone who shares a team with me or did so once; for an administrator, everyone.
    pub staff: Vec<Called>,
    /// Every team that reads cases: the one that takes new letters, then the others by name.
    #[serde(default)]
    pub teams: Vec<CalledTeam>,
}

/// A team as a case may belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalledTeam {
    pub id: TeamId,
    pub name: String,
    /// Somebody in it has its key and is not suspended.
    pub here: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Called {
    pub id: StaffId,
    pub name: String,
    /// Teams of mine that read cases and whose key they have; none where they left or are suspended. Nothing: it was not said.
    #[serde(default)]
    pub reads: Option<Vec<TeamId>>,
    /// They read in teams that are not mine.
    #[serde(default)]
    pub elsewhere: bool,
}

/// What a team is given of a case. Not a matter of screens: it holds no other keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TeamKind {
    /// Conversation, staff notes and facts.
    #[default]
    Full,
    /// Facts alone: for those who count.
    Facts,
}

/// `GET /api/staff/teams`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Teams {
    /// Every team of the deployment, the one that takes new letters first.
    pub teams: Vec<Team>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Team {
    pub id: TeamId,
    pub name: String,
    pub kind: TeamKind,
    pub version: u32,
    pub public_key: PublicKeyBytes,
    /// Takes new letters.
    pub intake: bool,
    /// Since when somebody outside the team may have its present key: it is to be made anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stale_since: Option<Timestamp>,
    /// Cases are still to be sealed to the present key.
    #[serde(default)]
    pub resealing: bool,
    /// The present key is sealed to the recovery key, too.
    pub recoverable: bool,
}

/// `PUT /api/staff/colleagues/{staff}/role`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeRole {
    pub role: Role,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenameTeam {
    pub name: String,
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
    /// May not sign in just now.
    #[serde(default)]
    pub suspended: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    pub team: TeamId,
    /// The team's key has been sealed to them.
    pub has_key: bool,
    /// What was left with the present key by whoever passed it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voucher: Option<Fixed<32>>,
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

/// Seals the team's private seed of one version to a colleague who joined: first the present one, then those before it, which open
/// what was sealed then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SealToMember {
    pub staff: StaffId,
    pub version: u32,
    pub sealed: SealedKey,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voucher: Option<Fixed<32>>,
}

/// The desk's settings with their version: a change names the version it started from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VersionedSettings {
    pub version: u32,
    pub settings: DeskSettings,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_called_without_more_may_be_here() {
        let id = StaffId::from_bytes([1; 16]);
        let older = format!(r#"{{"staff":[{{"id":"{id}","name":"相談員"}}]}}"#);
        let all: Names = crate::json::read(&older).unwrap();
        let one = Called { id, name: "相談員".to_owned(), reads: None, elsewhere: false };
        assert_eq!((all.staff.as_slice(), all.teams.len()), (std::slice::from_ref(&one), 0));
        let left = Called { reads: Some(Vec::new()), elsewhere: true, ..one };
        let text = serde_json::to_string(&left).unwrap();
        assert_eq!(crate::json::read::<Called>(&text).unwrap(), left);
    }
}
