//! What staff see, from signing in to the locked screen.
use anyhow::{Context, Result};

use super::See;
use crate::browser::{Browser, Look};
use crate::desk::{Desk, PASSWORD};
use crate::steps::sign_in;

const LETTERS: [&str; 3] = [
    "朝、起きられなくなって、もう半年になります。\n医者に行くように言われますが、外に出るのがこわいです。",
    "息子のことで書いています。三年前から部屋を出てきません。わたしが年をとっていくのが、いちばん心配です。",
    "はじめて書きます。",
];

/// Everything of the staff application. The desk is the walk's own.
pub fn staff(desk: &Desk, browser: &Browser, see: &mut See) -> Result<()> {
    let mut see = |name: &str| {
        let seen = see(browser, name);
        browser.look(Look::DESK)?;
        seen
    };
    super::furnish(desk)?;
    browser.look(Look::DESK)?;
    browser.open("/staff")?;
    browser.see("#sign-in")?;
    see("sign-in")?;
    browser.press("#sign-in button[type=submit]")?;
    browser.see(".error-summary")?;
    see("sign-in-empty")?;
    sign_in(browser, &mut desk.credentials())?;
    browser.see(".list .empty, .empty")?;
    see("inbox-empty")?;
    let mailboxes = LETTERS.iter().map(|text| desk.letter(text)).collect::<Result<Vec<_>>>()?;
    let (mut colleague, _) = desk.colleague()?;
    let answered = mailboxes.last().context("no letter")?.page(0)?.case;
    colleague.sync()?;
    colleague.reply(answered, "はじめまして。書いてくださって、ありがとうございます。")?;
    browser.open("/staff")?;
    browser.until("the cases", "document.querySelectorAll('#cases .case-line').length >= 2")?;
    see("inbox")?;
    let case = mailboxes.first().context("no letter")?.page(0)?.case;
    for (path, shows, name) in [
        ("", "#to-reply", "case"),
        ("/reply", "#reply", "reply"),
        ("/note", "#note", "note"),
        ("/close", "#closing-form", "closing"),
        ("/about", "#side-heading", "side"),
    ] {
        browser.open(&format!("/staff/cases/{case}{path}"))?;
        browser.see(shows)?;
        see(name)?;
    }
    browser.open(&format!("/staff/cases/{case}/close"))?;
    browser.press("#closing-form button[type=submit]")?;
    browser.see(".error-summary")?;
    see("closing-empty")?;
    for (path, heading, name) in [
        ("/staff/colleagues", "同僚", "colleagues"),
        ("/staff/desk", "窓口の設定", "settings"),
        ("/staff/calendar/plan", "予約の決まり", "plan"),
        ("/staff/calendar", "予約", "calendar"),
        ("/staff/none/at/all", "見つかりません", "staff-not-found"),
    ] {
        browser.open(path)?;
        browser
            .until(heading, &format!("document.querySelector('h1')?.textContent.includes('{heading}')"))?;
        see(name)?;
    }
    browser.open("/staff")?;
    browser.see(".case-row")?;
    browser.press_words("キー操作")?;
    browser.see(".dialog")?;
    see("keys")?;
    browser.key(thirtyfour::Key::Escape)?;
    browser.press_words("席を離れる")?;
    browser.see("#unlock")?;
    see("locked")?;
    browser.write("#unlock #password", PASSWORD)?;
    browser.press("#unlock button[type=submit]")?;
    browser.see(".case-row").map(drop)
}
