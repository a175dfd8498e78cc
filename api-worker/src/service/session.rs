//! Live sessions: who is signed in, signing in and signing out.

use crate::deps::Deps;
use crate::ports::{Brake, Fault, Outcome, Outcomes, Statement};
use crate::service::account::{self, Account};
use crate::service::address::AddressKey;
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::intake::WAIT_SECONDS;
use crate::service::one_time;
use crate::service::refusal::Refusal;
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::hash::{login_key_hash, same, session_token_hash};
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::ids::{SessionId, StaffId};
use madobe_domain::limits::{SESSION_IDLE_SECONDS, SESSION_SECONDS};
use madobe_domain::text::parse_login;
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::session::{Role, Session, SignIn, SignInParams, SignInStart};
use serde::Deserialize;

/// What the cookie holds. No `Debug`, no `Clone`.
pub struct SessionToken(pub [u8; 32]);

impl SessionToken {
    /// What the server keeps of it.
    pub fn hash(&self) -> Fixed<32> {
        session_token_hash(&self.0)
    }
}

/// A signed-in member of staff, with the moment their session was last noted as used.
pub struct Signed {
    pub staff: StaffId,
    pub role: Role,
    pub(super) began: Timestamp,
    pub(super) token_hash: Fixed<32>,
    touch: Option<Timestamp>,
}

/// A signed-in administrator. Made by [`Signed::administrator`] alone.
pub struct Administrator(pub Signed);

const TOUCH_SECONDS: i64 = 60;
const TOUCH: &str = "UPDATE sessions SET last_used_at = ?1 WHERE token_hash = ?2";

impl Signed {
    /// At most once a minute: one statement for the head of the batch that comes next.
    pub fn touch(&self) -> Vec<Statement> {
        let note = |now| Statement::new(TOUCH).bind(now).bind(&self.token_hash);
        self.touch.map(note).into_iter().collect()
    }

    pub fn administrator(self) -> Result<Administrator, Refusal> {
        match self.role {
            Role::Administrator => Ok(Administrator(self)),
            Role::Member => Err(ErrorCode::Forbidden.into()),
        }
    }
}

const LIVE: &str = "SELECT s.staff, s.created_at, s.last_used_at, st.role, \
        s.barred = 1 OR st.suspended_at IS NOT NULL AS barred \
    FROM sessions s JOIN staff st ON st.id = s.staff WHERE s.token_hash = ?1";

#[derive(Deserialize)]
struct LiveRow {
    staff: StaffId,
    created_at: Timestamp,
    last_used_at: Timestamp,
    role: Role,
    barred: u8,
}

/// Who this cookie belongs to, if the session still lives.
pub async fn live(deps: &Deps, token: &SessionToken) -> Result<Signed, Refusal> {
    Ok(live_with(deps, token, Vec::new()).await?.0)
}

/// The same, with something else asked in the same round trip. Without a live session nobody gets its outcome.
pub async fn live_with(
    deps: &Deps,
    token: &SessionToken,
    asked: Vec<Statement>,
) -> Result<(Signed, Outcomes), Refusal> {
    let token_hash = token.hash();
    let mut statements = vec![Statement::new(LIVE).bind(&token_hash)];
    statements.extend(asked);
    let mut outcomes = deps.batch(statements).await?;
    Ok((signed(&outcomes.take()?, token_hash, deps.now())?, outcomes))
}

fn signed(outcome: &Outcome, token_hash: Fixed<32>, now: Timestamp) -> Result<Signed, Refusal> {
    let row = outcome
        .first::<LiveRow>()?
        .filter(|row| {
            now.seconds_since(row.created_at) < SESSION_SECONDS
                && now.seconds_since(row.last_used_at) < SESSION_IDLE_SECONDS
        })
        .ok_or(ErrorCode::Unauthorised)?;
    if row.barred == 1 {
        // Whoever was at work is told why; what they asked for beside it is not given.
        return Err(ErrorCode::Suspended.into());
    }
    let touch = (now.seconds_since(row.last_used_at) >= TOUCH_SECONDS).then_some(now);
    Ok(Signed { staff: row.staff, role: row.role, began: row.created_at, token_hash, touch })
}

/// The signed-in person, with what their browser needs to open their keys.
pub async fn show(deps: &Deps, signed: &Signed) -> Result<Session, Refusal> {
    let mut statements = signed.touch();
    let skip = statements.len();
    statements.extend(account::session_statements(&signed.staff, &signed.token_hash));
    let mut outcomes = deps.batch(statements).await?;
    outcomes.skip(skip);
    account::session(deps, &mut outcomes)?.ok_or(ErrorCode::Unauthorised.into())
}

const END: &str = "DELETE FROM sessions WHERE token_hash = ?1";

/// Signs out. Without a live session it is done already.
pub async fn end(deps: &Deps, token: &SessionToken) -> Result<(), Refusal> {
    deps.batch(vec![Statement::new(END).bind(&token.hash())]).await?;
    Ok(())
}

/// How to stretch the password of this login. One that does not exist gets an answer of the same shape, always
/// the same one.
pub async fn start(deps: &Deps, from: &AddressKey, start: &SignInStart) -> Result<SignInParams, Refusal> {
    if !deps.limiter.allow(Brake::Hard, from.counting("start")).await {
        return Err(Refusal::Wait(WAIT_SECONDS));
    }
    let login = parse_login(&start.login).map_err(|_| Refusal::invalid("login"))?;
    let found = account::by_login(deps, &login).await?;
    Ok(match found {
        Some(account) => SignInParams { salt: account.salt, stretch: account.stretch },
        None => {
            let mac = deps.keys.salt.mac(&[login.as_bytes()]);
            let salt = *mac.first_chunk::<16>().ok_or(Fault::new("salt"))?;
            SignInParams { salt: Fixed(salt), stretch: StretchParams::PRESENT }
        }
    })
}

/// Expired sessions go whenever someone signs in: there are never many.
const SWEEP: &str = "DELETE FROM sessions WHERE last_used_at < ?1 OR created_at < ?2";
const USE_STEP: &str =
    "UPDATE staff SET totp_last_step = ?1 WHERE id = ?2 AND totp_last_step < ?1 AND suspended_at IS NULL";
const OPEN: &str = "INSERT INTO sessions (token_hash, staff, created_at, last_used_at, unlock_half, handle) \
    SELECT ?1, ?2, ?3, ?3, ?4, ?5 WHERE changes() = 1";
const END_OTHERS: &str = "DELETE FROM sessions WHERE staff = ?1 AND token_hash <> ?2 \
    AND EXISTS (SELECT 1 FROM sessions WHERE token_hash = ?2)";

pub(super) fn sweep(now: Timestamp) -> Statement {
    Statement::new(SWEEP)
        .bind(now.plus_seconds(-SESSION_IDLE_SECONDS))
        .bind(now.plus_seconds(-SESSION_SECONDS))
}

/// A session about to be opened: its token is drawn, nothing is stored yet.
pub struct NewSession {
    pub token: SessionToken,
    token_hash: Fixed<32>,
    staff: StaffId,
    now: Timestamp,
    unlock_half: Fixed<32>,
    handle: SessionId,
}

impl NewSession {
    pub fn draw(deps: &Deps, staff: StaffId) -> Self {
        let token = SessionToken(deps.random_bytes());
        let token_hash = token.hash();
        let handle = SessionId::from_bytes(deps.random_bytes());
        let unlock_half = Fixed(deps.random_bytes());
        Self { token, token_hash, staff, now: deps.now(), unlock_half, handle }
    }

    /// If it was opened, every other session of its owner ends.
    pub fn end_others(&self) -> Statement {
        Statement::new(END_OTHERS).bind(&self.staff).bind(&self.token_hash)
    }

    /// Opens it if the statement before changed one row; then notes `act`, and reads what [`account::session`] takes.
    pub fn statements(&self, act: Act) -> Vec<Statement> {
        let open = Statement::new(OPEN)
            .bind(&self.token_hash)
            .bind(&self.staff)
            .bind(self.now)
            .bind(&self.unlock_half)
            .bind(&self.handle);
        let mut statements = vec![open, record_if_changed(self.now, &self.staff, act, NONE, NONE)];
        statements.extend(self.read());
        statements
    }

    /// What [`account::session`] takes.
    pub fn read(&self) -> [Statement; 2] {
        account::session_statements(&self.staff, &self.token_hash)
    }
}

/// Signs in with login, stretched password and a one-time code that was not used before. Whatever is wrong, the
/// answer is the same.
pub async fn sign_in(
    deps: &Deps,
    from: &AddressKey,
    request: &SignIn,
) -> Result<(Session, SessionToken), Refusal> {
    let login = parse_login(&request.login).map_err(|_| ErrorCode::SignIn)?;
    let by_login = from.counting_login(&deps.keys, &login);
    if !deps.limiter.allow(Brake::SignIn, by_login).await
        || !deps.limiter.allow(Brake::Hard, from.counting("sign-in")).await
    {
        return Err(Refusal::Wait(WAIT_SECONDS));
    }
    let Some(account) = account::by_login(deps, &login).await? else {
        // About as much to do as for a login that exists.
        let _ = one_time::step(&[0; 20], &request.totp_code, deps.now());
        return Err(ErrorCode::SignIn.into());
    };
    let step = right_step(deps, &account, request).ok_or(ErrorCode::SignIn)?;
    open(deps, &account.id, step, Act::SignedIn).await?.ok_or(ErrorCode::SignIn.into())
}

/// The step of the one-time code, if password and code are both right.
fn right_step(deps: &Deps, account: &Account, request: &SignIn) -> Option<i64> {
    let password = same(&account.login_key_hash, &login_key_hash(request.login_key.as_bytes()));
    let secret = one_time::unseal(&deps.keys.one_time, &account.id, &account.totp_sealed);
    let step = secret.and_then(|secret| one_time::step(&secret, &request.totp_code, deps.now()));
    if password { step } else { None }
}

/// Opens a session if the step was not used before.
pub async fn open(
    deps: &Deps,
    staff: &StaffId,
    step: i64,
    act: Act,
) -> Result<Option<(Session, SessionToken)>, Refusal> {
    let new = NewSession::draw(deps, *staff);
    let mut statements = vec![sweep(new.now), Statement::new(USE_STEP).bind(step).bind(staff)];
    statements.append(&mut new.statements(act));
    let mut outcomes = deps.batch(statements).await?;
    outcomes.skip(4);
    Ok(account::session(deps, &mut outcomes)?.map(|session| (session, new.token)))
}
