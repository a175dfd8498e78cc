//! What somebody else does is seen within seconds, and one browser asks once, however many tabs it has.
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use madobe_client::staff::Credentials;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::{Desk, PASSWORD};
use madobe_tests::steps::{send_now, sign_in};

const SOON: Duration = Duration::from_secs(5);

fn at_a_desk(desk: &Desk) -> Result<(Browser, Credentials)> {
    let look = Look { tabs: true, ..Look::DESK };
    let staff = Browser::start(Engine::Chromium, desk.server.base(), look)?;
    let (_, mut credentials) = desk.colleague()?;
    sign_in(&staff, &mut credentials)?;
    loaded(&staff)?;
    Ok((staff, credentials))
}

fn loaded(staff: &Browser) -> Result<()> {
    staff.until(
        "a whole list",
        "document.querySelector('#cases') && !document.querySelector('.pane-list > p.status')",
    )
}

fn in_time<T>(what: &str, since: Instant, seen: Result<T>) -> Result<T> {
    let took = since.elapsed();
    let seen = seen?;
    ensure!(took < SOON, "{what} after {} ms", took.as_millis());
    Ok(seen)
}

/// How often this tab has asked for what is new.
fn asked(staff: &Browser) -> Result<u64> {
    let count = staff.js("return performance.getEntriesByType('resource').filter((one) => one.name.includes('/api/staff/sync')).length")?;
    Ok(count.as_u64().unwrap_or_default())
}

/// A letter and a reply are seen by whoever has the case, and the list, open.
pub fn within_seconds(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    desk.letter("ずっと返事を待つ手紙です。")?;
    let mailbox = desk.letter("はじめての手紙です。")?;
    let case = mailbox.page(0)?.case;
    let (one, _) = at_a_desk(&desk)?;
    let (other, _) = at_a_desk(&desk)?;
    for staff in [&one, &other] {
        staff.open(&format!("/staff/cases/{case}"))?;
        staff.read("はじめての手紙です。")?;
        loaded(staff)?;
    }
    let written = Instant::now();
    mailbox.write("ふたつめの手紙です。")?;
    in_time("a letter in an open case", written, one.read("ふたつめの手紙です。"))?;
    in_time("a letter in an open case elsewhere", written, other.read("ふたつめの手紙です。"))?;

    one.press("#to-reply")?;
    one.see("#reply")?;
    one.write("#reply", "読みました。")?;
    one.press("#reply-form button[type=submit]")?;
    one.see("#to-reply")?;
    let sent = Instant::now();
    send_now(&one)?;
    in_time("a colleague's reply", sent, other.read("読みました。"))?;

    // A new case waits to be asked for: no row moves by itself. The second letter waited like that.
    other.press(".new-items")?;
    other.gone(".new-items")?;
    let rows = "[...document.querySelectorAll('.case-row')].map((row) => row.pathname).join()";
    let before = other.js(&format!("return {rows}"))?;
    let written = Instant::now();
    let new = desk.letter("べつの人の手紙です。")?.page(0)?.case;
    in_time("a new case", written, other.see(".new-items"))?;
    ensure!(other.js(&format!("return {rows}"))? == before, "the list moved");
    other.press(".new-items")?;
    other.see(&format!(".case-row[href='/staff/cases/{new}']"))?;
    one.clean()?;
    other.clean()?;
    Ok(())
}

/// A tab that nobody looks at asks for nothing, and has everything as soon as somebody does.
pub fn put_aside(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let mailbox = desk.letter("はじめての手紙です。")?;
    let case = mailbox.page(0)?.case;
    let (staff, _) = at_a_desk(&desk)?;
    let (other, _) = at_a_desk(&desk)?;
    for staff in [&staff, &other] {
        staff.open(&format!("/staff/cases/{case}"))?;
        staff.read("はじめての手紙です。")?;
        loaded(staff)?;
    }
    let hidden = |is: bool| {
        staff.js(&format!(
            "Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => {is} }});
             document.dispatchEvent(new Event('visibilitychange'))"
        ))
    };
    hidden(true)?;
    let before = asked(&staff)?;
    mailbox.write("ふたつめの手紙です。")?;
    other.read("ふたつめの手紙です。")?;
    ensure!(asked(&staff)? == before, "a tab that is put aside asks");
    ensure!(!staff.holds("ふたつめの手紙です。")?);
    let back = Instant::now();
    hidden(false)?;
    in_time("what came meanwhile", back, staff.read("ふたつめの手紙です。"))?;
    // It listens again.
    let written = Instant::now();
    mailbox.write("みっつめの手紙です。")?;
    in_time("what comes then", written, staff.read("みっつめの手紙です。"))
}

/// Two tabs of one person: both show what comes, one of them asks.
pub fn two_tabs(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let mailbox = desk.letter("はじめての手紙です。")?;
    let case = mailbox.page(0)?.case;
    let (staff, _) = at_a_desk(&desk)?;
    staff.open(&format!("/staff/cases/{case}"))?;
    staff.read("はじめての手紙です。")?;
    loaded(&staff)?;
    staff.new_tab()?;
    staff.open(&format!("/staff/cases/{case}"))?;
    staff.see("#unlock")?;
    staff.write("#unlock #password", PASSWORD)?;
    staff.press("#unlock button[type=submit]")?;
    staff.read("はじめての手紙です。")?;
    loaded(&staff)?;
    let counts = || -> Result<[u64; 2]> {
        staff.first_tab()?;
        let first = asked(&staff)?;
        staff.last_tab()?;
        Ok([first, asked(&staff)?])
    };
    let before = counts()?;
    let letters = [2, 3, 4, 5, 6].map(|number| format!("{number}番めの手紙です。"));
    for letter in &letters {
        mailbox.write(letter)?;
        staff.read(letter)?;
    }
    staff.first_tab()?;
    for letter in &letters {
        staff.read(letter)?;
    }
    let after = counts()?;
    let more = [after[0] - before[0], after[1] - before[1]];
    // Being looked at again is a reason to ask once, and so is a socket that opens then.
    ensure!(more[0] <= 2 && more[1] >= 5, "one asks for both: {more:?}");
    // What the other tab brings to a case that is open behind it stays unread until somebody comes back to it.
    let hidden = |is: bool| {
        staff.js(&format!(
            "Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => {is} }});
             document.dispatchEvent(new Event('visibilitychange', {{ bubbles: true }}))"
        ))
    };
    let unread = format!("#cases .case-row[href$='{case}'][data-unread]");
    staff.open("/staff")?;
    loaded(&staff)?;
    staff.first_tab()?;
    hidden(true)?;
    staff.last_tab()?;
    mailbox.write("うしろで届いた手紙です。")?;
    staff.see(&unread)?;
    staff.first_tab()?;
    hidden(false)?;
    staff.read("うしろで届いた手紙です。")?;
    staff.gone(&unread)
}

/// The session ends while the desk is open: whoever is there is asked, and then sees what came.
pub fn expired(_: &Desk) -> Result<()> {
    let desk = Desk::start()?;
    let mailbox = desk.letter("はじめての手紙です。")?;
    let case = mailbox.page(0)?.case;
    let (staff, mut credentials) = at_a_desk(&desk)?;
    staff.open(&format!("/staff/cases/{case}"))?;
    staff.read("はじめての手紙です。")?;
    loaded(&staff)?;
    let cookie = format!("madobe_staff={}", staff.cookie("madobe_staff", "/api/staff/session")?);
    desk.server.raw("DELETE", "/api/staff/session", &[("cookie", &cookie)], None)?;
    mailbox.write("ふたつめの手紙です。")?;
    staff.see("#sign-in-again")?;
    staff.write("#sign-in-again #password", PASSWORD)?;
    staff.write("#sign-in-again #code", &credentials.authenticator.unused())?;
    staff.press("#sign-in-again button[type=submit]")?;
    staff.gone("#sign-in-again")?;
    staff.read("ふたつめの手紙です。")
}
