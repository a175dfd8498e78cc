//! What only this instance knows, made on its first start and kept in its data directory.
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result};
use data_encoding::BASE64URL_NOPAD;

/// No `Debug`: these must not end in a log.
pub struct Secrets {
    pub server_secret: String,
    /// Lets whoever holds it make the first administrator, once.
    pub setup_token: String,
}

impl Secrets {
    pub fn load_or_make(data: &Path) -> Result<Self> {
        Ok(Self {
            server_secret: load_or_make(&data.join("secrets"))?,
            setup_token: load_or_make(&data.join("setup-token"))?,
        })
    }
}

fn load_or_make(path: &Path) -> Result<String> {
    if path.exists() {
        return Ok(fs::read_to_string(path)?.trim().to_owned());
    }
    let text = random()?;
    write_private(path, text.as_bytes())?;
    Ok(text)
}

/// 32 random bytes in the alphabet that addresses and variables take.
pub fn random() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(BASE64URL_NOPAD.encode(&bytes))
}

/// Writes a file that only its owner can read.
pub fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("could not write {}", path.display()))?;
    Ok(file.write_all(content)?)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::Secrets;

    #[test]
    fn secrets_are_made_once_and_private() {
        let data = std::env::temp_dir().join(format!("madobe-secrets-test-{}", std::process::id()));
        std::fs::create_dir_all(&data).unwrap();
        let first = Secrets::load_or_make(&data).unwrap();
        let again = Secrets::load_or_make(&data).unwrap();
        assert_eq!(first.server_secret, again.server_secret);
        assert_eq!(first.setup_token, again.setup_token);
        assert_ne!(first.server_secret, first.setup_token);
        assert_eq!(first.server_secret.len(), 43);
        let mode = std::fs::metadata(data.join("secrets")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::remove_dir_all(data).unwrap();
    }
}
