//! A team's key made anew, and its cases sealed to it.
//!
//! `POST /api/staff/teams/{team}/keys`, `GET /api/staff/teams/{team}/reseal?after=CASE`, `POST /api/staff/teams/{team}/reseal`,
//! `POST /api/staff/facts`.

use crate::bytes::Fixed;
use crate::ids::{CaseId, StaffId};
use crate::wire::grant::{Grant, PublicKeyBytes, SealedKey};
use serde::{Deserialize, Serialize};

/// The next key pair of a team, made by a member who holds the present one. Sent again unchanged, it is done already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rotation {
    /// The present version, plus one.
    pub version: u32,
    pub public_key: PublicKeyBytes,
    /// Whoever makes it, and every other holder of the present key whose public key is vouched for.
    pub members: Vec<MemberKey>,
    /// Absent where nobody could say that the recovery key is the printed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<RecoverySeal>,
    /// Whose membership ends with it. For administrators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remove: Option<StaffId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberKey {
    pub staff: StaffId,
    pub sealed: SealedKey,
    pub voucher: Fixed<32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoverySeal {
    /// The recovery key that it is sealed to. Without it, or where there is another by now, it is not stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PublicKeyBytes>,
    pub sealed: SealedKey,
    pub voucher: Fixed<32>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
pub struct ResealQuery {
    /// The last case of the page before; absent: from the beginning.
    #[serde(default)]
    pub after: Option<CaseId>,
}

/// Cases whose keys are sealed to an earlier key of the team only. What is left is known from what is stored, so a job that stopped
/// goes on where it was, whoever goes on with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResealPage {
    /// The present version.
    pub version: u32,
    /// How many cases are left in all; only on the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
    /// At most [`crate::limits::RESEAL_CASES`], by rising id.
    pub cases: Vec<ResealCase>,
    pub more: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResealCase {
    pub case: CaseId,
    /// To earlier versions, the newest first.
    pub grants: Vec<Grant>,
}

/// Grants of the team's present version. One that is there already stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reseal {
    pub grants: Vec<Grant>,
}
