//! Steps that several journeys take.
use anyhow::{Context, Result, ensure};
use madobe_client::StaffMember;
use madobe_client::staff::Credentials;

use crate::browser::{Browser, Engine, Look};
use crate::desk::{Desk, PASSWORD};

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

/// A fault is told at the top of the page, where the focus is, by the name of its field and in the words that stand beside it,
/// and in the title; the summary leads to the field.
pub fn told_above(phone: &Browser, field: &str) -> Result<()> {
    phone.see("#error-summary a")?;
    phone.until("the focus at the summary", "document.activeElement?.closest('#error-summary')")?;
    ensure!(phone.title()?.starts_with("エラー："), "{}", phone.title()?);
    let told = phone.js_with(
        "const [field] = arguments;
         const name = document.querySelector(`label[for=${field}],#${field}>legend`)?.firstChild.textContent.trim();
         const beside = document.getElementById(`${field}-error`).textContent;
         return [document.querySelector('#error-summary a').textContent, name ? `${name}\\n${beside}` : beside, beside]",
        field,
    )?;
    ensure!(told[0] == told[1] && told[2] != "", "above, wanted there, beside: {told}");
    // Out from under the header, as a hand would.
    phone.js("document.querySelector('#error-summary').scrollIntoView({ block: 'center' })")?;
    phone.press("#error-summary a")?;
    phone.focuses(field)
}

/// Nothing needs a look any more.
pub fn nothing_above(phone: &Browser) -> Result<()> {
    phone.gone("#error-summary a")?;
    phone.until("a title as usual", "!document.title.startsWith('エラー')")
}

/// From the landing page to the day that is chosen, by five presses: the first way to talk, the second day.
pub fn choose_a_day(phone: &Browser) -> Result<()> {
    phone.open("/")?;
    phone.press(".door[href$='/book']")?;
    phone.ready()?;
    phone.press("#who-family")?;
    phone.press("#kinds .door")?;
    phone.press("#days .door:nth-of-type(2)")?;
    phone.see("#times input").map(drop)
}

/// The first time of that day, and on to the page that asks once more.
pub fn choose_a_time(phone: &Browser) -> Result<()> {
    choose_a_day(phone)?;
    phone.press("#times .choice")?;
    phone.press("#time-next")?;
    phone.see("#step-check").map(drop)
}

/// Until the time is held.
pub fn held(phone: &Browser) -> Result<()> {
    phone.see("#extend").map(drop)
}

/// Everything to the code of a talk that is booked.
pub fn book_a_talk(phone: &Browser) -> Result<String> {
    choose_a_time(phone)?;
    phone.press("#book")?;
    phone.see("#step-done")?;
    code(phone)
}

/// The talks of a code.
pub fn open_talks(phone: &Browser, digits: &str) -> Result<()> {
    phone.open("/book")?;
    phone.ready()?;
    // A tab that was asked for the code before may be asked at once.
    if phone.js("return document.querySelector('#have-code').checkVisibility()")? == true {
        phone.press("#have-code")?;
    }
    phone.see("#code-digits")?;
    phone.js("document.querySelector('#code-digits').value = ''")?;
    phone.write("#code-digits", digits)?;
    phone.press("#code-open")?;
    phone.see("#step-mine").map(drop)
}

/// From an opened mailbox by one of its links to the talks of its code, which nobody types twice and the tab does not keep.
pub fn follow_to_talks(phone: &Browser, link: &str) -> Result<()> {
    phone.press(link)?;
    phone.see("#step-mine")?;
    let address = phone.js("return location.pathname + location.search + location.hash")?;
    ensure!(address == "/book", "{address}");
    let handed = phone.js("return sessionStorage.getItem('madobe.hand')")?;
    ensure!(handed.is_null(), "the tab keeps the code");
    ensure!(phone.value("#code-digits")?.is_empty(), "the field keeps the code");
    Ok(())
}

pub fn sign_in(staff: &Browser, credentials: &mut Credentials) -> Result<()> {
    come_in(staff, credentials)?;
    staff.see(".desk-bar").map(drop)
}

/// Up to the press: whoever has no key yet comes no further.
pub fn come_in(staff: &Browser, credentials: &mut Credentials) -> Result<()> {
    staff.open("/staff")?;
    staff.see("#sign-in")?;
    staff.write("#login", &credentials.login)?;
    staff.write("#password", PASSWORD)?;
    staff.write("#code", &credentials.authenticator.unused())?;
    staff.press("#sign-in button[type=submit]")
}

/// A new colleague, signed in at a screen of their own.
pub fn at_a_desk(desk: &Desk, engine: Engine) -> Result<(Browser, StaffMember)> {
    let (member, mut credentials) = desk.colleague()?;
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    Ok((staff, member))
}

/// Three steps back in the history and three forward again; `look` is asked at each page.
pub fn through_history(phone: &Browser, mut look: impl FnMut() -> Result<()>) -> Result<()> {
    if phone.engine() == Engine::WebKit {
        // Neither going back by the driver nor by a script ends: it waits for a page that leaves again as it comes back.
        phone
            .engine()
            .cannot("the way back after leaving", "its driver loses a page that leaves as it comes back");
        return Ok(());
    }
    for step in 0..6 {
        if step < 3 {
            phone.back()?
        } else {
            phone.forward()?
        }
        phone.until("a page", "document.readyState === 'complete'")?;
        look()?;
    }
    Ok(())
}

/// How many stores of pages the browser has of this desk, and how many workers: asked from a file, which brings no program.
pub fn stores(phone: &Browser) -> Result<[u64; 2]> {
    phone.open("/sw.js")?;
    phone.js("Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()])
             .then((all) => { window.stores = all.map((some) => some.length); })")?;
    phone.until("what the browser keeps", "window.stores")?;
    let stores = phone.js("return window.stores")?;
    let count = |place: usize| stores[place].as_u64().context("no number");
    Ok([count(0)?, count(1)?])
}

/// A reply that can still be recalled leaves now, and has arrived.
pub fn send_now(staff: &Browser) -> Result<()> {
    staff.press(".quiet-line .send-now")?;
    staff.gone(".quiet-line[data-case]")
}
