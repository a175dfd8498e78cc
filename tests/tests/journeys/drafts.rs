//! Words that were typed are never lost, and never shown to somebody else.
use anyhow::{Result, ensure};
use madobe_domain::log::record::{Content, Record};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{code, write_up_to_sending};

const WORDS: &str = "まだ途中の文章です。";

fn phone(desk: &Desk, engine: Engine) -> Result<Browser> {
    Browser::start(engine, desk.server.base(), Look::PHONE)
}

fn kept(phone: &Browser) -> Result<()> {
    phone.until("a kept draft", &format!("sessionStorage.getItem('madobe.draft')?.includes('{WORDS}')"))
}

pub fn reload(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    phone.open("/write")?;
    phone.write("#letter", WORDS)?;
    kept(&phone)?;
    for _ in 0..2 {
        phone.reload()?;
        phone.until("the words again", &format!("document.querySelector('#letter').value === '{WORDS}'"))?;
        phone.ready()?;
        ensure!(phone.value("#letter")? == WORDS, "and after the application took over");
    }
    // Straight to another page and back.
    phone.open("/crisis")?;
    phone.back()?;
    phone.until("the words again", &format!("document.querySelector('#letter').value === '{WORDS}'"))?;
    phone.new_tab()?;
    phone.open("/write")?;
    phone.ready()?;
    ensure!(phone.value("#letter")?.is_empty(), "another tab shows nothing");
    ensure!(phone.js("return localStorage.length")? == 0, "nothing is left on the device");
    phone.clean()?;
    Ok(())
}

pub fn failed_send(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    write_up_to_sending(&phone, WORDS)?;
    phone.offline(true)?;
    phone.press("#send")?;
    phone.see("#send-failed")?;
    phone.read("文章は残っています。")?;
    ensure!(phone.value("#letter")? == WORDS);
    kept(&phone)?;
    phone.offline(false)?;
    // A network, and a desk that cannot be reached: that is what is said, and nothing looks as if it were done.
    phone.js("window.real = window.fetch;
        window.fetch = (what, ...rest) =>
            String(what).endsWith('/api/mailboxes') ? Promise.resolve(new Response('', { status: 503 })) : real(what, ...rest);")?;
    phone.press("#send")?;
    phone.until(
        "a desk that is hard to reach",
        "document.querySelector('#send-doing').textContent.includes('窓口につながりにくいようです')
             && !document.querySelector('#send-bar').hasAttribute('value')",
    )?;
    phone.see("#send-failed")?;
    phone.gone("#send-progress")?;
    phone.js("window.fetch = real")?;
    phone.press("#send")?;
    code(&phone)?;
    // What was sent is no draft any more.
    phone.until("no draft", "!sessionStorage.getItem('madobe.draft')")?;
    Ok(())
}

fn sends(phone: &Browser) -> Result<usize> {
    Ok(phone.requests()?.iter().filter(|request| request.url.ends_with("/api/mailboxes")).count())
}

/// Somebody thinks better of it: what was not sent then is never sent by itself.
pub fn not_now(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    write_up_to_sending(&phone, WORDS)?;
    phone.offline(true)?;
    phone.press("#send")?;
    phone.read("まだ送れていません。")?;
    phone.press("#not-now")?;
    phone.see("#not-now-panel")?;
    phone.offline(false)?;
    sends(&phone)?;
    for path in ["/", "/write"] {
        phone.open(path)?;
        phone.until("the draft or the landing", "document.readyState === 'complete'")?;
    }
    phone.ready()?;
    phone.until("the draft", &format!("document.querySelector('#letter').value === '{WORDS}'"))?;
    phone.gone("#receipt")?;
    ensure!(sends(&phone)? == 0, "sent without a press");
    Ok(())
}

/// No answer comes: it is not said that nothing arrived. After a reload it is only looked for; what was written since
/// is not lost and not sent.
pub fn unsure(desk: &Desk, engine: Engine) -> Result<()> {
    // Whether one loads the page again or presses once more: the first wording is there, the second waits.
    lost(desk, engine, Browser::reload)?;
    lost(desk, engine, |phone| phone.press("#send"))?;
    lost_and_cut_off(desk, engine)
}

/// From now on letters arrive, and their answers do not. `tries` counts.
const LOSE_ANSWERS: &str = "window.tries = 0;
    window.real = window.fetch;
    window.fetch = (what, ...rest) => {
        if (!String(what).endsWith('/api/mailboxes')) return real(what, ...rest);
        tries += 1;
        return real(what, ...rest).then((answer) => (answer.ok ? Promise.reject(new TypeError('lost')) : answer));
    };";

/// A press more, without a network: that one cannot have left, but the first may have arrived.
fn lost_and_cut_off(desk: &Desk, engine: Engine) -> Result<()> {
    const ONCE: &str = "答えだけが、届きませんでした。";
    let phone = phone(desk, engine)?;
    write_up_to_sending(&phone, ONCE)?;
    phone.js(LOSE_ANSWERS)?;
    phone.press("#send")?;
    phone.read("届いたかどうか、まだわかりません。")?;
    phone.offline(true)?;
    phone.js("window.tries = 0")?;
    phone.press("#send")?;
    phone.until("another try", "tries > 0 && document.querySelector('#send-failed').checkVisibility()")?;
    phone.see("#send-unsure")?;
    ensure!(phone.text("#send-failed-h")? == "届いたかどうか、まだわかりません。");
    ensure!(phone.js("return !!sessionStorage.getItem('madobe.sending')")? == true, "it is forgotten");
    phone.press("#wait-here")?;
    phone.see("#send-waiting-unsure")?;
    phone.gone("#send-waiting-not")?;
    phone.js("window.fetch = real")?;
    phone.offline(false)?;
    let digits = code(&phone)?;
    let letters = words(desk, &digits)?;
    ensure!(letters == [ONCE], "{letters:?}");
    Ok(())
}

fn lost(desk: &Desk, engine: Engine, after: fn(&Browser) -> Result<()>) -> Result<()> {
    let phone = phone(desk, engine)?;
    write_up_to_sending(&phone, WORDS)?;
    phone.block(&["*/api/mailboxes"])?;
    phone.press("#send")?;
    phone.read("届いたかどうか、まだわかりません。")?;
    rewrite(&phone, "ちがう言葉にしました。")?;
    phone.block(&[])?;
    sends(&phone)?;
    phone.reload()?;
    phone.ready()?;
    phone.see("#step-check")?;
    phone.until("the look to end", "!sessionStorage.getItem('madobe.sending')")?;
    phone.gone("#receipt")?;
    ensure!(sends(&phone)? == 0, "sent without a press");
    // Now the answer alone is lost.
    phone.js(LOSE_ANSWERS)?;
    phone.press("#send")?;
    phone.read("届いたかどうか、まだわかりません。")?;
    rewrite(&phone, "届いたあとの言葉です。")?;
    after(&phone)?;
    let digits = code(&phone)?;
    phone.see("#receipt-rest")?;
    let letters = words(desk, &digits)?;
    ensure!(letters == ["ちがう言葉にしました。"], "{letters:?}");
    phone.press("#put-away")?;
    phone.press("#to-mailbox")?;
    phone.see("#letters .letter")?;
    ensure!(phone.value("#more")? == "届いたあとの言葉です。");
    Ok(())
}

fn rewrite(phone: &Browser, words: &str) -> Result<()> {
    // Out from under the header, which stays where it is.
    phone.js("document.querySelector('#rewrite').scrollIntoView({ block: 'center' })")?;
    phone.press("#rewrite")?;
    phone.see("#step-write")?;
    phone.clear("#letter")?;
    phone.write("#letter", words)?;
    phone.press("#next")?;
    phone.see("#step-choose")?;
    phone.press("#choose-next")?;
    phone.see("#step-check").map(drop)
}

/// What the desk has of it.
fn words(desk: &Desk, digits: &str) -> Result<Vec<String>> {
    let case = madobe_client::Mailbox::from_code(&desk.server, digits)?.page(0)?.case;
    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    let letter = |content: &Option<Content>| match content {
        Some(Content::Known(Record::Letter { text, .. })) => Some(text.as_str().to_owned()),
        _ => None,
    };
    Ok(staff.view(case)?.entries.iter().filter_map(|entry| letter(&entry.content)).collect())
}

/// The page can be typed on long before the program has come over a slow line.
pub fn early(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    phone.slow(30_000)?;
    phone.open("/write")?;
    let not_yet = phone.js("return !('ready' in document.body.dataset)")?;
    ensure!(not_yet == true, "the line was not slow enough to prove anything");
    phone.write("#letter", WORDS)?;
    ensure!(phone.js("return !('ready' in document.body.dataset)")? == true, "typed too late");
    // Pressed too early, the press is kept.
    phone.press("#next")?;
    phone.read("準備しています。書いたものは残っています。")?;
    phone.slow(-1)?;
    phone.see("#step-choose")?;
    ensure!(phone.value("#letter")? == WORDS);
    phone.press("#choose-back")?;
    phone.see("#letter")?;
    phone.write("#letter", "つづき。")?;
    ensure!(phone.value("#letter")? == format!("{WORDS}つづき。"));
    Ok(())
}

pub fn never(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    phone.block(&["*.wasm"])?;
    phone.open("/write")?;
    phone.write("#letter", WORDS)?;
    phone.press("#next")?;
    phone.read("うまく準備できませんでした。文章は残っています。")?;
    ensure!(phone.value("#letter")? == WORDS && phone.path()? == "/write");
    phone.block(&[])?;
    // Asking again is loading the page again, with the words.
    phone.press("#next")?;
    phone.ready()?;
    phone.until("the words again", &format!("document.querySelector('#letter').value === '{WORDS}'"))?;
    code_never(desk, engine)
}

/// The same at the door of the mailbox: the digits are there again, and no longer in the tab.
fn code_never(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    phone.block(&["*.wasm"])?;
    phone.open("/mailbox")?;
    phone.write("#code", "1234 5678")?;
    phone.press("#open")?;
    phone.read("うまく準備できませんでした。もう一度「ひらく」を押してください。")?;
    phone.block(&[])?;
    phone.press("#open")?;
    phone.ready()?;
    ensure!(phone.value("#code")? == "1234 5678", "typed for nothing");
    ensure!(phone.js("return sessionStorage.getItem('madobe.typed')")?.is_null(), "the tab keeps it");
    Ok(())
}

pub fn cover(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    phone.open("/write")?;
    phone.ready()?;
    phone.write("#letter", WORDS)?;
    kept(&phone)?;
    phone.later(16)?;
    phone.reload()?;
    phone.see("#cover-go")?;
    ensure!(
        !phone.js("return document.querySelector('#letter').checkVisibility()")?.as_bool().unwrap_or(true)
    );
    ensure!(phone.value("#letter")?.is_empty(), "no word before somebody said to go on");
    phone.press("#cover-go")?;
    phone.until("the words again", &format!("document.querySelector('#letter').value === '{WORDS}'"))?;
    kept(&phone)?;
    phone.later(16)?;
    phone.reload()?;
    phone.press("#cover-clear")?;
    phone.until("an empty page", "document.querySelector('#letter')?.value === ''")?;
    ensure!(phone.js("return sessionStorage.getItem('madobe.draft')")?.is_null());
    Ok(())
}
