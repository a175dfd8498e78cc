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
pub fn steps(tree: &Tree) -> Vec<(&'static str, Command)> {
    // In one profile all of them, so that macros are compiled once.
    let linted = ["clippy", "--quiet", "--locked", "--profile", "tool"];
    let wasm = [&linted[..], &["--target", "wasm32-unknown-unknown", "--package"]].concat();
    let mut steps: Vec<(&'static str, Command)> = Vec::new();
    let mut add = |name, arguments: &[&str], lints: bool| {
        let mut command = cargo();
        command.args(arguments).current_dir(&tree.root);
        if lints {
            command.args(["--", "--deny", "warnings"]);
        }
        steps.push((name, command));
    };
    add("format", &["fmt", "--all", "--check"], false);
    let host = ["--workspace", "--all-targets", "--exclude", "madobe-app"];
    add("clippy", &[&linted[..], &host].concat(), true);
    add("clippy of the Worker", &[wasm.as_slice(), &["madobe-api", "--lib"]].concat(), true);
    // Switched off, nothing that opens may be needed, nor be there.
    let sealed = ["madobe-api", "--lib", "--no-default-features"];
    add("clippy of the Worker without plain forms", &[wasm.as_slice(), &sealed].concat(), true);
    // Each program as it is built: what one of them alone does not need must not hide behind the others.
    for program in PROGRAMS {
        let only = ["madobe-app", "--no-default-features", "--features", program.bin];
        add("clippy of a program", &[wasm.as_slice(), &only].concat(), true);
    }
    steps
}
