//! Taking in the sealed export of another desk, once, into a desk that has no consultation yet.
//!
//! `GET /api/staff/import`, `POST /api/staff/import/lines`, `PUT /api/staff/import/files/{case}/{file}`,
//! `POST /api/staff/import/teams/{team}`.

use crate::bytes::Fixed;
use crate::clock::Timestamp;
use crate::ids::TeamId;
use crate::wire::grant::{PublicKeyBytes, SealedKey};
use crate::wire::rotation::RecoverySeal;
use crate::wire::team::TeamKind;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportState {
    /// Nobody has written here so far, and nothing was taken in.
    pub empty: bool,
    /// New consultations are stopped, as they have to be meanwhile.
    pub paused: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
    /// Public half of the recovery key of the desk that was taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_recovery: Option<PublicKeyBytes>,
    /// Public half of this desk's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<PublicKeyBytes>,
    /// Teams that came along and whose key nobody holds here so far.
    pub teams: Vec<FormerTeam>,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Taken {
    pub lines: u64,
    /// Of these lines: only the same file goes on.
    pub digest: Fixed<32>,
    pub cases: u64,
    pub gone: u64,
    pub entries: u64,
    pub begun_at: Timestamp,
    pub done: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormerTeam {
    pub id: TeamId,
    pub name: String,
    pub kind: TeamKind,
    pub version: u32,
    pub public_key: PublicKeyBytes,
    /// Sealed to the former recovery key.
    pub seeds: Vec<FormerSeed>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormerSeed {
    pub version: u32,
    pub public_key: PublicKeyBytes,
    pub sealed: SealedKey,
}

/// The next lines of the file, each without its line feed. Behind one that names a file beside a letter none is taken before its bytes
/// have come; lines of bytes are never sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakeLines {
    /// How many come before them, and their digest.
    pub from: u64,
    pub before: Fixed<32>,
    pub lines: Vec<String>,
}

/// Whoever has the former recovery key takes up a team that came along: its seeds, sealed to their own key and to this desk's
/// recovery key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakeTeam {
    /// The present one among them.
    pub keys: Vec<TakenKey>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakenKey {
    pub version: u32,
    pub sealed: SealedKey,
    pub voucher: Fixed<32>,
    /// Absent where nobody could say that this desk's recovery key is the printed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<RecoverySeal>,
}
