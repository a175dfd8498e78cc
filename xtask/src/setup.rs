//! What a fresh clone needs before anything can be built.
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::{quiet, read, run};
use crate::digest::hex;
use crate::tree::Tree;

const WASM: &str = "wasm32-unknown-unknown";

pub fn setup(tree: &Tree) -> Result<()> {
    wasm_target()?;
    node_modules(tree)
}

pub fn wasm_target() -> Result<()> {
    let sysroot = read(Command::new("rustc").args(["--print", "sysroot"]))?;
    let installed = std::path::Path::new(sysroot.trim()).join("lib/rustlib").join(WASM);
    if installed.exists() {
        return Ok(());
    }
    println!("adding the Rust target {WASM}");
    quiet(Command::new("rustup").args(["target", "add", WASM]))
        .context("the WebAssembly target is missing and rustup could not add it")
}

/// `npm ci`, unless it was done for exactly this lock file.
fn node_modules(tree: &Tree) -> Result<()> {
    let wanted = hex(&[&fs::read(tree.join("package-lock.json"))?]);
    let stamp = tree.join("node_modules/.madobe-lock");
    if fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    let version = read(Command::new("node").arg("--version")).context("Node.js 20 or newer is needed")?;
    let major = version.trim().trim_start_matches('v').split('.').next().unwrap_or_default();
    if major.parse::<u32>().unwrap_or(0) < 20 {
        bail!("Node.js 20 or newer is needed; this one is {}", version.trim());
    }
    println!("installing the npm tools");
    run(Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(&tree.root))?;
    fs::write(stamp, wanted)?;
    Ok(())
}
