//! Steps that several journeys take.
use anyhow::{Result, ensure};
use madobe_client::staff::Credentials;

use crate::browser::Browser;
use crate::desk::PASSWORD;

/// From the writing page to the last press before sending.
pub fn write_up_to_sending(phone: &Browser, words: &str) -> Result<()> {
    phone.open("/write")?;
    phone.ready()?;
    phone.write("#letter", words)?;
    phone.press("#next")?;
    phone.see("#step-choose")?;
    phone.press("#choose-next")?;
    phone.see("#step-check").map(drop)
}

/// Everything from the writing page to the code. Gives its twenty digits.
pub fn send_letter(phone: &Browser, words: &str) -> Result<String> {
    write_up_to_sending(phone, words)?;
    phone.press("#send")?;
    code(phone)
}

/// The code on the receipt.
pub fn code(phone: &Browser) -> Result<String> {
    phone.see("#receipt")?;
    let digits: String = phone.text("#receipt #code")?.chars().filter(char::is_ascii_digit).collect();
    ensure!(digits.len() == 20, "{} digits", digits.len());
    Ok(digits)
}

pub fn open_mailbox(phone: &Browser, digits: &str) -> Result<()> {
    phone.open("/mailbox")?;
    phone.ready()?;
    phone.write("#code", digits)?;
    phone.press("#open")?;
    phone.until(
        "an opened mailbox or a fault",
        "document.querySelector('#room,#deleted') || document.querySelector('#code-error:not([hidden])')",
    )?;
    ensure!(phone.js("return !!document.querySelector('#room')")? == true, "the mailbox did not open");
    Ok(())
}

pub fn sign_in(staff: &Browser, credentials: &mut Credentials) -> Result<()> {
    staff.open("/staff")?;
    staff.see("#sign-in")?;
    staff.write("#login", &credentials.login)?;
    staff.write("#password", PASSWORD)?;
    staff.write("#code", &credentials.authenticator.unused())?;
    staff.press("#sign-in button[type=submit]")?;
    staff.see(".desk-bar").map(drop)
}
