//! Staff accounts: checking a new one, reading one back, and the teams and keys that belong to it.

use crate::deps::Deps;
use crate::ports::{Fault, Outcomes, Statement};
use crate::service::one_time;
use crate::service::refusal::Refusal;
use madobe_domain::bytes::Fixed;
use madobe_domain::crypto::hash::login_key_hash;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::ids::{StaffId, TeamId};
use madobe_domain::text::{parse_login, parse_name};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::{PublicKeyBytes, SealedKey, WrappedSeed};
use madobe_domain::wire::session::{MyTeam, MyTeamKey, Role, Session};
use madobe_domain::wire::setup::NewAccount;
use madobe_domain::wire::team::TeamKind;
use serde::{Deserialize, Deserializer};

/// A JSON column.
fn json_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<StretchParams, D::Error> {
    let text = String::deserialize(deserializer)?;
    serde_json::from_str(&text).map_err(serde::de::Error::custom)
}

/// What signing in is checked against. No `Debug`.
#[derive(Deserialize)]
pub struct Account {
    pub id: StaffId,
    pub login: String,
    pub salt: Fixed<16>,
    #[serde(deserialize_with = "json_text")]
    pub stretch: StretchParams,
    pub login_key_hash: Fixed<32>,
    pub totp_sealed: String,
}

const BY_LOGIN: &str = "SELECT id, login, salt, stretch, login_key_hash, totp_sealed \
    FROM staff WHERE login = ?1 AND suspended_at IS NULL";
const BY_ID: &str = "SELECT id, login, salt, stretch, login_key_hash, totp_sealed \
    FROM staff WHERE id = ?1 AND suspended_at IS NULL";

pub async fn by_login(deps: &Deps, login: &str) -> Result<Option<Account>, Fault> {
    deps.batch(vec![Statement::new(BY_LOGIN).bind(login)]).await?.take()?.first()
}

pub async fn by_id(deps: &Deps, id: &StaffId) -> Result<Option<Account>, Fault> {
    deps.batch(vec![Statement::new(BY_ID).bind(id)]).await?.take()?.first()
}

/// A new account whose fields may be kept, with the step of its first one-time code.
pub struct Checked<'a> {
    pub account: &'a NewAccount,
    pub login: String,
    pub name: String,
    pub step: i64,
}

impl<'a> Checked<'a> {
    pub fn new(deps: &Deps, account: &'a NewAccount) -> Result<Self, Refusal> {
        let login = parse_login(&account.login).map_err(|_| Refusal::invalid("account.login"))?;
        let name = parse_name(&account.name).map_err(|_| Refusal::invalid("account.name"))?;
        if !account.stretch.is_acceptable() {
            return Err(Refusal::invalid("account.stretch"));
        }
        let step = one_time::step(account.totp_secret.as_bytes(), &account.totp_code, deps.now())
            .ok_or(ErrorCode::OneTimeCode)?;
        Ok(Self { account, login, name, step })
    }

    /// Binds the columns of `INSERT INTO staff` , `?1` to `?12`.
    pub fn bind(&self, deps: &Deps, sql: &'static str, role: &'static str) -> Result<Statement, Fault> {
        let account = self.account;
        let sealed = one_time::seal(
            &deps.keys.one_time,
            &account.id,
            account.totp_secret.as_bytes(),
            deps.random_bytes(),
        )?;
        Ok(Statement::new(sql)
            .bind(&account.id)
            .bind(&self.login)
            .bind(&self.name)
            .bind(role)
            .bind(&account.salt)
            .bind(serde_json::to_string(&account.stretch).map_err(|_| Fault::new("json"))?)
            .bind(&login_key_hash(account.login_key.as_bytes()))
            .bind(&account.public_key)
            .bind(&account.wrapped_seed)
            .bind(sealed)
            .bind(self.step)
            .bind(deps.now()))
    }

    /// Was this very account made before? Then the answer to that was cut, and this is a retry.
    pub async fn was_made(&self, deps: &Deps) -> Result<bool, Fault> {
        let Some(stored) = by_id(deps, &self.account.id).await? else { return Ok(false) };
        let secret = one_time::unseal(&deps.keys.one_time, &stored.id, &stored.totp_sealed);
        let same_key = madobe_domain::crypto::hash::same(
            &stored.login_key_hash,
            &login_key_hash(self.account.login_key.as_bytes()),
        );
        Ok(same_key
            && stored.login == self.login
            && secret.is_some_and(|secret| *secret == *self.account.totp_secret.as_bytes()))
    }
}

const PERSON: &str = "SELECT st.id, st.login, st.name, st.role, st.public_key, st.salt, st.stretch, \
        st.wrapped_seed, s.unlock_half \
    FROM sessions s JOIN staff st ON st.id = s.staff WHERE s.token_hash = ?1 AND s.staff = ?2";
const TEAMS: &str = "SELECT t.id, t.name, t.version, t.public_key, t.kind, k.version AS key_version, k.sealed \
    FROM memberships m JOIN teams t ON t.id = m.team \
    LEFT JOIN member_keys k ON k.team = t.id AND k.recipient = m.staff \
    WHERE m.staff = ?1 ORDER BY m.joined_at, t.id, k.version";

#[derive(Deserialize)]
struct PersonRow {
    id: StaffId,
    login: String,
    name: String,
    role: Role,
    public_key: PublicKeyBytes,
    salt: Fixed<16>,
    #[serde(deserialize_with = "json_text")]
    stretch: StretchParams,
    wrapped_seed: WrappedSeed,
    unlock_half: Fixed<32>,
}

#[derive(Deserialize)]
struct TeamRow {
    id: TeamId,
    name: String,
    version: u32,
    public_key: PublicKeyBytes,
    kind: TeamKind,
    key_version: Option<u32>,
    sealed: Option<SealedKey>,
}

/// Reads a live session for [`session`].
pub fn session_statements(staff: &StaffId, token_hash: &Fixed<32>) -> [Statement; 2] {
    [Statement::new(PERSON).bind(token_hash).bind(staff), Statement::new(TEAMS).bind(staff)]
}

/// Takes the two outcomes of [`session_statements`]. Nothing: there is no such session.
pub fn session(deps: &Deps, outcomes: &mut Outcomes) -> Result<Option<Session>, Fault> {
    let person = outcomes.take()?.first::<PersonRow>()?;
    let rows = outcomes.take()?.rows::<TeamRow>()?;
    let Some(person) = person else { return Ok(None) };
    let mut teams: Vec<MyTeam> = Vec::new();
    for row in rows {
        let TeamRow { id, name, version, public_key, kind, key_version, sealed } = row;
        if teams.last().is_none_or(|team| team.id != id) {
            teams.push(MyTeam { id, name, version, public_key, kind, keys: Vec::new() });
        }
        if let (Some(team), Some(version), Some(sealed)) = (teams.last_mut(), key_version, sealed) {
            team.keys.push(MyTeamKey { version, sealed });
        }
    }
    Ok(Some(Session {
        id: person.id,
        login: person.login,
        name: person.name,
        role: person.role,
        public_key: person.public_key,
        salt: person.salt,
        stretch: person.stretch,
        wrapped_seed: person.wrapped_seed,
        unlock_half: person.unlock_half,
        recall_seconds: deps.recall_seconds,
        teams,
    }))
}
