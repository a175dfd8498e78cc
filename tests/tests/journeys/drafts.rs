//! Words that were typed are never lost, and never shown to somebody else.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{code, write_up_to_sending};

const WORDS: &str = "まだ途中の文章です。";

fn phone(desk: &Desk) -> Result<Browser> {
    Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)
}

fn kept(phone: &Browser) -> Result<()> {
    phone.until("a kept draft", &format!("sessionStorage.getItem('madobe.draft')?.includes('{WORDS}')"))
}

pub fn reload(desk: &Desk) -> Result<()> {
    let phone = phone(desk)?;
    phone.open("/write")?;
    phone.write("#letter", WORDS)?;
    kept(&phone)?;
    for _ in 0..2 {
        phone.reload()?;
        phone.until("the words again", &format!("document.querySelector('#letter').value === '{WORDS}'"))?;
        phone.ready()?;
        ensure!(phone.value("#letter")? == WORDS, "and after the application took over");
    }
    // Straight to another page and back.
    phone.open("/crisis")?;
    phone.back()?;
    phone.until("the words again", &format!("document.querySelector('#letter').value === '{WORDS}'"))?;
    phone.new_tab()?;
    phone.open("/write")?;
    phone.ready()?;
    ensure!(phone.value("#letter")?.is_empty(), "another tab shows nothing");
    ensure!(phone.js("return localStorage.length")? == 0, "nothing is left on the device");
    phone.clean()?;
    Ok(())
}

pub fn failed_send(desk: &Desk) -> Result<()> {
    let phone = phone(desk)?;
    write_up_to_sending(&phone, WORDS)?;
    phone.offline(true)?;
    phone.press("#send")?;
    phone.see("#send-failed")?;
    phone.read("文章は残っています。")?;
    ensure!(phone.value("#letter")? == WORDS);
    kept(&phone)?;
    phone.offline(false)?;
    phone.press("#send")?;
    code(&phone)?;
    // What was sent is no draft any more.
    phone.until("no draft", "!sessionStorage.getItem('madobe.draft')")?;
    Ok(())
}

/// The page can be typed on long before the program has come over a slow line.
pub fn early(desk: &Desk) -> Result<()> {
    let phone = phone(desk)?;
    phone.slow(30_000)?;
    phone.open("/write")?;
    let not_yet = phone.js("return !('ready' in document.body.dataset)")?;
    ensure!(not_yet == true, "the line was not slow enough to prove anything");
    phone.write("#letter", WORDS)?;
    ensure!(phone.js("return !('ready' in document.body.dataset)")? == true, "typed too late");
    // Pressed too early, the press is kept.
    phone.press("#next")?;
    phone.read("準備しています。書いたものは残っています。")?;
    phone.slow(-1)?;
    phone.see("#step-choose")?;
    ensure!(phone.value("#letter")? == WORDS);
    phone.press("#choose-back")?;
    phone.see("#letter")?;
    phone.write("#letter", "つづき。")?;
    ensure!(phone.value("#letter")? == format!("{WORDS}つづき。"));
    Ok(())
}

pub fn never(desk: &Desk) -> Result<()> {
    let phone = phone(desk)?;
    phone.block(&["*.wasm"])?;
    phone.open("/write")?;
    phone.write("#letter", WORDS)?;
    phone.press("#next")?;
    phone.read("うまく準備できませんでした。文章は残っています。")?;
    ensure!(phone.value("#letter")? == WORDS && phone.path()? == "/write");
    phone.block(&[])?;
    // Asking again is loading the page again, with the words.
    phone.press("#next")?;
    phone.ready()?;
    phone.until("the words again", &format!("document.querySelector('#letter').value === '{WORDS}'"))
}

pub fn cover(desk: &Desk) -> Result<()> {
    let phone = phone(desk)?;
    phone.open("/write")?;
    phone.ready()?;
    phone.write("#letter", WORDS)?;
    kept(&phone)?;
    phone.later(16)?;
    phone.reload()?;
    phone.see("#cover-go")?;
    ensure!(
        !phone.js("return document.querySelector('#letter').checkVisibility()")?.as_bool().unwrap_or(true)
    );
    ensure!(phone.value("#letter")?.is_empty(), "no word before somebody said to go on");
    phone.press("#cover-go")?;
    phone.until("the words again", &format!("document.querySelector('#letter').value === '{WORDS}'"))?;
    kept(&phone)?;
    phone.later(16)?;
    phone.reload()?;
    phone.press("#cover-clear")?;
    phone.until("an empty page", "document.querySelector('#letter')?.value === ''")?;
    ensure!(phone.js("return sessionStorage.getItem('madobe.draft')")?.is_null());
    Ok(())
}
