//! Taking out. That somebody takes a case out is noted before they can; what is sealed is handed out whole case by whole case, as it
//! stood when it was begun, to the administrator who began it.

use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::audit::{Act, NONE, record, record_if_changed};
use crate::service::case::CaseHolder;
use crate::service::file;
use crate::service::mailbox::EntryRow;
use crate::service::refusal::Refusal;
use crate::service::session::Administrator;
use chrono::NaiveDate;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::export::Tails;
use madobe_domain::export::line::{
    CaseLine, DeskLine, EntryLine, FileLine, GoneLine, HeldLine, Line, MailboxLine, PersonLine,
    SEALED_FORMAT, SEALED_VERSION, TeamKeyLine, TeamLine,
};
use madobe_domain::ids::{CaseId, EntryId, ExportId, FileId, MailboxId, StaffId, TeamId};
use madobe_domain::limits::{EXPORT_CHARS, EXPORT_SECONDS};
use madobe_domain::log::entry::{EntryHash, SealedEntry};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::export::{CaseForm, DeskForm, ExportCase, ExportHead, ExportPage, NewExport};
use madobe_domain::wire::grant::{Grant, PublicKeyBytes, Recipient, SealedKey, unmask};
use madobe_domain::wire::team::TeamKind;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Notes that one case is taken out.
pub async fn case(deps: &Deps, holder: &CaseHolder, export: ExportCase) -> Result<(), Refusal> {
    if !holder.reads() {
        return Err(ErrorCode::Forbidden.into());
    }
    let act = match export.form {
        CaseForm::Paper => Act::CasePrinted,
        CaseForm::File => Act::CaseExported,
    };
    let detail = if export.internal { "internal" } else { "outer" };
    let mut statements = holder.signed.touch();
    statements.push(record(deps.now(), &holder.signed.staff, act, &holder.case, detail));
    deps.batch(statements).await?;
    Ok(())
}

const fn code(form: DeskForm) -> &'static str {
    match form {
        DeskForm::Readable => "outer",
        DeskForm::ReadableInternal => "internal",
        DeskForm::Sealed => "sealed",
    }
}

const BEGIN: &str = "INSERT INTO exports (id, staff, form, newest, at) \
    SELECT ?1, ?2, ?3, coalesce((SELECT max(seq) FROM entries), 0), ?4 WHERE TRUE ON CONFLICT DO NOTHING";
const BEGUN: &str = "SELECT staff = ?2 AND form = ?3 AS same FROM exports WHERE id = ?1";

#[derive(Deserialize)]
struct Same {
    same: u8,
}

/// Notes that everything is taken out. The same one sent again is begun already.
pub async fn begin(
    deps: &Deps,
    Administrator(signed): &Administrator,
    new: &NewExport,
) -> Result<(), Refusal> {
    let now = deps.now();
    let on = |sql| Statement::new(sql).bind(&new.id).bind(&signed.staff).bind(code(new.form));
    let mut statements = signed.touch();
    statements.extend([
        on(BEGIN).bind(now),
        record_if_changed(now, &signed.staff, Act::DeskExported, NONE, code(new.form)),
        on(BEGUN),
    ]);
    match deps.batch(statements).await?.last()?.first::<Same>()? {
        Some(Same { same: 1 }) => Ok(()),
        _ => Err(ErrorCode::Conflict.into()),
    }
}

/// The export, if it is theirs, sealed, and not long ago.
macro_rules! mine {
    () => {
        "exports x WHERE x.id = ?1 AND x.staff = ?2 AND x.form = 'sealed' AND x.at > ?3"
    };
}
const DESK: &str = concat!(
    "SELECT x.newest, x.at, d.salt, d.stretch, r.public_key AS recovery, \
        (SELECT count(*) FROM cases) AS cases \
     FROM deployment d, recovery r, ",
    mine!()
);
const PEOPLE: &str = concat!(
    "SELECT p.id, p.name FROM (SELECT id, name FROM staff UNION SELECT id, name FROM former_people) p, ",
    mine!(),
    " ORDER BY p.id"
);
const TEAMS: &str = concat!(
    "SELECT t.id, t.name, t.kind, t.version, t.resealed, t.created_at, \
        k.version AS key, k.public_key, k.created_at AS key_at, m.sealed AS seed \
     FROM teams t JOIN team_keys k ON k.team = t.id \
     LEFT JOIN member_keys m ON m.team = t.id AND m.version = k.version AND m.recipient = 'recovery', ",
    mine!(),
    " ORDER BY t.created_at, t.id, k.version"
);

#[derive(Deserialize)]
struct DeskRow {
    newest: i64,
    at: Timestamp,
    salt: Fixed<16>,
    stretch: String,
    recovery: PublicKeyBytes,
    cases: u64,
}

#[derive(Deserialize)]
struct TeamRow {
    id: TeamId,
    name: String,
    kind: TeamKind,
    version: u32,
    resealed: u32,
    created_at: Timestamp,
    key: u32,
    public_key: PublicKeyBytes,
    key_at: Timestamp,
    seed: Option<SealedKey>,
}

#[derive(Deserialize)]
struct PersonRow {
    id: StaffId,
    name: String,
}

/// What stands before the cases.
pub async fn head(
    deps: &Deps,
    Administrator(signed): &Administrator,
    export: &ExportId,
) -> Result<ExportHead, Refusal> {
    let since = deps.now().plus_seconds(-EXPORT_SECONDS);
    let on = |sql| Statement::new(sql).bind(export).bind(&signed.staff).bind(since);
    let mut statements = signed.touch();
    let skip = statements.len();
    statements.extend([on(DESK), on(PEOPLE), on(TEAMS)]);
    let mut outcomes = deps.batch(statements).await?;
    let desk: DeskRow = outcomes.skip(skip).take()?.first()?.ok_or(ErrorCode::Forbidden)?;
    let mut lines = vec![Line::Desk(Box::new(DeskLine {
        format: SEALED_FORMAT.to_owned(),
        version: SEALED_VERSION,
        made_at: desk.at,
        salt: desk.salt,
        stretch: serde_json::from_str(&desk.stretch).map_err(|_| Fault::new("stretch"))?,
        recovery: desk.recovery,
        newest: desk.newest,
    }))];
    let people: Vec<PersonRow> = outcomes.take()?.rows()?;
    lines.extend(people.into_iter().map(|row| Line::Person(PersonLine { id: row.id, name: row.name })));
    for row in outcomes.take()?.rows::<TeamRow>()? {
        let TeamRow { id, name, kind: reads, version, resealed, created_at, public_key, .. } = row;
        let key = TeamKeyLine { version: row.key, public_key, created_at: row.key_at, seed: row.seed };
        match lines.last_mut() {
            Some(Line::Team(team)) if team.id == id => team.keys.push(key),
            _ => lines.push(Line::Team(TeamLine {
                id,
                name,
                reads,
                version,
                resealed,
                created_at,
                keys: vec![key],
            })),
        }
    }
    Ok(ExportHead { lines, cases: desk.cases })
}

/// Cases in one page at most: what they weigh decides before.
const PAGE_CASES: u32 = 250;
/// What a case weighs beside its entries: its lines, and a key for each of a few.
macro_rules! picked {
    () => {
        concat!(
            "WITH here AS (SELECT x.newest, x.at FROM ",
            mine!(),
            "), page AS (SELECT id, sum(size) OVER (ORDER BY id) AS chars, row_number() OVER (ORDER BY id) AS nth \
                FROM (SELECT c.id, 6000 + coalesce((SELECT sum(e.size) FROM entries e WHERE e.case_id = c.id), 0) AS size \
                    FROM cases c WHERE c.id > ?4 AND EXISTS (SELECT 1 FROM here) ORDER BY c.id LIMIT ?5)), \
            picked AS (SELECT id FROM page WHERE chars <= ?6 OR nth = 1) "
        )
    };
}
const CASES: &str = concat!(
    picked!(),
    "SELECT c.id, c.created_at, c.closed_at, c.erased_at FROM picked p JOIN cases c ON c.id = p.id ORDER BY p.id"
);
const ENTRIES: &str = concat!(
    picked!(),
    "SELECT e.case_id, e.seq, e.id, e.compartment, e.author, e.created_at, e.promised, e.prev, e.hash, e.sealed \
     FROM picked p JOIN entries e ON e.case_id = p.id AND e.seq <= (SELECT newest FROM here) ORDER BY p.id, e.seq"
);
/// What an entry names, and what was there when this was begun.
const FILES: &str = concat!(
    picked!(),
    "SELECT f.case_id AS \"case\", f.id, f.author, f.made_at, f.size, f.hash FROM picked p JOIN files f ON f.case_id = p.id \
     WHERE f.named = 1 AND f.hash IS NOT NULL AND f.made_at <= (SELECT at FROM here) ORDER BY p.id, f.made_at, f.id"
);
const GRANTS: &str = concat!(
    picked!(),
    "SELECT g.case_id, g.recipient, g.version, g.mask, g.sealed FROM picked p JOIN grants g ON g.case_id = p.id \
     ORDER BY p.id, g.version, g.recipient, g.mask"
);
const MAILBOXES: &str = concat!(
    picked!(),
    "SELECT m.case_id, m.id, m.token_hash, nullif(m.public_key, '') AS public_key, m.deleted_at \
     FROM picked p JOIN mailboxes m ON m.case_id = p.id ORDER BY p.id, m.id"
);
const MORE: &str = concat!(
    picked!(),
    "SELECT EXISTS (SELECT 1 FROM here) AS mine, EXISTS (SELECT 1 FROM cases c \
        WHERE c.id > (SELECT max(id) FROM picked)) AS more"
);

#[derive(Deserialize)]
struct CaseRow {
    id: CaseId,
    created_at: Timestamp,
    closed_at: Option<Timestamp>,
    erased_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct StoredRow {
    case_id: CaseId,
    seq: i64,
    id: EntryId,
    compartment: u8,
    author: Option<StaffId>,
    created_at: Timestamp,
    promised: Option<NaiveDate>,
    prev: EntryHash,
    hash: EntryHash,
    sealed: SealedEntry,
}

impl StoredRow {
    fn line(self) -> Result<EntryLine, Fault> {
        let Self { case_id, seq, id, compartment, author, created_at, promised, prev, hash, sealed } = self;
        let row = EntryRow { seq, id, compartment, author, created_at, promised, prev, sealed, chars: 0 };
        Ok(EntryLine { stored: row.stored(case_id)?, hash })
    }
}

#[derive(Deserialize)]
struct GrantRow {
    case_id: CaseId,
    recipient: String,
    version: u32,
    mask: u8,
    sealed: SealedKey,
}

impl GrantRow {
    fn grant(self) -> Result<Grant, Fault> {
        let bad = |_| Fault::new("recipient");
        let recipient = match self.version {
            0 => Recipient::Mailbox { id: MailboxId::parse(&self.recipient).map_err(bad)? },
            version => Recipient::Team { id: TeamId::parse(&self.recipient).map_err(bad)?, version },
        };
        Ok(Grant { case: self.case_id, recipient, compartments: unmask(self.mask), sealed: self.sealed })
    }
}

#[derive(Deserialize)]
struct MailboxRow {
    case_id: CaseId,
    id: MailboxId,
    token_hash: Fixed<32>,
    public_key: Option<PublicKeyBytes>,
    deleted_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct More {
    mine: u8,
    more: u8,
}

/// What belongs to one case.
#[derive(Default)]
struct Parts {
    entries: Vec<StoredRow>,
    files: Vec<FileLine>,
    grants: Vec<Grant>,
    mailboxes: Vec<MailboxLine>,
}

fn lines(row: &CaseRow, parts: Parts, all: &mut Vec<Line>) -> Result<(), Fault> {
    let CaseRow { id: case, created_at, closed_at, erased_at } = *row;
    let Parts { entries, files, grants, mailboxes } = parts;
    if let Some(erased_at) = erased_at {
        all.push(Line::Gone(GoneLine { case, created_at, erased_at, mailboxes }));
        return Ok(());
    }
    // It came after this was begun.
    if entries.is_empty() {
        return Ok(());
    }
    all.push(Line::Case(CaseLine { case, created_at, closed_at }));
    let (mut tails, mut count) = (Tails::NONE, 0);
    for entry in entries {
        let line = entry.line()?;
        *tails.of(line.stored.entry.compartment) = line.hash;
        count += 1;
        all.push(Line::Entry(Box::new(line)));
    }
    all.extend(files.into_iter().map(Line::File));
    all.push(Line::Held(HeldLine { case, entries: count, tails, mailboxes, grants }));
    Ok(())
}

/// Whole cases after this one, as they stood when the export was begun.
pub async fn cases(
    deps: &Deps,
    Administrator(signed): &Administrator,
    export: &ExportId,
    after: Option<CaseId>,
) -> Result<ExportPage, Refusal> {
    let since = deps.now().plus_seconds(-EXPORT_SECONDS);
    let from = after.map(|case| case.to_string()).unwrap_or_default();
    let on = |sql| {
        let statement = Statement::new(sql).bind(export).bind(&signed.staff).bind(since);
        statement.bind(&from).bind(PAGE_CASES).bind(EXPORT_CHARS)
    };
    let mut statements = signed.touch();
    let skip = statements.len();
    statements.extend([on(MORE), on(CASES), on(ENTRIES), on(FILES), on(GRANTS), on(MAILBOXES)]);
    let mut outcomes = deps.batch(statements).await?;
    let more: More = outcomes.skip(skip).take()?.first()?.ok_or(Fault::new("more"))?;
    if more.mine == 0 {
        return Err(ErrorCode::Forbidden.into());
    }
    let rows: Vec<CaseRow> = outcomes.take()?.rows()?;
    let mut parts: BTreeMap<CaseId, Parts> = BTreeMap::new();
    for row in outcomes.take()?.rows::<StoredRow>()? {
        parts.entry(row.case_id).or_default().entries.push(row);
    }
    for line in outcomes.take()?.rows::<FileLine>()? {
        parts.entry(line.case).or_default().files.push(line);
    }
    for row in outcomes.take()?.rows::<GrantRow>()? {
        parts.entry(row.case_id).or_default().grants.push(row.grant()?);
    }
    for row in outcomes.take()?.rows::<MailboxRow>()? {
        let MailboxRow { case_id, id, token_hash, public_key, deleted_at } = row;
        let line = MailboxLine { id, token_hash, public_key, deleted_at };
        parts.entry(case_id).or_default().mailboxes.push(line);
    }
    let mut page = ExportPage { lines: Vec::new(), next: None };
    for row in &rows {
        lines(row, parts.remove(&row.id).unwrap_or_default(), &mut page.lines)?;
    }
    if more.more == 1 {
        page.next = rows.last().map(|row| row.id);
    }
    Ok(page)
}

/// Also of a case that was erased since the export was begun: nobody knows any more what lay there.
const LISTED: &str = concat!(
    "SELECT f.id IS NOT NULL AS same FROM cases c \
        LEFT JOIN files f ON f.case_id = c.id AND f.id = ?5 AND f.named = 1 AND f.hash IS NOT NULL, ",
    mine!(),
    " AND c.id = ?4 AND (f.made_at <= x.at OR (f.id IS NULL AND c.erased_at >= x.at))"
);

/// The sealed bytes of a file that the export names. Where the store has lost them, or somebody erased the case meanwhile, that is
/// said: the rest can still be taken along.
pub async fn file(
    deps: &Deps,
    Administrator(signed): &Administrator,
    export: &ExportId,
    case: &CaseId,
    id: &FileId,
) -> Result<Vec<u8>, Refusal> {
    let since = deps.now().plus_seconds(-EXPORT_SECONDS);
    let mut statements = signed.touch();
    let listed = Statement::new(LISTED).bind(export).bind(&signed.staff).bind(since);
    statements.push(listed.bind(case).bind(id));
    let listed = deps.batch(statements).await?.last()?.first::<Same>()?.ok_or(ErrorCode::Forbidden)?;
    let lying = if listed.same == 1 { file::lying(deps, case, id).await? } else { None };
    lying.ok_or_else(|| ErrorCode::FileGone.into())
}
