//! Compare-and-append: an entry goes in only if its `prev` is still the tail, in the same batch that moves the
//! tail. The id makes a retry harmless: the same entry again is answered as done, another under its id is refused.

use crate::ports::{Fault, Outcomes, Statement};
use crate::service::refusal::Refusal;
use chrono::NaiveDate;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{CaseId, FileId, MailboxId, StaffId, TeamId};
use madobe_domain::limits::FILES;
use madobe_domain::log::entry::{Author, Compartment, Entry, EntryHash};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::intake::Appended;
use serde::{Deserialize, Serialize};

/// An entry as stored, but for what its sender knows.
#[derive(Deserialize)]
pub struct Kept {
    pub seq: i64,
    pub created_at: Timestamp,
    pub promised: Option<NaiveDate>,
    pub hash: EntryHash,
}

impl Kept {
    pub fn appended(&self) -> Appended {
        Appended { seq: self.seq, created_at: self.created_at, promised: self.promised, hash: self.hash }
    }
}

/// One team's share of a new staff key.
#[derive(Serialize)]
pub struct TeamShare {
    pub team: TeamId,
    pub version: u32,
    pub sealed: String,
}

/// What has to hold besides the tail.
pub enum Guard<'a> {
    /// The mailbox has this token and this case, and the settings are those that the promise was counted by.
    Mailbox { id: MailboxId, token_hash: &'a Fixed<32>, settings_version: u32 },
    /// With a new staff key: exactly one share for each team that holds the conversation, for its present version.
    Staff { shares: Option<&'a [TeamShare]> },
}

pub struct Appending<'a> {
    pub entry: &'a Entry,
    pub now: Timestamp,
    pub promised: Option<NaiveDate>,
    /// Sets or lifts the closed flag; absent: leaves it.
    pub closed: Option<bool>,
    /// What it names must be there.
    pub files: &'a [FileId],
    pub guard: Guard<'a>,
}

macro_rules! advance {
    ($tail:literal) => {
        concat!(
            "UPDATE cases SET ",
            $tail,
            " = ?1, closed_at = CASE ?5 WHEN 0 THEN NULL WHEN 1 THEN coalesce(closed_at, ?6) ELSE closed_at END \
             WHERE id = ?2 AND ",
            $tail,
            " = ?3 AND erased_at IS NULL \
             AND NOT EXISTS (SELECT 1 FROM entries WHERE case_id = ?2 AND id = ?4) \
             AND (?7 IS NULL OR EXISTS (SELECT 1 FROM mailboxes \
                  WHERE id = ?7 AND token_hash = ?8 AND case_id = ?2 AND deleted_at IS NULL)) \
             AND (?9 IS NULL OR EXISTS (SELECT 1 FROM settings WHERE only = 1 AND version = ?9)) \
             AND (?10 IS NULL OR json_array_length(?10) = (SELECT count(DISTINCT recipient) FROM grants \
                  WHERE case_id = ?2 AND version > 0 AND mask & 1 = 1)) \
             AND (?10 IS NULL OR NOT EXISTS (SELECT 1 FROM json_each(?10) share \
                  LEFT JOIN teams t ON t.id = json_extract(share.value, '$.team') \
                  WHERE t.version IS NOT json_extract(share.value, '$.version') \
                     OR NOT EXISTS (SELECT 1 FROM grants g \
                        WHERE g.case_id = ?2 AND g.recipient = t.id AND g.version > 0 AND g.mask & 1 = 1))) \
             AND NOT EXISTS (SELECT 1 FROM json_each(?11) named WHERE NOT EXISTS (SELECT 1 FROM files f \
                  WHERE f.case_id = ?2 AND f.id = named.value AND f.hash IS NOT NULL))"
        )
    };
}

const fn advance(compartment: Compartment) -> &'static str {
    match compartment {
        Compartment::Conversation => advance!("tail_conversation"),
        Compartment::Staff => advance!("tail_staff"),
        Compartment::Facts => advance!("tail_facts"),
    }
}

const INSERT: &str = "INSERT INTO entries \
    (case_id, id, compartment, author, created_at, promised, prev, hash, size, sealed) \
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, length(?9), ?9 WHERE changes() = 1";
const INSERT_SHARES: &str = "INSERT INTO grants (case_id, recipient, version, mask, sealed) \
    SELECT ?1, json_extract(value, '$.team'), json_extract(value, '$.version'), 2, \
        json_extract(value, '$.sealed') \
    FROM json_each(?2) WHERE changes() = 1";
/// To every team that holds the compartment: the grants made with it first, then the entry.
const FEED: &str = "INSERT INTO feed (team, case_id, kind, ref) \
    SELECT DISTINCT g.recipient, ?1, k.kind, CASE k.kind WHEN 1 THEN ?3 ELSE e.seq END \
    FROM (SELECT 1 AS kind WHERE ?4 = 1 UNION ALL SELECT 2) k \
    JOIN entries e ON e.case_id = ?1 AND e.id = ?2 \
    JOIN grants g ON g.case_id = ?1 AND g.version > 0 AND (g.mask & ?3) <> 0 \
    WHERE changes() >= 1 ORDER BY k.kind";
/// What the entry names stays as long as it does.
const NAME: &str = "UPDATE files SET named = 1 WHERE case_id = ?1 AND id IN (SELECT value FROM json_each(?3)) \
    AND EXISTS (SELECT 1 FROM entries WHERE case_id = ?1 AND id = ?2)";
const LOOK: &str = "SELECT c.tail_conversation, c.tail_staff, c.tail_facts, c.erased_at, \
        e.seq, e.created_at, e.promised, e.hash, \
        (SELECT version FROM settings WHERE only = 1) AS settings_version, \
        m.token_hash, m.case_id AS mailbox_case, m.deleted_at, \
        EXISTS (SELECT 1 FROM json_each(?4) named WHERE NOT EXISTS (SELECT 1 FROM files f \
            WHERE f.case_id = ?1 AND f.id = named.value AND f.hash IS NOT NULL)) AS gone \
    FROM (SELECT ?1 AS case_id) a LEFT JOIN cases c ON c.id = a.case_id \
        LEFT JOIN entries e ON e.case_id = a.case_id AND e.id = ?2 LEFT JOIN mailboxes m ON m.id = ?3";

/// The state of everything the append depended on, after it.
#[derive(Deserialize)]
pub struct Look {
    tail_conversation: Option<EntryHash>,
    tail_staff: Option<EntryHash>,
    tail_facts: Option<EntryHash>,
    erased_at: Option<i64>,
    #[serde(flatten)]
    kept: Option<Kept>,
    pub settings_version: Option<u32>,
    pub token_hash: Option<Fixed<32>>,
    pub mailbox_case: Option<CaseId>,
    pub deleted_at: Option<i64>,
    /// A file that it names is not there.
    gone: u8,
}

/// How an append came out.
pub enum CameOut {
    Done(Appended),
    /// The tail is right and nothing was stored: it was the guard.
    Held,
}

impl Look {
    fn tail(&self, compartment: Compartment) -> Option<&EntryHash> {
        match compartment {
            Compartment::Conversation => self.tail_conversation.as_ref(),
            Compartment::Staff => self.tail_staff.as_ref(),
            Compartment::Facts => self.tail_facts.as_ref(),
        }
    }

    /// Reads how it came out. Who may know has been settled before.
    pub fn come_out(&self, entry: &Entry) -> Result<CameOut, Refusal> {
        if self.erased_at.is_some() {
            return Err(ErrorCode::Deleted.into());
        }
        if let Some(kept) = &self.kept {
            return if kept.hash == entry.hash() {
                Ok(CameOut::Done(kept.appended()))
            } else {
                Err(ErrorCode::Conflict.into())
            };
        }
        match self.tail(entry.compartment) {
            None => Err(ErrorCode::Forbidden.into()),
            Some(tail) if *tail != entry.prev => Err(ErrorCode::TailMoved.into()),
            Some(_) if self.gone == 1 => Err(ErrorCode::FileGone.into()),
            Some(_) => Ok(CameOut::Held),
        }
    }
}

/// So many may be beside one letter, and in the conversation alone.
pub fn check_files(entry: &Entry, files: &[FileId]) -> Result<(), Refusal> {
    if files.len() > FILES || (!files.is_empty() && entry.compartment != Compartment::Conversation) {
        return Err(Refusal::invalid("files"));
    }
    Ok(())
}

impl Appending<'_> {
    /// The batch, with what is noted about it if the append wins. Its last outcome is a [`Look`].
    pub fn statements(&self, mut audit: Vec<Statement>) -> Result<Vec<Statement>, Fault> {
        let Self { entry, now, promised, closed, files, guard } = self;
        let named = match files.is_empty() {
            true => None,
            false => Some(serde_json::to_string(files).map_err(|_| Fault::new("json"))?),
        };
        let advance = Statement::new(advance(entry.compartment))
            .bind(&entry.hash())
            .bind(&entry.case)
            .bind(&entry.prev)
            .bind(&entry.id)
            .bind(closed.map(u8::from))
            .bind(*now);
        let mut shares = None;
        let mut mailbox = None;
        let advance = match guard {
            Guard::Mailbox { id, token_hash, settings_version } => {
                mailbox = Some(*id);
                advance.bind(id).bind(*token_hash).bind(*settings_version).bind(None::<u8>)
            }
            Guard::Staff { shares: given } => {
                if let Some(given) = given {
                    shares = Some(serde_json::to_string(given).map_err(|_| Fault::new("json"))?);
                }
                advance.bind(None::<u8>).bind(None::<u8>).bind(None::<u8>).bind(shares.as_ref())
            }
        };
        let author: Option<StaffId> = match entry.author {
            Author::Writer => None,
            Author::Staff(id) => Some(id),
        };
        let insert = Statement::new(INSERT)
            .bind(&entry.case)
            .bind(&entry.id)
            .bind(entry.compartment.byte())
            .bind(author.as_ref())
            .bind(*now)
            .bind(promised.map(|day| day.to_string()))
            .bind(&entry.prev)
            .bind(&entry.hash())
            .bind(&entry.sealed);
        let feed = Statement::new(FEED)
            .bind(&entry.case)
            .bind(&entry.id)
            .bind(entry.compartment.byte())
            .bind(u8::from(shares.is_some()));
        let advance = advance.bind(named.as_ref());
        let look = Statement::new(LOOK)
            .bind(&entry.case)
            .bind(&entry.id)
            .bind(mailbox.as_ref())
            .bind(named.as_ref());
        let mut statements = vec![advance, insert];
        if let Some(shares) = shares {
            statements.push(Statement::new(INSERT_SHARES).bind(&entry.case).bind(shares));
        }
        statements.push(feed);
        statements.append(&mut audit);
        if let Some(named) = named {
            statements.push(Statement::new(NAME).bind(&entry.case).bind(&entry.id).bind(named));
        }
        statements.push(look);
        Ok(statements)
    }

    pub fn look(outcomes: Outcomes) -> Result<Look, Fault> {
        outcomes.last()?.first()?.ok_or(Fault::new("look"))
    }
}
