//! A whole way without a pointer.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{at_a_desk, code};
use thirtyfour::Key;

pub fn write(desk: &Desk, engine: Engine) -> Result<()> {
    let browser = Browser::start(engine, desk.server.base(), Look::DESK)?;
    browser.open("/")?;
    browser.tab_to(".door.primary")?;
    browser.key(Key::Enter)?;
    browser.until("the writing page", "location.pathname === '/write'")?;
    browser.ready()?;
    browser.tab_to("#letter")?;
    browser.keys("キーボードだけで書きました。")?;
    browser.tab_to("#next")?;
    browser.key(Key::Enter)?;
    browser.see("#step-choose")?;
    browser.focuses("choose-h")?;
    browser.tab_to("input[name=about]")?;
    browser.key(Key::Space)?;
    browser.tab_to("#choose-next")?;
    browser.key(Key::Enter)?;
    browser.see("#step-check")?;
    browser.tab_to("#send")?;
    browser.key(Key::Enter)?;
    let digits = code(&browser)?;
    browser.focuses("receipt-h")?;
    browser.tab_to("#put-away")?;
    browser.key(Key::Enter)?;
    browser.tab_to("#to-mailbox")?;
    browser.key(Key::Enter)?;
    browser.until("the mailbox", "location.pathname === '/mailbox'")?;
    browser.ready()?;
    browser.tab_to("#code")?;
    browser.keys(&digits)?;
    browser.key(Key::Enter)?;
    browser.see("#room")?;
    browser.read("キーボードだけで書きました。")
}

pub fn answer(desk: &Desk, engine: Engine) -> Result<()> {
    let mailbox = desk.letter("マウスのない机へ。")?;
    let case = mailbox.page(0)?.case;
    let (browser, _) = at_a_desk(desk, engine)?;
    browser.see(".case-row")?;
    browser.tab_to(&format!(".case-row[href$='{case}']"))?;
    browser.key(Key::Enter)?;
    browser.read("マウスのない机へ。")?;
    browser.keys("r")?;
    browser.see("#reply")?;
    browser.until("the focus in the reply", "document.activeElement?.id === 'reply'")?;
    let words = "返事もキーボードで書きます。r j k";
    browser.keys(words)?;
    browser.key(Key::Enter)?;
    browser.keys("二行目です。")?;
    ensure!(
        browser.value("#reply")? == format!("{words}\n二行目です。"),
        "Enter sends nothing, letters are letters"
    );
    browser.chord(Key::Control, Key::Enter)?;
    browser.see("#to-reply")?;
    browser.tab_to(".quiet-line .send-now")?;
    browser.key(Key::Enter)?;
    browser.gone(".quiet-line[data-case]")?;
    ensure!(mailbox.open()?.view.newest_words() == Some("返事もキーボードで書きます。r j k\n二行目です。"));
    browser.keys("n")?;
    browser.see("#note")?;
    browser.until("the focus in the note", "document.activeElement?.id === 'note'")?;
    browser.keys("キーボードで残したメモ。")?;
    browser.chord(Key::Control, Key::Enter)?;
    browser.see("#to-note")?;
    browser.read("キーボードで残したメモ。")
}
