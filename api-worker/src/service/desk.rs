//! The desk: its salt, its settings and the team that takes new letters.

use crate::deps::Deps;
use crate::ports::{Fault, Outcome, Statement};
use crate::service::audit::{Act, NONE, record_if_changed};
use crate::service::refusal::Refusal;
use crate::service::session::Signed;
use crate::service::{facts, history};
use madobe_domain::bytes::Fixed;
use madobe_domain::clock::Timestamp;
use madobe_domain::crypto::params::StretchParams;
use madobe_domain::desk::promise::promise;
use madobe_domain::desk::settings::DeskSettings;
use madobe_domain::ids::TeamId;
use madobe_domain::wire::desk::{Desk, TeamKey};
use madobe_domain::wire::error::ErrorCode;
use madobe_domain::wire::grant::PublicKeyBytes;
use madobe_domain::wire::team::VersionedSettings;
use serde::Deserialize;
use std::rc::Rc;

/// The desk as it stands in the database.
#[derive(Debug, Clone, PartialEq)]
pub struct DeskFacts {
    pub salt: Fixed<16>,
    pub stretch: StretchParams,
    pub settings_version: u32,
    pub settings: DeskSettings,
    pub team: Option<TeamKey>,
    /// That team offers talks to those who write.
    pub talks: bool,
    pub read_at: Timestamp,
}

#[derive(Deserialize)]
struct Row {
    salt: Fixed<16>,
    stretch: String,
    settings_version: u32,
    settings: String,
    team: Option<TeamId>,
    name: Option<String>,
    version: Option<u32>,
    public_key: Option<PublicKeyBytes>,
    talks: u8,
}

const READ: &str = "SELECT d.salt, d.stretch, s.version AS settings_version, s.json AS settings, \
        t.id AS team, t.name, t.version, t.public_key, \
        EXISTS (SELECT 1 FROM plans p WHERE p.team = t.id AND p.offers = 1) AS talks \
    FROM deployment d JOIN settings s ON s.only = 1 LEFT JOIN teams t ON t.intake = 1 WHERE d.only = 1";
const DRAW: &str =
    "INSERT INTO deployment (only, salt, stretch, created_at) VALUES (1, ?1, ?2, ?3) ON CONFLICT DO NOTHING";
const FIRST_SETTINGS: &str =
    "INSERT INTO settings (only, version, json) VALUES (1, 1, ?1) ON CONFLICT DO NOTHING";

fn read_statement() -> Statement {
    Statement::new(READ)
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|_| Fault::new("json"))
}

fn parsed(outcome: &Outcome, now: Timestamp) -> Result<Option<DeskFacts>, Fault> {
    let Some(row) = outcome.first::<Row>()? else { return Ok(None) };
    let parse = |_| Fault::new("settings");
    let team = match (row.team, row.name, row.version, row.public_key) {
        (Some(id), Some(name), Some(version), Some(public_key)) => {
            Some(TeamKey { id, name, version, public_key })
        }
        _ => None,
    };
    Ok(Some(DeskFacts {
        salt: row.salt,
        stretch: serde_json::from_str(&row.stretch).map_err(parse)?,
        settings_version: row.settings_version,
        settings: serde_json::from_str(&row.settings).map_err(parse)?,
        team,
        talks: row.talks == 1,
        read_at: now,
    }))
}

/// Reads the desk, and remembers it. The very first time it also draws the salt.
pub async fn read(deps: &Deps) -> Result<Rc<DeskFacts>, Fault> {
    let now = deps.now();
    let mut found = parsed(&deps.batch(vec![read_statement()]).await?.take()?, now)?;
    if found.is_none() {
        let salt = Fixed(deps.random_bytes::<16>());
        let draw = Statement::new(DRAW).bind(&salt).bind(json(&StretchParams::PRESENT)?).bind(now);
        let settings = Statement::new(FIRST_SETTINGS).bind(json(&DeskSettings::default())?);
        found = parsed(
            &deps.batch(vec![draw, settings, history::keep_first(), read_statement()]).await?.last()?,
            now,
        )?;
    }
    let found = Rc::new(found.ok_or(Fault::new("desk"))?);
    deps.memory.replace(Some(Rc::clone(&found)));
    Ok(found)
}

/// The desk as last read by this instance of the Worker.
pub async fn remembered(deps: &Deps) -> Result<Rc<DeskFacts>, Fault> {
    let memory = deps.memory.borrow().clone();
    match memory {
        Some(facts) => Ok(facts),
        None => read(deps).await,
    }
}

/// What a browser needs to know before it can seal something to the desk.
pub async fn show(deps: &Deps) -> Result<Desk, Refusal> {
    let facts = read(deps).await?;
    Ok(Desk {
        salt: facts.salt,
        stretch: facts.stretch,
        team: facts.team.clone(),
        settings: facts.settings.for_everybody(),
        promise: promise(&facts.settings, deps.now()),
    })
}

const SETTINGS: &str = "SELECT version, json FROM settings WHERE only = 1";
const CHANGE: &str = "UPDATE settings SET version = version + 1, json = ?1 WHERE only = 1 AND version = ?2";

#[derive(Deserialize)]
struct SettingsRow {
    version: u32,
    json: String,
}

fn versioned(outcome: &Outcome) -> Result<Option<VersionedSettings>, Fault> {
    let row = outcome.first::<SettingsRow>()?;
    row.map(|row| {
        let settings = serde_json::from_str(&row.json).map_err(|_| Fault::new("settings"))?;
        Ok(VersionedSettings { version: row.version, settings })
    })
    .transpose()
}

/// The settings as staff see them, with the version that a change has to name.
pub async fn settings(deps: &Deps, signed: &Signed) -> Result<VersionedSettings, Refusal> {
    let mut statements = signed.touch();
    statements.push(Statement::new(SETTINGS));
    match versioned(&deps.batch(statements).await?.last()?)? {
        Some(found) => Ok(found),
        None => {
            let facts = read(deps).await?;
            Ok(VersionedSettings { version: facts.settings_version, settings: facts.settings.clone() })
        }
    }
}

/// Changes the settings, if nobody else has since `change.version`. The same change sent again is done already.
/// `host`: where the desk was asked.
pub async fn change_settings(
    deps: &Deps,
    administrator: &Signed,
    host: Option<&str>,
    change: &VersionedSettings,
) -> Result<VersionedSettings, Refusal> {
    let checked = change.settings.check(deps.now().date_in_japan(), host);
    checked.map_err(|fault| Refusal::Invalid(format!("settings.{}", fault.0).into()))?;
    let mut statements = administrator.touch();
    statements.extend([
        Statement::new(CHANGE).bind(json(&change.settings)?).bind(change.version),
        history::keep(deps.now(), &administrator.staff),
        record_if_changed(deps.now(), &administrator.staff, Act::SettingsChanged, NONE, NONE),
        Statement::new(SETTINGS),
    ]);
    let stored = versioned(&deps.batch(statements).await?.last()?)?.ok_or(Fault::new("settings"))?;
    facts::renew(deps).await;
    if stored.settings == change.settings && Some(stored.version) == change.version.checked_add(1) {
        Ok(stored)
    } else {
        Err(ErrorCode::Conflict.into())
    }
}
