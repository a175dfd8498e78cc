//! Coming in by a passkey: in place of password and one-time code, because the authenticator has verified the person.

use super::challenge::{self, Bound};
use super::{es256, spend};
use crate::deps::Deps;
use crate::ports::{Brake, Fault, Outcomes, Statement};
use crate::service::account;
use crate::service::address::AddressKey;
use crate::service::audit::{Act, NONE, record};
use crate::service::intake::WAIT_SECONDS;
use crate::service::refusal::Refusal;
use crate::service::session::{self, NewSession, SessionToken, Signed, sweep};
use madobe_domain::bytes::Fixed;
use madobe_domain::ids::StaffId;
use madobe_domain::passkey::{ClientData, P256Point, Site, asserted, counts_on, signed_bytes};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::WrappedSeed;
use madobe_domain::wire::passkey::{PasskeyChallenge, PasskeySession, PasskeySignIn};
use serde::Deserialize;

/// What a browser needs to come in by any passkey of this desk.
pub async fn offer(deps: &Deps, from: &AddressKey, site: &Site) -> Result<PasskeyChallenge, Refusal> {
    if !deps.limiter.allow(Brake::Hard, from.counting("start")).await {
        return Err(Refusal::Wait(WAIT_SECONDS));
    }
    Ok(PasskeyChallenge { challenge: challenge::make(deps, Bound::Entering), rp_id: site.rp_id().to_owned() })
}

const FIND: &str = "SELECT p.staff, p.public_key, p.counter, p.sealed, \
        EXISTS (SELECT 1 FROM spent_challenges WHERE challenge = ?2) AS spent \
    FROM passkeys p JOIN staff st ON st.id = p.staff WHERE p.credential = ?1 AND st.suspended_at IS NULL";

/// What is checked against. No `Debug`.
#[derive(Deserialize)]
struct Row {
    staff: StaffId,
    public_key: Fixed<64>,
    counter: u32,
    sealed: WrappedSeed,
    spent: u8,
}

/// Somebody is in. Without a token: in the session that they had.
pub struct Entered {
    pub answer: PasskeySession,
    pub token: Option<SessionToken>,
}

/// Signs in. A session that this person has in this browser goes on, as when they give their password to a locked desk. Whatever is
/// wrong, the answer is the same.
pub async fn sign_in(
    deps: &Deps,
    from: &AddressKey,
    site: &Site,
    before: Option<&SessionToken>,
    request: &PasskeySignIn,
) -> Result<Entered, Refusal> {
    let by_passkey = from.counting_login(&deps.keys, &request.credential.to_string());
    if !deps.limiter.allow(Brake::SignIn, by_passkey).await
        || !deps.limiter.allow(Brake::Hard, from.counting("sign-in")).await
    {
        return Err(Refusal::Wait(WAIT_SECONDS));
    }
    let (said, authenticator) = (request.client_data.as_bytes(), request.authenticator_data.as_bytes());
    let client = ClientData::parse(said).map_err(|_| ErrorCode::SignIn)?;
    let counter = asserted(&client, authenticator, site).map_err(|_| ErrorCode::SignIn)?;
    if !challenge::holds(deps, client.challenge(), Bound::Entering) {
        return Err(ErrorCode::SignIn.into());
    }
    let find = Statement::new(FIND).bind(&request.credential).bind(client.challenge());
    let row: Option<Row> = deps.batch(vec![find]).await?.take()?.first()?;
    let point = row.as_ref().map(|row| P256Point(row.public_key));
    let right =
        es256::verifies(point.as_ref(), &signed_bytes(said, authenticator), request.signature.as_bytes());
    let row = row.filter(|row| right && row.staff == request.staff && row.spent == 0);
    let row = row.ok_or(ErrorCode::SignIn)?;
    if !counts_on(row.counter, counter) {
        // Only who has the key comes this far: there may be two of what should be one. Its owner and the administrators can see it.
        deps.batch(vec![record(deps.now(), &row.staff, Act::PasskeyRefused, NONE, NONE)]).await?;
        return Err(ErrorCode::SignIn.into());
    }
    let here = match before {
        Some(token) => session::live(deps, token).await.ok().filter(|signed| signed.staff == row.staff),
        None => None,
    };
    match here {
        Some(signed) => go_on(deps, &signed, request, &client, counter, row.sealed).await,
        None => open(deps, request, &client, counter, row).await,
    }
}

const USE: &str = "UPDATE passkeys SET counter = ?2, used_on = ?3 WHERE credential = ?1 AND changes() = 1 \
    AND (counter < ?2 OR counter = 0 AND ?2 = 0) \
    AND EXISTS (SELECT 1 FROM staff st WHERE st.id = passkeys.staff AND st.suspended_at IS NULL)";

/// The challenge is answered and the passkey used, or neither is: three statements, the last of which changes one row if so.
fn using(deps: &Deps, request: &PasskeySignIn, client: &ClientData, counter: u32) -> Vec<Statement> {
    let now = deps.now();
    let mut statements = Vec::from(spend(client.challenge(), now));
    statements.push(
        Statement::new(USE).bind(&request.credential).bind(counter).bind(now.date_in_japan().to_string()),
    );
    statements
}

fn entered(
    deps: &Deps,
    outcomes: &mut Outcomes,
    sealed: WrappedSeed,
    token: Option<SessionToken>,
) -> Result<Entered, Refusal> {
    let session = account::session(deps, outcomes)?.ok_or(ErrorCode::SignIn)?;
    Ok(Entered { answer: PasskeySession { session, sealed }, token })
}

async fn open(
    deps: &Deps,
    request: &PasskeySignIn,
    client: &ClientData,
    counter: u32,
    row: Row,
) -> Result<Entered, Refusal> {
    let new = NewSession::draw(deps, row.staff);
    let mut statements = vec![sweep(deps.now())];
    statements.append(&mut using(deps, request, client, counter));
    let skip = statements.len() + 2;
    statements.append(&mut new.statements(Act::PasskeySignedIn));
    let mut outcomes = deps.batch(statements).await?;
    entered(deps, outcomes.skip(skip), row.sealed, Some(new.token))
}

const USED: &str = "SELECT changes() AS used";

#[derive(Deserialize)]
struct Used {
    used: u32,
}

async fn go_on(
    deps: &Deps,
    signed: &Signed,
    request: &PasskeySignIn,
    client: &ClientData,
    counter: u32,
    sealed: WrappedSeed,
) -> Result<Entered, Refusal> {
    let mut statements = signed.touch();
    statements.append(&mut using(deps, request, client, counter));
    let skip = statements.len();
    statements.push(Statement::new(USED));
    statements.extend(account::session_statements(&signed.staff, &signed.token_hash));
    let mut outcomes = deps.batch(statements).await?;
    let used: Used = outcomes.skip(skip).take()?.first()?.ok_or(Fault::new("passkey"))?;
    if used.used != 1 {
        return Err(ErrorCode::SignIn.into());
    }
    entered(deps, &mut outcomes, sealed, None)
}
