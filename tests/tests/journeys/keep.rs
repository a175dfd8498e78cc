//! Four ways to keep the code, each by the keyboard alone, none forced.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::send_letter;
use serde_json::json;
use thirtyfour::Key;

/// What the page asks the device for, written down and not carried out.
const DEVICE: &str = "
    window.done = {};
    window.print = () => { window.done.printed = (window.done.printed ?? 0) + 1 };
    Object.defineProperty(navigator, 'clipboard',
        { configurable: true, value: { writeText: async (text) => { window.done.copied = text } } });
    HTMLAnchorElement.prototype.click = function () { window.done.saved = [this.download, this.href.slice(0, 5)] };";

fn press_by_key(browser: &Browser, css: &str, key: Key) -> Result<()> {
    browser.tab_to(css)?;
    browser.key(key)
}

pub fn four_ways(desk: &Desk, engine: Engine) -> Result<()> {
    let browser = Browser::start(engine, desk.server.base(), Look::DESK)?;
    let digits = send_letter(&browser, "番号をしまいます。")?;
    let order =
        browser.js("return [...document.querySelectorAll('.keep > button')].map((e) => e.id).join(' ')")?;
    ensure!(order == "keep-paper keep-copy keep-picture keep-qr", "{order}");
    let asked = browser.js("return [document.querySelectorAll('#receipt [required]').length, document.querySelector('#qr-place').childElementCount]")?;
    ensure!(asked == json!([0, 0]), "forced, or a QR code unasked: {asked}");
    browser.js(DEVICE)?;
    press_by_key(&browser, "#keep-paper", Key::Enter)?;
    browser.until("a printed card", "window.done.printed === 1")?;
    press_by_key(&browser, "#keep-copy", Key::Enter)?;
    browser.until("a copy", "window.done.copied")?;
    let copied = browser.js("return window.done.copied.replace(/\\D/g, '')")?;
    ensure!(copied == digits.as_str(), "{copied}");
    browser.read("コピーしました。メモに貼りつけられます。")?;
    press_by_key(&browser, "#keep-picture", Key::Enter)?;
    browser.until("a picture", "window.done.saved")?;
    let saved = browser.js("return window.done.saved")?;
    ensure!(saved == json!(["memo.png", "blob:"]), "{saved}");
    // Whether a picture that was handed over is kept, the page cannot know.
    browser.read("写真を出しました。保存できたか、確かめてください。")?;
    press_by_key(&browser, "#keep-qr", Key::Enter)?;
    browser.until("the QR code", "document.querySelector('#qr-place').childElementCount > 0")?;
    press_by_key(&browser, "#keep-qr", Key::Enter)?;
    browser.until("no QR code", "document.querySelector('#qr-place').childElementCount === 0")?;
    press_by_key(&browser, "#practice summary", Key::Enter)?;
    browser.tab_to("#practice-digits")?;
    browser.keys(&digits[4..8])?;
    browser.key(Key::Enter)?;
    browser.read("合っています。")?;
    printed(&browser, engine, &digits)
}

/// The code, and with the box ticked nothing that says whose.
fn printed(browser: &Browser, engine: Engine, digits: &str) -> Result<()> {
    if engine != Engine::Chromium {
        engine.cannot("what is on the printed card", "its driver shows no page as it is printed");
        return Ok(());
    }
    browser.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" }))?;
    let text = || -> Result<String> {
        let text = browser.js("return document.body.innerText")?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    };
    let plain = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let card = text()?;
    ensure!(plain(&card) == digits && card.contains("窓"), "on paper: {card}");
    browser.js("document.querySelector('#card-plain').click()")?;
    browser.until("a card without a name", "document.querySelector('#card-words').hidden")?;
    let card = text()?;
    ensure!(plain(&card) == digits && !card.contains('窓') && !card.contains("返事"), "on paper: {card}");
    // Nor does the browser print the title and the address above and below: there is no edge for them.
    let edge = browser.js(
        "const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
         const { page } = getComputedStyle(document.body);
         return rules.find((rule) => rule instanceof CSSPageRule && rule.selectorText === page)?.style.marginTop ?? page",
    )?;
    ensure!(edge == "0px", "room for lines of the browser: {edge}");
    Ok(())
}
