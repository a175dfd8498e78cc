//! What a writer sees, from the landing page to the deleted consultation.
mod aside;
mod booking;
mod endings;
mod feedback;
mod plain;

use anyhow::{Result, ensure};
use madobe_client::StaffMember;
use madobe_domain::ids::CaseId;
use serde_json::json;

use super::{See, base, furnish, words};
use crate::browser::{Browser, Look};
use crate::desk::Desk;
use crate::steps::code;

const LETTER: &str = "夜になると、消えてしまいたいと思うことがあります。\n昼のあいだは、なにも考えられません。\n\n\
    家族とは三年くらい話していません。部屋の外で足音がすると、息をとめてしまいます。";
const REPLY: &str = "書いてくださって、ありがとうございます。\n足音に息をとめる夜が、つづいているのですね。ここで、ゆっくり読んでいます。";

struct Walk<'a, 'b> {
    browser: &'a Browser,
    language: &'a str,
    see: &'a mut See<'b>,
}

/// Everything public, in this language. The desk is the walk's own: it is furnished, and pauses for a moment.
pub fn public(desk: &Desk, browser: &Browser, language: &str, see: &mut See) -> Result<()> {
    let mut walk = Walk { browser, language, see };
    browser.look(Look::PHONE)?;
    walk.page("/crisis", "crisis-bare")?;
    furnish(desk)?;
    walk.still_pages()?;
    walk.paused(desk)?;
    walk.writing()?;
    let digits = walk.sending()?;
    walk.entry()?;
    walk.mailbox(desk, &digits)?;
    walk.endings(desk)?;
    walk.feedback(desk)?;
    walk.left_on_device(desk)?;
    walk.plain()?;
    walk.booking(desk)?;
    walk.booked(desk)?;
    walk.no_script()?;
    walk.late(desk)
}

impl Walk<'_, '_> {
    fn see(&mut self, name: &str) -> Result<()> {
        let seen = (self.see)(self.browser, name);
        self.browser.look(Look::PHONE)?;
        seen
    }

    fn go(&self, path: &str) -> Result<()> {
        self.browser.open(&format!("{}{path}", base(self.language)))
    }

    fn page(&mut self, path: &str, name: &str) -> Result<()> {
        self.go(path)?;
        self.browser.until("the whole page", "document.readyState === 'complete'")?;
        self.see(name)
    }

    fn words(&self, path: &str) -> Result<String> {
        words(self.language, path)
    }

    /// From the middle of the window, wherever the last look has left it.
    fn press(&self, css: &str) -> Result<()> {
        self.browser.see(css)?;
        self.browser
            .js_with("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", css)?;
        self.browser.press(css)
    }

    /// Puts words where the application would: for moments that do not wait for anybody.
    fn put(&self, css: &str, text: &str) -> Result<()> {
        self.browser
            .js_with(
                "const [css, text] = arguments[0]; const place = document.querySelector(css);
                 place.hidden = false; if (text) place.textContent = text;",
                json!([css, text]),
            )
            .map(drop)
    }

    fn still_pages(&mut self) -> Result<()> {
        for (path, name) in [
            ("/", "landing"),
            ("/crisis", "crisis"),
            ("/about", "about"),
            ("/safety", "safety"),
            ("/nothing-here", "not-found"),
        ] {
            self.page(path, name)?;
        }
        self.go("/")?;
        // What the Worker writes between ten and five.
        self.browser.js_with(
            "document.querySelector('.night')?.remove();
             const night = Object.assign(document.createElement('p'), { className: 'night', textContent: arguments[0] });
             document.querySelector('.hero').append(night);",
            self.words("pages.runtime.night.welcome")?,
        )?;
        self.see("landing-night")
    }

    fn paused(&mut self, desk: &Desk) -> Result<()> {
        let notice = "12月28日の朝まで、お休みしています。年末年始のあいだも、いまある手紙は読めます。";
        desk.administrator().change_desk(|settings| settings.paused = Some(notice.to_owned()))?;
        self.page("/", "landing-paused")?;
        self.page("/write", "write-paused")?;
        desk.administrator().change_desk(|settings| settings.paused = None)?;
        Ok(())
    }

    fn writing(&mut self) -> Result<()> {
        let browser = self.browser;
        self.go("/write")?;
        browser.ready()?;
        self.see("write")?;
        self.press("#next")?;
        browser.see("#letter-error")?;
        self.see("write-empty")?;
        self.press("#openings summary")?;
        self.press("[data-opening]")?;
        self.press("#discard")?;
        self.see("write-everything-open")?;
        self.press("#discard-no")?;
        browser.js("document.querySelector('#openings').open = false")?;
        browser.clear("#letter")?;
        browser.insert(&"あいうえお、".repeat(1675))?;
        self.press("#next")?;
        browser.see("#letter-error")?;
        self.see("write-too-long")?;
        browser.clear("#letter")?;
        browser.insert(LETTER)?;
        self.see("write-written")?;
        browser.js("document.body.append(document.querySelector('#cover').content.cloneNode(true)); document.querySelector('#main').hidden = true")?;
        self.see("cover")?;
        browser.js(
            "document.querySelector('.cover').remove(); document.querySelector('#main').hidden = false",
        )?;
        self.press("#next")?;
        browser.see("#step-choose")?;
        self.see("choose")?;
        self.press("#choose-more summary")?;
        self.press("#wish label:nth-of-type(2)")?;
        self.press("#promise-boxes label")?;
        self.press("#about label")?;
        browser.write("#call-me", "よる\u{3000}ねむれない人")?;
        self.see("choose-chosen")?;
        self.press("#choose-next")?;
        browser.see("#step-check")?;
        self.see("check")
    }

    fn sending(&mut self) -> Result<String> {
        let browser = self.browser;
        self.press("#not-now")?;
        browser.see("#not-now-panel")?;
        self.see("not-now")?;
        self.press("#not-now-back")?;
        browser.offline(true)?;
        self.press("#send")?;
        browser.see("#send-failed")?;
        browser.see("#send-choices")?;
        self.see("send-failed")?;
        self.wait_here()?;
        browser.offline(false)?;
        let doing = self.words("public.sending.work")?.replace("{of}", "16").replace("{done}", "6");
        browser.js("document.querySelector('#send-bar').value = 6")?;
        self.put("#send-doing", &doing)?;
        self.put("#send-progress", "")?;
        self.see("sending")?;
        self.press("#send")?;
        let digits = code(browser)?;
        self.see("receipt")?;
        self.press("#keep-qr")?;
        self.press("#practice summary")?;
        self.press("#put-away")?;
        browser.see("#receipt-on")?;
        self.see("receipt-everything-open")?;
        Ok(digits)
    }

    fn entry(&mut self) -> Result<()> {
        let browser = self.browser;
        self.forgotten_mailbox()?;
        self.see("entry")?;
        browser.write("#code", "1234 5678 9012 3456")?;
        self.press("#open")?;
        browser.see("#code-error")?;
        self.see("entry-wrong")?;
        let wait = self.words("public.entry.wait")?.replace("{time}", "21:40");
        self.put("#code-error", &wait)?;
        self.see("entry-throttled")
    }

    fn mailbox(&mut self, desk: &Desk, digits: &str) -> Result<()> {
        let browser = self.browser;
        let mailbox = madobe_client::Mailbox::from_code(&desk.server, digits)?;
        let case = mailbox.page(0)?.case;
        self.open(digits)?;
        self.see("mailbox-waiting")?;
        let (mut staff, _) = desk.colleague()?;
        reply(&mut staff, case)?;
        self.open(digits)?;
        self.see("mailbox-answered")?;
        for _ in 0..2 {
            mailbox.write("ありがとうございます。\nすこし、外の音が聞けるようになりました。")?;
            reply(&mut staff, case)?;
        }
        self.open(digits)?;
        self.see("mailbox-long")?;
        for door in ["#write-more", "#promises-change", "#enough", "#delete"] {
            self.press(door)?;
        }
        self.see("mailbox-everything-open")?;
        self.press("#more-send")?;
        browser.see("#more-error")?;
        self.see("mailbox-fault")?;
        self.press("#delete-yes")?;
        browser.see("#deleted")?;
        self.see("deleted")
    }

    /// The door of the mailbox, in a tab that knows no code any more.
    fn forgotten_mailbox(&self) -> Result<()> {
        self.browser.js("sessionStorage.clear()")?;
        self.go("/mailbox")?;
        self.browser.ready()
    }

    fn open(&self, digits: &str) -> Result<()> {
        self.forgotten_mailbox()?;
        self.browser.write("#code", digits)?;
        self.press("#open")?;
        self.browser.see("#room").map(drop)
    }

    fn no_script(&mut self) -> Result<()> {
        let able = |value: bool| {
            self.browser.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": value })).map(drop)
        };
        for (path, name) in [
            ("/write", "write-no-script"),
            ("/mailbox", "entry-no-script"),
            ("/book", "book-no-script"),
            ("/feedback", "feedback-no-script"),
        ] {
            able(true)?;
            self.go(path)?;
            able(false)?;
            ensure!(self.browser.js("return 'ready' in document.body.dataset")? == false);
            (self.see)(self.browser, name)?;
        }
        self.browser.look(Look::PHONE)
    }
}

fn reply(staff: &mut StaffMember, case: CaseId) -> Result<()> {
    staff.sync()?;
    staff.reply(case, REPLY)?;
    Ok(())
}
