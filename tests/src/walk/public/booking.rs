//! Talks: booked, moved, asked about, and where none is offered.
use anyhow::Result;

use super::Walk;
use crate::desk::Desk;
use crate::steps::code;
use crate::talks;

impl Walk<'_, '_> {
    pub(super) fn booking(&mut self, desk: &Desk) -> Result<()> {
        let browser = self.browser;
        talks::furnish(desk)?;
        self.page("/", "landing-talks")?;
        self.go("/book")?;
        browser.ready()?;
        self.see("book")?;
        self.press("#have-code")?;
        self.press("#code-open")?;
        browser.see("#code-digits-error")?;
        self.see("book-code-wrong")?;
        self.press("#code-back")?;
        self.press("#who-family")?;
        browser.see("#kinds .door")?;
        self.see("book-how")?;
        self.press("#kinds .door:nth-of-type(2)")?;
        browser.see("#days-more")?;
        self.see("book-day")?;
        let lost = self.words("public.book.lost")?;
        self.put("#lost", &lost)?;
        self.put("#days-none", "")?;
        self.see("book-day-everything-open")?;
        self.press("#days .door:nth-of-type(2)")?;
        browser.see("#times input")?;
        self.press("#time-next")?;
        browser.see("#times-error")?;
        self.see("book-time-none")?;
        self.press("#times .choice")?;
        self.press("#time-next")?;
        browser.see("#extend")?;
        self.see("book-check")?;
        browser.offline(true)?;
        self.press("#book")?;
        browser.see("#book-failed")?;
        self.see("book-failed")?;
        browser.offline(false)
    }

    pub(super) fn booked(&mut self, desk: &Desk) -> Result<()> {
        let browser = self.browser;
        self.press("#book")?;
        browser.see("#step-done")?;
        let digits = code(browser)?;
        self.see("book-done")?;
        browser.js("sessionStorage.clear()")?;
        self.go("/book")?;
        browser.ready()?;
        self.press("#have-code")?;
        browser.write("#code-digits", &digits)?;
        self.press("#code-open")?;
        browser.see("#my-talks h2")?;
        self.see("book-mine")?;
        self.press("#my-talks .row .quiet")?;
        browser.see("#my-talks .warning")?;
        self.press("#my-talks summary")?;
        self.see("book-mine-everything-open")?;
        self.press("#my-talks .row .button:not(.quiet)")?;
        browser.see("#near .door")?;
        self.see("book-move")?;
        self.group(desk)?;
        // Nothing is offered any more.
        let mut wanted = talks::plan(desk)?;
        wanted.plan.kinds.clear();
        talks::change(desk, wanted)?;
        browser.js("sessionStorage.clear()")?;
        self.go("/book")?;
        browser.ready()?;
        self.press("#who-myself")?;
        browser.see("#kinds p")?;
        self.see("book-closed")
    }

    /// What a group asks, and an answer that is too long.
    fn group(&mut self, desk: &Desk) -> Result<()> {
        let browser = self.browser;
        let mut wanted = talks::plan(desk)?;
        let me = desk.administrator().session.id;
        let questions = ["はじめての参加ですか", "お茶菓子で、食べられないものがあれば、教えてください"];
        wanted.plan.kinds = vec![talks::group(&[me], 8, &questions)];
        let id = wanted.plan.kinds[0].id;
        talks::change(desk, wanted)?;
        talks::session(&desk.administrator(), desk.team, id, talks::in_days(3))?;
        browser.js("sessionStorage.clear()")?;
        self.go("/book")?;
        browser.ready()?;
        self.press("#who-family")?;
        self.press("#kinds .door")?;
        self.press("#days .door")?;
        self.press("#times .choice")?;
        self.press("#time-next")?;
        browser.see("#answer-1")?;
        self.see("book-ask")?;
        self.press("#answer-2")?;
        browser.insert(&"そばと、えび。".repeat(29))?;
        self.press("#ask-next")?;
        browser.see("#answer-2-error")?;
        self.put("#ask-hold", "")?;
        self.see("book-ask-too-long")?;
        browser.clear("#answer-2")?;
        browser.write("#answer-2", "そば。")?;
        self.press("#ask-next")?;
        browser.see("#ask-again")?;
        self.see("book-check-group")
    }
}
