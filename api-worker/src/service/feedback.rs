//! Feedback: taken from anybody who did the work, handed to the members of the team it is sealed to. Nothing ties it to a case.

use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::address::AddressKey;
use crate::service::intake;
use crate::service::refusal::Refusal;
use crate::service::session::Signed;
use chrono::Days;
use madobe_domain::ids::MailboxId;
use madobe_domain::limits::{FEEDBACK_DAYS, FEEDBACK_ROWS};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::feedback::{FeedbackPage, NewFeedback};
use serde::Deserialize;

const STORE: &str = "INSERT INTO feedback (id, team, version, day, sealed) SELECT ?1, ?2, ?3, ?4, ?5 \
    WHERE EXISTS (SELECT 1 FROM teams WHERE intake = 1 AND id = ?2 AND version = ?3) ON CONFLICT DO NOTHING";
const LOOK: &str = "SELECT team = ?2 AND version = ?3 AND sealed = ?4 AS same FROM feedback WHERE id = ?1";

#[derive(Deserialize)]
struct Same {
    same: u8,
}

fn look(request: &NewFeedback) -> Statement {
    let statement = Statement::new(LOOK).bind(&request.id).bind(&request.team);
    statement.bind(request.version).bind(&request.sealed)
}

/// Stores one piece. The work is right and the address does not ask too often, as for a first letter; the key is the desk's
/// present one. What is stored already is answered as done, whatever the brake says.
pub async fn take(deps: &Deps, from: &AddressKey, request: &NewFeedback) -> Result<(), Refusal> {
    let id = MailboxId::from_bytes(*request.id.as_bytes());
    let refusal = match intake::worked(deps, &request.work, &id)? {
        None => intake::brake(deps, from, "feedback", request.work.challenge.bits).await,
        late => late,
    };
    let mut statements = Vec::new();
    if refusal.is_none() {
        let store = Statement::new(STORE).bind(&request.id).bind(&request.team).bind(request.version);
        statements.push(store.bind(deps.now().date_in_japan().to_string()).bind(&request.sealed));
    }
    statements.push(look(request));
    match deps.batch(statements).await?.last()?.first::<Same>()? {
        Some(row) if row.same == 1 => Ok(()),
        Some(_) => Err(ErrorCode::Conflict.into()),
        None => Err(refusal.unwrap_or_else(|| ErrorCode::StaleKey.into())),
    }
}

const READ: &str = "SELECT f.id, f.team, f.version, f.day, f.sealed FROM memberships m \
    JOIN feedback f ON f.team = m.team WHERE m.staff = ?1 ORDER BY f.day DESC, f.id LIMIT ?2";
const COUNT: &str =
    "SELECT count(*) AS total FROM memberships m JOIN feedback f ON f.team = m.team WHERE m.staff = ?1";

#[derive(Deserialize)]
struct Total {
    total: u32,
}

/// The newest pieces for my teams, sealed, and how many there are.
pub async fn read(deps: &Deps, signed: &Signed) -> Result<FeedbackPage, Refusal> {
    let mut statements = signed.touch();
    let skip = statements.len();
    statements.extend([
        Statement::new(READ).bind(&signed.staff).bind(FEEDBACK_ROWS),
        Statement::new(COUNT).bind(&signed.staff),
    ]);
    let mut outcomes = deps.batch(statements).await?;
    let feedback = outcomes.skip(skip).take()?.rows()?;
    let total: Total = outcomes.take()?.first()?.ok_or(Fault::new("total"))?;
    Ok(FeedbackPage { feedback, total: total.total })
}

const ERASE: &str = "DELETE FROM feedback WHERE day < ?1";

/// What is older than a year goes.
pub async fn erase_old(deps: &Deps) -> Result<(), Fault> {
    let today = deps.now().date_in_japan();
    let oldest = today.checked_sub_days(Days::new(u64::from(FEEDBACK_DAYS))).unwrap_or(today);
    deps.batch(vec![Statement::new(ERASE).bind(oldest.to_string())]).await?;
    Ok(())
}
