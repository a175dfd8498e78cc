//! The records of working a case. Kinds and fields are only ever added.

use super::{Carer, FieldId, FieldName, FieldValue, Reason, Relation, Tag, Words};
use crate::clock::day;
use crate::ids::{CaseId, EntryId, StaffId, TeamId};
use crate::log::record::Promises;
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
    /// To a team, and to nobody of it in particular. A kind of its own: a version that does not know it says so, and does not
    /// show the case as nobody's.
    AssignedTeam {
        team: TeamId,
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
    /// Somebody of the same household writes in `case`; `relation`: what they are to the writer of this one. The other half
    /// stands in the other case.
    Linked {
        case: CaseId,
        relation: Relation,
    },
    Unlinked {
        case: CaseId,
    },
    /// The linked case was erased: noted by the first browser of staff that hears of it.
    LinkGone {
        case: CaseId,
    },
    /// Until the day `until` begins, `of` is away, and `to`, or nobody, looks after what is theirs.
    Covered {
        of: StaffId,
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<StaffId>,
        #[serde(with = "day")]
        until: NaiveDate,
    },
    /// The same, and a team looks after it. A kind of its own, as `AssignedTeam` is.
    CoveredTeam {
        of: StaffId,
        team: TeamId,
        #[serde(with = "day")]
        until: NaiveDate,
    },
    /// Into a field of the desk's own, which is called `name`; without a value it is emptied.
    Filled {
        field: FieldId,
        name: FieldName,
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<FieldValue>,
    },
    /// A life is in danger: a colleague is to confirm, in the conversation, that these are set aside. The writer will read the reason.
    DangerAsked {
        promises: Promises,
        reason: Reason,
    },
    /// What `entry` asks for is not done; by whoever asked, it is not asked for any more.
    DangerDeclined {
        entry: EntryId,
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
    team: Option<TeamId>,
    #[serde(default, with = "day::option")]
    until: Option<NaiveDate>,
    #[serde(default, with = "day::option")]
    on: Option<NaiveDate>,
    tag: Option<Tag>,
    reason: Option<Reason>,
    entry: Option<EntryId>,
    text: Option<Words>,
    remark: Option<Words>,
    case: Option<CaseId>,
    /// Read as text: a relation that a newer version knows must not hide the link.
    relation: Option<String>,
    of: Option<StaffId>,
    field: Option<FieldId>,
    name: Option<FieldName>,
    value: Option<FieldValue>,
    promises: Option<Promises>,
}

impl TryFrom<Flat> for WorkRecord {
    type Error = &'static str;

    fn try_from(flat: Flat) -> Result<Self, Self::Error> {
        let Flat {
            kind,
            to,
            team,
            until,
            on,
            tag,
            reason,
            entry,
            text,
            remark,
            case,
            relation,
            of,
            field,
            name,
            value,
            promises,
        } = flat;
        let record = match &*kind {
            "assigned" => Some(Self::Assigned { to }),
            "assigned_team" => team.map(|team| Self::AssignedTeam { team }),
            "held" => until.map(|until| Self::Held { until }),
            "resumed" => Some(Self::Resumed),
            "follow_up" => Some(Self::FollowUp { on }),
            "tagged" => tag.map(|tag| Self::Tagged { tag }),
            "untagged" => tag.map(|tag| Self::Untagged { tag }),
            "risk_raised" => reason.map(|reason| Self::RiskRaised { reason }),
            "risk_cleared" => reason.map(|reason| Self::RiskCleared { reason }),
            "second_asked" => text.map(|text| Self::SecondAsked { to, text }),
            "second_read" => entry.map(|entry| Self::SecondRead { entry, remark }),
            "linked" => case.zip(relation).map(|(case, word)| {
                let relation = Relation::parse(&word);
                Self::Linked { case, relation }
            }),
            "unlinked" => case.map(|case| Self::Unlinked { case }),
            "link_gone" => case.map(|case| Self::LinkGone { case }),
            "covered" => of.zip(until).map(|(of, until)| Self::Covered { of, to, until }),
            "covered_team" => {
                of.zip(team).zip(until).map(|((of, team), until)| Self::CoveredTeam { of, team, until })
            }
            "filled" => field.zip(name).map(|(field, name)| Self::Filled { field, name, value }),
            "danger_asked" => {
                promises.zip(reason).map(|(promises, reason)| Self::DangerAsked { promises, reason })
            }
            "danger_declined" => entry.map(|entry| Self::DangerDeclined { entry }),
            "undone" => entry.map(|entry| Self::Undone { entry }),
            _ => return Err("unknown kind"),
        };
        record.ok_or("a field is missing")
    }
}

impl WorkRecord {
    pub const KINDS: [&str; 20] = [
        "assigned",
        "assigned_team",
        "held",
        "resumed",
        "follow_up",
        "tagged",
        "untagged",
        "risk_raised",
        "risk_cleared",
        "second_asked",
        "second_read",
        "linked",
        "unlinked",
        "link_gone",
        "covered",
        "covered_team",
        "filled",
        "danger_asked",
        "danger_declined",
        "undone",
    ];

    /// To somebody, to a team, or to nobody.
    pub fn assigned(to: Option<Carer>) -> Self {
        match to {
            Some(Carer::Team(team)) => Self::AssignedTeam { team },
            Some(Carer::Person(staff)) => Self::Assigned { to: Some(staff) },
            None => Self::Assigned { to: None },
        }
    }

    /// Until the day `until` begins, while `of` is away: by somebody, a team, or nobody.
    pub fn covered(of: StaffId, to: Option<Carer>, until: NaiveDate) -> Self {
        match to {
            Some(Carer::Team(team)) => Self::CoveredTeam { of, team, until },
            Some(Carer::Person(staff)) => Self::Covered { of, to: Some(staff), until },
            None => Self::Covered { of, to: None, until },
        }
    }

    /// A record is plain data, so this does not fail; an empty result opens as garbled.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}
