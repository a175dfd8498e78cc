//! The real runtime for a test: started on a directory of its own, stopped or killed at will.
//! `cargo xtask dist` must have run.
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
pub use madobe_runtime::{Options, Runtime, Secrets};

/// Starts on this data directory, at any free port when `port` is 0.
pub fn start(data: impl Into<PathBuf>, port: u16) -> Result<Runtime> {
    Runtime::start(&options(data).port(port))
}

/// With an empty database: made by the real migrations, once for all tests, in `target/`.
pub fn begin(options: &Options) -> Result<()> {
    static ONE_MAKES_IT: Mutex<()> = Mutex::new(());
    let _alone = ONE_MAKES_IT.lock().unwrap_or_else(PoisonError::into_inner);
    madobe_runtime::begin(options, &root().join("target/madobe-databases"))
}

/// For a test that wants to set variables of the Worker first.
pub fn options(data: impl Into<PathBuf>) -> Options {
    Options::new(root(), data)
}

/// The repository: `dist/` and `node_modules/` are there. `MADOBE_ROOT` names another build, so that the tests can
/// run on one while the next is being made.
pub fn root() -> PathBuf {
    if let Some(root) = std::env::var_os("MADOBE_ROOT") {
        return root.into();
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
