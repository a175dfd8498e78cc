//! Without scripts, without a network, and with a database that somebody has had in their hands.
use anyhow::{Result, ensure};
use madobe_domain::log::open::Fault;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::pages::PAGES;
use madobe_tests::spoilt::spoil;
use madobe_tests::steps::{at_a_desk, open_mailbox, stores};

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
    // Whatever the desk itself has listed.
    phone.see("main a[href^='https://www.mhlw.go.jp/mamorouyokokoro/']")?;
    phone.open("/write")?;
    // What only stands there without scripts is never shown, in the opinion of some drivers.
    let shown = "document.querySelector('noscript a[href=\"/plain/write\"]')?.checkVisibility()";
    phone.until("the way without scripts", shown)
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

const KEPT: &str = "前に見たときの内容です。";

fn is_kept(phone: &Browser, page: &str) -> Result<()> {
    phone.js_with(
        "const page = arguments[0];
         window.kept = null;
         (function look() { caches.match(page).then((kept) => (kept ? (window.kept = page) : setTimeout(look, 25))) })()",
        page,
    )?;
    phone.until(&format!("{page} to be kept"), &format!("window.kept === '{page}'"))
}

/// Once read, every page opens again, says what it is and promises nothing.
pub fn read_before(_: &Desk) -> Result<()> {
    let mut desk = Desk::start()?;
    let phone = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    phone.open("/")?;
    phone.until("the worker of the page", "navigator.serviceWorker.controller")?;
    phone.see(".promise")?;
    phone.gone("#kept-page")?;
    // One page in another language: the others of it come along.
    phone.open("/en/about")?;
    for page in ["/en/about", "/en/", "/en/write", "/en/waiting"] {
        is_kept(&phone, page)?;
    }
    // And one that is kept only where somebody has read it.
    phone.open("/book")?;
    is_kept(&phone, "/book")?;
    desk.kill()?;
    for page in PAGES.into_iter().filter(|page| *page != "/feedback") {
        phone.open(page)?;
        phone.see(".site-header .crisis-link")?;
        phone.read(KEPT)?;
    }
    phone.open("/")?;
    phone.gone(".promise")?;
    // With the address that every page's own name leads to, and a home screen.
    for page in ["/en/about", "/en/", "/en", "/en/write"] {
        phone.open(page)?;
        phone.see("#kept-page")?;
    }
    phone.open("/easy/crisis")?;
    phone.see("a[href='tel:119']")?;
    phone.open("/crisis")?;
    phone.read("命があぶないと感じたら")?;
    phone.see("a[href='tel:119']")?;
    phone.accessible("the crisis page without a network")
}

/// The first visit of all, and the network gone as soon as the page stands: it opens again, program and all. Leaving leads
/// somewhere blank, though the browser believes in a network, and does not break the visit after it.
pub fn first_visit(_: &Desk) -> Result<()> {
    let mut desk = Desk::start()?;
    desk.keep_address()?;
    let phone = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    for _ in 0..2 {
        phone.open("/write")?;
        phone.until("the worker of the page", "navigator.serviceWorker.controller")?;
        desk.kill()?;
        phone.open("/write")?;
        phone.ready()?;
        phone.read(KEPT)?;
        phone.write("#letter", "電波がありません。")?;
        phone.press("#next")?;
        phone.see("#step-choose")?;
        ensure!(phone.js("return navigator.onLine")? == true);
        phone.press("#exit")?;
        phone.until("somewhere blank", "location.href === 'about:blank'")?;
        desk.start_again()?;
        ensure!(stores(&phone)? == [0, 0], "copies of pages are still kept");
    }
    Ok(())
}

/// The program never came: the words stay, and it is said what will happen.
pub fn no_program(_: &Desk) -> Result<()> {
    let mut desk = Desk::start()?;
    let phone = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    phone.open("/")?;
    phone.until("the worker of the page", "navigator.serviceWorker.controller")?;
    desk.kill()?;
    phone.offline(true)?;
    phone.open("/write")?;
    phone.write("#letter", "まだ送れません。")?;
    phone.press("#next")?;
    phone.until(
        "what is said of it",
        "document.querySelector('#next-status').textContent.includes('文章は残っています')",
    )?;
    ensure!(phone.value("#letter")? == "まだ送れません。");
    Ok(())
}

/// Where the browser keeps nothing, everything comes from the network; what an older version kept is still handed out.
pub fn no_room(_: &Desk) -> Result<()> {
    let mut desk = Desk::start()?;
    let phone = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    let origin = serde_json::json!({ "origin": desk.server.base(), "quotaSize": 1 });
    phone.cdp("Storage.overrideQuotaForOrigin", origin)?;
    phone.open("/write")?;
    phone.until("the worker of the page", "navigator.serviceWorker.controller")?;
    phone.open("/write")?;
    phone.ready()?;
    phone.cdp("Storage.overrideQuotaForOrigin", serde_json::json!({ "origin": desk.server.base() }))?;
    phone.js("caches.open('madobe before').then((old) => old.put('/assets/thread-old.js', new Response('old'))).then(() => (window.put = true))")?;
    phone.until("a file of another version", "window.put")?;
    desk.kill()?;
    phone.js(
        "fetch('/assets/thread-old.js').then((answer) => answer.text()).then((text) => (window.old = text))",
    )?;
    phone.until("a file of another version", "window.old === 'old'")
}

/// A neutral name and picture, a beginning that tells nothing, and nobody is ever asked to put it anywhere.
pub fn installable(desk: &Desk) -> Result<()> {
    for (base, lang) in [("", "ja"), ("/easy", "ja"), ("/en", "en")] {
        let manifest: serde_json::Value = desk.server.get(&format!("{base}/manifest.webmanifest"))?;
        let text = |key: &str| manifest[key].as_str().unwrap_or_default().to_owned();
        ensure!(text("start_url") == format!("{base}/") && text("scope") == "/" && text("id") == "/");
        ensure!(text("lang") == lang && text("display") == "minimal-ui");
        ensure!(["窓辺", "Madobe"].contains(&text("name").as_str()) && text("name") == text("short_name"));
        let told = manifest.to_string();
        for word in ["相談", "consult", "hikikomori", "ひきこもり", "shortcuts", "screenshots", "description"]
        {
            ensure!(!told.contains(word), "the manifest says {word}");
        }
        let icons = manifest["icons"].as_array().cloned().unwrap_or_default();
        for purpose in ["any", "maskable"] {
            ensure!(icons.iter().any(|icon| icon["purpose"] == purpose), "no icon for {purpose}");
        }
        for icon in &icons {
            let answer = desk.server.raw("GET", icon["src"].as_str().unwrap_or_default(), &[], None)?;
            ensure!(answer.status == 200 && answer.header("content-type") == icon["type"].as_str(), "{icon}");
        }
        let page = desk.server.raw("GET", &format!("{base}/"), &[], None)?.text().replace("&#x2f;", "/");
        ensure!(page.contains(&format!("href=\"{base}/manifest.webmanifest\"")));
        let script = page.split('"').find(|part| part.contains("/first-")).unwrap_or_default().to_owned();
        for path in [script.as_str(), "/sw.js"] {
            let source = desk.server.raw("GET", path, &[], None)?;
            ensure!(source.status == 200, "{path}");
            for asked in
                ["beforeinstallprompt", "prompt(", "Notification", "pushManager", "requestPermission"]
            {
                ensure!(!source.text().contains(asked), "{path} knows {asked}");
            }
        }
    }
    Ok(())
}

pub fn spoilt(_: &Desk, engine: Engine) -> Result<()> {
    let mut desk = Desk::start()?;
    let talks = spoil(&mut desk)?;
    let (staff, _) = at_a_desk(&desk, engine)?;
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
