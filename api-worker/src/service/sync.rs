//! What came to my teams: grants first, then the entries they open, in the order in which they came.

use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::mailbox::EntryRow;
use crate::service::refusal::Refusal;
use crate::service::session::{self, SessionToken, Signed};
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
/// Beyond every place in a feed, and the largest number that the way to the database counts exactly.
const END: i64 = (1 << 53) - 1;
/// `ref` of a grant in the feed is its mask, with its version in the bits above where one was sealed anew: of those only this very
/// one is handed out again.
///
/// The feed's word for a case that is gone.
const ERASED: u8 = 3;
/// What a grant counts as.
const GRANT_CHARS: i64 = 1_700;

/// The feeds of the session's owner: those of the teams whose key they have, and their own.
macro_rules! mine {
    () => {
        "WITH mine AS (SELECT m.team, m.staff FROM memberships m \
            WHERE m.staff = (SELECT staff FROM sessions WHERE token_hash = ?1) \
              AND EXISTS (SELECT 1 FROM member_keys k WHERE k.team = m.team AND k.recipient = m.staff) \
            UNION ALL SELECT staff, staff FROM sessions WHERE token_hash = ?1), "
    };
}
/// Rows after the cursor. The inner query stops after a page for each feed, so what is read does not grow with what is
/// stored.
macro_rules! page {
    () => {
        concat!(
            mine!(),
            "page AS (SELECT f.n, f.team, f.case_id, f.kind, f.ref, own.staff \
                FROM mine own JOIN feed f ON f.n IN ( \
                    SELECT n FROM feed WHERE team = own.team AND n > ?2 ORDER BY n LIMIT ?3) \
                ORDER BY f.n LIMIT ?3) "
        )
    };
}
/// Rows before the cursor, the newest first, and of them those that were the last of their case up to `?4`.
macro_rules! back {
    () => {
        concat!(
            mine!(),
            "page AS (SELECT f.n, f.team, f.case_id, f.kind, own.staff \
                FROM mine own JOIN feed f ON f.n IN ( \
                    SELECT n FROM feed WHERE team = own.team AND n < ?2 ORDER BY n DESC LIMIT ?3) \
                ORDER BY f.n DESC LIMIT ?3), \
            last AS (SELECT p.n, p.team, p.case_id, p.kind, p.staff FROM page p \
                WHERE p.team <> p.staff AND NOT EXISTS (SELECT 1 FROM feed later \
                    WHERE later.team = p.team AND later.case_id = p.case_id AND later.n > p.n AND later.n <= ?4)) "
        )
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
/// Whole cases: grants, then entries of what was granted. `chars` counts up to the end of the case, so that a page ends
/// between two of them; the first always fits.
const WHOLE: &str = concat!(
    back!(),
    ", rows AS (SELECT l.n, l.case_id, CASE l.kind WHEN 3 THEN 3 ELSE 1 END AS kind, s.seq AS seen, ?5 AS size, \
            g.recipient AS team, g.version, g.mask, g.sealed AS key, \
            NULL AS seq, NULL AS id, NULL AS compartment, NULL AS author, NULL AS created_at, NULL AS promised, \
            NULL AS prev, NULL AS sealed \
        FROM last l \
        LEFT JOIN grants g ON l.kind <> 3 AND g.case_id = l.case_id AND g.recipient = l.team \
            AND g.version IN (SELECT version FROM member_keys WHERE team = l.team AND recipient = l.staff) \
        LEFT JOIN seen s ON s.case_id = l.case_id AND s.staff = l.staff \
        UNION ALL \
        SELECT l.n, l.case_id, 2, NULL, e.size, NULL, NULL, NULL, NULL, \
            e.seq, e.id, e.compartment, e.author, e.created_at, e.promised, e.prev, e.sealed \
        FROM last l JOIN entries e ON l.kind <> 3 AND e.case_id = l.case_id \
        WHERE EXISTS (SELECT 1 FROM grants g WHERE g.case_id = e.case_id AND g.recipient = l.team AND g.version > 0 \
            AND (g.mask & e.compartment) <> 0)) \
     SELECT * FROM (SELECT *, sum(size) OVER (ORDER BY n DESC) AS chars FROM rows) \
     WHERE chars <= ?6 OR n = (SELECT max(n) FROM last) ORDER BY n DESC, kind, seq"
);
/// How far the page went, and how many cases it had to hold.
const REACH: &str = concat!(
    back!(),
    "SELECT min(n) AS lowest, max(n) AS highest, count(*) AS rows, (SELECT count(*) FROM last) AS cases FROM page"
);
macro_rules! holders {
    ($before:expr, $of:literal) => {
        concat!(
            $before,
            "SELECT g.case_id, t.id, t.name, t.version, t.public_key, max(g.mask & 1) AS reads \
             FROM (SELECT DISTINCT case_id FROM ",
            $of,
            ") p JOIN grants g ON g.case_id = p.case_id AND g.version > 0 \
             JOIN teams t ON t.id = g.recipient \
             WHERE EXISTS (SELECT 1 FROM grants other WHERE other.case_id = p.case_id AND other.version > 0 \
                AND other.recipient <> g.recipient) \
             GROUP BY g.case_id, t.id ORDER BY g.case_id, t.id"
        )
    };
}
const HOLDERS: &str = holders!(page!(), "page");
const WHOLE_HOLDERS: &str = holders!(back!(), "last");

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
struct Reach {
    lowest: Option<i64>,
    highest: Option<i64>,
    rows: i64,
    cases: i64,
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
    let asked = vec![on(ROWS).bind(GRANT_CHARS), on(HOLDERS)];
    let (signed, mut outcomes) = session::live_with(deps, token, asked).await?;
    touch(deps, &signed).await?;
    let mut page = fold(outcomes.take()?.rows()?, after)?;
    page.holders = holders(outcomes.take()?.rows()?);
    Ok(page)
}

/// One page of whole cases before the cursor; 0: from the newest on. `until`: the newest place when this was begun, so
/// that a case in which something comes meanwhile is still found where it was.
pub async fn read_whole(
    deps: &Deps,
    token: &SessionToken,
    before: i64,
    until: i64,
) -> Result<SyncPage, Refusal> {
    let token_hash = token.hash();
    let from = |place: i64| if place == 0 { END } else { place };
    let on = |sql| {
        let statement = Statement::new(sql).bind(&token_hash).bind(from(before));
        statement.bind(SYNC_ROWS + 1).bind(from(until))
    };
    let asked = vec![on(WHOLE).bind(GRANT_CHARS).bind(PAGE_CHARS), on(REACH), on(WHOLE_HOLDERS)];
    let (signed, mut outcomes) = session::live_with(deps, token, asked).await?;
    touch(deps, &signed).await?;
    let mut rows: Vec<Row> = outcomes.take()?.rows()?;
    let reach = outcomes.take()?.first::<Reach>()?.ok_or(Fault::new("reach"))?;
    let mut page = empty(0);
    page.newest = Some(if until == 0 { reach.highest.unwrap_or_default() } else { until });
    let mut cases = BTreeSet::new();
    let mut taken = Taken::default();
    for row in &mut rows {
        cases.insert(row.n);
        taken.take(&mut page, row)?;
    }
    // What did not fit comes with the next page.
    let all = cases.len() as i64 >= reach.cases;
    page.cursor = if all { reach.lowest } else { cases.first().copied() }.unwrap_or_default();
    page.more = !all || reach.rows > i64::from(SYNC_ROWS);
    page.holders = holders(outcomes.take()?.rows()?);
    Ok(page)
}

async fn touch(deps: &Deps, signed: &Signed) -> Result<(), Fault> {
    let touch = signed.touch();
    if !touch.is_empty() {
        deps.batch(touch).await?;
    }
    Ok(())
}

fn holders(rows: Vec<HolderRow>) -> Vec<CaseHolders> {
    let mut holders: Vec<CaseHolders> = Vec::new();
    for HolderRow { case_id: case, id, name, version, public_key, reads } in rows {
        if holders.last().is_none_or(|last| last.case != case) {
            holders.push(CaseHolders { case, teams: Vec::new(), counting: Vec::new() });
        }
        if let Some(last) = holders.last_mut() {
            if reads == 1 {
                last.teams.push(TeamKey { id, name, version, public_key });
            } else {
                last.counting.push(id);
            }
        }
    }
    holders
}

fn empty(cursor: i64) -> SyncPage {
    SyncPage {
        cursor,
        newest: None,
        more: false,
        grants: Vec::new(),
        entries: Vec::new(),
        erased: Vec::new(),
        seen: Vec::new(),
        holders: Vec::new(),
    }
}

/// What a page has already: two of my teams may hold the same case, and once is enough.
#[derive(Default)]
struct Taken {
    entries: BTreeSet<i64>,
    seen: BTreeSet<CaseId>,
}

impl Taken {
    fn take(&mut self, page: &mut SyncPage, row: &mut Row) -> Result<(), Fault> {
        let case = row.case_id;
        if let Some(seq) = row.seen
            && self.seen.insert(case)
        {
            page.seen.push(SeenCase { case, seq });
        }
        page.grants.extend(row.grant());
        match row.entry() {
            Some(entry) if self.entries.insert(entry.seq) => page.entries.push(entry.stored(case)?),
            None if row.kind == ERASED && !page.erased.contains(&case) => page.erased.push(case),
            _ => {}
        }
        Ok(())
    }
}

fn fold(rows: Vec<Row>, after: i64) -> Result<SyncPage, Fault> {
    let mut page = empty(after);
    let mut count = 0;
    let mut taken = Taken::default();
    for mut row in rows {
        if row.n != page.cursor {
            if count > 0 && (count >= SYNC_ROWS || row.chars > PAGE_CHARS) {
                page.more = true;
                break;
            }
            count += 1;
            page.cursor = row.n;
        }
        taken.take(&mut page, &mut row)?;
    }
    Ok(page)
}
