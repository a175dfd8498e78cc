//! What one operation asks of the database.
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use madobe_client::Server;
use madobe_tests::desk::Desk;
use madobe_tests::runtime::root;
use serde::Deserialize;
use tempfile::TempDir;

const WRAPPER: &str = include_str!("counted.js");

#[derive(Debug, Deserialize, Clone, Copy)]
pub struct Counts {
    prepared: u64,
    pub trips: u64,
    pub statements: u64,
    pub rows_read: u64,
    pub rows_written: u64,
}

/// A desk whose Worker counts.
pub struct Counted {
    pub desk: Desk,
    _worker: TempDir,
}

impl Counted {
    pub fn start() -> Result<Self> {
        let worker = tempfile::Builder::new().prefix("madobe-counted-").tempdir()?;
        let main = wrap(&worker)?;
        let desk = Desk::start_with(|options| options.main(main))?;
        Ok(Self { desk, _worker: worker })
    }

    /// Does it, and tells what it cost.
    pub fn count<T>(&self, act: impl FnOnce() -> Result<T>) -> Result<(Counts, T)> {
        self.told()?;
        let done = act()?;
        let counts = self.told()?;
        ensure!(counts.prepared == counts.statements, "something is asked outside of a batch: {counts:?}");
        ensure!(counts.trips > 0, "nothing was asked of the database");
        Ok((counts, done))
    }

    /// How often it went to the database, if at all.
    pub fn trips(&self, act: impl FnOnce() -> Result<()>) -> Result<u64> {
        self.told()?;
        act()?;
        Ok(self.told()?.trips)
    }

    fn told(&self) -> Result<Counts> {
        Ok(Server::new(self.desk.server.base()).get("/counted")?)
    }
}

/// The Worker of `dist/` beside the wrapper. The runtime takes what is imported for a module by its name.
fn wrap(directory: &TempDir) -> Result<PathBuf> {
    let built = root().join("dist/worker");
    for file in fs::read_dir(&built).context("dist/worker")? {
        let file = file?;
        let name = if file.file_name() == "index.js" { "index.mjs".into() } else { file.file_name() };
        fs::copy(file.path(), directory.path().join(name))?;
    }
    let main = directory.path().join("counted.mjs");
    fs::write(&main, WRAPPER)?;
    Ok(main)
}
