//! Writing output directories so that what did not change is not touched: a running instance watches them.
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Makes `directory` hold exactly these files.
pub fn sync(directory: &Path, wanted: &[(String, Vec<u8>)]) -> Result<()> {
    for (name, content) in wanted {
        write(&directory.join(name), content)?;
    }
    let keep: BTreeSet<PathBuf> = wanted.iter().map(|(name, _)| directory.join(name)).collect();
    for path in walk(directory)? {
        if !keep.contains(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Writes the file unless it already has this content.
pub fn write(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|have| have == content) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, content).with_context(|| format!("could not write {}", path.display()))
}

/// Every file below a directory, in the order of names; none when there is no such directory.
pub fn walk(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_path_buf()];
    while let Some(next) = open.pop() {
        if !next.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&next)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                open.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{sync, walk};

    #[test]
    fn a_directory_holds_exactly_what_was_asked_for() {
        let directory = std::env::temp_dir().join(format!("madobe-files-test-{}", std::process::id()));
        sync(&directory, &[("a".into(), b"1".to_vec()), ("b/c".into(), b"2".to_vec())]).unwrap();
        sync(&directory, &[("b/c".into(), b"3".to_vec())]).unwrap();
        assert_eq!(walk(&directory).unwrap(), [directory.join("b/c")]);
        assert_eq!(std::fs::read(directory.join("b/c")).unwrap(), b"3");
        std::fs::remove_dir_all(directory).unwrap();
    }
}
