//! Without scripts, without a network, and with a database that somebody has had in their hands.
use anyhow::{Result, ensure};
use madobe_domain::log::open::Fault;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::spoilt::spoil;
use madobe_tests::steps::{open_mailbox, sign_in};

const PAGES: [&str; 6] = ["/", "/write", "/mailbox", "/crisis", "/about", "/safety"];

pub fn no_script(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    phone.scripts_off()?;
    let mut place = None;
    for page in PAGES {
        phone.open(page)?;
        phone.see(".site-header .crisis-link")?;
        let here = phone.js(
            "const { x, y, width, height } = document.querySelector('.site-header .crisis-link').getBoundingClientRect();
             return [x, y, width, height]",
        )?;
        ensure!(*place.get_or_insert_with(|| here.clone()) == here, "{page}: help in danger moved to {here}");
        phone.see("a#exit[href='/leave']")?;
    }
    phone.open("/crisis")?;
    ensure!(phone.text("main")?.contains("119"));
    phone.see("a[href='tel:119']")?;
    phone.open("/write")?;
    phone.see("noscript a[href='/plain/write']")?;
    Ok(())
}

pub fn no_network(_: &Desk, engine: Engine) -> Result<()> {
    let mut desk = Desk::start()?;
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    phone.open("/")?;
    phone.until("the worker of the page", "navigator.serviceWorker.controller")?;
    phone.reload()?;
    desk.kill()?;
    for page in ["/crisis", "/about", "/"] {
        phone.open(page)?;
        phone.see(".site-header .crisis-link")?;
    }
    phone.open("/crisis")?;
    phone.read("命があぶないと感じたら")?;
    phone.see("a[href='tel:119']")?;
    phone.accessible("the crisis page without a network")?;
    // What is written without a network is there after the page is loaded again.
    phone.open("/write")?;
    phone.write("#letter", "電波のないところで書きました。")?;
    phone.until("a kept draft", "sessionStorage.getItem('madobe.draft')")?;
    phone.reload()?;
    phone.until(
        "the words again",
        "document.querySelector('#letter').value === '電波のないところで書きました。'",
    )
}

pub fn spoilt(_: &Desk, engine: Engine) -> Result<()> {
    let mut desk = Desk::start()?;
    let talks = spoil(&mut desk)?;
    let (_, mut credentials) = desk.colleague()?;
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    for talk in talks {
        let digits: String = talk.mailbox.code.chars().filter(char::is_ascii_digit).collect();
        open_mailbox(&phone, &digits)?;
        phone.read("ひとつめ。")?;
        staff.open(&format!("/staff/cases/{}", talk.case))?;
        staff.read("ひとつめ。")?;
        for (fault, mailbox, thread) in [
            (Fault::Altered, "途中で変わったか、こわれています", "途中で変えられたか壊れたため"),
            (Fault::Broken, "届いていない手紙があるようです", "抜けているか、順番が変わっています"),
        ] {
            let count = talk.faults.iter().filter(|found| **found == Some(fault)).count();
            for (browser, words) in [(&phone, mailbox), (&staff, thread)] {
                let text = browser.text("main")?;
                ensure!(text.matches(words).count() == count, "{}: {count} × {words} in {text}", talk.what);
            }
        }
    }
    Ok(())
}
