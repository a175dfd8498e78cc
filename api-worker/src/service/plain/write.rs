//! The first letter by a plain form. One form makes one consultation: whatever is pressed twice, reloaded or cut off.

use super::{AGAIN_SECONDS, WRITE_SECONDS, brake, is_fresh};
use crate::deps::{Deps, Draw};
use crate::ports::{Fault, Statement};
use crate::service::address::AddressKey;
use crate::service::intake::{self, WAIT_SECONDS};
use crate::service::refusal::Refusal;
use crate::service::{desk, mailbox::MailboxClaim};
use chrono::NaiveDate;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::work::{make_challenge, solve};
use madobe_domain::ids::CaseId;
use madobe_domain::wire::error::ErrorCode;
use madobe_plain::letter::{self, Sealed, Words};
use madobe_plain::ticket::Ticket;
use serde::Deserialize;

/// What became of a form that was sent.
pub enum Sent {
    /// It is stored, now or by an earlier press.
    Arrived(Receipt),
    /// Other words under the same form arrived before. These have not been sent.
    Before(Receipt),
    /// The form was handed out too long ago to make anything of it.
    Stale,
}

pub struct Receipt {
    /// Absent where it arrived too long ago for the code to be shown to whoever asks.
    pub code: Option<[String; 5]>,
    pub promised: Option<NaiveDate>,
}

/// By the consultation, or by the mailbox where other words made it.
const LOOK: &str = "SELECT c.created_at, c.erased_at, \
        (SELECT promised FROM entries WHERE case_id = c.id AND compartment = 1 ORDER BY seq LIMIT 1) AS promised \
    FROM cases c WHERE c.id = coalesce(?1, (SELECT case_id FROM mailboxes WHERE id = ?2 AND token_hash = ?3))";

#[derive(Deserialize)]
struct Look {
    created_at: Timestamp,
    erased_at: Option<i64>,
    promised: Option<NaiveDate>,
}

async fn look(
    deps: &Deps,
    ticket: &Ticket,
    case: Option<&CaseId>,
    claim: Option<&MailboxClaim>,
) -> Result<Option<Receipt>, Refusal> {
    let statement = Statement::new(LOOK)
        .bind(case)
        .bind(claim.map(|claim| &claim.id))
        .bind(claim.map(|claim| claim.token_hash.to_string()));
    let found: Option<Look> = deps.batch(vec![statement]).await?.take()?.first()?;
    let Some(found) = found else { return Ok(None) };
    if found.erased_at.is_some() {
        return Err(ErrorCode::Deleted.into());
    }
    let lately = deps.now().seconds_since(found.created_at) <= AGAIN_SECONDS;
    let code = lately.then(|| letter::code(deps.keys.plain.bytes(), ticket).dangerous_groups());
    Ok(Some(Receipt { code, promised: found.promised }))
}

/// Seals and stores, unless it is stored. What is stored is answered without stretching anything, and without limits.
pub async fn send(deps: &Deps, from: &AddressKey, ticket: &Ticket, words: &Words) -> Result<Sent, Refusal> {
    let key = deps.keys.plain.bytes();
    if let Some(receipt) = look(deps, ticket, Some(&letter::case(key, ticket, words)), None).await? {
        return Ok(Sent::Arrived(receipt));
    }
    if !is_fresh(deps, ticket, WRITE_SECONDS) {
        return Ok(Sent::Stale);
    }
    brake(deps, from).await?;
    let facts = desk::read(deps).await?;
    let team = facts.team.as_ref().ok_or(ErrorCode::NotOpen)?;
    let stretching = (&facts.salt, facts.stretch);
    let sealed = letter::seal(key, ticket, words, stretching, team).ok_or(Fault::new("plain seal"))?;
    match store(deps, from, &sealed).await {
        Ok(promised) => {
            let code = Some(letter::code(key, ticket).dangerous_groups());
            Ok(Sent::Arrived(Receipt { code, promised }))
        }
        Err(Refusal::Because(ErrorCode::Conflict)) => {
            let claim = MailboxClaim { id: sealed.mailbox, token_hash: sealed.token_hash };
            let before = look(deps, ticket, None, Some(&claim)).await?;
            Ok(Sent::Before(before.ok_or(Fault::new("plain conflict"))?))
        }
        // Its mailbox was deleted since: these words can only begin anew.
        Err(Refusal::Because(ErrorCode::Deleted)) => Ok(Sent::Stale),
        Err(refusal) => Err(refusal),
    }
}

/// By the same door as every other letter. A form cannot work for its place, so the Worker hands itself a challenge of no
/// bits; what is left of the brakes holds all the same.
async fn store(deps: &Deps, from: &AddressKey, sealed: &Sealed) -> Result<Option<NaiveDate>, Refusal> {
    let challenge = make_challenge(deps.keys.work.bytes(), &mut Draw(deps.random.as_ref()), deps.now(), 0);
    let work = solve(challenge, &sealed.mailbox, |_| ()).ok_or(Fault::new("plain work"))?;
    let made = intake::make(deps, from, &sealed.with_work(work)).await.map_err(|refusal| match refusal {
        Refusal::Work { .. } => Refusal::Wait(WAIT_SECONDS),
        other => other,
    })?;
    Ok(made.entries.iter().find_map(|entry| entry.promised))
}
