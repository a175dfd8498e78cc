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
    pub failed: Vec<String>,
}

pub fn accessibility(page: &Page<'_>) -> Result<Score> {
    ask(page, None)
}

pub fn load(page: &Page<'_>, path: &str) -> Result<Load> {
    ask(page, Some(&format!("{}{path}", page.base())))
}

fn ask<T: DeserializeOwned>(page: &Page<'_>, address: Option<&str>) -> Result<T> {
    let output = Command::new("node")
        .arg(PROGRAM)
        .arg(root().join("node_modules"))
        .args([page.endpoint(), page.target()])
        .args(address)
        .output()
        .context("could not start node")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
