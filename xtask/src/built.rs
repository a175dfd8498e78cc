//! What cargo says of a build, line by line.
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// For `--message-format`: this reads it and shows what is for people.
pub const MESSAGES: &str = "json";

#[derive(Default)]
pub struct Built {
    pub tests: Vec<Test>,
    /// About code of this repository; cargo keeps others' to itself.
    pub warnings: usize,
}

/// What runs the tests of one target.
pub struct Test {
    pub name: String,
    /// The directory of its package.
    pub package: PathBuf,
    pub executable: PathBuf,
}

#[derive(Deserialize)]
#[serde(tag = "reason")]
enum Message {
    #[serde(rename = "compiler-message")]
    Told { message: Diagnostic },
    #[serde(rename = "compiler-artifact")]
    Made { manifest_path: PathBuf, target: Target, profile: Profile, executable: Option<PathBuf> },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    /// Only what points at a place is a warning; others count them.
    spans: Vec<serde::de::IgnoredAny>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

impl Built {
    /// Runs cargo to its end; diagnostics are shown as they come.
    pub fn by(cargo: &mut Command) -> Result<Self> {
        let mut child = cargo.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cargo")?;
        let output = child.stdout.take().context("cargo says nothing")?;
        let mut built = Self::default();
        for line in BufReader::new(output).lines() {
            built.hear(&line?)?;
        }
        let status = child.wait()?;
        if !status.success() {
            let what: Vec<_> = cargo.get_args().map(|word| word.to_string_lossy()).collect();
            bail!("`cargo {}` failed ({status})", what.join(" "));
        }
        built.tests.sort_by(|a, b| (&a.package, &a.name).cmp(&(&b.package, &b.name)));
        Ok(built)
    }

    fn hear(&mut self, line: &str) -> Result<()> {
        match serde_json::from_str(line).with_context(|| format!("what cargo said of a build: {line}"))? {
            Message::Told { message } => {
                eprint!("{}", message.rendered.unwrap_or_default());
                if message.level == "warning" && !message.spans.is_empty() {
                    self.warnings += 1;
                }
            }
            Message::Made { manifest_path, target, profile, executable: Some(executable) }
                if profile.test =>
            {
                let package = manifest_path.parent().context("a package without a place")?.to_owned();
                self.tests.push(Test { name: target.name, package, executable });
            }
            Message::Made { .. } | Message::Other => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Built;

    #[test]
    fn warnings_are_counted_and_tests_are_found() {
        let mut built = Built::default();
        let lines = [
            r#"{"reason":"compiler-message","message":{"level":"warning","spans":[{}],"rendered":"a"}}"#,
            r#"{"reason":"compiler-message","message":{"level":"warning","spans":[],"rendered":"1 warning"}}"#,
            r#"{"reason":"compiler-artifact","manifest_path":"/a/Cargo.toml","target":{"name":"one"},
                "profile":{"test":true},"executable":"/a/one"}"#,
            r#"{"reason":"compiler-artifact","manifest_path":"/a/Cargo.toml","target":{"name":"two"},
                "profile":{"test":false},"executable":"/a/two"}"#,
            r#"{"reason":"build-finished","success":true}"#,
        ];
        for line in lines {
            built.hear(line).unwrap();
        }
        assert_eq!(built.warnings, 1);
        let found: Vec<_> = built.tests.iter().map(|test| test.name.as_str()).collect();
        assert_eq!(found, ["one"]);
        assert!(built.hear("no message").is_err());
    }
}
