//! The style sheets: one bundle for the public pages, one for the staff, one for what is printed.
use std::process::Command;

use anyhow::{Context, Result};

use super::site::Site;
use crate::command::read;
use crate::tree::Tree;

/// What browsers must understand; esbuild rewrites what is newer.
const TARGET: &str = "--target=chrome111,edge111,firefox113,safari16";

pub fn add(tree: &Tree, site: &mut Site) -> Result<()> {
    for name in ["public.css", "staff.css", "staff-print.css"] {
        let entry = tree.join("style").join(name);
        let bundled = read(
            Command::new(tree.node_bin("esbuild"))
                .arg(&entry)
                .args(["--bundle", "--minify", "--charset=utf8", "--legal-comments=none"])
                .args([TARGET, "--log-level=warning"]),
        )
        .with_context(|| format!("style/{name}"))?;
        site.add_hashed(name, bundled.into_bytes())?;
    }
    Ok(())
}
