//! What was booked and no longer fits a plan that changed. Nothing is cancelled by a plan: people decide.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Conflict {
    /// The kind is no longer offered.
    Kind,
    /// Somebody who holds it is not there then.
    Person,
    /// The room is closed then, or there no longer.
    Room,
}

#[cfg(feature = "holidays")]
mod find {
    use super::Conflict;
    use crate::booking::need::{Presence, Taking};
    use crate::booking::plan::Plan;
    use crate::booking::tick::Span;
    use crate::ids::{KindId, RoomId, StaffId};

    /// The first thing that does not fit. `talk`: the ticks of the talk itself.
    pub fn conflict(
        plan: &Plan,
        presence: &Presence<'_>,
        kind: &KindId,
        talk: Span,
        taken: &[Taking],
    ) -> Option<Conflict> {
        if plan.kind(kind).is_none() {
            return Some(Conflict::Kind);
        }
        taken.iter().find_map(|taking| {
            let staff = StaffId::parse(&taking.0).ok();
            let room = RoomId::parse(&taking.0).ok();
            match (staff, room) {
                (Some(staff), _) if plan.person(&staff).is_some() => {
                    (!presence.is_there(&staff, talk)).then_some(Conflict::Person)
                }
                (_, Some(room)) if plan.room(&room).is_some() => {
                    (!presence.is_open(&room, talk)).then_some(Conflict::Room)
                }
                // A seat is no handle of either; what is neither was taken out of the plan.
                (None, None) => None,
                _ => Some(Conflict::Person),
            }
        })
    }
}

#[cfg(feature = "holidays")]
pub use find::conflict;
