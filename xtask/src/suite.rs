//! `cargo xtask test`: everything that must hold, from a clean clone to the journeys in a browser. Every stage runs
//! even when an earlier one failed, and the last line counts.
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;

use crate::browser::{self, Engines};
use crate::check;
use crate::command::{cargo, read};
use crate::dist;
use crate::setup;
use crate::tree::Tree;

#[derive(Default, PartialEq, Debug)]
struct Count {
    passed: u64,
    failed: u64,
}

/// `all`: every journey in every engine that can be installed; otherwise engines other than Chromium take the essential ones.
pub fn test(tree: &Tree, all: bool) -> Result<()> {
    let mut count = Count::default();
    count.stage("set-up", || setup::setup(tree));
    // Beside the checks: its linking and optimising leave a core idle for minutes.
    let dist = thread::spawn({
        let tree = tree.clone();
        move || {
            let started = Instant::now();
            let result = dist::dist(&tree);
            println!("\ndist: {:.0} s", started.elapsed().as_secs_f32());
            result
        }
    });
    for (name, lint) in check::LINTS {
        count.stage(name, || lint(tree));
    }
    for (name, mut command) in check::steps(tree) {
        count.stage(name, || crate::command::run(&mut command));
    }
    let mut tests = Vec::new();
    count.stage("build of the tests", || {
        tests = executables(tree)?;
        Ok(())
    });
    for test in tests.iter().filter(|test| !test.is_live) {
        count.tests(&test.name, &mut test.command());
    }
    // A driver may have to be built.
    let engines = thread::spawn({
        let tree = tree.clone();
        move || Engines::find(&tree)
    });
    let built = count.stage("dist", || dist.join().map_err(|_| anyhow!("dist panicked"))?);
    let browser = count.stage("browser", browser::install);
    let engines = engines.join().unwrap_or_else(|_| {
        Engines::chromium(tree, vec!["firefox and webkit do not run: looking for them failed".to_owned()])
    });
    if built && browser {
        println!("\nthe journeys run in {}", engines.said(all));
        for test in tests.iter().filter(|test| test.is_live) {
            let mut command = test.command();
            command.env("MADOBE_ENGINES", engines.names.join(",")).env("PATH", &engines.path);
            if all {
                command.env_remove("MADOBE_ESSENTIAL");
            } else {
                command.env("MADOBE_ESSENTIAL", "1");
            }
            count.tests(&test.name, &mut command);
        }
    }
    println!("\nengines: {}", engines.said(all));
    engines.missing.iter().for_each(|reason| println!("{reason}"));
    println!("\n{} passed, {} failed", count.passed, count.failed);
    if count.failed > 0 {
        bail!("not everything holds");
    }
    Ok(())
}

/// What runs the tests of one target.
struct Executable {
    name: String,
    package: PathBuf,
    path: PathBuf,
    /// Needs the running thing.
    is_live: bool,
}

impl Executable {
    /// As cargo starts it.
    fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.current_dir(&self.package).env("CARGO_MANIFEST_DIR", &self.package);
        command
    }
}

/// One line of what cargo says of a build.
#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    manifest_path: PathBuf,
    target: Option<Target>,
    profile: Option<Profile>,
    #[serde(default)]
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

/// Builds all tests at once: package by package, every library would be compiled again for each choice of features.
fn executables(tree: &Tree) -> Result<Vec<Executable>> {
    let mut command = cargo();
    command
        .args(["test", "--locked", "--profile", "tool", "--no-run", "--workspace"])
        // Programs for the browser are none for this machine: only those are named that have tests.
        .args(["--lib", "--test", "*", "--bin", "xtask", "--bin", "madobe-bench"])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(&tree.root);
    let live = tree.root.join("tests");
    let mut found = Vec::new();
    for line in read(&mut command)?.lines() {
        let message: Message = serde_json::from_str(line).context("what cargo said of the build")?;
        let is_test = message.profile.is_some_and(|profile| profile.test);
        let (Some(path), Some(target), true) = (message.executable, message.target, is_test) else {
            continue;
        };
        let package = message.manifest_path.parent().context("a package without a place")?.to_owned();
        let of = package.strip_prefix(&tree.root).unwrap_or(&package).display().to_string();
        let is_live = package == live;
        found.push(Executable { name: format!("{of}: {}", target.name), package, path, is_live });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

impl Count {
    /// A stage that is no test counts only when it fails.
    fn stage(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        println!("\n== {name}");
        let started = Instant::now();
        let result = work();
        if let Err(error) = &result {
            println!("{name}: {error:#}");
            self.failed += 1;
        }
        println!("== {name}: {:.0} s", started.elapsed().as_secs_f32());
        result.is_ok()
    }

    fn tests(&mut self, name: &str, command: &mut Command) {
        let mut counted = Count::default();
        self.stage(name, || {
            let ok = counted.read(command)?;
            if !ok && counted.failed == 0 {
                bail!("the tests could not be built or ended early");
            }
            Ok(())
        });
        self.passed += counted.passed;
        self.failed += counted.failed;
    }

    /// Shows what the tests print while adding up their result lines.
    fn read(&mut self, command: &mut Command) -> Result<bool> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().context("no output to read")?;
        for line in BufReader::new(output).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            println!("{line}");
            self.add(&line);
        }
        Ok(child.wait()?.success())
    }

    /// `test result: ok. 9 passed; 0 failed; 1 ignored; …`
    fn add(&mut self, line: &str) {
        let Some((_, numbers)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". "))
        else {
            return;
        };
        for part in numbers.split("; ") {
            match part.split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn result_lines_add_up() {
        let mut count = Count::default();
        count.add(
            "test result: ok. 9 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        );
        count.add(
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1s",
        );
        count.add("test result_lines ... ok");
        assert_eq!(count, Count { passed: 12, failed: 2 });
    }

    #[test]
    fn a_failed_stage_counts_once() {
        let mut count = Count::default();
        assert!(count.stage("one", || Ok(())));
        assert!(!count.stage("two", || anyhow::bail!("on purpose")));
        assert_eq!(count, Count { passed: 0, failed: 1 });
    }

    #[test]
    fn tests_that_do_not_build_count_as_a_failure() {
        let mut count = Count::default();
        count.tests("none", std::process::Command::new("false").arg("x"));
        assert_eq!(count, Count { passed: 0, failed: 1 });
    }
}
