//! `cargo xtask gallery`: builds what people get and takes pictures of all of it. The program is `tests/src/bin/gallery.rs`.
use anyhow::Result;

use crate::browser;
use crate::command::{cargo, run};
use crate::dist;
use crate::tree::Tree;

pub struct Gallery {
    /// These languages alone.
    pub languages: Vec<String>,
    /// The pictures become those that the tests compare with.
    pub accept: bool,
}

pub fn gallery(tree: &Tree, wish: &Gallery) -> Result<()> {
    dist::dist(tree)?;
    browser::install()?;
    let mut program = cargo();
    program
        .args(["run", "--locked", "--profile", "tool", "--package", "madobe-tests", "--bin", "gallery", "--"])
        .args(&wish.languages)
        .args(wish.accept.then_some("--accept"))
        .current_dir(&tree.root);
    run(&mut program)
}
