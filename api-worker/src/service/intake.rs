//! The first letter: a mailbox, its case, their grants and first entries, in one statement.
//!
//! What was stored is never limited nor asked for work again: a retry of it is answered as done whatever the
//! limiter says, so that a cut answer costs nobody their letter.

use crate::deps::{Deps, Draw};
use crate::ports::{Brake, Fault, Statement};
use crate::service::address::AddressKey;
use crate::service::append::Kept;
use crate::service::desk::{self, DeskFacts};
use crate::service::refusal::Refusal;
use chrono::NaiveDate;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::hash::same;
use madobe_domain::crypto::work::{HARDER_BITS, USUAL_BITS, WorkError, check, make_challenge};
use madobe_domain::desk::promise::promise;
use madobe_domain::ids::{EntryId, MailboxId, TeamId};
use madobe_domain::log::entry::{Author, Compartment, Entry, EntryHash, GENESIS};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::{Grant, PublicKeyBytes, Recipient};
use madobe_domain::wire::intake::{Appended, Challenge, MailboxMade, NewMailbox, Work};
use serde::Deserialize;

/// Seconds after which a limiter's minute is over.
pub const WAIT_SECONDS: u32 = 60;

fn fresh(deps: &Deps, bits: u8) -> Challenge {
    make_challenge(deps.keys.work.bytes(), &mut Draw(deps.random.as_ref()), deps.now(), bits)
}

/// No work, or not the right one: this is to be solved first.
fn unsolved(deps: &Deps) -> Refusal {
    Refusal::Work { more: false, challenge: fresh(deps, USUAL_BITS) }
}

/// Whether this work was done for this mailbox. Work that was right once may have been right when it was first sent: what
/// is then to be answered, unless it is stored already, comes back.
pub fn worked(deps: &Deps, work: &Work, mailbox: &MailboxId) -> Result<Option<Refusal>, Refusal> {
    match check(deps.keys.work.bytes(), work, mailbox, deps.now()) {
        Ok(()) => Ok(None),
        Err(WorkError::Expired) => Ok(Some(unsolved(deps))),
        Err(WorkError::Foreign | WorkError::Unsolved) => Err(unsolved(deps)),
    }
}

/// A challenge, harder for an address that asks often.
pub async fn challenge(deps: &Deps, from: &AddressKey) -> Result<Challenge, Refusal> {
    if deps.limiter.allow(Brake::Soft, from.counting("challenge")).await {
        return Ok(fresh(deps, USUAL_BITS));
    }
    if deps.limiter.allow(Brake::Hard, from.counting("challenge")).await {
        return Ok(fresh(deps, HARDER_BITS));
    }
    Err(Refusal::Wait(WAIT_SECONDS))
}

/// A new mailbox whose parts belong together.
struct Letter<'a> {
    request: &'a NewMailbox,
    to_mailbox: &'a Grant,
    to_team: &'a Grant,
    team: TeamId,
    team_version: u32,
    conversation: &'a Entry,
    facts: &'a Entry,
    /// Their hashes.
    tails: [EntryHash; 2],
}

impl<'a> Letter<'a> {
    fn of(request: &'a NewMailbox) -> Result<Self, Refusal> {
        let [first, second] = request.grants.as_slice() else { return Err(Refusal::invalid("grants")) };
        let (to_mailbox, to_team, team, team_version) = match (first.recipient, second.recipient) {
            (Recipient::Mailbox { id }, Recipient::Team { id: team, version }) if id == request.mailbox => {
                (first, second, team, version)
            }
            (Recipient::Team { id: team, version }, Recipient::Mailbox { id }) if id == request.mailbox => {
                (second, first, team, version)
            }
            _ => return Err(Refusal::invalid("grants")),
        };
        let both = [Compartment::Conversation, Compartment::Facts];
        if request.grants.iter().any(|grant| grant.case != request.case || grant.compartments != both) {
            return Err(Refusal::invalid("grants"));
        }
        let [first, second] = request.entries.as_slice() else { return Err(Refusal::invalid("entries")) };
        let (conversation, facts) = match (first.compartment, second.compartment) {
            (Compartment::Conversation, Compartment::Facts) => (first, second),
            (Compartment::Facts, Compartment::Conversation) => (second, first),
            _ => return Err(Refusal::invalid("entries")),
        };
        let sound = |entry: &Entry| {
            entry.case == request.case && entry.prev == GENESIS && entry.author == Author::Writer
        };
        if first.id == second.id || !sound(first) || !sound(second) {
            return Err(Refusal::invalid("entries"));
        }
        let tails = [conversation.hash(), facts.hash()];
        Ok(Self { request, to_mailbox, to_team, team, team_version, conversation, facts, tails })
    }

    /// The answer to what was just stored.
    fn made(&self, places: &Places, created_at: Timestamp, promised: NaiveDate) -> MailboxMade {
        let [said, counted] = self.tails;
        let entry = |entry: &Entry| match entry.compartment {
            Compartment::Facts => Appended { seq: places.facts, created_at, promised: None, hash: counted },
            _ => Appended { seq: places.letter, created_at, promised: Some(promised), hash: said },
        };
        MailboxMade { entries: self.request.entries.iter().map(entry).collect() }
    }

    /// Where its entries stand, in the order in which they were sent. One that is not stored just so is a conflict.
    fn answer(&self, stored: &[Stored]) -> Result<MailboxMade, Refusal> {
        let [conversation, facts] = self.tails;
        let place = |entry: &Entry| -> Result<Appended, Refusal> {
            let hash = if entry.id == self.facts.id { facts } else { conversation };
            let found = stored.iter().find(|row| row.id == entry.id && row.kept.hash == hash);
            found.map(|row| row.kept.appended()).ok_or(ErrorCode::Conflict.into())
        };
        Ok(MailboxMade { entries: self.request.entries.iter().map(place).collect::<Result<_, _>>()? })
    }
}

/// Makes a mailbox.
///
/// The parts belong together. Unless it is stored already: the work is right, the address is not asking too often,
/// the desk is open and its key the present one. Then one statement stores everything or nothing.
pub async fn make(deps: &Deps, from: &AddressKey, request: &NewMailbox) -> Result<MailboxMade, Refusal> {
    let letter = Letter::of(request)?;
    let refusal = match worked(deps, &request.work, &request.mailbox)? {
        None => brake(deps, from, "mailbox", request.work.challenge.bits).await,
        late => late,
    };
    match refusal {
        Some(refusal) => stored(deps, &letter).await?.ok_or(refusal),
        None => store(deps, &letter).await,
    }
}

/// Why this address is to wait or to work harder, if it is. `what`: each thing is counted by itself.
pub async fn brake(deps: &Deps, from: &AddressKey, what: &str, bits: u8) -> Option<Refusal> {
    let counter = from.counting(what);
    if bits < HARDER_BITS {
        let allowed = deps.limiter.allow(Brake::Soft, counter).await;
        (!allowed).then(|| Refusal::Work { more: true, challenge: fresh(deps, HARDER_BITS) })
    } else {
        let allowed = deps.limiter.allow(Brake::Hard, counter).await;
        (!allowed).then_some(Refusal::Wait(WAIT_SECONDS))
    }
}

/// One statement, all or nothing: what becomes of it stands with the view. A row comes back if it was stored.
const STORE: &str = "INSERT INTO first_letters (case_id, created_at, letter_hash, facts_hash, genesis, \
        team, team_version, mailbox, token_hash, public_key, to_mailbox, to_team, \
        letter_id, letter_sealed, promised, facts_id, facts_sealed) \
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18 \
    WHERE EXISTS (SELECT 1 FROM teams WHERE intake = 1 AND id = ?6 AND version = ?7) \
      AND EXISTS (SELECT 1 FROM settings WHERE only = 1 AND version = ?8) \
      AND NOT EXISTS (SELECT 1 FROM mailboxes WHERE id = ?9) \
      AND NOT EXISTS (SELECT 1 FROM cases WHERE id = ?1) \
    RETURNING (SELECT seq FROM entries WHERE case_id = ?1 AND id = ?14) AS letter, \
        (SELECT seq FROM entries WHERE case_id = ?1 AND id = ?17) AS facts";
const LOOK: &str = "SELECT m.token_hash, m.public_key, m.deleted_at, m.case_id = ?2 AS same_case, \
        e.id, e.seq, e.created_at, e.promised, e.hash \
    FROM mailboxes m LEFT JOIN entries e ON e.case_id = ?2 AND e.id IN (?3, ?4) WHERE m.id = ?1";
/// Is the desk still as remembered?
const DESK: &str = "SELECT (SELECT version FROM settings WHERE only = 1) AS settings, \
        (SELECT version FROM teams WHERE intake = 1 AND id = ?1) AS team";

/// Where the two entries came to stand.
#[derive(Deserialize)]
struct Places {
    letter: i64,
    facts: i64,
}

/// One entry as it is stored.
#[derive(Deserialize)]
struct Stored {
    id: EntryId,
    #[serde(flatten)]
    kept: Kept,
}

/// The mailbox, once for each of the two entries that is there.
#[derive(Deserialize)]
struct Look {
    token_hash: Fixed<32>,
    public_key: String,
    deleted_at: Option<i64>,
    same_case: i64,
    #[serde(flatten)]
    stored: Option<Stored>,
}

#[derive(Deserialize)]
struct DeskVersions {
    settings: Option<u32>,
    team: Option<u32>,
}

fn look(letter: &Letter<'_>) -> Statement {
    Statement::new(LOOK)
        .bind(&letter.request.mailbox)
        .bind(&letter.request.case)
        .bind(&letter.conversation.id)
        .bind(&letter.facts.id)
}

/// What is stored, as the answer to this very request; nothing if there is no such mailbox.
fn answer(letter: &Letter<'_>, rows: Vec<Look>) -> Result<Option<MailboxMade>, Refusal> {
    let Some(mailbox) = rows.first() else { return Ok(None) };
    if !same(&mailbox.token_hash, &letter.request.token_hash) {
        return Err(ErrorCode::Conflict.into());
    }
    if mailbox.deleted_at.is_some() {
        return Err(ErrorCode::Deleted.into());
    }
    let same_key = PublicKeyBytes::parse(&mailbox.public_key) == Ok(letter.request.public_key);
    if mailbox.same_case != 1 || !same_key {
        return Err(ErrorCode::Conflict.into());
    }
    let stored: Vec<Stored> = rows.into_iter().filter_map(|row| row.stored).collect();
    letter.answer(&stored).map(Some)
}

async fn stored(deps: &Deps, letter: &Letter<'_>) -> Result<Option<MailboxMade>, Refusal> {
    answer(letter, deps.batch(vec![look(letter)]).await?.take()?.rows()?)
}

fn insert(letter: &Letter<'_>, facts: &DeskFacts, now: Timestamp, promised: NaiveDate) -> Statement {
    let Letter { request, conversation, tails: [said, counted], .. } = letter;
    Statement::new(STORE)
        .bind(&request.case)
        .bind(now)
        .bind(said)
        .bind(counted)
        .bind(&GENESIS)
        .bind(&letter.team)
        .bind(letter.team_version)
        .bind(facts.settings_version)
        .bind(&request.mailbox)
        .bind(&request.token_hash)
        .bind(&request.public_key)
        .bind(&letter.to_mailbox.sealed)
        .bind(&letter.to_team.sealed)
        .bind(&conversation.id)
        .bind(&conversation.sealed)
        .bind(promised.to_string())
        .bind(&letter.facts.id)
        .bind(&letter.facts.sealed)
}

async fn store(deps: &Deps, letter: &Letter<'_>) -> Result<MailboxMade, Refusal> {
    let mut facts = desk::remembered(deps).await?;
    for attempt in 0..2 {
        let refusal = match &facts.team {
            None => Some(ErrorCode::NotOpen),
            Some(_) if facts.settings.paused.is_some() => Some(ErrorCode::Paused),
            Some(team) if (team.id, team.version) != (letter.team, letter.team_version) => {
                Some(ErrorCode::StaleKey)
            }
            Some(_) => None,
        };
        if let Some(code) = refusal {
            if attempt == 0 {
                // Perhaps it is our memory that is old.
                facts = desk::read(deps).await?;
                continue;
            }
            return stored(deps, letter).await?.ok_or(code.into());
        }
        let now = deps.now();
        let promised = promise(&facts.settings, now);
        let outcome = deps.batch(vec![insert(letter, &facts, now, promised)]).await?.take()?;
        if let Some(places) = outcome.first::<Places>()? {
            return Ok(letter.made(&places, now, promised));
        }
        // Nothing was written: because it is there already, or because something stood against it.
        let mut outcomes = deps.batch(vec![look(letter), Statement::new(DESK).bind(&letter.team)]).await?;
        if let Some(made) = answer(letter, outcomes.take()?.rows()?)? {
            return Ok(made);
        }
        let now: DeskVersions = outcomes.take()?.first()?.ok_or(Fault::new("desk"))?;
        if now.settings == Some(facts.settings_version) && now.team == Some(letter.team_version) {
            // Nothing stood against it but the case: another mailbox has that one.
            return Err(ErrorCode::Conflict.into());
        }
        facts = desk::read(deps).await?;
    }
    // Changed under our hands twice within one request, or the team takes no letters any more.
    Err(ErrorCode::StaleKey.into())
}
