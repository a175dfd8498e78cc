//! `cargo xtask check`: the format, and clippy without a single warning, for the host and for WebAssembly.
use std::process::Command;

use anyhow::Result;

use crate::command::{cargo, run};
use crate::dist::wasm::PROGRAMS;
use crate::setup::wasm_target;
use crate::tree::Tree;
use crate::{checks, numbers, words};

type Lint = fn(&Tree) -> Result<()>;

/// What is read without being compiled.
pub const LINTS: [(&str, Lint); 3] =
    [("words", words::lint), ("checks", checks::lint), ("numbers", numbers::lint)];

pub fn check(tree: &Tree) -> Result<()> {
    wasm_target()?;
    for (_, lint) in LINTS {
        lint(tree)?;
    }
    for (_, mut command) in steps(tree) {
        run(&mut command)?;
    }
    Ok(())
}

/// The app and the Worker are checked apart: together, the Worker would be given the domain's client features
/// by the app, and nobody would see that it must do without.
fn steps(tree: &Tree) -> Vec<Step> {
    let host = ["--quiet", "--workspace", "--all-targets", "--exclude", "madobe-app"];
    let mut steps = beside_tests(tree);
    steps.push(clippy(tree, "clippy", &host));
    // Each program by itself: what one of them alone does not need must not hide behind the others.
    for program in &PROGRAMS {
        let only = ["madobe-app", "--no-default-features", "--features", program.bin];
        steps.push(clippy(tree, "clippy of a program", &[&WASM[..], &only].concat()));
    }
    steps
}

/// What a build of the tests and of the programs does not see.
pub fn beside_tests(tree: &Tree) -> Vec<Step> {
    let mut format = cargo();
    format.args(["fmt", "--all", "--check"]).current_dir(&tree.root);
    let worker = [&WASM[..], &["madobe-api", "--lib"]].concat();
    // Switched off, nothing that opens may be needed, nor be there.
    let sealed = [&worker[..], &["--no-default-features"]].concat();
    vec![
        ("format", format),
        clippy(tree, "clippy of the Worker", &worker),
        clippy(tree, "clippy of the Worker without plain forms", &sealed),
    ]
}

type Step = (&'static str, Command);

const WASM: [&str; 4] = ["--quiet", "--target", "wasm32-unknown-unknown", "--package"];

/// In one profile all of them, so that macros are compiled once.
fn clippy(tree: &Tree, name: &'static str, what: &[&str]) -> Step {
    let mut command = cargo();
    command
        .args(["clippy", "--locked", "--profile", "tool"])
        .args(what)
        .args(["--", "--deny", "warnings"])
        .current_dir(&tree.root);
    (name, command)
}
