//! What a letter asks of somebody: three steps, one field, and nothing that has to be answered.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{code, open_mailbox, send_letter, write_up_to_sending};
use std::collections::BTreeSet;

fn phone(desk: &Desk, engine: Engine) -> Result<Browser> {
    Browser::start(engine, desk.server.base(), Look::PHONE)
}

/// One thing on the page, and in all of it one field that must be filled.
fn one_thing(phone: &Browser, step: &str) -> Result<()> {
    let shown = phone.js(
        "const seen = (css) => [...document.querySelectorAll(css)].filter((e) => e.checkVisibility());
         return [seen('main .step').map((e) => e.id).join(), seen('main h1').length,
             document.querySelectorAll('main [required]').length,
             document.querySelectorAll('[type=email],[type=tel],[type=password],[type=url],[name*=mail],select').length]",
    )?;
    ensure!(shown == serde_json::json!([step, 1, 1, 0]), "{step}: {shown}");
    Ok(())
}

pub fn three_steps(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    phone.open("/")?;
    phone.press(".door.primary")?;
    phone.ready()?;
    ensure!(phone.js("return document.querySelectorAll('#step-list li').length")? == 3);
    for (step, on) in [("step-write", "#next"), ("step-choose", "#choose-next"), ("step-check", "#send")] {
        phone.see(&format!("#{step}"))?;
        one_thing(&phone, step)?;
        if step == "step-write" {
            phone.write("#letter", "三つの手順で送ります。")?;
        }
        phone.press(on)?;
    }
    code(&phone).map(drop)
}

/// Every question says why it is asked; not to answer is one answer among the others.
pub fn optional(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    write_up_to_sending(&phone, "何も答えないままで。")?;
    phone.press("#rechoose")?;
    phone.see("#step-choose")?;
    phone.press("#choose-more summary")?;
    let faults = phone.js(
        "const faults = [];
         const looks = (e) => ['fontSize', 'fontWeight', 'color', 'backgroundColor', 'borderTopColor', 'minHeight']
             .map((name) => getComputedStyle(e)[name]).join();
         const groups = [...document.querySelectorAll('#step-choose fieldset')];
         if (groups.length < 5) faults.push(`${groups.length} questions`);
         for (const group of groups) {
             const why = document.getElementById(group.getAttribute('aria-describedby'));
             if (!why?.textContent.trim()) faults.push(`${group.id} does not say why`);
             if (group.querySelector(':checked')) faults.push(`${group.id} is answered already`);
             const radios = [...group.querySelectorAll('[type=radio]')].map((e) => e.closest('label'));
             const none = radios.filter((e) => e.textContent.trim() === '答えない');
             if (radios.length && none.length !== 1) faults.push(`${group.id} has to be answered`);
             if (none.length && looks(none[0]) !== looks(radios[0])) faults.push(`${group.id}: not answering looks lesser`);
         }
         for (const label of document.querySelectorAll('#step-choose label'))
             if (/^その(他|ほか)$/.test(label.textContent.trim())) faults.push('a bare other');
         return faults",
    )?;
    ensure!(faults.as_array().is_some_and(Vec::is_empty), "{faults}");
    phone.press("#choose-next")?;
    phone.see("#chosen-none")?;
    phone.press("#send")?;
    code(&phone).map(drop)
}

fn asked_for(phone: &Browser) -> Result<BTreeSet<String>> {
    let base = phone.base().to_owned();
    let asked = phone.requests()?.into_iter().map(|request| request.url.replace(&base, ""));
    // A browser looks by itself, and when it likes, whether its worker is still the newest.
    Ok(asked.filter(|address| address != "/sw.js").collect())
}

/// Somebody whose browser has fetched what it keeps of the pages: that comes whenever it likes.
fn settled(desk: &Desk, engine: Engine) -> Result<Browser> {
    let phone = phone(desk, engine)?;
    phone.open("/write")?;
    phone.until("the worker of the page", "navigator.serviceWorker.controller")?;
    phone.forget()?;
    Ok(phone)
}

/// Words that worry: an offer beside the letter. Nobody is told, nothing is in the way.
pub fn worry(desk: &Desk, engine: Engine) -> Result<()> {
    let everyday = settled(desk, engine)?;
    write_up_to_sending(&everyday, "夜、眠れません。")?;
    ensure!(everyday.js("return document.querySelector('#support').checkVisibility()")? == false);
    let usual = asked_for(&everyday)?;

    let phone = settled(desk, engine)?;
    phone.open("/write")?;
    phone.ready()?;
    phone.write("#letter", "消えてしまいたい、と思う夜があります。")?;
    phone.press("#next")?;
    phone.see("#step-choose #support")?;
    phone.focuses("choose-h")?;
    phone.press("#choose-next")?;
    phone.see("#step-check #support")?;
    phone.read("この手紙は、このまま送れます。")?;
    let over = phone.js("return !!document.querySelector('dialog,[role=dialog],[role=alertdialog]')
             || getComputedStyle(document.querySelector('#support')).position !== 'static'")?;
    ensure!(over == false, "the offer lies over the page");
    let more: Vec<_> = asked_for(&phone)?.difference(&usual).cloned().collect();
    ensure!(more.is_empty(), "somebody was asked: {more:?}");
    phone.press("#send")?;
    code(&phone)?;
    phone.see("#receipt #support")?;
    let told = phone.text("#support")?;
    ensure!(!told.contains("このまま送れます"), "it is sent already: {told}");
    phone.press("#support-close")?;
    phone.gone("#support")?;
    phone.focuses("receipt-h")?;
    Ok(())
}

/// The same day in all four places, and the one that the desk's settings give.
pub fn promise(desk: &Desk, engine: Engine) -> Result<()> {
    use chrono::Datelike;
    let day = desk.visitor().desk()?.promise;
    let weekday = ["月", "火", "水", "木", "金", "土", "日"][day.weekday().num_days_from_monday() as usize];
    let day = format!("{}月{}日（{weekday}）", day.month(), day.day());
    let promised = format!("返事は、{day}までに届きます。");
    let phone = phone(desk, engine)?;
    phone.open("/")?;
    phone.read(&promised)?;
    write_up_to_sending(&phone, "返事の届く日。")?;
    phone.read(&promised)?;
    phone.press("#send")?;
    let digits = code(&phone)?;
    phone.read(&promised)?;
    open_mailbox(&phone, &digits)?;
    phone.read(&format!("まだ届いていません。{day}までに届きます。"))
}

/// Who can read is one press away wherever something is written or read, and says what the desk is set to.
pub fn readers(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    let link = |place: &str| phone.see(&format!("{place} a[href$='/about']")).map(drop);
    phone.open("/write")?;
    link("#step-write")?;
    write_up_to_sending(&phone, "だれが読むのでしょう。")?;
    link("#step-check")?;
    phone.press("#send")?;
    let digits = code(&phone)?;
    link("#receipt")?;
    open_mailbox(&phone, &digits)?;
    link("#room")?;
    let settings = desk.visitor().desk()?.settings;
    phone.open("/about")?;
    phone.read(&settings.name)?;
    phone.read(&format!("{}日", settings.retention_days))
}

/// What stands in the tab, the history and the task list of a shared device.
pub fn titles(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    let mut seen = BTreeSet::new();
    for page in ["/", "/write", "/mailbox", "/book", "/crisis", "/about", "/safety", "/nothing-here"] {
        phone.open(page)?;
        seen.insert(phone.title()?);
        let files = phone.js(
            "return [...document.querySelectorAll('[src],link[href]')].map((e) => e.src || e.href).join(' ')",
        )?;
        for word in ["hikikomori", "crisis", "suicide", "consult", "soudan", "counsel"] {
            ensure!(!files.as_str().unwrap_or_default().contains(word), "{page}: a file is called {word}");
        }
    }
    let digits = send_letter(&phone, "題名には何も出ません。")?;
    seen.insert(phone.title()?);
    open_mailbox(&phone, &digits)?;
    seen.insert(phone.title()?);
    phone.open("/write")?;
    phone.ready()?;
    phone.js("sessionStorage.removeItem('madobe.code')")?;
    phone.reload()?;
    phone.ready()?;
    phone.press("#next")?;
    phone.see("#letter-error")?;
    seen.insert(phone.title()?);
    let known = [
        "窓辺",
        "書く - 窓辺",
        "受信箱 - 窓辺",
        "予約 - 窓辺",
        "連絡先 - 窓辺",
        "読める人 - 窓辺",
        "使い方 - 窓辺",
        "見つかりません - 窓辺",
        "エラー：書く - 窓辺",
    ];
    let other: Vec<_> = seen.iter().filter(|title| !known.contains(&title.as_str())).collect();
    ensure!(other.is_empty(), "titles that nobody has looked at: {other:?}");
    Ok(())
}

/// Not sending and deleting take two presses, and say plainly that it is done.
pub fn deleting(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    write_up_to_sending(&phone, "やはり、送りません。")?;
    phone.press("#not-now")?;
    phone.press("#not-now-leave")?;
    phone.until("another site", &format!("!location.href.startsWith('{}')", phone.base()))?;
    let digits = send_letter(&phone, "あとで消す手紙です。")?;
    open_mailbox(&phone, &digits)?;
    phone.press("#delete")?;
    phone.press("#delete-yes")?;
    phone.see("#deleted")?;
    phone.read("手紙と返事を、この窓口から消しました。番号は、もう使えません。")?;
    phone.read("サーバーには、鍵のかかった控えだけが最長30日残ります。")?;
    ensure!(!phone.holds("あとで消す手紙です。")?);
    phone.open("/mailbox")?;
    phone.ready()?;
    phone.write("#code", &digits)?;
    phone.press("#open")?;
    phone.see("#deleted")?;
    phone.read("消しました")?;
    phone.read("この相談は、前に消されています。")
}
