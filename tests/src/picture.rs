//! Pictures of screens beside those that were accepted, in `tests/pictures`. Fonts are drawn a little differently by
//! another version of the browser; so the versions stand beside the pictures, and where they differ only what is larger
//! than a letter is compared.
mod compare;
mod file;
mod versions;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

pub use compare::{Difference, Tolerance, compare};
pub use file::Picture;
pub use versions::Versions;

use crate::runtime::root;

const ACCEPT: &str = "cargo xtask gallery --accept";

/// The accepted pictures, and where those go that differ.
pub struct Album {
    accepted: PathBuf,
    found: PathBuf,
    tolerance: Tolerance,
    /// Whatever is there is the new measure.
    accept: bool,
}

impl Album {
    /// Says so where the pictures were made with another browser or another font.
    pub fn open(accept: bool) -> Result<Self> {
        let accepted = root().join("tests/pictures");
        let here = Versions::of_this_machine()?;
        let file = accepted.join("made-with.txt");
        if accept {
            fs::create_dir_all(&accepted)?;
            fs::write(&file, here.to_string())?;
        }
        let then = fs::read_to_string(&file).unwrap_or_default();
        let same = then.trim() == here.to_string().trim();
        if !same {
            println!(
                "the pictures were made with\n{then}and this machine has\n{here}so only what is larger than a letter is compared"
            );
        }
        let tolerance = if same { Tolerance::SAME_FONTS } else { Tolerance::OTHER_FONTS };
        Ok(Self { accepted, found: root().join("target/pictures"), tolerance, accept })
    }

    /// Whether this is what was accepted; if not, the new picture and the difference are put into `target/pictures`.
    pub fn compare(&self, name: &str, png: &[u8]) -> Result<()> {
        let (file, new) = (format!("{name}.png"), Picture::read(png)?);
        let accepted = self.accepted.join(&file);
        let known = fs::read(&accepted).ok().map(|png| Picture::read(&png)).transpose()?;
        if self.accept {
            if known.is_none_or(|known| compare(&known, &new, Tolerance::NONE).is_some()) {
                write(&accepted, &new.packed()?)?;
            }
            return Ok(());
        }
        let Some(known) = known else {
            write(&self.found.join(&file), &new.packed()?)?;
            bail!("{name}: there is no accepted picture; {ACCEPT} makes it one");
        };
        let Some(difference) = compare(&known, &new, self.tolerance) else { return Ok(()) };
        let (shown, marked) = (self.found.join(&file), self.found.join(format!("{name}.difference.png")));
        write(&shown, &new.packed()?)?;
        write(&marked, &difference.picture.packed()?)?;
        bail!(
            "{name} looks different: {}.\n  new         {}\n  difference  {}\n  to accept   {ACCEPT}",
            difference.what,
            shown.display(),
            marked.display()
        )
    }
}

fn write(path: &Path, content: &[u8]) -> Result<()> {
    fs::create_dir_all(path.parent().context("no directory")?)?;
    fs::write(path, content).with_context(|| path.display().to_string())
}
