//! Signing in, the live session and signing out.
//!
//! `POST /api/staff/sign-in/start`, `POST /api/staff/sign-in` (sets the session cookie),
//! `GET /api/staff/session`, `DELETE /api/staff/session`. Setting up and joining answer with `Session` too.
//! `GET /api/staff/sessions`: my live sessions; `DELETE /api/staff/sessions/{session}`: that one ends;
//! `DELETE /api/staff/sessions`: all of them end, this one too.

use crate::bytes::Fixed;
use crate::clock::Timestamp;
use crate::crypto::params::StretchParams;
use crate::ids::{SessionId, StaffId, TeamId};
use crate::wire::grant::{PublicKeyBytes, SealedKey, WrappedSeed};
use crate::wire::team::TeamKind;
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInStart {
    pub login: String,
}

/// How to stretch the password. For a login that does not exist: always the same made-up salt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInParams {
    pub salt: Fixed<16>,
    pub stretch: StretchParams,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    pub login: String,
    pub login_key: Fixed<32>,
    /// Six digits. Each code works once.
    pub totp_code: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Looks after accounts and the desk's settings. Reads cases only as a member of a team.
    Administrator,
    Member,
}

/// The signed-in person, with what their browser needs to open their keys.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    pub id: StaffId,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub public_key: PublicKeyBytes,
    pub salt: Fixed<16>,
    pub stretch: StretchParams,
    pub wrapped_seed: WrappedSeed,
    /// The server's half of what reopens the keys in this tab after a reload: 32 random bytes of this session.
    pub unlock_half: Fixed<32>,
    /// How long a reply can be recalled, in seconds.
    pub recall_seconds: u32,
    pub teams: Vec<MyTeam>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyTeam {
    pub id: TeamId,
    pub name: String,
    pub version: u32,
    pub public_key: PublicKeyBytes,
    #[serde(default)]
    pub kind: TeamKind,
    /// The team's private seed sealed to this person, one per version they were given, newest last.
    /// Empty while a colleague has yet to seal it.
    pub keys: Vec<MyTeamKey>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyTeamKey {
    pub version: u32,
    pub sealed: SealedKey,
}

/// When, and nothing of where: no address and no device is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MySessions {
    /// The newest first.
    pub sessions: Vec<MySession>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MySession {
    pub id: SessionId,
    pub created_at: Timestamp,
    /// To the minute.
    pub last_used_at: Timestamp,
    /// The one that asks.
    pub here: bool,
}
