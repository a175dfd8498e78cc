//! What else becomes of a mailbox: a photo, two codes of one person, the last word from either side, a promise not kept.
use anyhow::{Context, Result};
use madobe_domain::log::record::CloseReason;

use super::{LETTER, Walk};
use crate::desk::Desk;
use crate::photos::choose;

/// Two months, in minutes.
const LATER: u32 = 60 * 24 * 60;

impl Walk<'_, '_> {
    pub(super) fn endings(&mut self, desk: &Desk) -> Result<()> {
        let browser = self.browser;
        let (here, there) = (desk.letter(LETTER)?, desk.letter("まえの番号で書きました。")?);
        self.open(&here.code)?;
        self.photo()?;
        self.join(&there.code)?;
        self.press("#enough")?;
        self.press("#enough-yes")?;
        browser.gone("#enough-panel")?;
        self.see("mailbox-enough")?;
        let (mut staff, _) = desk.colleague()?;
        staff.sync()?;
        staff.close(here.page(0)?.case, CloseReason::WriterContent)?;
        self.open(&here.code)?;
        browser.see("#mailbox-closed")?;
        self.see("mailbox-closed")?;
        self.open(&there.code)?;
        browser.see("#mailbox-elsewhere")?;
        self.see("mailbox-elsewhere")
    }

    fn photo(&mut self) -> Result<()> {
        self.press("#write-more")?;
        self.browser.see("#photos-add")?;
        choose(self.browser, "#photos", "photo")?;
        self.browser.until("a photo", "document.querySelector('#photos-list img')?.naturalWidth")?;
        self.see("mailbox-photo")?;
        choose(self.browser, "#photos", "words")?;
        self.browser.see("#photos-error")?;
        self.see("mailbox-photo-fault")?;
        self.press("#more-cancel")
    }

    fn join(&mut self, other: &str) -> Result<()> {
        let browser = self.browser;
        self.press("#join")?;
        browser.write("#join-code", "1234")?;
        self.press("#join-send")?;
        browser.see("#join-code-error")?;
        self.see("mailbox-join-fault")?;
        browser.clear("#join-code")?;
        browser.write("#join-code", other)?;
        self.press("#join-send")?;
        browser.see("#join-door")?;
        self.see("mailbox-joined")
    }

    /// The last of all: the clock is not put back.
    pub(super) fn late(&mut self, desk: &Desk) -> Result<()> {
        let mailbox = desk.letter(LETTER)?;
        let late = self.words("public.mailbox.late")?;
        let (late, _) = late.split_once("{date}").context("no day in it")?;
        self.browser.later(LATER)?;
        self.open(&mailbox.code)?;
        self.browser.read(late.trim())?;
        self.see("mailbox-late")
    }
}
