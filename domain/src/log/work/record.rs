//! The records of working a case. Kinds and fields are only ever added.

use super::{Reason, Tag, Words};
use crate::clock::day;
use crate::ids::{EntryId, StaffId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// All of them in the staff compartment, by staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "Flat")]
pub enum WorkRecord {
    /// To a colleague, or to nobody.
    Assigned {
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<StaffId>,
    },
    /// Out of the way until this day begins.
    Held {
        #[serde(with = "day")]
        until: NaiveDate,
    },
    /// A hold ends before its day, or after it without an answer.
    Resumed,
    /// To be looked at again on this day; without one, no more.
    FollowUp {
        #[serde(skip_serializing_if = "Option::is_none", with = "day::option")]
        on: Option<NaiveDate>,
    },
    Tagged {
        tag: Tag,
    },
    Untagged {
        tag: Tag,
    },
    /// There is something to mind. Raised by people alone.
    RiskRaised {
        reason: Reason,
    },
    RiskCleared {
        reason: Reason,
    },
    /// A draft for a colleague to read before it goes.
    SecondAsked {
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<StaffId>,
        text: Words,
    },
    /// The draft of `entry` was read; with a remark, or as it is.
    SecondRead {
        entry: EntryId,
        #[serde(skip_serializing_if = "Option::is_none")]
        remark: Option<Words>,
    },
    /// Takes back an earlier entry of one's own in this compartment, as if it had never been. It stays in the record.
    Undone {
        entry: EntryId,
    },
}

/// Every field of every kind, read without what serde makes of a tagged enum.
#[derive(Deserialize)]
struct Flat {
    kind: String,
    to: Option<StaffId>,
    #[serde(default, with = "day::option")]
    until: Option<NaiveDate>,
    #[serde(default, with = "day::option")]
    on: Option<NaiveDate>,
    tag: Option<Tag>,
    reason: Option<Reason>,
    entry: Option<EntryId>,
    text: Option<Words>,
    remark: Option<Words>,
}

impl TryFrom<Flat> for WorkRecord {
    type Error = &'static str;

    fn try_from(flat: Flat) -> Result<Self, Self::Error> {
        let Flat { kind, to, until, on, tag, reason, entry, text, remark } = flat;
        let record = match &*kind {
            "assigned" => Some(Self::Assigned { to }),
            "held" => until.map(|until| Self::Held { until }),
            "resumed" => Some(Self::Resumed),
            "follow_up" => Some(Self::FollowUp { on }),
            "tagged" => tag.map(|tag| Self::Tagged { tag }),
            "untagged" => tag.map(|tag| Self::Untagged { tag }),
            "risk_raised" => reason.map(|reason| Self::RiskRaised { reason }),
            "risk_cleared" => reason.map(|reason| Self::RiskCleared { reason }),
            "second_asked" => text.map(|text| Self::SecondAsked { to, text }),
            "second_read" => entry.map(|entry| Self::SecondRead { entry, remark }),
            "undone" => entry.map(|entry| Self::Undone { entry }),
            _ => return Err("unknown kind"),
        };
        record.ok_or("a field is missing")
    }
}

impl WorkRecord {
    pub const KINDS: [&str; 11] = [
        "assigned",
        "held",
        "resumed",
        "follow_up",
        "tagged",
        "untagged",
        "risk_raised",
        "risk_cleared",
        "second_asked",
        "second_read",
        "undone",
    ];

    /// A record is plain data, so this does not fail; an empty result opens as garbled.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}
