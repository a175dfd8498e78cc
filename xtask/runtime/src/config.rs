//! The configuration for one run: `api-worker/wrangler.toml` with absolute paths, written to the data directory,
//! because wrangler keeps its own files beside the configuration it reads.
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::Options;
use crate::secrets::{Secrets, write_private};

pub const FILE: &str = "wrangler.json";

pub fn write(options: &Options, data: &Path, secrets: &Secrets) -> Result<()> {
    let mut config = absolute(&options.root)?;
    if let Some(main) = &options.main {
        config["main"] = Value::from(main.to_str().context("a path is not UTF-8")?);
    }
    fs::write(data.join(FILE), serde_json::to_vec_pretty(&config)?)?;
    // wrangler reads this file beside its configuration; a command line would show the secrets to every user.
    let mut variables =
        format!("SERVER_SECRET=\"{}\"\nSETUP_TOKEN=\"{}\"\n", secrets.server_secret, secrets.setup_token);
    for (name, value) in &options.variables {
        variables.push_str(&format!("{name}={}\n", quoted(value)?));
    }
    write_private(&data.join(".dev.vars"), variables.as_bytes())
}

/// The repository's configuration, good from any directory.
pub fn absolute(root: &Path) -> Result<Value> {
    let directory = root.join("api-worker");
    let text = fs::read_to_string(directory.join("wrangler.toml")).context("api-worker/wrangler.toml")?;
    let mut config: Value = toml::from_str(&text).context("api-worker/wrangler.toml")?;
    for pointer in ["/main", "/assets/directory", "/d1_databases/0/migrations_dir"] {
        let value = config
            .pointer_mut(pointer)
            .with_context(|| format!("api-worker/wrangler.toml lacks {pointer}"))?;
        let relative = value.as_str().with_context(|| format!("{pointer} is not a path"))?;
        *value = Value::from(directory.join(relative).to_str().context("a path is not UTF-8")?);
    }
    Ok(config)
}

/// A value for a dotenv file. That format has no escape that all readers agree on, so the quote that
/// does not occur in the value is taken.
fn quoted(value: &str) -> Result<String> {
    let quote = ['\'', '"', '`'].into_iter().find(|quote| !value.contains(*quote));
    let quote = quote.context("a variable holds every kind of quote")?;
    Ok(format!("{quote}{value}{quote}"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_value_keeps_its_quotes() {
        assert_eq!(quoted("plain").unwrap(), "'plain'");
        assert_eq!(quoted("it's").unwrap(), "\"it's\"");
        assert!(quoted("'\"`").is_err());
    }

    #[test]
    fn the_repository_configuration_is_complete() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let config = super::absolute(&root).unwrap();
        assert!(config["main"].as_str().unwrap().starts_with('/'));
        let limits = config["ratelimits"].as_array().unwrap();
        let names: Vec<_> = limits.iter().map(|limit| limit["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["LIMIT_SOFT", "LIMIT_HARD", "LIMIT_MAILBOX", "LIMIT_SIGNIN"]);
    }
}
