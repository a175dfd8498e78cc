//! Lines of the sealed form as they come: in their order, every hash, every number. What this lets pass is whole; whether it opens
//! only the holders of keys can say. It can be put away between two lines and gone on with.

use super::line::{CaseLine, EndLine, EntryLine, FileLine, GoneLine, HeldLine, Line, MailboxLine, TeamLine};
use super::{Tails, digest};
use crate::bytes::Fixed;
use crate::ids::{CaseId, EntryId, FileId, TeamId};
use crate::json;
use crate::limits::SEALED_FILE_BYTES;
use crate::wire::grant::Recipient;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Why a line is refused. The code is the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// Not JSON, or no line of this form.
    #[error("unread")]
    Unread,
    /// Another form, or a version that is not known here.
    #[error("version")]
    Version,
    /// It may not stand here.
    #[error("order")]
    Order,
    /// An entry that is not what it was: its hash is another.
    #[error("hash")]
    Hash,
    /// An entry that does not follow the one before it: something was left out, put in or moved.
    #[error("chain")]
    Chain,
    /// A number that does not rise, or is beyond the newest.
    #[error("number")]
    Number,
    /// An entry of another case, or one that was there before.
    #[error("foreign")]
    Foreign,
    /// A key that is sealed for another case, or for nobody in the file.
    #[error("grants")]
    Grants,
    /// What lies beside a letter: its bytes are missing, or are not those that its line names.
    #[error("file")]
    File,
    /// The case, or the file, does not end with what it says.
    #[error("ends")]
    Ends,
}

impl LineFault {
    pub const ALL: [Self; 10] = [
        Self::Unread,
        Self::Version,
        Self::Order,
        Self::Hash,
        Self::Chain,
        Self::Number,
        Self::Foreign,
        Self::Grants,
        Self::File,
        Self::Ends,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Version => "version",
            Self::Order => "order",
            Self::Hash => "hash",
            Self::Chain => "chain",
            Self::Number => "number",
            Self::Foreign => "foreign",
            Self::Grants => "grants",
            Self::File => "file",
            Self::Ends => "ends",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stage {
    Start,
    People,
    Teams,
    Cases,
    Done,
}

/// A case whose end has not come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct OpenCase {
    case: CaseId,
    seq: i64,
    tails: Tails,
    entries: BTreeSet<EntryId>,
    #[serde(default)]
    files: BTreeSet<FileId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checking {
    /// Without those of bytes, as in the digest.
    pub lines: u64,
    pub digest: Fixed<32>,
    pub cases: u64,
    pub gone: u64,
    pub entries: u64,
    stage: Stage,
    newest: i64,
    teams: Vec<(TeamId, u32)>,
    last: Option<CaseId>,
    open: Option<OpenCase>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    awaits: Option<FileLine>,
}

impl Default for Checking {
    fn default() -> Self {
        Self {
            lines: 0,
            digest: Fixed([0; 32]),
            cases: 0,
            gone: 0,
            entries: 0,
            stage: Stage::Start,
            newest: 0,
            teams: Vec::new(),
            last: None,
            open: None,
            awaits: None,
        }
    }
}

impl Checking {
    pub fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// The file whose bytes come next, before any other line.
    pub fn awaits(&self) -> Option<&FileLine> {
        self.awaits.as_ref()
    }

    /// Its bytes came another way, and are what its line says.
    pub fn arrived(&mut self) {
        self.awaits = None;
    }

    /// The next line, without its line feed. After a fault this is of no use any more.
    pub fn take(&mut self, text: &str) -> Result<Line, LineFault> {
        let line: Line = json::read(text).map_err(|_| LineFault::Unread)?;
        if let Some(file) = self.awaits.take() {
            return match line {
                Line::Bytes(sealed) if file.is_of(sealed.bytes.as_bytes()) => Ok(Line::Bytes(sealed)),
                _ => Err(LineFault::File),
            };
        }
        match &line {
            Line::Desk(desk) if self.stage == Stage::Start => {
                if !desk.is_known() {
                    return Err(LineFault::Version);
                }
                self.newest = desk.newest;
                self.stage = Stage::People;
            }
            Line::Person(_) if self.stage == Stage::People => {}
            Line::Team(team) if matches!(self.stage, Stage::People | Stage::Teams) => {
                self.stage = Stage::Teams;
                self.team(team)?;
            }
            Line::Case(case) if self.between() => self.case(case)?,
            Line::Entry(entry) => self.entry(entry)?,
            Line::File(file) => self.file(file)?,
            Line::Held(held) => self.held(held)?,
            Line::Gone(gone) if self.between() => self.gone(gone)?,
            Line::End(end) if self.between() => self.end(end)?,
            _ => return Err(LineFault::Order),
        }
        self.digest = digest(&self.digest, text);
        self.lines += 1;
        Ok(line)
    }

    /// The teams are there, and no case is open.
    fn between(&self) -> bool {
        matches!(self.stage, Stage::Teams | Stage::Cases) && self.open.is_none()
    }

    fn team(&mut self, team: &TeamLine) -> Result<(), LineFault> {
        let rising = team.keys.iter().zip(1..).all(|(key, version)| key.version == version);
        let last = team.keys.last().map(|key| key.version);
        let known = self.teams.iter().any(|(id, _)| *id == team.id);
        if !rising || last != Some(team.version) || team.resealed > team.version || known {
            return Err(LineFault::Order);
        }
        self.teams.push((team.id, team.version));
        Ok(())
    }

    fn next(&mut self, case: CaseId) -> Result<(), LineFault> {
        // As text: that is how the database has them in order.
        if self.last.is_some_and(|last| last.to_string() >= case.to_string()) {
            return Err(LineFault::Order);
        }
        self.stage = Stage::Cases;
        self.last = Some(case);
        Ok(())
    }

    fn case(&mut self, line: &CaseLine) -> Result<(), LineFault> {
        self.next(line.case)?;
        let (entries, files) = (BTreeSet::new(), BTreeSet::new());
        self.open = Some(OpenCase { case: line.case, seq: 0, tails: Tails::NONE, entries, files });
        Ok(())
    }

    fn entry(&mut self, line: &EntryLine) -> Result<(), LineFault> {
        let open = self.open.as_mut().filter(|open| open.files.is_empty()).ok_or(LineFault::Order)?;
        let (entry, seq) = (&line.stored.entry, line.stored.seq);
        if entry.case != open.case || !open.entries.insert(entry.id) {
            return Err(LineFault::Foreign);
        }
        if entry.hash() != line.hash {
            return Err(LineFault::Hash);
        }
        let tail = open.tails.of(entry.compartment);
        if entry.prev != *tail {
            return Err(LineFault::Chain);
        }
        *tail = line.hash;
        if seq <= open.seq || seq > self.newest {
            return Err(LineFault::Number);
        }
        open.seq = seq;
        self.entries += 1;
        Ok(())
    }

    fn file(&mut self, line: &FileLine) -> Result<(), LineFault> {
        let open = self.open.as_mut().ok_or(LineFault::Order)?;
        if line.case != open.case || !open.files.insert(line.id) {
            return Err(LineFault::Foreign);
        }
        if !(1..=SEALED_FILE_BYTES).contains(&(line.size as usize)) {
            return Err(LineFault::File);
        }
        self.awaits = Some(line.clone());
        Ok(())
    }

    fn held(&mut self, line: &HeldLine) -> Result<(), LineFault> {
        let open = self.open.take().ok_or(LineFault::Order)?;
        if open.case != line.case {
            return Err(LineFault::Foreign);
        }
        if open.tails != line.tails || open.entries.len() as u64 != u64::from(line.entries) {
            return Err(LineFault::Ends);
        }
        let mut seen = BTreeSet::new();
        for grant in &line.grants {
            let mask = grant.mask().ok_or(LineFault::Grants)?;
            let right = grant.case == line.case && self.knows(&grant.recipient, &line.mailboxes);
            if !right || !seen.insert((grant.recipient.bytes(), mask)) {
                return Err(LineFault::Grants);
            }
        }
        self.cases += 1;
        Ok(())
    }

    fn knows(&self, recipient: &Recipient, mailboxes: &[MailboxLine]) -> bool {
        match recipient {
            Recipient::Mailbox { id } => mailboxes.iter().any(|known| known.id == *id),
            Recipient::Team { id, version } => {
                self.teams.iter().any(|(known, newest)| known == id && (1..=*newest).contains(version))
            }
        }
    }

    fn gone(&mut self, line: &GoneLine) -> Result<(), LineFault> {
        self.next(line.case)?;
        self.gone += 1;
        Ok(())
    }

    fn end(&mut self, line: &EndLine) -> Result<(), LineFault> {
        let counted =
            EndLine { cases: self.cases, gone: self.gone, entries: self.entries, digest: self.digest };
        if *line != counted {
            return Err(LineFault::Ends);
        }
        self.stage = Stage::Done;
        Ok(())
    }
}
