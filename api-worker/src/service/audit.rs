//! What staff did, without content: an act, when, by whom, in which case. `detail` is a code or a handle.

use crate::ports::{Statement, Value};
use madobe_domain::clock::Timestamp;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    SetUp,
    Joined,
    SignedIn,
    AccountsListed,
    Invited,
    InviteWithdrawn,
    KeySealed,
    SettingsChanged,
    CaseClosed,
    CaseReopened,
    StaffKeyMade,
    ErasedByWriter,
    ErasedByRetention,
    PlanChanged,
    TalkBooked,
    TalkMoved,
    TalkCancelled,
    TalkReturned,
    FeedMade,
    FeedEnded,
    TeamMade,
    TeamRenamed,
    MemberAdded,
    MemberRemoved,
    KeyRotated,
    KeysResealed,
    CaseGiven,
    FactsGiven,
    RoleChanged,
    Suspended,
    Restored,
    ResetMade,
    OneTimeCodeReset,
    AccountReset,
    SessionsEnded,
    RecoveryDrilled,
    RecoveryRenewed,
    PasskeyAdded,
    PasskeyRemoved,
    PasskeyRefused,
    PasskeySignedIn,
    AuditRead,
    ErasureAsked,
    ErasureWithdrawn,
    ErasedByTwo,
    CasePrinted,
    CaseExported,
    DeskExported,
    ImportBegun,
    ImportDone,
    TeamTakenUp,
}

impl Act {
    pub const fn code(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::Joined => "joined",
            Self::SignedIn => "signed_in",
            Self::AccountsListed => "accounts_listed",
            Self::Invited => "invited",
            Self::InviteWithdrawn => "invite_withdrawn",
            Self::KeySealed => "key_sealed",
            Self::SettingsChanged => "settings_changed",
            Self::CaseClosed => "case_closed",
            Self::CaseReopened => "case_reopened",
            Self::StaffKeyMade => "staff_key_made",
            Self::ErasedByWriter => "erased_by_writer",
            Self::ErasedByRetention => "erased_by_retention",
            Self::PlanChanged => "plan_changed",
            Self::TalkBooked => "talk_booked",
            Self::TalkMoved => "talk_moved",
            Self::TalkCancelled => "talk_cancelled",
            Self::TalkReturned => "talk_returned",
            Self::FeedMade => "feed_made",
            Self::FeedEnded => "feed_ended",
            Self::TeamMade => "team_made",
            Self::TeamRenamed => "team_renamed",
            Self::MemberAdded => "member_added",
            Self::MemberRemoved => "member_removed",
            Self::KeyRotated => "key_rotated",
            Self::KeysResealed => "keys_resealed",
            Self::CaseGiven => "case_given",
            Self::FactsGiven => "facts_given",
            Self::RoleChanged => "role_changed",
            Self::Suspended => "suspended",
            Self::Restored => "restored",
            Self::ResetMade => "reset_made",
            Self::OneTimeCodeReset => "one_time_code_reset",
            Self::AccountReset => "account_reset",
            Self::SessionsEnded => "sessions_ended",
            Self::RecoveryDrilled => "recovery_drilled",
            Self::RecoveryRenewed => "recovery_renewed",
            Self::PasskeyAdded => "passkey_added",
            Self::PasskeyRemoved => "passkey_removed",
            Self::PasskeyRefused => "passkey_refused",
            Self::PasskeySignedIn => "passkey_signed_in",
            Self::AuditRead => "audit_read",
            Self::ErasureAsked => "erasure_asked",
            Self::ErasureWithdrawn => "erasure_withdrawn",
            Self::ErasedByTwo => "erased_by_two",
            Self::CasePrinted => "case_printed",
            Self::CaseExported => "case_exported",
            Self::DeskExported => "desk_exported",
            Self::ImportBegun => "import_begun",
            Self::ImportDone => "import_done",
            Self::TeamTakenUp => "team_taken_up",
        }
    }
}

const INSERT: &str = "INSERT INTO audit (at, staff, action, case_id, detail) VALUES (?1, ?2, ?3, ?4, ?5)";

/// The same, only if the statement before it in the batch changed something. A `SELECT` in between does not matter.
const INSERT_IF_CHANGED: &str = "INSERT INTO audit (at, staff, action, case_id, detail) \
    SELECT ?1, ?2, ?3, ?4, ?5 WHERE changes() >= 1";

fn bound(
    sql: &'static str,
    now: Timestamp,
    staff: impl Into<Value>,
    act: Act,
    case: impl Into<Value>,
    detail: impl Into<Value>,
) -> Statement {
    Statement::new(sql).bind(now).bind(staff).bind(act.code()).bind(case).bind(detail)
}

pub fn record(
    now: Timestamp,
    staff: impl Into<Value>,
    act: Act,
    case: impl Into<Value>,
    detail: impl Into<Value>,
) -> Statement {
    bound(INSERT, now, staff, act, case, detail)
}

pub fn record_if_changed(
    now: Timestamp,
    staff: impl Into<Value>,
    act: Act,
    case: impl Into<Value>,
    detail: impl Into<Value>,
) -> Statement {
    bound(INSERT_IF_CHANGED, now, staff, act, case, detail)
}

/// For an argument that is absent.
pub const NONE: Option<&str> = None;
