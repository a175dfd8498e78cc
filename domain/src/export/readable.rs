//! The readable form: opened entries as plain JSON, each record exactly as its writer's program wrote it, with the hashes of the
//! sealed chain, and what lies beside letters as it was before it was sealed. Written where the keys are; read back by anybody.

mod file;
mod read;

use super::{Tails, VERSION, digest};
use crate::bytes::{Fixed, encode};
use crate::clock::Timestamp;
use crate::crypto::compartment::CaseKeys;
use crate::ids::{CaseId, EntryId, StaffId};
use crate::log::entry::{Author, Compartment, EntryHash, SealedEntry, StoredEntry};
use crate::log::file::FileRef;
use crate::log::open::{Fault, open_entries};
use crate::log::record::{Content, Record};
use crate::wire::grant::Grant;
use chrono::NaiveDate;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

pub use file::{ReadFile, TakenFile};
pub use read::{ReadCase, ReadEntry, ReadFault, ReadLine, read_all, read_case_file};

/// One case in a file of its own.
pub const CASE_FORMAT: &str = "madobe-case";
/// Everything that somebody reads, one JSON object a line.
pub const READABLE_FORMAT: &str = "madobe-readable";

/// One case as JSON, on one line.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOut {
    pub case: CaseId,
    pub json: String,
    pub entries: u32,
    /// Of these, what did not open. It stays in, sealed.
    pub unopened: u32,
    /// What lies beside its letters and replies, each once: it goes along after the case.
    pub files: Vec<FileRef>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: StaffId,
    pub name: String,
}

/// An entry without its record.
#[derive(Serialize, Deserialize)]
struct Head {
    id: EntryId,
    seq: i64,
    compartment: Compartment,
    author: Author,
    created_at: Timestamp,
    #[serde(default, with = "crate::clock::day::option", skip_serializing_if = "Option::is_none")]
    promised: Option<NaiveDate>,
    prev: EntryHash,
    hash: EntryHash,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fault: Option<FaultName>,
    /// Where it did not open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<SealedEntry>,
    /// It opened, but is no JSON: base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    garbled: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FaultName {
    Altered,
    Foreign,
    Broken,
}

impl From<Fault> for FaultName {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Altered => Self::Altered,
            Fault::Foreign => Self::Foreign,
            Fault::Broken => Self::Broken,
        }
    }
}

impl From<FaultName> for Fault {
    fn from(fault: FaultName) -> Self {
        match fault {
            FaultName::Altered => Self::Altered,
            FaultName::Foreign => Self::Foreign,
            FaultName::Broken => Self::Broken,
        }
    }
}

/// JSON on one line: outside of strings a line feed is only space, and in them none can stand.
fn one_line(json: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(json).ok()?;
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    Some(text.replace(['\n', '\r'], " "))
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// What can be read of a case, with what cannot. `internal`: the staff's own compartment, too. `grants`: those that did not open,
/// which go along with what they would open.
pub fn take_out(
    case: CaseId,
    keys: &CaseKeys,
    grants: &[Grant],
    stored: &[StoredEntry],
    internal: bool,
) -> TakenOut {
    let taken = |compartment: Compartment| internal || compartment != Compartment::Staff;
    let mut tails = Tails::NONE;
    let mut parts = Vec::new();
    let mut files: Vec<FileRef> = Vec::new();
    let mut unopened = 0;
    for opened in open_entries(case, keys, stored) {
        if !taken(opened.compartment) {
            continue;
        }
        let Some(entry) = stored.iter().map(|stored| &stored.entry).find(|entry| entry.id == opened.id)
        else {
            continue;
        };
        if let Some(Content::Known(
            Record::Letter { files: beside, .. } | Record::Reply { files: beside, .. },
        )) = &opened.content
        {
            for file in beside.iter() {
                if files.iter().all(|known| known.id != file.id) {
                    files.push(file.clone());
                }
            }
        }
        let inside = match opened.content {
            Some(_) => keys.get(entry.compartment).and_then(|key| key.open(entry).ok()),
            None => None,
        };
        let record = inside.as_deref().and_then(|inside| one_line(inside));
        let garbled = if record.is_none() { inside.as_deref().map(|inside| encode(inside)) } else { None };
        let sealed = if inside.is_none() { Some(entry.sealed.clone()) } else { None };
        unopened += u32::from(sealed.is_some());
        *tails.of(entry.compartment) = opened.hash;
        let mut part = json(&Head {
            id: opened.id,
            seq: opened.seq,
            compartment: opened.compartment,
            author: opened.author,
            created_at: opened.created_at,
            promised: opened.promised,
            prev: entry.prev,
            hash: opened.hash,
            fault: opened.fault.map(FaultName::from),
            sealed,
            garbled,
        });
        if let Some(record) = record {
            part.pop();
            part.push_str(",\"record\":");
            part.push_str(&record);
            part.push('}');
        }
        parts.push(part);
    }
    let entries = parts.len() as u32;
    let lacks =
        |entry: &&StoredEntry| taken(entry.entry.compartment) && keys.get(entry.entry.compartment).is_none();
    let shut: Vec<&StoredEntry> = stored.iter().filter(lacks).collect();
    let count = shut.len() as u32;
    let mut text =
        ["{\"kind\":\"case\",\"case\":\"", &case.to_string(), "\",\"tails\":", &json(&tails)].concat();
    text.push_str(",\"entries\":[");
    text.push_str(&parts.join(","));
    text.push(']');
    if count > 0 {
        text.push_str(&[",\"shut\":", &json(&shut), ",\"grants\":", &json(&grants)].concat());
    }
    text.push('}');
    TakenOut { case, json: text, entries: entries + count, unopened: unopened + count, files }
}

/// What a file says of itself before its cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub format: String,
    pub version: u32,
    pub made_at: Timestamp,
    /// With the staff's own compartment.
    pub internal: bool,
    /// What those are called who wrote for the desk.
    pub people: Vec<Person>,
}

impl About {
    pub fn new(format: &str, made_at: Timestamp, internal: bool, people: Vec<Person>) -> Self {
        Self { format: format.to_owned(), version: VERSION, made_at, internal, people }
    }
}

/// The file of one case, piece after piece: the case itself, then what lies beside its letters.
pub struct CaseWriting {
    files: u32,
}

impl CaseWriting {
    pub fn begin(about: &About, taken: &TakenOut) -> (Self, String) {
        let mut text = json(about);
        text.pop();
        text.push_str(",\"case\":");
        text.push_str(&taken.json);
        (Self { files: 0 }, text)
    }

    pub fn file(&mut self, file: TakenFile) -> String {
        let before = if self.files == 0 { ",\"files\":[" } else { "," };
        self.files += 1;
        [before, &file.json].concat()
    }

    /// The last piece.
    pub fn end(self) -> &'static str {
        if self.files == 0 { "}\n" } else { "]}\n" }
    }
}

/// The file of everything, line after line.
pub struct Writing {
    digest: Fixed<32>,
    pub cases: u64,
    pub entries: u64,
    pub unopened: u64,
    pub files: u64,
    pub missing: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub cases: u64,
    pub entries: u64,
    pub unopened: u64,
    #[serde(default)]
    pub files: u64,
    /// Of these, what was not there any more, or did not open: without its content.
    #[serde(default)]
    pub missing: u64,
    /// Of all lines before this one.
    pub digest: Fixed<32>,
}

impl Writing {
    /// With the first line.
    pub fn begin(about: &About) -> (Self, String) {
        let digest = Fixed([0; 32]);
        let mut new = Self { digest, cases: 0, entries: 0, unopened: 0, files: 0, missing: 0 };
        let line = new.line(["{\"kind\":\"desk\",", json(about).get(1..).unwrap_or_default()].concat());
        (new, line)
    }

    fn line(&mut self, mut text: String) -> String {
        self.digest = digest(&self.digest, &text);
        text.push('\n');
        text
    }

    pub fn case(&mut self, taken: TakenOut) -> String {
        self.cases += 1;
        self.entries += u64::from(taken.entries);
        self.unopened += u64::from(taken.unopened);
        self.line(taken.json)
    }

    /// Of the case before it.
    pub fn file(&mut self, file: TakenFile) -> String {
        self.files += 1;
        self.missing += u64::from(file.missing);
        self.line(file.json)
    }

    /// The last line.
    pub fn end(mut self) -> String {
        let Self { digest, cases, entries, unopened, files, missing } = self;
        let end = json(&End { cases, entries, unopened, files, missing, digest });
        self.line(["{\"kind\":\"end\",", end.get(1..).unwrap_or_default()].concat())
    }
}
