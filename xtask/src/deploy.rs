//! `cargo xtask deploy`: build, then let wrangler put it on the platform. wrangler must be signed in
//! (`npx wrangler login`, or CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID).
//!
//! `--settings FILE` is a TOML file of the operator: its tables go over those of `api-worker/wrangler.toml`,
//! for the name of the Worker, its routes and its variables.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use madobe_domain::limits::RECALL_SECONDS;
use madobe_runtime::{configuration, random, write_private};
use serde_json::{Value, json};

use crate::command::{read, run};
use crate::dist::dist_with;
use crate::tree::Tree;

/// Near the people who write; it can only be chosen when the database is made.
const LOCATION: &str = "apac";

pub struct Deploy {
    pub settings: Option<PathBuf>,
    pub dry_run: bool,
}

pub fn deploy(tree: &Tree, wish: &Deploy) -> Result<()> {
    let directory = tree.dist().join("deploy");
    let file = directory.join("wrangler.json");
    let mut config = configuration(&tree.root)?;
    if let Some(settings) = &wish.settings {
        let text = fs::read_to_string(settings).with_context(|| settings.display().to_string())?;
        merge(&mut config, toml::from_str(&text).with_context(|| settings.display().to_string())?);
    }
    recall_seconds(&config)?;
    dist_with(tree, plain_forms(&config)?)?;
    fs::create_dir_all(&directory)?;
    write(&file, &config)?;
    if wish.dry_run {
        return run(wrangler(tree, &file).args(["deploy", "--dry-run"]));
    }

    let identifier = database(tree, &file, &config)?;
    config["d1_databases"][0]["database_id"] = Value::from(identifier);
    config["kv_namespaces"][0]["id"] = Value::from(namespace(tree, &file, &config)?);
    if let Some(bucket) = bucket(&config)? {
        make_bucket(tree, &file, &bucket)?;
        config["r2_buckets"][0]["bucket_name"] = Value::from(bucket);
    }
    write(&file, &config)?;
    run(wrangler(tree, &file).args(["d1", "migrations", "apply", "DB", "--remote"]))?;

    let Some(secrets) = first_secrets(tree, &file)? else {
        return run(wrangler(tree, &file).arg("deploy"));
    };
    let handed = directory.join("secrets.json");
    write_private(&handed, &serde_json::to_vec(&secrets)?)?;
    let result = run(wrangler(tree, &file).arg("deploy").arg("--secrets-file").arg(&handed));
    fs::remove_file(&handed)?;
    result?;
    println!("\nThe first administrator is made at this address of your site, once:");
    println!("  /staff/setup#{}", secrets["SETUP_TOKEN"].as_str().unwrap_or_default());
    Ok(())
}

/// Whether the operator offers plain forms. Anything but "on" and "off" is a slip, and not for us to guess.
fn plain_forms(config: &Value) -> Result<bool> {
    match config["vars"]["PLAIN_FORMS"].as_str() {
        Some("on") => Ok(true),
        Some("off") => Ok(false),
        _ => bail!("PLAIN_FORMS is neither \"on\" nor \"off\""),
    }
}

/// How long a reply can be recalled. The Worker would take another number for the nearest that may be.
fn recall_seconds(config: &Value) -> Result<u32> {
    let wish = config["vars"]["RECALL_SECONDS"].as_str().and_then(|wish| wish.parse::<u32>().ok());
    let (least, most) = RECALL_SECONDS.into_inner();
    wish.filter(|wish| RECALL_SECONDS.contains(wish))
        .with_context(|| format!("RECALL_SECONDS is no number from \"{least}\" to \"{most}\""))
}

/// The identifier of the database, which is made when there is none of this name.
fn database(tree: &Tree, file: &Path, config: &Value) -> Result<String> {
    let name = config["d1_databases"][0]["database_name"].as_str().context("the database has no name")?;
    if let Some(found) = find(tree, file, name)? {
        return Ok(found);
    }
    run(wrangler(tree, file).args(["d1", "create", name, "--location", LOCATION]))?;
    find(tree, file, name)?.context("the new database is not in the list")
}

fn find(tree: &Tree, file: &Path, name: &str) -> Result<Option<String>> {
    let list: Value = serde_json::from_str(&read(wrangler(tree, file).args(["d1", "list", "--json"]))?)?;
    let list = list.as_array().context("wrangler's list of databases is not a list")?;
    let found = list.iter().find(|database| database["name"] == name);
    Ok(found.and_then(|database| database["uuid"].as_str()).map(str::to_owned))
}

/// The identifier of the store for copies of the desk's settings, which is made when there is none of this name.
fn namespace(tree: &Tree, file: &Path, config: &Value) -> Result<String> {
    let worker = config["name"].as_str().context("the Worker has no name")?;
    let title = format!("{worker}-facts");
    let find = || -> Result<Option<String>> {
        let list: Value =
            serde_json::from_str(&read(wrangler(tree, file).args(["kv", "namespace", "list"]))?)?;
        Ok(named(&list, &title))
    };
    if let Some(found) = find()? {
        return Ok(found);
    }
    run(wrangler(tree, file).args(["kv", "namespace", "create", &title]))?;
    find()?.context("the new store is not in the list")
}

/// The store for files, named after the Worker. None where the operator's settings leave it out (`r2_buckets = []`).
fn bucket(config: &Value) -> Result<Option<String>> {
    if config["r2_buckets"].as_array().is_none_or(Vec::is_empty) {
        return Ok(None);
    }
    let worker = config["name"].as_str().context("the Worker has no name")?;
    Ok(Some(format!("{worker}-files")))
}

/// Makes it where there is none of this name.
fn make_bucket(tree: &Tree, file: &Path, name: &str) -> Result<()> {
    let list = read(wrangler(tree, file).args(["r2", "bucket", "list"]))
        .context("without R2, put `r2_buckets = []` into your settings")?;
    if list.split_whitespace().any(|word| word == name) {
        return Ok(());
    }
    run(wrangler(tree, file).args(["r2", "bucket", "create", name, "--location", LOCATION]))
}

/// In the list that `wrangler kv namespace list` prints.
fn named(list: &Value, title: &str) -> Option<String> {
    let found = list.as_array()?.iter().find(|store| store["title"] == title)?;
    found["id"].as_str().map(str::to_owned)
}

/// The secrets of a first deployment; none when the Worker has its own already, because a new server
/// secret would shut everyone out.
fn first_secrets(tree: &Tree, file: &Path) -> Result<Option<Value>> {
    let output = wrangler(tree, file).args(["secret", "list", "--format", "json"]).output()?;
    let answer = String::from_utf8_lossy(&output.stdout);
    if output.status.success() {
        if answer.contains("\"SERVER_SECRET\"") {
            return Ok(None);
        }
    } else if !format!("{answer}{}", String::from_utf8_lossy(&output.stderr)).contains("10007") {
        // 10007 is the platform's number for a Worker that does not exist yet.
        bail!("wrangler could not list the secrets\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(Some(json!({ "SERVER_SECRET": random()?, "SETUP_TOKEN": random()? })))
}

fn write(file: &Path, config: &Value) -> Result<()> {
    Ok(fs::write(file, serde_json::to_vec_pretty(config)?)?)
}

/// Tables are merged, everything else is replaced.
fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (name, value) in from {
                merge(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}

fn wrangler(tree: &Tree, file: &Path) -> Command {
    let mut command = Command::new(tree.node_bin("wrangler"));
    command.arg("--config").arg(file).current_dir(&tree.root);
    command.env("CI", "1").env("WRANGLER_SEND_METRICS", "false").env("WRANGLER_SEND_ERROR_REPORTS", "false");
    command
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{bucket, merge, named, plain_forms, recall_seconds};

    #[test]
    fn plain_forms_are_on_or_off() {
        let set = |value: serde_json::Value| plain_forms(&json!({ "vars": { "PLAIN_FORMS": value } })).ok();
        assert_eq!([set(json!("on")), set(json!("off"))], [Some(true), Some(false)]);
        assert_eq!([set(json!("Off")), set(json!(false)), set(json!(null))], [None, None, None]);
    }

    #[test]
    fn a_reply_can_be_recalled_for_half_a_minute_to_five() {
        let set =
            |value: serde_json::Value| recall_seconds(&json!({ "vars": { "RECALL_SECONDS": value } })).ok();
        assert_eq!([set(json!("30")), set(json!("300"))], [Some(30), Some(300)]);
        assert_eq!([set(json!("29")), set(json!("301")), set(json!(60)), set(json!(null))], [None; 4]);
    }

    #[test]
    fn an_operators_settings_go_over_ours() {
        let mut config = json!({ "name": "madobe", "vars": { "A": "1", "B": "2" }, "rules": [1, 2] });
        merge(&mut config, json!({ "name": "ours", "vars": { "B": "3" }, "rules": [3] }));
        assert_eq!(config, json!({ "name": "ours", "vars": { "A": "1", "B": "3" }, "rules": [3] }));
    }

    #[test]
    fn files_have_a_store_of_their_own_unless_it_is_left_out() {
        let mut config = json!({ "name": "ours", "r2_buckets": [{ "binding": "FILES" }] });
        assert_eq!(bucket(&config).unwrap().as_deref(), Some("ours-files"));
        merge(&mut config, json!({ "r2_buckets": [] }));
        assert_eq!(bucket(&config).unwrap(), None);
    }

    #[test]
    fn a_store_is_known_by_its_whole_name() {
        let list =
            json!([{ "id": "1", "title": "madobe-facts-old" }, { "id": "2", "title": "madobe-facts" }]);
        assert_eq!(named(&list, "madobe-facts").as_deref(), Some("2"));
        assert_eq!(named(&list, "madobe"), None);
    }
}
