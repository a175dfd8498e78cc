//! `cargo xtask test`: everything that must hold, from a clean clone to the journeys in a browser. Every stage runs
//! even when an earlier one failed, and the last line counts.
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};

use crate::browser::{self, Engines};
use crate::built::{Built, MESSAGES, Test};
use crate::check;
use crate::command::cargo;
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
        let tree = Tree { strict: true, ..tree.clone() };
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
    let mut built = Built::default();
    count.stage("build of the tests", || {
        built = tests(tree)?;
        match built.warnings {
            0 => Ok(()),
            some => bail!("{some} warnings"),
        }
    });
    // Those of this package need the running thing.
    let (live, native): (Vec<_>, Vec<_>) =
        built.tests.iter().partition(|test| test.package == tree.root.join("tests"));
    for test in native {
        count.tests(&name(tree, test), &mut starting(test));
    }
    // A driver may have to be built: while dist still links, which leaves a core idle. So do the checks of the Worker.
    let engines = thread::spawn({
        let tree = tree.clone();
        move || Engines::find(&tree)
    });
    for (name, mut command) in check::beside_tests(tree) {
        count.stage(name, || crate::command::run(&mut command));
    }
    let has_dist = count.stage("dist", || dist.join().map_err(|_| anyhow!("dist panicked"))?);
    let browser = count.stage("browser", browser::install);
    let engines = engines.join().unwrap_or_else(|_| {
        Engines::chromium(tree, vec!["firefox and webkit do not run: looking for them failed".to_owned()])
    });
    if has_dist && browser {
        println!("\nthe journeys run in {}", engines.said(all));
        for test in live {
            let mut command = starting(test);
            command.env("MADOBE_ENGINES", engines.names.join(",")).env("PATH", &engines.path);
            if all {
                command.env_remove("MADOBE_ESSENTIAL");
            } else {
                command.env("MADOBE_ESSENTIAL", "1");
            }
            count.tests(&name(tree, test), &mut command);
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

/// Builds all tests at once: package by package, every library would be compiled again for each choice of features.
/// Clippy compiles them: by itself it would have to read every library once more.
fn tests(tree: &Tree) -> Result<Built> {
    let mut command = cargo();
    command
        .args(["test", "--locked", "--profile", "tool", "--no-run", "--workspace"])
        // Programs for the browser are none for this machine: only those are named that have tests.
        .args(["--lib", "--test", "*", "--bin", "xtask", "--bin", "madobe-bench"])
        .args(["--message-format", MESSAGES])
        .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
        .current_dir(&tree.root);
    Built::by(&mut command)
}

/// The package and its target.
fn name(tree: &Tree, test: &Test) -> String {
    format!("{}: {}", test.package.strip_prefix(&tree.root).unwrap_or(&test.package).display(), test.name)
}

/// As cargo starts it.
fn starting(test: &Test) -> Command {
    let mut command = Command::new(&test.executable);
    command.current_dir(&test.package).env("CARGO_MANIFEST_DIR", &test.package);
    command
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
