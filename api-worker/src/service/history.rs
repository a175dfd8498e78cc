//! Every version of the desk's settings: who saved it, and when.

use crate::deps::Deps;
use crate::ports::{Fault, Statement};
use crate::service::refusal::Refusal;
use crate::service::session::Administrator;
use madobe_domain::clock::Timestamp;
use madobe_domain::ids::StaffId;
use madobe_domain::wire::desk::{PastSettings, SettingsHistory};
use serde::Deserialize;

/// In one answer; one more is read to know whether there are earlier ones.
const PAGE: usize = 10;

const KEEP: &str = "INSERT INTO settings_versions (version, json, saved_at, saved_by) \
    SELECT version, json, ?1, ?2 FROM settings WHERE only = 1 AND changes() >= 1";
const KEEP_FIRST: &str = "INSERT INTO settings_versions (version, json) \
    SELECT version, json FROM settings WHERE only = 1 ON CONFLICT DO NOTHING";
const READ: &str = "SELECT v.version, v.json, v.saved_at, st.name FROM settings_versions v \
    LEFT JOIN staff st ON st.id = v.saved_by WHERE v.version < ?1 ORDER BY v.version DESC LIMIT ?2";

/// Right behind the change: keeps the settings as they are now, if that changed them.
pub fn keep(now: Timestamp, staff: &StaffId) -> Statement {
    Statement::new(KEEP).bind(now).bind(staff)
}

/// The settings that nobody saved.
pub fn keep_first() -> Statement {
    Statement::new(KEEP_FIRST)
}

#[derive(Deserialize)]
struct Row {
    version: u32,
    json: String,
    saved_at: Option<Timestamp>,
    name: Option<String>,
}

/// The versions before `before`, newest first.
pub async fn read(
    deps: &Deps,
    Administrator(signed): &Administrator,
    before: u32,
) -> Result<SettingsHistory, Refusal> {
    let mut statements = signed.touch();
    statements.push(Statement::new(READ).bind(before).bind(PAGE as u32 + 1));
    let mut rows = deps.batch(statements).await?.last()?.rows::<Row>()?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let past = |row: Row| -> Result<PastSettings, Fault> {
        let settings = serde_json::from_str(&row.json).map_err(|_| Fault::new("settings"))?;
        Ok(PastSettings { version: row.version, at: row.saved_at, by: row.name, settings })
    };
    Ok(SettingsHistory { versions: rows.into_iter().map(past).collect::<Result<_, _>>()?, more })
}
