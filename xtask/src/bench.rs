//! `cargo xtask bench`: builds what people get, and measures it. The program that measures is `tests/bench`.
use anyhow::Result;

use crate::browser;
use crate::command::{cargo, run};
use crate::dist;
use crate::tree::Tree;

pub struct Bench {
    /// These figures alone.
    pub only: Vec<String>,
    /// What is in `dist/` is measured as it is.
    pub built: bool,
}

pub fn bench(tree: &Tree, wish: &Bench) -> Result<()> {
    if !wish.built {
        dist::dist(tree)?;
    }
    let floor = dist::floor(tree)?;
    browser::install()?;
    let mut program = cargo();
    program
        .args(["run", "--locked", "--profile", "measure", "--package", "madobe-bench", "--"])
        .arg("--floor")
        .arg(floor)
        .arg("--json")
        .arg(tree.target.join("bench.json"))
        .current_dir(&tree.root);
    for name in &wish.only {
        program.args(["--only", name]);
    }
    run(&mut program)
}
