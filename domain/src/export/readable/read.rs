//! Reading it back: what does not follow from line to line, or from entry to entry, is no such file.

use super::super::{Tails, VERSION, digest};
use super::file::{FileBody, ReadFile};
use super::{About, CASE_FORMAT, End, Head, READABLE_FORMAT, json};
use crate::bytes::Fixed;
use crate::ids::CaseId;
use crate::log::entry::{Compartment, EntryHash, SealedEntry, StoredEntry};
use crate::log::open::{Fault, OpenedEntry};
use crate::log::record::Content;
use crate::wire::grant::Grant;
use serde::Deserialize;

/// Why a file is not what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    #[error("not a file of this form")]
    Form,
    #[error("a version that is not known here")]
    Version,
    /// An entry that does not follow the one before it, and does not say so.
    #[error("the chain of a case is broken")]
    Chain,
    #[error("a case, or the file, does not end with what it says")]
    Ends,
    /// What lies beside a letter is not as long as it says, or no file at all.
    #[error("a file beside a letter is not what it says")]
    File,
}

/// An entry read back.
pub struct ReadEntry {
    pub prev: EntryHash,
    pub opened: OpenedEntry,
    pub sealed: Option<SealedEntry>,
}

/// A case read back, its chain checked.
pub struct ReadCase {
    pub case: CaseId,
    pub entries: Vec<ReadEntry>,
    /// Entries of compartments for which whoever took it out had no key, and the grants of those keys.
    pub shut: Vec<StoredEntry>,
    pub grants: Vec<Grant>,
}

/// What one object of a file says of itself, by its `kind`.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Body {
    Desk(About),
    Case(CaseBody),
    File(FileBody),
    End(End),
}

impl Body {
    fn read(line: &str) -> Result<Self, ReadFault> {
        crate::json::read(line).map_err(|_| ReadFault::Form)
    }
}

#[derive(Deserialize)]
struct CaseBody {
    case: CaseId,
    tails: Tails,
    entries: Vec<EntryBody>,
    #[serde(default)]
    shut: Vec<StoredEntry>,
    #[serde(default)]
    grants: Vec<Grant>,
}

#[derive(Deserialize)]
struct EntryBody {
    #[serde(flatten)]
    head: Head,
    record: Option<serde_json::Value>,
}

impl EntryBody {
    fn read(self) -> ReadEntry {
        let Self { head, record } = self;
        let content = match (&record, &head.garbled) {
            (Some(record), _) => Some(Content::from_json(json(record).as_bytes())),
            (None, Some(_)) => Some(Content::Garbled),
            (None, None) => None,
        };
        let opened = OpenedEntry {
            id: head.id,
            seq: head.seq,
            compartment: head.compartment,
            author: head.author,
            created_at: head.created_at,
            promised: head.promised,
            hash: head.hash,
            fault: head.fault.map(Fault::from),
            content,
        };
        ReadEntry { prev: head.prev, opened, sealed: head.sealed }
    }
}

impl ReadCase {
    /// One line of a file of everything, or the `case` of a file of one.
    pub fn read(text: &str) -> Result<Self, ReadFault> {
        match Body::read(text)? {
            Body::Case(body) => Self::of(body),
            _ => Err(ReadFault::Form),
        }
    }

    fn of(body: CaseBody) -> Result<Self, ReadFault> {
        let mut tails = Tails::NONE;
        let mut seq = i64::MIN;
        let mut entries = Vec::with_capacity(body.entries.len());
        for one in body.entries {
            let read = one.read();
            let tail = tails.of(read.opened.compartment);
            // What is broken has to say so, and what says so has to be.
            let follows = read.prev == *tail;
            let said = match read.opened.fault {
                None => follows,
                Some(Fault::Broken) => !follows,
                Some(Fault::Altered | Fault::Foreign) => true,
            };
            if !said || read.opened.seq <= seq {
                return Err(ReadFault::Chain);
            }
            (*tail, seq) = (read.opened.hash, read.opened.seq);
            entries.push(read);
        }
        if tails != body.tails {
            return Err(ReadFault::Ends);
        }
        Ok(Self { case: body.case, entries, shut: body.shut, grants: body.grants })
    }

    /// For the fold.
    pub fn opened(&self) -> Vec<OpenedEntry> {
        self.entries.iter().map(|entry| entry.opened.clone()).collect()
    }

    /// Each entry stands at its place in the sealed log that is kept elsewhere: the same hashes, none more, and none missing in
    /// between.
    pub fn belongs_to(&self, stored: &[StoredEntry]) -> bool {
        Compartment::ALL.into_iter().all(|compartment| {
            let mine = self.entries.iter().filter(|entry| entry.opened.compartment == compartment);
            let mut mine = mine.map(|entry| (entry.opened.seq, entry.opened.hash)).peekable();
            let theirs = stored.iter().filter(|stored| stored.entry.compartment == compartment);
            mine.peek().is_none() || theirs.map(|stored| (stored.seq, stored.entry.hash())).eq(mine)
        })
    }
}

/// The file of one case, read back, with what lies beside its letters.
pub fn read_case_file(text: &str) -> Result<(About, ReadCase, Vec<ReadFile>), ReadFault> {
    #[derive(Deserialize)]
    struct File {
        #[serde(flatten)]
        about: About,
        case: CaseBody,
        #[serde(default)]
        files: Vec<Body>,
    }
    let file: File = crate::json::read(text).map_err(|_| ReadFault::Form)?;
    known(&file.about, CASE_FORMAT)?;
    let beside = |body| match body {
        Body::File(body) => ReadFile::of(body),
        _ => Err(ReadFault::Form),
    };
    let files = file.files.into_iter().map(beside).collect::<Result<Vec<_>, _>>()?;
    Ok((file.about, ReadCase::of(file.case)?, files))
}

fn known(about: &About, format: &str) -> Result<(), ReadFault> {
    if about.format != format {
        return Err(ReadFault::Form);
    }
    if about.version == VERSION { Ok(()) } else { Err(ReadFault::Version) }
}

/// What stands between the first line and the last.
pub enum ReadLine {
    Case(ReadCase),
    /// Of the case before it.
    File(ReadFile),
}

/// The file of everything, read back line after line. `each` gets one of them at a time.
pub fn read_all<'a>(
    lines: impl IntoIterator<Item = &'a str>,
    mut each: impl FnMut(ReadLine),
) -> Result<(About, End), ReadFault> {
    let mut lines = lines.into_iter();
    let first = lines.next().ok_or(ReadFault::Form)?;
    let Body::Desk(about) = Body::read(first)? else { return Err(ReadFault::Form) };
    known(&about, READABLE_FORMAT)?;
    let mut so_far = digest(&Fixed([0; 32]), first);
    let (mut cases, mut entries, mut files, mut missing) = (0, 0, 0, 0);
    while let Some(line) = lines.next() {
        match Body::read(line)? {
            Body::Desk(_) => return Err(ReadFault::Form),
            Body::Case(body) => {
                let case = ReadCase::of(body)?;
                cases += 1;
                entries += (case.entries.len() + case.shut.len()) as u64;
                each(ReadLine::Case(case));
            }
            Body::File(body) => {
                let file = ReadFile::of(body)?;
                files += 1;
                missing += u64::from(file.content.is_none());
                each(ReadLine::File(file));
            }
            Body::End(end) => {
                let counted = (end.cases, end.entries, end.files, end.missing);
                let whole = end.digest == so_far && counted == (cases, entries, files, missing);
                return if whole && lines.next().is_none() { Ok((about, end)) } else { Err(ReadFault::Ends) };
            }
        }
        so_far = digest(&so_far, line);
    }
    Err(ReadFault::Ends)
}
