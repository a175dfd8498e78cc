//! A browser that runs no script, from the landing page to the last word; and one that runs scripts and no WebAssembly.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::at_a_desk;

const LETTER: &str = "JavaScriptは使えません。それでも、書きたいです。";

fn no_script(browser: &Browser) -> Result<()> {
    browser.cdp("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true })).map(drop)
}

fn digits(browser: &Browser) -> Result<String> {
    let digits: String = browser.text("#plain-code")?.chars().filter(char::is_ascii_digit).collect();
    ensure!(digits.len() == 20, "{digits}");
    Ok(digits)
}

/// What every page has to have, where no tool can look at it.
fn sound(browser: &Browser) -> Result<()> {
    let faults = browser.js(
        "const one = (css) => document.querySelectorAll(css).length === 1;
         const faults = [];
         for (const css of ['h1', 'main', '.site-header .exit[href=\"/leave\"]', '.site-header .crisis-link', 'title'])
           if (!one(css)) faults.push(css);
         const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
         if (new Set(ids).size !== ids.length) faults.push('an id twice: ' + ids.filter((id, at) => ids.indexOf(id) !== at));
         for (const field of document.querySelectorAll('main input:not([type=hidden]), main textarea')) {
           if (!field.labels.length) faults.push('no label: ' + field.name);
           if (parseFloat(getComputedStyle(field).fontSize) < 16) faults.push('small: ' + field.name);
         }
         for (const form of document.forms)
           if (form.method !== 'post' || !form.acceptCharset) faults.push('a form by ' + form.method);
         for (const button of document.querySelectorAll('main button, main a.button')) {
           const box = button.getBoundingClientRect();
           if (box.height && box.height < 44) faults.push('a low button: ' + button.textContent);
         }
         if (document.documentElement.scrollWidth > innerWidth) faults.push('wider than the window');
         if (/\\d{20}/.test(location.href) || document.cookie) faults.push('something in the address or a cookie');
         return faults;",
    )?;
    ensure!(faults.as_array().is_some_and(Vec::is_empty), "{}: {faults}", browser.path()?);
    Ok(())
}

pub fn whole(desk: &Desk) -> Result<()> {
    let phone = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    no_script(&phone)?;
    // Booking takes a program: the page leads to a letter, and to the mailbox of whoever has one.
    phone.open("/book")?;
    phone.see("noscript a[href='/plain/mailbox']")?;
    phone.press("noscript a[href='/plain/write']")?;
    phone.see("#words")?;
    phone.open("/write")?;
    phone.press("noscript a[href='/plain/write']")?;
    phone.see("#words")?;
    sound(&phone)?;
    ensure!(phone.text("#different")?.contains("サーバーが鍵をかけます"), "what is different is said first");
    // Nothing yet: said beside the field, and the choice stays.
    phone.press("input[value=no_phone]")?;
    phone.press("button[value=check]")?;
    phone.see("#faults a[href='#words']")?;
    sound(&phone)?;
    phone.write("#words", LETTER)?;
    phone.press("button[value=check]")?;
    ensure!(phone.text("#own-letter")? == LETTER);
    phone.read("電話をかけない")?;
    sound(&phone)?;
    phone.press("button[value=edit]")?;
    ensure!(phone.value("#words")? == LETTER);
    phone.press("button[value=check]")?;
    phone.press("button[value=send]")?;
    let code = digits(&phone)?;
    sound(&phone)?;
    ensure!(phone.path()? == "/plain/write" && !phone.title()?.contains(LETTER));
    // A reload sends the form again, and is the same letter.
    phone.reload()?;
    ensure!(digits(&phone)? == code, "the same code");

    let (staff, _) = at_a_desk(desk, Engine::Chromium)?;
    staff.read(LETTER)?;
    let (mut member, _) = desk.colleague()?;
    member.sync()?;
    let case = madobe_client::Mailbox::from_code(&desk.from_home(), &code)?.page(0)?.case;
    ensure!(member.view(case)?.letters == 1 && member.view(case)?.promises.no_phone);
    member.reply(case, "読みました。ここで待っています。")?;

    phone.press("a[href='/plain/mailbox']")?;
    phone.write("#digits", "1234")?;
    phone.press("button[value=open]")?;
    phone.see("#digits-error")?;
    sound(&phone)?;
    phone.clear("#digits")?;
    phone.write("#digits", &code)?;
    phone.press("button[value=open]")?;
    phone.read("読みました。ここで待っています。")?;
    phone.read("返事が1通あります。")?;
    sound(&phone)?;
    phone.write("#more", "読めました。")?;
    phone.press("button[value=write]")?;
    phone.see("#done")?;
    phone.reload()?;
    phone.see("#done")?;
    let letters = phone.js("return document.querySelectorAll('#letters article').length")?;
    ensure!(letters == 3, "a reload doubles nothing: {letters}");
    phone.press("#delete summary")?;
    phone.press("button[value=delete]")?;
    phone.see("#deleted")?;
    phone.back()?;
    ensure!(!phone.holds("読みました。ここで")?, "Back shows no letter");
    Ok(())
}

/// The short way, in every browser: written, answered, read.
pub fn answered(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    phone.scripts_off()?;
    phone.open("/plain/write")?;
    phone.write("#words", LETTER)?;
    phone.press("button[value=check]")?;
    phone.see("#own-letter")?;
    phone.press("button[value=send]")?;
    let code = digits(&phone)?;
    let (mut member, _) = desk.colleague()?;
    member.sync()?;
    let case = madobe_client::Mailbox::from_code(&desk.from_home(), &code)?.page(0)?.case;
    member.reply(case, "読みました。ここで待っています。")?;
    phone.open("/plain/mailbox")?;
    phone.write("#digits", &code)?;
    phone.press("button[value=open]")?;
    phone.read(LETTER)?;
    phone.read("読みました。ここで待っています。")
}

pub fn no_wasm(desk: &Desk) -> Result<()> {
    let phone = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    phone.cdp(
        "Page.addScriptToEvaluateOnNewDocument",
        serde_json::json!({ "source": "delete globalThis.WebAssembly" }),
    )?;
    phone.open("/write")?;
    phone.see("#plain-way button")?;
    phone.write("#letter", LETTER)?;
    phone.accessible("the writing page without WebAssembly")?;
    phone.press("#plain-way button")?;
    phone.see("#words")?;
    ensure!(phone.value("#words")? == LETTER, "the words came along");
    phone.accessible("writing by a plain form")?;
    phone.press("button[value=check]")?;
    phone.see("#own-letter")?;
    phone.accessible("checking a plain form")?;
    phone.press("button[value=send]")?;
    let code = digits(&phone)?;
    phone.accessible("the code of a plain form")?;
    let draft = phone.js("return sessionStorage.getItem('madobe.draft')")?;
    ensure!(draft.is_null(), "no draft of what was sent: {draft}");
    phone.open("/mailbox")?;
    phone.press("#plain-way a")?;
    phone.write("#digits", &code)?;
    phone.accessible("the door of a plain mailbox")?;
    phone.press("button[value=open]")?;
    phone.read(LETTER)?;
    phone.accessible("a plain mailbox")?;
    phone.open("/book")?;
    phone.see("#plain-way a[href='/plain/write']")?;
    phone.read("手紙を送っただけでは、まだ予約はできていません。")?;
    phone.accessible("the booking page without WebAssembly")?;
    for (base, name) in [("/easy", "やさしい日本語"), ("/en", "English")] {
        phone.open(&format!("{base}/plain/write"))?;
        phone.accessible(name)?;
    }
    Ok(())
}
