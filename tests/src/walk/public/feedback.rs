//! Three questions afterwards, and what was changed because of the answers.
use anyhow::Result;
use chrono::NaiveDate;
use madobe_domain::desk::settings::Change;

use super::Walk;
use crate::desk::Desk;

impl Walk<'_, '_> {
    pub(super) fn feedback(&mut self, desk: &Desk) -> Result<()> {
        let browser = self.browser;
        let change = Change { on: NaiveDate::default(), words: "字を大きくしました。".to_owned() };
        desk.administrator().change_desk(|settings| settings.changes = vec![change])?;
        self.go("/feedback")?;
        browser.ready()?;
        self.see("feedback")?;
        self.press("#open")?;
        browser.see("#wanted-error")?;
        self.see("feedback-empty")?;
        self.press("#easy .choice")?;
        browser.write("#wanted", "夜の返事も、読みたいです。")?;
        browser.offline(true)?;
        self.press("#open")?;
        browser.read(self.words("public.feedback.failed")?.trim())?;
        self.see("feedback-failed")?;
        browser.offline(false)?;
        self.press("#open")?;
        browser.see("#thanks")?;
        self.see("feedback-thanks")
    }
}
