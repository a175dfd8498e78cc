//! Writing and reading by plain forms, as they look; that they need no script is proved elsewhere.
use anyhow::Result;

use super::{LETTER, Walk};

impl Walk<'_, '_> {
    pub(super) fn plain(&mut self) -> Result<()> {
        let digits = self.plain_letter()?;
        self.plain_mailbox(&digits)
    }

    fn plain_letter(&mut self) -> Result<String> {
        let browser = self.browser;
        self.page("/plain/write", "plain-write")?;
        self.press("button[value=check]")?;
        browser.see("#faults")?;
        browser.js(OPEN)?;
        self.see("plain-write-empty")?;
        browser.write("#words", LETTER)?;
        self.press("button[value=check]")?;
        browser.see("#own-letter")?;
        self.see("plain-check")?;
        self.press("button[value=send]")?;
        let digits = browser.text("#plain-code")?.chars().filter(char::is_ascii_digit).collect();
        self.see("plain-receipt")?;
        Ok(digits)
    }

    fn plain_mailbox(&mut self, digits: &str) -> Result<()> {
        let browser = self.browser;
        self.page("/plain/mailbox", "plain-entry")?;
        browser.write("#digits", "1234")?;
        self.press("button[value=open]")?;
        browser.see("#digits-error")?;
        self.see("plain-entry-wrong")?;
        browser.clear("#digits")?;
        browser.write("#digits", digits)?;
        self.press("button[value=open]")?;
        browser.see("#room")?;
        browser.js(OPEN)?;
        self.see("plain-mailbox")?;
        self.press("button[value=delete]")?;
        browser.see("#deleted")?;
        self.see("plain-deleted")
    }
}

/// What is folded up, too.
const OPEN: &str = "document.querySelectorAll('main details').forEach((one) => (one.open = true))";
