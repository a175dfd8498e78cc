//! A store of finished steps by the fingerprint of everything that went into them. It lets a build whose
//! inputs did not change skip wasm-bindgen, wasm-opt and brotli, and it is safe to delete at any time.
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use crate::digest::hex;

const KEPT: Duration = Duration::from_secs(14 * 24 * 3600);

pub struct Cache {
    directory: PathBuf,
}

impl Cache {
    pub fn open(target: &Path) -> Result<Self> {
        let directory = target.join("madobe-cache");
        fs::create_dir_all(&directory)?;
        Ok(Self { directory })
    }

    /// The directory that `make` filled for these inputs, now or in an earlier build.
    pub fn directory(&self, inputs: &[&[u8]], make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        let done = self.directory.join(hex(inputs));
        if !done.exists() {
            let draft = done.with_extension("draft");
            if draft.exists() {
                fs::remove_dir_all(&draft)?;
            }
            fs::create_dir_all(&draft)?;
            make(&draft)?;
            fs::rename(&draft, &done)?;
        }
        // The modification time is the time of last use.
        fs::write(done.join(".used"), b"")?;
        Ok(done)
    }

    /// As `directory`, for a step whose result is one file.
    pub fn bytes(&self, inputs: &[&[u8]], make: impl FnOnce() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
        let directory = self.directory(inputs, |draft| Ok(fs::write(draft.join("bytes"), make()?)?))?;
        fs::read(directory.join("bytes")).context("a cache entry is damaged: delete target/madobe-cache")
    }

    /// Drops what no build has used for two weeks.
    pub fn prune(&self) -> Result<()> {
        for entry in fs::read_dir(&self.directory)? {
            let path = entry?.path();
            let used = fs::metadata(path.join(".used")).and_then(|used| used.modified());
            let age = used.ok().and_then(|used| SystemTime::now().duration_since(used).ok());
            if age.is_some_and(|age| age > KEPT) {
                fs::remove_dir_all(&path)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Cache;

    #[test]
    fn a_step_is_done_once_for_the_same_inputs() {
        let target = std::env::temp_dir().join(format!("madobe-cache-test-{}", std::process::id()));
        let cache = Cache::open(&target).unwrap();
        let mut runs = 0;
        for input in [b"one".as_slice(), b"one", b"two"] {
            let made = cache.bytes(&[input], || {
                runs += 1;
                Ok(input.to_vec())
            });
            assert_eq!(made.unwrap(), input);
        }
        assert_eq!(runs, 2);
        assert!(cache.bytes(&[b"three"], || anyhow::bail!("no")).is_err());
        assert_eq!(cache.bytes(&[b"three"], || Ok(b"3".to_vec())).unwrap(), b"3");
        std::fs::remove_dir_all(target).unwrap();
    }
}
