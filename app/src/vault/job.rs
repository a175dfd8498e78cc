//! What the page asks of the thread that holds the keys, and what it hears back.
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::ids::{CaseId, EntryId, StaffId, TeamId};
use madobe_domain::log::entry::EntryHash;
use madobe_domain::log::file::Files;
use madobe_domain::log::record::CloseReason;
use madobe_domain::log::talk::TalkRecord;
use madobe_domain::log::work::WorkRecord;
use madobe_domain::wire::grant::{PublicKeyBytes, WrappedSeed};
use madobe_domain::wire::session::Session;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::staff::row::Row;
use crate::staff::search::{Snippet, Where};

#[derive(Serialize, Deserialize)]
pub enum Job {
    /// What is needed for it is fetched first: see [`super::later`]. With nothing in it: that alone.
    Later(Option<Box<RawValue>>),

    /// Stretches a password. Answer: the login key, or nothing where the server asks for something unacceptable.
    Stretch { password: String, salt: Fixed<16>, stretch: StretchParams },
    /// With the stretched password: opens my seed and the teams' keys. Answer: `Result<TabSeal, Refusal>`.
    Unlock(Box<Session>),
    /// The same after a reload, without a password.
    Reopen(Box<Session>, TabSeal),
    /// The teams' keys anew, for one who waits for them. Answer: is there a key now?
    Refresh(Box<Session>),
    /// Takes in a page of a sync as it came: megabytes, so the page passes it on unread.
    /// Answer: `Result<Absorbed, Refusal>`.
    Absorb(Box<RawValue>),
    /// Opens some of what was taken in. Answer: [`Opened`].
    Open { most: usize },
    /// Opens some of what this device kept. Answer: [`OpenedKept`].
    OpenKept { most: usize },
    /// These cases, as this device may keep them. Answer: `Vec<(CaseId, Option<String>)>`.
    Keep(Vec<CaseId>),
    /// Takes in cases that this device kept. Answer: `Result<usize, Refusal>`, how many are held now.
    Recall(Vec<String>),
    /// Rows of the list after this case, as this device may keep them. Answer: `Option<(String, CaseId)>`, sealed, and the last.
    KeepRows { after: Option<CaseId> },
    /// Answer: the rows of a sealed part, or nothing where it does not open.
    RecallRows(String),
    /// Whether every case that the kept rows named was recalled. Answer: a `bool`.
    IsWhole,
    /// Forgets all cases.
    LetGo,
    /// Answer: [`Found`].
    Search(String),
    /// Answer: the row as it is now.
    Seen(CaseId, i64),
    /// Answer: the sealed draft, or nothing while no key is held.
    SealDraft(Draft),
    /// Answer: the text, or nothing.
    OpenDraft(Draft),
    /// The same for the server to keep: of a length that tells little. Answer: as for `SealDraft`.
    SealOwn(Draft),
    /// Answer: the text, or nothing.
    OpenOwn(Draft),
}

/// What a team's next key is made for.
#[derive(Serialize, Deserialize)]
pub struct Next {
    pub team: TeamId,
    /// Whom the server names as holders of the present key.
    pub members: Vec<Named>,
    pub recovery: Option<(PublicKeyBytes, Option<Fixed<32>>)>,
    pub remove: Option<StaffId>,
}

#[derive(Serialize, Deserialize)]
pub struct Named {
    pub staff: StaffId,
    pub public_key: PublicKeyBytes,
    pub voucher: Option<Fixed<32>>,
}

/// What its owner typed of an account.
#[derive(Clone, Serialize, Deserialize)]
pub struct Account {
    pub login: String,
    pub name: String,
    pub totp_code: String,
}

/// What reopens the keys in this tab together with the server's half.
#[derive(Clone, Serialize, Deserialize)]
pub struct TabSeal {
    pub half: Fixed<32>,
    pub wrapped: WrappedSeed,
}

#[derive(Clone, Serialize, Deserialize)]
pub enum Writing {
    /// Follows the newest entry that was on screen, whatever has come since.
    Reply {
        text: String,
        after: EntryHash,
        files: Files,
    },
    Note {
        text: String,
    },
    Close {
        reason: CloseReason,
    },
    Reopen,
    /// What happened to a talk of this case.
    Talk(TalkRecord),
    /// How the case is worked.
    Work(WorkRecord),
    /// A second person's word on what a colleague asked for in this entry: its writer reads it.
    SetAside(EntryId),
    /// What was set aside holds again: its writer reads that, too.
    Uphold,
}

/// `text` is the words to seal, or what was sealed.
#[derive(Serialize, Deserialize)]
pub struct Draft {
    pub place: String,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// It does not open: wrong password, or not what it should be.
    Shut,
    /// No key for this is held.
    NoKey,
    /// No such case is held.
    Gone,
    /// These words cannot be a letter.
    Words,
    /// It stands in the record already.
    Known,
    /// Nobody has vouched for the key that this would be sealed to.
    Unknown,
}

#[derive(Serialize, Deserialize)]
pub struct Absorbed {
    pub cursor: i64,
    /// With whole cases: from where to go on once all of them are here.
    pub newest: Option<i64>,
    pub more: bool,
    /// Something is sealed to a key of a team that was made since.
    pub strange: bool,
    pub erased: Vec<CaseId>,
    /// Cases with something new that are still shut.
    pub left: usize,
}

#[derive(Serialize, Deserialize)]
pub struct Opened {
    pub rows: Vec<Row>,
    /// Cases with something new that are still shut.
    pub left: usize,
}

#[derive(Serialize, Deserialize)]
pub struct OpenedKept {
    pub rows: Vec<Row>,
    /// Cases that this device kept and that are still shut: they are opened when nothing else waits.
    pub left: usize,
    /// What this device kept is not what it was.
    pub spoilt: bool,
}

/// What a search came to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Not all of them: those in which something came last.
    pub hits: Vec<Hit>,
    pub count: usize,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub case: CaseId,
    pub at: Where,
    pub snippet: Option<Snippet>,
}
