//! The browsers for the journeys. Chromium, its driver and a font that can show Japanese must be there; Firefox and WebKit
//! are used where they can be installed, and where they cannot, the reason is told and nothing fails.
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};

use crate::command::{cargo, quiet};
use crate::tree::Tree;

struct Packages {
    engine: &'static str,
    programs: &'static [&'static str],
    packages: &'static [&'static str],
}

const CHROMIUM: Packages = Packages {
    engine: "chromium",
    programs: &["chromium", "chromedriver"],
    packages: &["chromium", "chromium-driver", "fonts-noto-cjk", "chromium-headless-shell"],
};
const FIREFOX: Packages =
    Packages { engine: "firefox", programs: &["firefox-esr"], packages: &["firefox-esr"] };
const WEBKIT: Packages = Packages {
    engine: "webkit",
    programs: &["WebKitWebDriver", "Xvfb", MINI_BROWSER],
    packages: &["webkit2gtk-driver", "xvfb"],
};
/// WebKit's own small browser, where the tests look for it: a machine of another kind has it elsewhere.
const MINI_BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
/// Two of these wait for each other; apt itself gives up.
static INSTALLING: Mutex<()> = Mutex::new(());
/// Debian has no driver for Firefox.
const GECKODRIVER: &str = "0.36.0";

/// Chromium, without which there are no journeys and no figures.
pub fn install() -> Result<()> {
    CHROMIUM.install()
}

/// The engines that are there now, and why another is not.
pub struct Engines {
    pub names: Vec<&'static str>,
    pub missing: Vec<String>,
    /// Where programs are looked for, with the drivers built here.
    pub path: OsString,
}

impl Engines {
    /// The one that is always there, and why there is no other.
    pub fn chromium(tree: &Tree, missing: Vec<String>) -> Self {
        Self { names: vec![CHROMIUM.engine], missing, path: path_with(tools(tree)) }
    }

    /// Installs whatever can be installed, in a few minutes on a new machine. Chromium is `install`'s.
    pub fn find(tree: &Tree) -> Self {
        let mut found = Self::chromium(tree, Vec::new());
        found.add(&FIREFOX, FIREFOX.install().and_then(|()| geckodriver(tree)));
        found.add(&WEBKIT, WEBKIT.install());
        found
    }

    /// `all`: every one takes every journey, and not Chromium alone.
    pub fn said(&self, all: bool) -> String {
        let others = &self.names[1..];
        let note = if all || others.is_empty() { "" } else { " (the essential journeys; --engines: all)" };
        format!("{}{note}", self.names.join(", "))
    }

    fn add(&mut self, engine: &Packages, outcome: Result<()>) {
        match outcome {
            Ok(()) => self.names.push(engine.engine),
            Err(error) => self.missing.push(format!("{} does not run: {error:#}", engine.engine)),
        }
    }
}

impl Packages {
    fn install(&self) -> Result<()> {
        if self.is_there() {
            return Ok(());
        }
        let wanted = self.packages.join(" ");
        if !rustix::process::geteuid().is_root() || !on_path("apt-get") {
            bail!(
                "{} is missing, and only root can install it: on Debian, apt-get install {wanted}",
                self.engine
            );
        }
        let _turn = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
        println!("installing {wanted}");
        // A machine without a network hears of it within seconds.
        let patience = ["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20"];
        quiet(Command::new("apt-get").args(["update", "--quiet"]).args(patience)).context("apt-get")?;
        quiet(
            Command::new("apt-get")
                .args(["install", "--yes", "--quiet", "--no-install-recommends"])
                .args(patience)
                .args(self.packages)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )?;
        if !self.is_there() {
            bail!("{wanted} came without {}", self.programs.join(", "));
        }
        Ok(())
    }

    fn is_there(&self) -> bool {
        self.programs.iter().all(|program| on_path(program))
    }
}

fn tools(tree: &Tree) -> PathBuf {
    tree.target.join("tools")
}

/// Built once into `target/tools`. Unoptimised: it waits for the browser most of the time.
fn geckodriver(tree: &Tree) -> Result<()> {
    let tools = tools(tree);
    let stamp = tools.join(format!("geckodriver-{GECKODRIVER}"));
    if stamp.exists() && tools.join("bin/geckodriver").exists() {
        return Ok(());
    }
    println!("building geckodriver {GECKODRIVER}");
    let build = tools.join("build");
    let version = format!("={GECKODRIVER}");
    quiet(
        cargo()
            .args([
                "install",
                "geckodriver",
                "--version",
                &version,
                "--locked",
                "--debug",
                "--force",
                "--root",
            ])
            .arg(&tools)
            .env("CARGO_TARGET_DIR", &build),
    )
    .context("Firefox has no driver")?;
    fs::remove_dir_all(build)?;
    Ok(fs::write(stamp, b"")?)
}

fn path_with(tools: PathBuf) -> OsString {
    let own = tools.join("bin");
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(std::iter::once(own).chain(env::split_paths(&path))).unwrap_or(path)
}

/// `program`: a name, or a whole path, which stands for itself.
fn on_path(program: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|directory| directory.join(program).is_file()))
}
