//! What came to my teams: grants first, then the entries they open, in the order in which they came.

use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::mailbox::EntryRow;
use crate::service::refusal::Refusal;
use crate::service::session::{self, SessionToken};
use chrono::NaiveDate;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::{CaseId, EntryId, StaffId, TeamId};
use madobe_domain::limits::SYNC_ROWS;
use madobe_domain::log::entry::{EntryHash, SealedEntry};
use madobe_domain::wire::desk::TeamKey;
use madobe_domain::wire::grant::{Grant, PublicKeyBytes, Recipient, SealedKey, unmask};
use madobe_domain::wire::sync::{CaseHolders, SeenCase, SyncPage};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Characters of sealed text in one page: five hundred cases come in two or three of them, and one never fills the
/// memory of a Worker. The first row always fits.
pub const PAGE_CHARS: i64 = 4_000_000;
/// `ref` of a grant in the feed is its mask, with its version in the bits above where one was sealed anew: of those only this very
/// one is handed out again.
///
/// The feed's word for a case that is gone.
const ERASED: u8 = 3;
/// What a grant counts as.
const GRANT_CHARS: i64 = 1_700;

/// Rows of the teams whose key the session's owner has, after the cursor. The inner query stops after a page for
/// each team, so what is read does not grow with what is stored.
macro_rules! page {
    () => {
        "WITH page AS (SELECT f.n, f.team, f.case_id, f.kind, f.ref, m.staff \
            FROM memberships m JOIN feed f ON f.n IN ( \
                SELECT n FROM feed WHERE team = m.team AND n > ?2 ORDER BY n LIMIT ?3) \
            WHERE m.staff = (SELECT staff FROM sessions WHERE token_hash = ?1) \
              AND EXISTS (SELECT 1 FROM member_keys k WHERE k.team = m.team AND k.recipient = m.staff) \
            ORDER BY f.n LIMIT ?3) "
    };
}
const ROWS: &str = concat!(
    page!(),
    "SELECT p.n, p.case_id, p.kind, s.seq AS seen, \
        sum(CASE p.kind WHEN 1 THEN ?4 ELSE coalesce(e.size, 0) END) OVER (ORDER BY p.n) AS chars, \
        g.recipient AS team, g.version, g.mask, g.sealed AS key, \
        e.seq, e.id, e.compartment, e.author, e.created_at, e.promised, e.prev, e.sealed \
     FROM page p \
     LEFT JOIN grants g ON p.kind = 1 AND g.case_id = p.case_id AND g.recipient = p.team \
        AND (g.mask & p.ref & 7) <> 0 AND (p.ref < 8 OR g.version = p.ref >> 3) \
        AND g.version IN (SELECT version FROM member_keys WHERE team = p.team AND recipient = p.staff) \
     LEFT JOIN entries e ON p.kind = 2 AND e.seq = p.ref \
     LEFT JOIN seen s ON s.case_id = p.case_id AND s.staff = p.staff \
     ORDER BY p.n"
);
const HOLDERS: &str = concat!(
    page!(),
    "SELECT g.case_id, t.id, t.name, t.version, t.public_key, max(g.mask & 1) AS reads \
     FROM (SELECT DISTINCT case_id FROM page) p JOIN grants g ON g.case_id = p.case_id AND g.version > 0 \
     JOIN teams t ON t.id = g.recipient \
     WHERE EXISTS (SELECT 1 FROM grants other WHERE other.case_id = p.case_id AND other.version > 0 \
        AND other.recipient <> g.recipient) \
     GROUP BY g.case_id, t.id ORDER BY g.case_id, t.id"
);

/// A row of the feed with what it points at: a grant, an entry, or nothing any more. Flat, because a page has a
/// thousand of them and serde reads a flat row once.
#[derive(Deserialize)]
struct Row {
    n: i64,
    case_id: CaseId,
    kind: u8,
    seen: Option<i64>,
    chars: i64,
    team: Option<TeamId>,
    version: Option<u32>,
    mask: Option<u8>,
    key: Option<SealedKey>,
    seq: Option<i64>,
    id: Option<EntryId>,
    compartment: Option<u8>,
    author: Option<StaffId>,
    created_at: Option<Timestamp>,
    promised: Option<NaiveDate>,
    prev: Option<EntryHash>,
    sealed: Option<SealedEntry>,
}

impl Row {
    fn grant(&mut self) -> Option<Grant> {
        let recipient = Recipient::Team { id: self.team?, version: self.version? };
        let compartments = unmask(self.mask?);
        Some(Grant { case: self.case_id, recipient, compartments, sealed: self.key.take()? })
    }

    fn entry(&mut self) -> Option<EntryRow> {
        Some(EntryRow {
            seq: self.seq?,
            id: self.id?,
            compartment: self.compartment?,
            author: self.author,
            created_at: self.created_at?,
            promised: self.promised,
            prev: self.prev?,
            sealed: self.sealed.take()?,
            chars: self.chars,
        })
    }
}

#[derive(Deserialize)]
struct HolderRow {
    case_id: CaseId,
    id: TeamId,
    name: String,
    version: u32,
    public_key: PublicKeyBytes,
    reads: u8,
}

/// One page of what came after the cursor, found out together with the session.
pub async fn read(deps: &Deps, token: &SessionToken, after: i64) -> Result<SyncPage, Refusal> {
    let token_hash = token.hash();
    let on = |sql| Statement::new(sql).bind(&token_hash).bind(after).bind(SYNC_ROWS + 1);
    let (signed, mut outcomes) =
        session::live_with(deps, token, vec![on(ROWS).bind(GRANT_CHARS), on(HOLDERS)]).await?;
    let touch = signed.touch();
    if !touch.is_empty() {
        deps.batch(touch).await?;
    }
    let mut page = fold(outcomes.take()?.rows()?, after)?;
    for row in outcomes.take()?.rows::<HolderRow>()? {
        let HolderRow { case_id: case, id, name, version, public_key, reads } = row;
        if page.holders.last().is_none_or(|last| last.case != case) {
            page.holders.push(CaseHolders { case, teams: Vec::new(), counting: Vec::new() });
        }
        if let Some(last) = page.holders.last_mut() {
            if reads == 1 {
                last.teams.push(TeamKey { id, name, version, public_key });
            } else {
                last.counting.push(id);
            }
        }
    }
    Ok(page)
}

fn fold(rows: Vec<Row>, after: i64) -> Result<SyncPage, Fault> {
    let mut page = SyncPage {
        cursor: after,
        more: false,
        grants: Vec::new(),
        entries: Vec::new(),
        erased: Vec::new(),
        seen: Vec::new(),
        holders: Vec::new(),
    };
    let mut taken = 0;
    let (mut entries, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for mut row in rows {
        if row.n != page.cursor {
            if taken > 0 && (taken >= SYNC_ROWS || row.chars > PAGE_CHARS) {
                page.more = true;
                break;
            }
            taken += 1;
            page.cursor = row.n;
        }
        let case = row.case_id;
        if let Some(seq) = row.seen
            && seen.insert(case)
        {
            page.seen.push(SeenCase { case, seq });
        }
        page.grants.extend(row.grant());
        match row.entry() {
            // Two of my teams may hold the same case: once is enough.
            Some(entry) if entries.insert(entry.seq) => page.entries.push(entry.stored(case)?),
            None if row.kind == ERASED && !page.erased.contains(&case) => page.erased.push(case),
            _ => {}
        }
    }
    Ok(page)
}
