//! What draws the pictures: the browser, and the font of Japanese text.
use std::fmt::{Display, Formatter};
use std::process::Command;

use anyhow::{Context, Result};

#[derive(PartialEq, Eq, Debug)]
pub struct Versions {
    browser: String,
    font: String,
}

impl Versions {
    pub fn of_this_machine() -> Result<Self> {
        let browser = said(Command::new("chromium").arg("--version"))?;
        // fontconfig comes with Chromium. Without its tools the fonts are taken to be unknown.
        let font =
            said(Command::new("fc-match").args(["--format=%{family[0]} %{fontversion}", "Noto Sans CJK JP"]));
        Ok(Self { browser: number(&browser), font: font.unwrap_or_else(|_| "unknown".to_owned()) })
    }
}

impl Display for Versions {
    fn fmt(&self, f: &mut Formatter) -> std::fmt::Result {
        writeln!(f, "Chromium {}\nfont {}", self.browser, self.font)
    }
}

fn said(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// `Chromium 156.0.8078.108 built on …` → `156.0.8078.108`
fn number(version: &str) -> String {
    version.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn the_number_is_what_counts() {
        assert_eq!(number("Chromium 156.0.8078.108 built on Debian"), "156.0.8078.108");
        assert_eq!(number(""), "");
    }
}
