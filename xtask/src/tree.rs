//! Where things are in the repository.
use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

#[derive(Clone)]
pub struct Tree {
    pub root: PathBuf,
    pub target: PathBuf,
    /// A warning ends the build of what is put on the platform.
    pub strict: bool,
}

impl Tree {
    /// Cargo tells where `xtask` lives when it runs it; the repository is one up.
    pub fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").context("start this with `cargo xtask`")?;
        let root = Path::new(&manifest).parent().context("xtask has no parent directory")?.to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(given) => root.join(given),
            None => root.join("target"),
        };
        Ok(Self { root, target, strict: false })
    }

    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// What the Worker's ASSETS binding serves: the root of the site.
    pub fn site(&self) -> PathBuf {
        self.dist().join("assets")
    }

    pub fn join(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root.join(path)
    }

    /// A program from `node_modules`.
    pub fn node_bin(&self, name: &str) -> PathBuf {
        self.root.join("node_modules/.bin").join(name)
    }
}
