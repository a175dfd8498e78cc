//! What the operator says about the desk, on its way to the public: help lines, earlier versions, printed matter. Each has a
//! desk of its own, because it changes what all others would see.
use anyhow::{Context, Result, ensure};
use data_encoding::BASE64;
use madobe_domain::desk::place::Place;
use madobe_domain::desk::settings::{CrisisLine, LineKind};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{code, sign_in};
use madobe_tests::wait;
use serde_json::json;

fn line(name: &str) -> CrisisLine {
    CrisisLine {
        name: name.to_owned(),
        kind: LineKind::Text,
        contact: "https://example.jp/".to_owned(),
        hours: "毎日".to_owned(),
        free: true,
        source: "https://example.jp/".to_owned(),
        ..CrisisLine::default()
    }
}

fn at_desk(desk: &Desk) -> Result<Browser> {
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut desk.credentials())?;
    Ok(staff)
}

/// A line is changed, seen by the public at once, and the version before it comes back.
pub fn lines(_: &Desk) -> Result<()> {
    let desk = &Desk::start()?;
    desk.administrator().change_desk(|settings| settings.lines = vec![line("見本 朝の窓")])?;
    let staff = at_desk(desk)?;
    let phone = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    phone.open("/crisis")?;
    phone.read("見本 朝の窓")?;
    ensure!(!phone.holds("いま受付中")?, "nobody entered the times");

    staff.press_words("窓口の設定")?;
    staff.see("#line-0-name")?;
    staff.clear("#line-0-name")?;
    staff.write("#line-0-name", "見本 夜の窓")?;
    staff.write("#line-0-times", "毎日 いつでも")?;
    staff.press("#desk-form button[type=submit]")?;
    staff.see("#line-0-times-error")?;
    staff.accessible("times that cannot be read")?;
    staff.clear("#line-0-times")?;
    staff.write("#line-0-times", "毎日 0:00-24:00")?;
    staff.press("#desk-form button[type=submit]")?;
    staff.read("保存しました。")?;
    phone.reload()?;
    phone.read("見本 夜の窓")?;
    phone.read("いま受付中（24時間）")?;
    ensure!(!phone.holds("見本 朝の窓")?);
    phone.accessible("lines with their times")?;

    staff.press_words("これまでの設定を見る")?;
    staff.read("足した：見本 夜の窓。")?;
    staff.accessible("earlier versions")?;
    staff.press("ol > li:nth-child(2) button")?;
    staff.until("the earlier name", "document.querySelector('#line-0-name').value === '見本 朝の窓'")?;
    staff.press("#desk-form button[type=submit]")?;
    staff.read("なくした：見本 夜の窓。")?;
    phone.reload()?;
    phone.read("見本 朝の窓")?;
    ensure!(!phone.holds("見本 夜の窓")?, "it came back whole");
    Ok(())
}

/// A leaflet is printed, its address is followed, the place is counted, seen by the writer and, taken off, not sent.
pub fn print(_: &Desk) -> Result<()> {
    let desk = &Desk::start()?;
    let staff = at_desk(desk)?;
    staff.press_words("窓口の設定")?;
    staff.press("#place-add")?;
    let last = desk.administrator().desk()?.settings.places.len();
    staff.write(&format!("#place-{last}"), "見本 図書館")?;
    staff.press("#desk-form button[type=submit]")?;
    staff.until("an answer", "document.querySelector('#saved').textContent.includes('保存しました') || document.querySelector('#no-lines-ask')")?;
    if staff.js("return !!document.querySelector('#no-lines-ask')")? == true {
        staff.press("#desk-form button[type=submit]")?;
    }
    staff.read("保存しました。")?;
    let places = desk.administrator().desk()?.settings.places;
    let Place { code: place, name } = places.last().context("no place")?.clone();
    ensure!(name == "見本 図書館");

    staff.press_words("印刷物")?;
    staff.see(&format!("input[value='{place}']"))?;
    staff.accessible("what can be printed")?;
    staff.js("document.querySelector('form').target = '_self'")?;
    staff.press(&format!("input[value='{place}']"))?;
    staff.press("form button[type=submit]")?;
    staff.see("article.leaflet")?;
    let address = staff.text(".address")?;
    let path = address.split_once('/').map(|(_, path)| format!("/{path}")).context(address.clone())?;
    ensure!(path == format!("/p/{place}"), "{address}");

    let phone = Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)?;
    phone.open(&path)?;
    phone.until("the code gone from the address", "location.pathname === '/'")?;
    phone.until("the place to be known", "sessionStorage.getItem('madobe.source')")?;
    ensure!(phone.js("return document.cookie")? == "");
    phone.press("a.door.primary")?;
    phone.ready()?;
    phone.write("#letter", "紙を見て、来ました。")?;
    phone.press("#next")?;
    phone.see("#source-place")?;
    ensure!(phone.text("#source label:has(:checked)")? == "見本 図書館");
    phone.press("#choose-next")?;
    phone.see("#step-check")?;
    phone.read("見本 図書館")?;
    phone.accessible("the place among the answers")?;
    phone.press("#rechoose")?;
    phone.press("#source input[value=none]")?;
    phone.press("#choose-next")?;
    phone.see("#step-check")?;
    ensure!(!phone.text("#step-check")?.contains("図書館"), "it was taken off");
    phone.press("#rechoose")?;
    phone.press(&format!("#source input[value={}]", json!(name)))?;
    phone.press("#choose-next")?;
    phone.see("#step-check")?;
    phone.press("#send")?;
    let digits = code(&phone)?;

    // A bad code is passed over in silence, and no reload counts again.
    phone.open("/p/bbbb")?;
    phone.until("the code gone from the address", "location.pathname === '/'")?;
    phone.reload()?;
    phone.read("話せなくても、書けます。")?;
    staff.open("/api/staff/print")?;
    staff.read(&place)?;
    ensure!(staff.text("tbody tr:last-child td:nth-child(2)")? == "1", "counted once");
    let case = madobe_client::Mailbox::from_code(&desk.server, &digits)?.page(0)?.case;
    staff.open(&format!("/staff/cases/{case}/about"))?;
    staff.read("見本 図書館")?;
    Ok(())
}

/// Every sheet in every language: one page of its size, nothing cut off, and what must be on it.
pub fn sheets(_: &Desk) -> Result<()> {
    let desk = &Desk::start()?;
    const LONG: &str =
        "見本のとても長い名前の市こころとからだと暮らしと仕事のことをなんでも話せるよりそい相談センター分室";
    desk.administrator().change_desk(|settings| {
        settings.name = LONG.to_owned();
        settings.reply_days = 30;
        settings.places.insert(0, Place { code: "wwww".to_owned(), name: "見本 学校".to_owned() });
    })?;
    let staff = at_desk(desk)?;
    for language in ["japanese", "easy", "english"] {
        for (sheet, size, copies) in [
            ("leaflet", [420, 595], 1),
            ("cards", [595, 842], 10),
            ("poster_a4", [595, 842], 1),
            ("poster_a3", [842, 1191], 1),
        ] {
            let which = format!("{sheet}, {language}");
            staff.open(&format!("/api/staff/print/sheet?place=wwww&sheet={sheet}&language={language}"))?;
            // Now and then a busy Chromium has no printer at hand.
            let how = json!({ "preferCSSPageSize": true, "printBackground": false });
            let printed = wait::until("the print", || Ok(staff.cdp("Page.printToPDF", how.clone()).ok()))?;
            let pdf = BASE64.decode(printed["data"].as_str().context("no document")?.as_bytes())?;
            let pdf = String::from_utf8_lossy(&pdf);
            ensure!(pdf.matches("/Type /Page\n").count() == 1, "{which}: more than one page, or none");
            let page_box =
                pdf.split("/MediaBox [").nth(1).and_then(|rest| rest.split(']').next()).context("no size")?;
            let numbers: Vec<f64> =
                page_box.split_whitespace().filter_map(|number| number.parse().ok()).collect();
            ensure!(
                numbers.iter().skip(2).zip(size).all(|(is, wanted)| (is - f64::from(wanted)).abs() < 2.0),
                "{which}: {page_box}"
            );
            staff.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" }))?;
            let out = staff.js(
                "const paper = document.querySelector('.paper').getBoundingClientRect();
                 const out = (e, box) => {
                   const r = e.getBoundingClientRect();
                   return r.width && (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1);
                 };
                 const outside = [...document.querySelectorAll('.paper *:not(svg *)')].filter((e) => out(e, paper));
                 for (const card of document.querySelectorAll('.card'))
                   outside.push(...[...card.querySelectorAll('*:not(svg *)')].filter((e) => out(e, card.getBoundingClientRect())));
                 const crowded = [...document.querySelectorAll('.card > div, article')].filter((e) => e.scrollHeight > e.clientHeight + 1);
                 return [...outside, ...crowded].map((e) => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 20)).join(' | ');",
            )?;
            ensure!(out == "", "{which}: {out}");
            let text = staff.text(".paper")?;
            for words in ["/p/wwww", "119", if language == "english" { "30" } else { "30日" }] {
                ensure!(text.matches(words).count() >= copies, "{which} lacks {words}: {text}");
            }
            ensure!(staff.js("return document.querySelectorAll('.qr').length")? == copies);
            staff.cdp("Emulation.setEmulatedMedia", json!({ "media": "" }))?;
        }
    }
    desk.administrator().change_desk(|settings| settings.name = "窓辺".to_owned())?;
    Ok(())
}
