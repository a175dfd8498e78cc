//! In another language: the choice stands in the address and goes along, and no word of the first one is left.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::pages::PAGES;
use madobe_tests::steps::code;

/// What is shown in the page's own words: not what the operator or a person wrote, not the names of languages.
const OWN_WORDS: &str = "
    const page = document.body.cloneNode(true);
    page.querySelectorAll('.letter-body, .line, .night ul, #changes-list, #complaints, #readers, #after-reader, #card-name, .desk-name, [hreflang], [hidden]')
        .forEach((one) => one.remove());
    return page.textContent;";

fn japanese(browser: &Browser) -> Result<String> {
    let words = browser.js(OWN_WORDS)?;
    Ok(words.as_str().unwrap_or_default().chars().filter(|c| ('\u{3041}'..='\u{30fa}').contains(c)).collect())
}

pub fn pages(desk: &Desk, engine: Engine) -> Result<()> {
    let browser = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    for language in ["easy", "en"] {
        for page in PAGES {
            let path = format!("/{language}{page}");
            browser.look(Look::PHONE)?;
            browser.open(&path)?;
            browser.accessible(&path)?;
            browser.look(Look::NARROWEST.dark())?;
            browser.fits(&path)?;
            let left = browser.js("return [...document.querySelectorAll('a[href]:not([hreflang])')].filter((a) => a.origin === location.origin).map((a) => a.pathname)
                .filter((path) => !/^\\/(easy|en)\\b|^\\/leave$/.test(path)).join(' ')")?;
            ensure!(left == "", "{path} leads out of its language: {left}");
            if language == "en" {
                let found = japanese(&browser)?;
                ensure!(found.is_empty(), "{path} says {found}");
            }
        }
    }
    Ok(())
}

pub fn english(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    phone.open("/")?;
    phone.press("a[hreflang=en]")?;
    phone.press("a.door.primary")?;
    phone.ready()?;
    ensure!(phone.js("return location.pathname + ' ' + document.documentElement.lang")? == "/en/write en");
    phone.press("#next")?;
    phone.see("#letter-error")?;
    ensure!(japanese(&phone)?.is_empty(), "an error in Japanese");
    phone.write("#letter", "I have not been outside for a long time.")?;
    phone.press("#next")?;
    phone.see("#step-choose")?;
    phone.press("#promise-boxes label")?;
    phone.press("#choose-next")?;
    phone.see("#step-check")?;
    let found = japanese(&phone)?;
    ensure!(found.is_empty(), "before sending: {found}");
    phone.press("#send")?;
    let digits = code(&phone)?;
    let found = japanese(&phone)?;
    ensure!(found.is_empty(), "on the receipt: {found}");
    phone.press("#put-away")?;
    phone.press("#to-mailbox")?;
    phone.see("#letters .letter")?;
    ensure!(phone.js("return location.pathname")? == "/en/mailbox");
    let found = japanese(&phone)?;
    ensure!(found.is_empty(), "in the mailbox: {found}");
    // The same consultation, in Japanese.
    phone.press("a[hreflang=ja]")?;
    phone.see("#letters .letter")?;
    ensure!(!japanese(&phone)?.is_empty() && !phone.holds(&digits)?);
    Ok(())
}
