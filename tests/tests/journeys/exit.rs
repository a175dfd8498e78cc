//! Leaving at once, with nothing to come back to.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{open_mailbox, send_letter};

const WORDS: &str = "見られたくない言葉。";

/// Away from this desk, to wherever it leads.
fn is_away(phone: &Browser) -> Result<()> {
    phone.until("another site", &format!("!location.href.startsWith('{}')", phone.base()))
}

fn nothing_back(phone: &Browser, words: &[&str]) -> Result<()> {
    for step in 0..6 {
        if step < 3 {
            phone.back()?
        } else {
            phone.forward()?
        }
        phone.until("a page", "document.readyState === 'complete'")?;
        for word in words {
            ensure!(!phone.holds(word)?, "{word:?} came back at {}", phone.path()?);
        }
    }
    phone.open("/crisis")?;
    let kept = phone.js(
        "return Object.entries(sessionStorage).filter(([key]) => key !== 'madobe.here').length + localStorage.length",
    )?;
    ensure!(kept == 0, "{kept} things are still kept");
    phone.open("/write")?;
    phone.ready()?;
    ensure!(phone.value("#letter")?.is_empty());
    Ok(())
}

pub fn leave(desk: &Desk) -> Result<()> {
    let phone = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    // In sight and on top wherever one has scrolled to.
    phone.open("/about")?;
    for share in [0.0, 0.5, 1.0] {
        let on_top = phone.js_with(
            "scrollTo(0, document.documentElement.scrollHeight * arguments[0]);
             const box = document.querySelector('#exit').getBoundingClientRect();
             return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.closest('#exit') !== null",
            share,
        )?;
        ensure!(on_top == true, "the way out is covered at {share}");
    }
    // From the writing page.
    phone.open("/")?;
    phone.press(".door.primary")?;
    phone.ready()?;
    phone.write("#letter", WORDS)?;
    phone.until("a kept draft", "sessionStorage.getItem('madobe.draft')")?;
    let history = phone.js("return history.length")?;
    let blank = phone.js("const began = performance.now(); document.querySelector('#exit').click();
         return [performance.now() - began, document.documentElement.childElementCount, sessionStorage.length,
             history.length];")?;
    ensure!(blank[0].as_f64().is_some_and(|took| took <= 100.0), "blank after {} ms", blank[0]);
    ensure!(blank[1] == 0 && blank[2] == 0 && blank[3] == history, "{blank}");
    is_away(&phone)?;
    nothing_back(&phone, &[WORDS])?;
    // From an opened mailbox, with its code typed in.
    let digits = send_letter(&phone, WORDS)?;
    open_mailbox(&phone, &digits)?;
    phone.read(WORDS)?;
    phone.press("#exit")?;
    is_away(&phone)?;
    nothing_back(&phone, &[WORDS, &digits, &digits[..4]])
}

pub fn shifts(desk: &Desk) -> Result<()> {
    let phone = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    phone.open("/write")?;
    phone.ready()?;
    phone.write("#letter", WORDS)?;
    let shift = thirtyfour::Key::Shift;
    for between in ["", "a"] {
        phone.key(shift.clone())?;
        phone.key(shift.clone())?;
        if !between.is_empty() {
            phone.keys(between)?;
            phone.key(shift.clone())?;
            ensure!(phone.path()? == "/write", "typing capitals is not leaving");
        }
        phone.keys("b")?;
    }
    for _ in 0..3 {
        phone.key(shift.clone())?;
    }
    is_away(&phone)?;
    nothing_back(&phone, &[WORDS])
}
