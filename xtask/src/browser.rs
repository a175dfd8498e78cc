//! The browser for the journeys: Debian's Chromium, its driver, and a font that can show Japanese.
use std::env;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::quiet;

const PROGRAMS: [&str; 2] = ["chromium", "chromedriver"];
const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-noto-cjk"];

pub fn install() -> Result<()> {
    if PROGRAMS.iter().all(|program| on_path(program)) {
        return Ok(());
    }
    let wanted = PACKAGES.join(" ");
    if !rustix::process::geteuid().is_root() || !on_path("apt-get") {
        bail!("the journeys need Chromium and its driver: on Debian, apt-get install {wanted}");
    }
    println!("installing {wanted}");
    quiet(Command::new("apt-get").args(["update", "--quiet"])).context("apt-get")?;
    quiet(
        Command::new("apt-get")
            .args(["install", "--yes", "--quiet", "--no-install-recommends"])
            .args(PACKAGES)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

fn on_path(program: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|directory| directory.join(program).is_file()))
}
