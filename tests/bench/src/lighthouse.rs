//! Lighthouse beside the measuring: `lighthouse.mjs` drives the same browser.
use std::process::Command;

use anyhow::{Context, Result, bail};
use madobe_tests::runtime::root;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::page::Page;

const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lighthouse.mjs");

/// Accessibility of a page as it stands.
#[derive(Deserialize)]
pub struct Score {
    pub score: f64,
    pub failed: Vec<String>,
}

/// Loading an address on Lighthouse's slow phone. Scores from 0 to 1, times in milliseconds.
#[derive(Deserialize)]
pub struct Load {
    pub performance: f64,
    pub accessibility: f64,
    pub practices: f64,
    pub lcp: f64,
    pub tbt: f64,
    pub cls: f64,
    /// Lighthouse's own measure of how fast this machine is.
    pub machine: f64,
    pub failed: Vec<String>,
}

pub fn accessibility(page: &Page<'_>) -> Result<Score> {
    ask(page, &[])
}

/// `slower`: how many times slower the phone is than this machine; nothing is the preset's.
pub fn load(page: &Page<'_>, path: &str, slower: Option<f64>) -> Result<Load> {
    let wish = [format!("{}{path}", page.base())].into_iter().chain(slower.map(|times| times.to_string()));
    ask(page, &wish.collect::<Vec<_>>())
}

fn ask<T: DeserializeOwned>(page: &Page<'_>, wish: &[String]) -> Result<T> {
    let output = Command::new("node")
        .arg(PROGRAM)
        .arg(root().join("node_modules"))
        .args([page.endpoint(), page.target()])
        .args(wish)
        .output()
        .context("could not start node")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
