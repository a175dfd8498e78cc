//! What the page looks like, as a PNG.
use anyhow::{Context, Result};
use data_encoding::BASE64;
use serde_json::json;

use super::Browser;

/// Longer pages are cut off here.
const TALLEST: u64 = 9000;

impl Browser {
    /// What can be seen in the window, or the whole page from top to bottom.
    pub fn picture(&self, whole: bool) -> Result<Vec<u8>> {
        self.cdp("Emulation.setScrollbarsHidden", json!({ "hidden": true }))?;
        let mut wish = json!({ "format": "png", "captureBeyondViewport": whole });
        if whole {
            self.js("scrollTo(0, 0)")?;
            let size = self
                .js("const page = document.documentElement; return [page.clientWidth, page.scrollHeight]")?;
            let height = size[1].as_u64().unwrap_or_default().min(TALLEST);
            wish["clip"] = json!({ "x": 0, "y": 0, "width": size[0], "height": height, "scale": 1 });
        }
        let taken = self.cdp("Page.captureScreenshot", wish)?;
        let text = taken["data"].as_str().context("no picture")?;
        Ok(BASE64.decode(text.as_bytes())?)
    }

    /// A file of this machine, such as the sheet of all parts.
    pub fn open_file(&self, path: &std::path::Path) -> Result<()> {
        let address = format!("file://{}", path.display());
        self.wait(self.window.goto(&address)).with_context(|| address)
    }
}
