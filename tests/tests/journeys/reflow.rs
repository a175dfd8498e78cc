//! Text that people made larger or wider, and screens on their side: nothing is cut off, hidden or out of reach.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::pages::public;
use madobe_tests::steps::sign_in;

pub fn pages() -> impl Iterator<Item = &'static str> {
    public().chain(["/en/", "/easy/"])
}

/// Line height, letters, words and paragraphs as far apart as WCAG 1.4.12 wants them to be able to stand.
const SPACED: &str = "const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }');
    document.adoptedStyleSheets = [sheet];";

fn settled(browser: &Browser, page: &str) -> Result<()> {
    browser.open(page)?;
    browser.until("the whole page", "document.readyState === 'complete'")
}

pub fn spacing(desk: &Desk) -> Result<()> {
    let browser = Browser::start(Engine::Chromium, desk.server.base(), Look::NARROWEST)?;
    for page in pages() {
        settled(&browser, page)?;
        browser.js(SPACED)?;
        browser.fits(page)?;
        browser.uncut(page)?;
        browser.reachable(page, 44)?;
        browser.look(Look::LANDSCAPE)?;
        browser.fits(page)?;
        let share = browser.js(
            "return document.querySelector('.site-header').getBoundingClientRect().height / innerHeight",
        )?;
        ensure!(
            share.as_f64().is_some_and(|share| share < 0.25),
            "{page}: the header takes {share} of a phone on its side"
        );
        browser.look(Look::NARROWEST)?;
    }
    Ok(())
}

/// Text twice as large, as set in the browser: the page follows, on a phone too.
pub fn large_text(desk: &Desk) -> Result<()> {
    let browser = Browser::start(Engine::Chromium, desk.server.base(), Look { text: 200, ..Look::PHONE })?;
    for page in pages() {
        settled(&browser, page)?;
        let size = browser.js("return parseFloat(getComputedStyle(document.body).fontSize)")?;
        ensure!(size.as_f64().is_some_and(|size| size > 33.0), "{page}: the text stays at {size} px");
        browser.fits(page)?;
        browser.uncut(page)?;
        browser.accessible(&format!("{page}, text twice as large"))?;
        let header =
            browser.js("return document.querySelector('.site-header').getBoundingClientRect().height")?;
        ensure!(
            header.as_f64().is_some_and(|height| height < 200.0),
            "{page}: the header is {header} px high"
        );
    }
    // Among staff the bar has more in it: it goes away with the page.
    let (_, mut credentials) = desk.colleague()?;
    sign_in(&browser, &mut credentials)?;
    browser.see("#search")?;
    browser.js("scrollTo(0, document.documentElement.scrollHeight)")?;
    browser.until("the bar away", "document.querySelector('.desk-bar').getBoundingClientRect().top < 0")
}

/// Whatever takes the focus can be seen, there and back: the header, which stays, never lies over it.
pub fn focus(desk: &Desk) -> Result<()> {
    let browser = Browser::start(Engine::Chromium, desk.server.base(), Look::NARROWEST)?;
    for page in pages() {
        settled(&browser, page)?;
        let count = browser.js(
            "return [...document.querySelectorAll('a[href],button,input,textarea,summary')].filter((e) => e.checkVisibility({ visibilityProperty: true })).length",
        )?;
        let stops = count.as_u64().unwrap_or_default().min(40);
        for backwards in [false, true] {
            for _ in 0..stops {
                if backwards {
                    browser.chord(thirtyfour::Key::Shift, thirtyfour::Key::Tab)?;
                } else {
                    browser.key(thirtyfour::Key::Tab)?;
                }
                let hidden = browser.js(
                    "const e = document.activeElement;
                     if (!e || e === document.body) return null;
                     const box = e.getBoundingClientRect();
                     const x = box.left + Math.min(box.width, innerWidth) / 2;
                     const shown = [box.top + 3, box.bottom - 3, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2]
                         .some((y) => { const top = document.elementFromPoint(x, y); return top && (e.contains(top) || top.contains(e)); });
                     return shown ? null : `${e.outerHTML.slice(0, 100)} at ${box.top}`;",
                )?;
                ensure!(hidden.is_null(), "{page}: the focus is out of sight on {hidden}");
            }
        }
    }
    Ok(())
}
