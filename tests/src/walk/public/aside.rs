//! A letter that could not leave: it waits in its tab, or this device keeps it.
use anyhow::Result;

use super::Walk;
use crate::desk::Desk;

impl Walk<'_, '_> {
    /// Beside the words that it was not sent; afterwards it is as it was.
    pub(super) fn wait_here(&mut self) -> Result<()> {
        self.press("#wait-here")?;
        self.browser.see("#send-waiting")?;
        self.see("send-waiting")?;
        self.press("#wait-stop")?;
        self.browser.see("#send").map(drop)
    }

    /// The desk takes none meanwhile: the letter stays until somebody erases it.
    pub(super) fn left_on_device(&mut self, desk: &Desk) -> Result<()> {
        let browser = self.browser;
        self.page("/waiting", "waiting-none")?;
        browser.js("sessionStorage.clear()")?;
        self.go("/write")?;
        browser.ready()?;
        browser.write("#letter", "電波のないところで書きました。")?;
        self.press("#next")?;
        self.press("#choose-next")?;
        browser.see("#send")?;
        browser.offline(true)?;
        self.press("#send")?;
        self.press("#keep-here")?;
        browser.see("#receipt-not-yet")?;
        self.see("receipt-not-yet")?;
        let notice = "年始まで、お休みしています。";
        desk.administrator().change_desk(|settings| settings.paused = Some(notice.to_owned()))?;
        browser.offline(false)?;
        browser.see("#waiting-paused")?;
        self.see("receipt-paused")?;
        self.go("/waiting")?;
        browser.see("#waiting-paused")?;
        self.see("waiting-paused")?;
        self.press("#waiting-erase")?;
        browser.see("#waiting-erased")?;
        self.see("waiting-erased")?;
        desk.administrator().change_desk(|settings| settings.paused = None)?;
        browser.js("sessionStorage.clear()").map(drop)
    }
}
