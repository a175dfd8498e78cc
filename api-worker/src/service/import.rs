//! Taking in the sealed export of another desk, once, into one that is empty and stopped. Each call takes some lines, checks them
//! (`domain::export::check`) and stores all of them or none, in one batch; how far it has come stands beside them, so that whoever
//! stops halfway, or a server that is killed, leaves nothing to be repaired. A case can be opened, by its mailbox or by a team, only
//! once all of it is there, with what lies beside its letters: behind a line that names a file none is taken before its bytes have come.

mod rows;

use crate::deps::Deps;
use crate::ports::{Fault, Outcome, Statement};
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::file::Coming;
use crate::service::refusal::Refusal;
use crate::service::session::Administrator;
use crate::service::{desk, facts, history};
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::export::check::{Checking, LineFault};
use madobe_domain::export::line::Line;
use madobe_domain::ids::{CaseId, FileId, TeamId};
use madobe_domain::limits::{IMPORT_CHARS, IMPORT_LINES};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::{PublicKeyBytes, SealedKey};
use madobe_domain::wire::import::{FormerSeed, FormerTeam, ImportState, TakeLines, TakeTeam, Taken};
use madobe_domain::wire::team::TeamKind;
use rows::{DESK, FLOOR, NO_FLOOR, RENEWED, Sorted, text};
use serde::Deserialize;

/// Nobody has written here, and nothing was taken in.
macro_rules! empty {
    () => {
        "NOT EXISTS (SELECT 1 FROM cases) AND NOT EXISTS (SELECT 1 FROM mailboxes) AND NOT EXISTS (SELECT 1 FROM imports)"
    };
}
const EMPTY: &str = concat!("SELECT ", empty!(), " AS yes");
const SO_FAR: &str = "SELECT state, begun_at, recovery, page FROM imports WHERE only = 1";
/// The bytes of the file that the last line named.
const ARRIVED: &str = "SELECT EXISTS (SELECT 1 FROM imports i JOIN files f ON f.case_id = i.state ->> '$.awaits.case' \
    AND f.id = i.state ->> '$.awaits.id' AND f.hash = i.state ->> '$.awaits.hash' WHERE i.only = 1) AS yes";
const RECOVERY: &str = "SELECT public_key FROM recovery WHERE only = 1";
/// A team that came along, and whose key nobody holds here.
macro_rules! unheld {
    ($team:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM former_seeds s WHERE s.team = ",
            $team,
            ") AND NOT EXISTS (SELECT 1 FROM member_keys m WHERE m.team = ",
            $team,
            " AND m.recipient <> 'recovery')"
        )
    };
}
const TEAMS: &str = concat!(
    "SELECT t.id, t.name, t.kind, t.version, t.public_key, f.version AS key, k.public_key AS key_public, f.sealed \
     FROM teams t JOIN former_seeds f ON f.team = t.id JOIN team_keys k ON k.team = t.id AND k.version = f.version \
     WHERE ",
    unheld!("t.id"),
    " ORDER BY t.created_at, t.id, f.version"
);

#[derive(Deserialize)]
struct Yes {
    yes: u8,
}

#[derive(Deserialize)]
struct SoFar {
    state: String,
    begun_at: Timestamp,
    recovery: PublicKeyBytes,
    page: Fixed<16>,
}

impl SoFar {
    fn of(outcome: &Outcome) -> Result<Option<(Self, Checking)>, Fault> {
        let Some(row) = outcome.first::<Self>()? else { return Ok(None) };
        let checking = serde_json::from_str(&row.state).map_err(|_| Fault::new("import"))?;
        Ok(Some((row, checking)))
    }
}

fn taken(checking: &Checking, begun_at: Timestamp) -> Taken {
    Taken {
        lines: checking.lines,
        digest: checking.digest,
        cases: checking.cases,
        gone: checking.gone,
        entries: checking.entries,
        begun_at,
        done: checking.is_done(),
    }
}

#[derive(Deserialize)]
struct KeyRow {
    public_key: PublicKeyBytes,
}

#[derive(Deserialize)]
struct TeamRow {
    id: TeamId,
    name: String,
    kind: TeamKind,
    version: u32,
    public_key: PublicKeyBytes,
    key: u32,
    key_public: PublicKeyBytes,
    sealed: SealedKey,
}

/// How far it has come, and which teams nobody has taken up.
pub async fn state(deps: &Deps, Administrator(signed): &Administrator) -> Result<ImportState, Refusal> {
    let mut statements = signed.touch();
    let skip = statements.len();
    statements.extend([EMPTY, SO_FAR, RECOVERY, TEAMS].map(Statement::new));
    let mut outcomes = deps.batch(statements).await?;
    let empty = outcomes.skip(skip).take()?.first::<Yes>()?.is_some_and(|row| row.yes == 1);
    let so_far = SoFar::of(&outcomes.take()?)?;
    let recovery = outcomes.take()?.first::<KeyRow>()?.map(|row| row.public_key);
    let mut teams: Vec<FormerTeam> = Vec::new();
    for row in outcomes.take()?.rows::<TeamRow>()? {
        let TeamRow { id, name, kind, version, public_key, key, key_public, sealed } = row;
        let seed = FormerSeed { version: key, public_key: key_public, sealed };
        match teams.last_mut() {
            Some(team) if team.id == id => team.seeds.push(seed),
            _ => teams.push(FormerTeam { id, name, kind, version, public_key, seeds: vec![seed] }),
        }
    }
    let paused = desk::read(deps).await?.settings.paused.is_some();
    Ok(ImportState {
        empty,
        paused,
        taken: so_far.as_ref().map(|(row, checking)| taken(checking, row.begun_at)),
        former_recovery: so_far.map(|(row, _)| row.recovery),
        recovery,
        teams,
    })
}

const BEGIN: &str = concat!(
    "INSERT INTO imports (only, page, lines, state, recovery, begun_at, begun_by) SELECT 1, ?1, ?2, ?3, ?4, ?5, ?6 WHERE ",
    empty!(),
    " AND EXISTS (SELECT 1 FROM settings WHERE only = 1 AND json_extract(json, '$.paused') IS NOT NULL)"
);
/// Numbers and mailboxes are nobody's so far.
const GO_ON: &str = "UPDATE imports SET page = ?1, lines = ?2, state = ?3, done_at = CASE ?5 WHEN 1 THEN ?4 END \
    WHERE only = 1 AND lines = ?6 \
      AND NOT EXISTS (SELECT 1 FROM json_each(?7) j JOIN entries e ON e.seq = j.value) \
      AND NOT EXISTS (SELECT 1 FROM json_each(?8) j JOIN mailboxes m ON m.id = j.value)";
/// Takes some lines. Those that were taken before are done already; others than come next are a conflict.
pub async fn take(
    deps: &Deps,
    Administrator(signed): &Administrator,
    request: &TakeLines,
) -> Result<Taken, Refusal> {
    let chars: usize = request.lines.iter().map(String::len).sum();
    if request.lines.is_empty() || request.lines.len() > IMPORT_LINES || chars > IMPORT_CHARS {
        return Err(Refusal::invalid("lines"));
    }
    // Sees to it that there are a salt and settings.
    let known = desk::read(deps).await?;
    let mut outcomes = deps.batch([SO_FAR, EMPTY, ARRIVED].map(Statement::new).into()).await?;
    let so_far = SoFar::of(&outcomes.take()?)?;
    let begins = so_far.is_none();
    let empty = outcomes.take()?.first::<Yes>()?.is_some_and(|row| row.yes == 1);
    let arrived = outcomes.take()?.first::<Yes>()?.is_some_and(|row| row.yes == 1);
    if begins && (request.from != 0 || !empty) {
        return Err(ErrorCode::Conflict.into());
    }
    if begins && known.settings.paused.is_none() {
        return Err(Refusal::invalid("paused"));
    }
    let now = deps.now();
    let (begun_at, mut checking) = match so_far {
        Some((row, checking)) if request.from < checking.lines => return Ok(taken(&checking, row.begun_at)),
        Some((row, checking)) => (row.begun_at, checking),
        None => (now, Checking::default()),
    };
    if request.from != checking.lines || request.before != checking.digest {
        return Err(ErrorCode::Conflict.into());
    }
    if arrived {
        checking.arrived();
    }
    let mut sorted = Sorted::default();
    for (number, line) in request.lines.iter().enumerate() {
        let taken = match checking.take(line) {
            // Looked at is not stored.
            Ok(Line::Bytes(_)) => Err(LineFault::Order),
            taken => taken,
        };
        sorted
            .put(taken.map_err(|fault| Refusal::Invalid(format!("lines.{number}.{}", fault.code()).into()))?);
    }
    let page = Fixed(deps.random_bytes::<16>());
    let state = text(&checking)?;
    let lines = checking.lines as i64;
    let mut batch = signed.touch();
    match (&sorted.desk, begins) {
        (Some(desk), true) => batch.extend([
            Statement::new(BEGIN)
                .bind(&page)
                .bind(lines)
                .bind(state)
                .bind(&desk.recovery)
                .bind(now)
                .bind(&signed.staff),
            record_if_changed(now, &signed.staff, Act::ImportBegun, NONE, NONE),
            Statement::new(DESK).bind(&page).bind(&desk.salt).bind(text(&desk.stretch)?),
            Statement::new(RENEWED).bind(&page),
            history::keep(now, &signed.staff),
            Statement::new(FLOOR).bind(&page).bind(desk.newest),
            Statement::new(NO_FLOOR),
        ]),
        _ => batch.push(
            Statement::new(GO_ON)
                .bind(&page)
                .bind(lines)
                .bind(state)
                .bind(now)
                .bind(u8::from(checking.is_done()))
                .bind(request.from as i64)
                .bind(text(&sorted.numbers)?)
                .bind(text(&sorted.addresses)?),
        ),
    }
    if checking.is_done() {
        batch.push(record_if_changed(now, &signed.staff, Act::ImportDone, NONE, NONE));
    }
    batch.extend(sorted.statements(&page)?);
    batch.push(Statement::new(SO_FAR));
    let stored = SoFar::of(&deps.batch(batch).await?.last()?)?;
    if begins {
        facts::renew(deps).await;
    }
    match stored {
        Some((row, _)) if row.page == page => Ok(taken(&checking, begun_at)),
        // Another tab was quicker.
        Some((row, stored)) if stored.lines > request.from => Ok(taken(&stored, row.begun_at)),
        // A number or a mailbox of the file is somebody's here.
        Some(_) => Err(Refusal::invalid("lines.0.number")),
        None => Err(ErrorCode::Conflict.into()),
    }
}

/// Whoever brings the bytes of the file that the last line named, and how many they are.
pub async fn awaited(
    deps: &Deps,
    Administrator(signed): &Administrator,
    case: CaseId,
    file: FileId,
) -> Result<(Coming, usize), Refusal> {
    let mut statements = signed.touch();
    statements.push(Statement::new(SO_FAR));
    let so_far = SoFar::of(&deps.batch(statements).await?.last()?)?;
    match so_far.as_ref().and_then(|(_, checking)| checking.awaits()) {
        Some(line) if line.case == case && line.id == file => {
            Ok((Coming::announced(case, file, line.hash), line.size as usize))
        }
        _ => Err(ErrorCode::Forbidden.into()),
    }
}

const JOIN: &str = concat!(
    "INSERT INTO memberships (staff, team, joined_at) SELECT ?2, ?1, ?4 WHERE ",
    unheld!("?1"),
    " AND EXISTS (SELECT 1 FROM teams t JOIN json_each(?3) k ON k.value ->> 'version' = t.version WHERE t.id = ?1) \
    ON CONFLICT DO NOTHING"
);
/// A key that it never had is none; what is here already stays.
const FOR_RECOVERY: &str = concat!(
    "INSERT INTO member_keys (team, recipient, version, sealed, voucher) \
     SELECT ?1, 'recovery', k.value ->> 'version', k.value ->> '$.recovery.sealed', k.value ->> '$.recovery.voucher' \
     FROM json_each(?3) k JOIN team_keys t ON t.team = ?1 AND t.version = k.value ->> 'version' \
     WHERE k.value ->> '$.recovery.sealed' IS NOT NULL \
        AND EXISTS (SELECT 1 FROM recovery WHERE public_key = k.value ->> '$.recovery.to') \
        AND EXISTS (SELECT 1 FROM memberships WHERE staff = ?2 AND team = ?1) AND ",
    unheld!("?1"),
    " ON CONFLICT DO NOTHING"
);
const FOR_ME: &str = concat!(
    "INSERT INTO member_keys (team, recipient, version, sealed, voucher) \
     SELECT ?1, ?2, k.value ->> 'version', k.value ->> 'sealed', k.value ->> 'voucher' \
     FROM json_each(?3) k JOIN team_keys t ON t.team = ?1 AND t.version = k.value ->> 'version' \
     WHERE EXISTS (SELECT 1 FROM memberships WHERE staff = ?2 AND team = ?1) AND ",
    unheld!("?1")
);
const HELD: &str = "SELECT EXISTS (SELECT 1 FROM member_keys k JOIN teams t ON t.id = k.team AND t.version = k.version \
    WHERE k.team = ?1 AND k.recipient = ?2) AS yes";

/// Whoever has the former recovery key takes up a team whose key nobody holds here. From then on it is passed on by hand, as ever.
pub async fn take_up(
    deps: &Deps,
    Administrator(signed): &Administrator,
    team: &TeamId,
    request: &TakeTeam,
) -> Result<(), Refusal> {
    let keys = text(&request.keys)?;
    let now = deps.now();
    let on = |sql| Statement::new(sql).bind(team).bind(&signed.staff).bind(&keys);
    let mut statements = signed.touch();
    statements.extend([
        on(JOIN).bind(now),
        on(FOR_RECOVERY),
        on(FOR_ME),
        record_if_changed(now, &signed.staff, Act::TeamTakenUp, NONE, team.to_string()),
        Statement::new(HELD).bind(team).bind(&signed.staff),
    ]);
    match deps.batch(statements).await?.last()?.first::<Yes>()? {
        Some(Yes { yes: 1 }) => Ok(()),
        _ => Err(ErrorCode::Forbidden.into()),
    }
}
