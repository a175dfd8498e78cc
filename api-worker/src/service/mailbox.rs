//! The mailbox of whoever holds the code: read, write again, delete.

use crate::deps::Deps;
use crate::ports::{Brake, Fault, Statement};
use crate::service::append::{Appending, CameOut, Guard, check_files};
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::booking::mine;
use crate::service::booking::telling::{Freed, freed_with, tell};
use crate::service::desk;
use crate::service::file;
use crate::service::intake::WAIT_SECONDS;
use crate::service::refusal::Refusal;
use madobe_domain::booking::tick::Tick;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::hash::same;
use madobe_domain::desk::promise::promise;
use madobe_domain::ids::{CaseId, EntryId, FileId, MailboxId, StaffId, TeamId};
use madobe_domain::limits::MAILBOX_ROWS;
use madobe_domain::log::entry::{Author, Compartment, Entry, EntryHash, SealedEntry, StoredEntry};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::{Grant, Recipient, SealedKey, unmask};
use madobe_domain::wire::intake::Appended;
use madobe_domain::wire::mailbox::{HoldingTeam, MailboxPage};
use serde::Deserialize;

/// What a request claims to come from. Checked inside the very batch that reads or writes.
pub struct MailboxClaim {
    pub id: MailboxId,
    pub token_hash: Fixed<32>,
}

/// Characters of sealed text in one page: what a phone can take in at once. The first entry always fits.
pub const PAGE_CHARS: i64 = 2_000_000;

#[derive(Deserialize)]
struct MailboxRow {
    token_hash: Fixed<32>,
    case_id: CaseId,
    deleted_at: Option<i64>,
    closed: u8,
}

impl MailboxClaim {
    /// The case, if the claim is true. An unknown mailbox and a wrong token look the same.
    fn verify(&self, row: Option<&MailboxRow>) -> Result<CaseId, Refusal> {
        match row {
            Some(row) if same(&row.token_hash, &self.token_hash) => match row.deleted_at {
                None => Ok(row.case_id),
                Some(_) => Err(ErrorCode::Deleted.into()),
            },
            _ => Err(ErrorCode::Unauthorised.into()),
        }
    }
}

const MAILBOX: &str = "SELECT m.token_hash, m.case_id, m.deleted_at, c.closed_at IS NOT NULL AS closed \
    FROM mailboxes m LEFT JOIN cases c ON c.id = m.case_id WHERE m.id = ?1";
const GRANTS: &str = "SELECT g.recipient, g.version, g.mask, t.name, \
        CASE WHEN g.version = 0 THEN g.sealed END AS sealed \
    FROM mailboxes m JOIN grants g ON g.case_id = m.case_id LEFT JOIN teams t ON t.id = g.recipient \
    WHERE m.id = ?1 AND m.token_hash = ?2 AND (g.version > 0 OR g.recipient = ?1)";
/// One row more than a page, so that it is known whether there is more; `chars` counts up to and with each row.
const ENTRIES: &str = "SELECT *, sum(size) OVER (ORDER BY seq) AS chars FROM ( \
        SELECT e.seq, e.id, e.compartment, e.author, e.created_at, e.promised, e.prev, e.size, e.sealed \
        FROM mailboxes m JOIN entries e ON e.case_id = m.case_id \
        WHERE m.id = ?1 AND m.token_hash = ?2 AND e.seq > ?3 AND e.compartment <> 2 \
        ORDER BY e.seq LIMIT ?4) p ORDER BY seq";

#[derive(Deserialize)]
struct GrantRow {
    recipient: String,
    version: u32,
    mask: u8,
    name: Option<String>,
    sealed: Option<SealedKey>,
}

/// An entry as stored.
#[derive(Deserialize)]
pub struct EntryRow {
    pub seq: i64,
    pub id: EntryId,
    pub compartment: u8,
    pub author: Option<StaffId>,
    pub created_at: Timestamp,
    pub promised: Option<chrono::NaiveDate>,
    pub prev: EntryHash,
    pub sealed: SealedEntry,
    /// Characters of sealed text on this page, up to and with this entry.
    pub chars: i64,
}

impl EntryRow {
    pub fn stored(self, case: CaseId) -> Result<StoredEntry, Fault> {
        Ok(StoredEntry {
            seq: self.seq,
            created_at: self.created_at,
            promised: self.promised,
            entry: Entry {
                id: self.id,
                case,
                compartment: Compartment::from_byte(self.compartment).ok_or(Fault::new("compartment"))?,
                prev: self.prev,
                author: self.author.map_or(Author::Writer, Author::Staff),
                sealed: self.sealed,
            },
        })
    }
}

/// Everything in the mailbox after `after`, in one round trip.
pub async fn read(deps: &Deps, claim: &MailboxClaim, after: i64) -> Result<MailboxPage, Refusal> {
    let mut outcomes = deps
        .batch(vec![
            Statement::new(MAILBOX).bind(&claim.id),
            Statement::new(GRANTS).bind(&claim.id).bind(&claim.token_hash),
            Statement::new(ENTRIES)
                .bind(&claim.id)
                .bind(&claim.token_hash)
                .bind(after)
                .bind(MAILBOX_ROWS + 1),
        ])
        .await?;
    let row = outcomes.take()?.first::<MailboxRow>()?;
    let case = claim.verify(row.as_ref())?;
    let closed = row.is_some_and(|row| row.closed == 1);
    let mut page =
        MailboxPage { case, grants: Vec::new(), teams: Vec::new(), entries: Vec::new(), more: false, closed };
    for row in outcomes.take()?.rows::<GrantRow>()? {
        if let (0, Some(sealed)) = (row.version, row.sealed) {
            let recipient = Recipient::Mailbox { id: claim.id };
            page.grants.push(Grant { case, recipient, compartments: unmask(row.mask), sealed });
        } else if let Some(name) = row.name {
            let id = TeamId::parse(&row.recipient).map_err(|_| Fault::new("team"))?;
            let counts_only = row.mask & Compartment::Conversation.byte() == 0;
            match page.teams.iter_mut().find(|team| team.id == id) {
                Some(team) => team.counts_only &= counts_only,
                None => page.teams.push(HoldingTeam { id, name, counts_only }),
            }
        }
    }
    for entry in outcomes.take()?.rows::<EntryRow>()? {
        let full = page.entries.len() >= MAILBOX_ROWS as usize || entry.chars > PAGE_CHARS;
        if full && !page.entries.is_empty() {
            page.more = true;
            break;
        }
        page.entries.push(entry.stored(case)?);
    }
    Ok(page)
}

/// One more entry by the writer: conversation or facts, in their own case.
pub async fn append(
    deps: &Deps,
    claim: &MailboxClaim,
    entry: &Entry,
    files: &[FileId],
) -> Result<Appended, Refusal> {
    if entry.author != Author::Writer {
        return Err(Refusal::invalid("entry.author"));
    }
    if entry.compartment == Compartment::Staff {
        return Err(Refusal::invalid("entry.compartment"));
    }
    check_files(entry, files)?;
    if !deps.limiter.allow(Brake::Mailbox, format!("append:{}", claim.id)).await {
        return Err(Refusal::Wait(WAIT_SECONDS));
    }
    let said = entry.compartment == Compartment::Conversation;
    let mut facts = desk::remembered(deps).await?;
    for _ in 0..2 {
        let appending = Appending {
            entry,
            now: deps.now(),
            promised: said.then(|| promise(&facts.settings, deps.now())),
            // Whoever writes again is not closed: nothing of a living case may be let go.
            closed: said.then_some(false),
            files,
            guard: Guard::Mailbox {
                id: claim.id,
                token_hash: &claim.token_hash,
                settings_version: facts.settings_version,
            },
        };
        let look = Appending::look(deps.batch(appending.statements(Vec::new())?).await?)?;
        let row = match (look.token_hash, look.mailbox_case) {
            (Some(token_hash), Some(case_id)) => {
                Some(MailboxRow { token_hash, case_id, deleted_at: look.deleted_at, closed: 0 })
            }
            _ => None,
        };
        if claim.verify(row.as_ref())? != entry.case {
            return Err(ErrorCode::Forbidden.into());
        }
        if let CameOut::Done(appended) = look.come_out(entry)? {
            return Ok(appended);
        }
        facts = desk::read(deps).await?;
    }
    Err(Fault::new("append").into())
}

const ERASE: &str = "UPDATE cases SET erased_at = ?3, closed_at = coalesce(closed_at, ?3) \
    WHERE erased_at IS NULL AND id = (SELECT case_id FROM mailboxes \
        WHERE id = ?1 AND token_hash = ?2 AND deleted_at IS NULL)";
const FEED_ERASED: &str = "INSERT INTO feed (team, case_id, kind, ref) \
    SELECT DISTINCT g.recipient, g.case_id, 3, 0 FROM mailboxes m JOIN grants g ON g.case_id = m.case_id \
    WHERE m.id = ?1 AND m.token_hash = ?2 AND m.deleted_at IS NULL AND g.version > 0";
macro_rules! wipe {
    ($table:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE case_id = (SELECT case_id FROM mailboxes \
              WHERE id = ?1 AND token_hash = ?2 AND deleted_at IS NULL)"
        )
    };
}
const TOMBSTONE: &str = "UPDATE mailboxes SET deleted_at = ?3, public_key = '' \
    WHERE id = ?1 AND token_hash = ?2 AND deleted_at IS NULL";

/// Deletes the consultation: every entry, every sealed key and the mailbox's own key, in one batch. What stays is
/// that there was one, so that its code and its teams are told.
pub async fn delete(deps: &Deps, claim: &MailboxClaim) -> Result<(), Refusal> {
    let ours = |sql| Statement::new(sql).bind(&claim.id).bind(&claim.token_hash);
    let now = deps.now();
    let mut batch = vec![
        Statement::new(MAILBOX).bind(&claim.id),
        freed_with(claim, Tick::at(now)),
        ours(ERASE).bind(now),
        record_if_changed(now, NONE, Act::ErasedByWriter, NONE, NONE),
        ours(FEED_ERASED),
        ours(wipe!("entries")),
        ours(wipe!("grants")),
        ours(wipe!("files")),
        ours(wipe!("seen")),
        ours(wipe!("drafts")),
        ours(wipe!("presence")),
    ];
    batch.append(&mut mine::erasing(deps, claim));
    batch.push(ours(TOMBSTONE).bind(now));
    batch.push(file::gone_of_mailbox(claim));
    let mut outcomes = deps.batch(batch).await?;
    let verified = claim.verify(outcomes.take()?.first()?.as_ref());
    let given_back: Vec<Freed> = outcomes.take()?.rows()?;
    // Whoever else waits for such a time is told, as of one that was cancelled.
    tell(deps, &given_back).await;
    if verified.is_ok() {
        file::take_out(deps, &outcomes.last()?).await?;
    }
    match verified {
        // The answer to an earlier try was cut: it is done.
        Ok(_) | Err(Refusal::Because(ErrorCode::Deleted)) => Ok(()),
        Err(refusal) => Err(refusal),
    }
}
