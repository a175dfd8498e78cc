//! The code is not lost by accident, and one press is one letter.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{code, send_letter, write_up_to_sending};

fn sends(phone: &Browser) -> Result<usize> {
    Ok(phone.requests()?.iter().filter(|request| request.url.ends_with("/api/mailboxes")).count())
}

pub fn survives(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    let digits = send_letter(&phone, "番号をなくさないように。")?;
    ensure!(sends(&phone)? == 1);
    for _ in 0..3 {
        phone.reload()?;
        ensure!(code(&phone)? == digits);
    }
    phone.back()?;
    phone.forward()?;
    ensure!(code(&phone)? == digits, "back and forth");
    ensure!(sends(&phone)? == 0, "and nothing was sent again");
    ensure!(
        phone.js("return document.querySelector('#qr-place').childElementCount")? == 0,
        "a QR code unasked"
    );
    phone.press("#keep-qr")?;
    phone.until("the QR code", "document.querySelector('#qr-place').childElementCount > 0")?;
    phone.new_tab()?;
    phone.open("/write")?;
    phone.ready()?;
    ensure!(phone.js("return !!document.querySelector('#receipt')")? == false, "another tab shows the code");
    ensure!(!phone.holds(&digits[..4])?);
    phone.first_tab()?;
    // Half an hour later it is gone from the tab, too.
    phone.later(31)?;
    phone.reload()?;
    phone.press("#cover-go")?;
    phone.ready()?;
    phone.gone("#receipt")
}

/// Another consultation, in the same tab and within the half hour: it has a code of its own.
pub fn another(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    let first = send_letter(&phone, "ひとつめの相談です。")?;
    phone.press("#put-away")?;
    phone.press("#another")?;
    phone.gone("#receipt")?;
    ensure!(!phone.holds(&first[..4])?, "the first code is still there");
    ensure!(send_letter(&phone, "もうひとつの相談です。")? != first);
    Ok(())
}

pub fn double_press(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    write_up_to_sending(&phone, "二度押してしまいました。")?;
    phone.js("const send = document.querySelector('#send'); send.click(); send.click(); send.click();")?;
    code(&phone)?;
    ensure!(sends(&phone)? == 1, "sent more than once");
    Ok(())
}
