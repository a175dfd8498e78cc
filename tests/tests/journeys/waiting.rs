//! A finished letter and no network: it waits where somebody said, arrives once, and what is said of it is true.
use anyhow::{Result, ensure};
use madobe_domain::log::record::{Content, Record};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{code, open_mailbox, stores, write_up_to_sending};
use tempfile::TempDir;

const KEPT: &str = "localStorage.getItem('madobe.waiting')";

fn phone(desk: &Desk) -> Result<Browser> {
    Browser::start(Engine::Chromium, desk.server.base(), Look::PHONE)
}

/// How often these words arrived.
fn arrived(desk: &Desk, words: &str) -> Result<usize> {
    let (mut staff, _) = desk.colleague()?;
    staff.sync()?;
    let is_it = |content: &Option<Content>| matches!(content, Some(Content::Known(Record::Letter { text, .. })) if text.as_str() == words);
    let views = staff.cases.iter().map(|(id, case)| case.view(*id));
    Ok(views.flat_map(|view| view.entries).filter(|entry| is_it(&entry.content)).count())
}

/// To the last press, on a page that the browser can open again by itself, and with no network from then on.
fn cut_off(phone: &Browser, words: &str) -> Result<()> {
    phone.open("/write")?;
    phone.until("the worker of the page", "navigator.serviceWorker.controller")?;
    write_up_to_sending(phone, words)?;
    phone.offline(true)?;
    phone.press("#send")?;
    phone.see("#send-choices").map(drop)
}

/// In this tab, until there is a network: nothing is left on the device, and nobody has to press again.
pub fn for_network(desk: &Desk, engine: Engine) -> Result<()> {
    const WORDS: &str = "電波が戻るまで、待ちます。";
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    write_up_to_sending(&phone, WORDS)?;
    phone.offline(true)?;
    phone.press("#send")?;
    phone.see("#send-choices")?;
    phone.press("#wait-here")?;
    phone.see("#send-waiting")?;
    phone.read("手紙は、まだ届いていません。")?;
    ensure!(phone.js("return localStorage.length")? == 0, "something is left on the device");
    phone.offline(false)?;
    code(&phone)?;
    ensure!(arrived(desk, WORDS)? == 1, "a letter that waited for the network");
    Ok(())
}

/// In this tab, through a reload, and in a copy of the tab.
pub fn here(desk: &Desk) -> Result<()> {
    const WORDS: &str = "つながるまで、ここで待ちます。";
    let phone = phone(desk)?;
    cut_off(&phone, WORDS)?;
    phone.press("#wait-here")?;
    phone.see("#send-waiting")?;
    phone.read("手紙は、まだ届いていません。")?;
    ensure!(phone.js("return localStorage.length")? == 0, "nothing is left on the device");
    phone.accessible("waiting for a network")?;
    phone.reload()?;
    phone.ready()?;
    // Said again, or already under way: the browser's own pages know no cut.
    phone.until(
        "the wait or the code",
        "['#send-waiting', '#receipt'].some((id) => document.querySelector(id)?.checkVisibility())",
    )?;
    phone.js("window.copy = window.open('/write')")?;
    phone.offline(false)?;
    code(&phone)?;
    phone.until("the code in the copy", "window.copy.document.querySelector('#receipt')")?;
    ensure!(arrived(desk, WORDS)? == 1, "a letter that waited in two tabs");
    Ok(())
}

/// Thought better of, changed or left: nothing goes by itself.
pub fn stopped(desk: &Desk) -> Result<()> {
    const WORDS: &str = "やはり送りません。";
    let phone = phone(desk)?;
    cut_off(&phone, WORDS)?;
    phone.press("#wait-here")?;
    phone.press("#wait-stop")?;
    phone.gone("#send-waiting")?;
    phone.press("#send")?;
    phone.press("#wait-here")?;
    phone.see("#send-waiting")?;
    phone.js("document.querySelector('#rewrite').scrollIntoView({ block: 'center' })")?;
    phone.press("#rewrite")?;
    phone.see("#step-write")?;
    phone.offline(false)?;
    phone.press("#next")?;
    phone.press("#choose-next")?;
    phone.see("#send")?;
    phone.gone("#send-waiting")?;
    phone.offline(true)?;
    phone.press("#send")?;
    phone.press("#wait-here")?;
    phone.see("#send-waiting")?;
    phone.press("#exit")?;
    phone.until("somewhere blank", "location.href === 'about:blank'")?;
    phone.offline(false)?;
    let kept = stores(&phone)?;
    ensure!(kept == [0, 0], "stores and workers are left: {kept:?}");
    phone.open("/write")?;
    phone.ready()?;
    ensure!(phone.value("#letter")?.is_empty());
    let kept = "Object.keys(sessionStorage).every((key) => key === 'madobe.here') && !localStorage.length";
    phone.until("an empty storage", kept)?;
    ensure!(arrived(desk, WORDS)? == 0, "sent without a press");
    Ok(())
}

/// A desk of its own, which goes down, and a phone whose browser is closed and opened again.
struct Cut {
    desk: Desk,
    profile: TempDir,
}

impl Cut {
    fn start() -> Result<Self> {
        let mut desk = Desk::start()?;
        desk.keep_address()?;
        Ok(Self { desk, profile: TempDir::new()? })
    }

    fn phone(&self) -> Result<Browser> {
        Browser::start_in(Engine::Chromium, self.desk.server.base(), Look::PHONE, self.profile.path())
    }

    /// Left on the device while the desk is away. Gives the code, which only the person has from then on.
    fn entrust(&mut self, words: &str) -> Result<String> {
        let phone = self.phone()?;
        phone.open("/write")?;
        phone.until("the worker of the page", "navigator.serviceWorker.controller")?;
        write_up_to_sending(&phone, words)?;
        phone.offline(true)?;
        self.desk.kill()?;
        phone.press("#send")?;
        phone.press("#keep-here")?;
        let digits = code(&phone)?;
        phone.see("#receipt-not-yet")?;
        phone.read("手紙は、まだ届いていません。")?;
        phone.gone("#to-mailbox")?;
        let kept = phone.js(&format!("return {KEPT}"))?.as_str().unwrap_or_default().to_owned();
        ensure!(kept.len() > 1_000 && !kept.contains(words), "what the device keeps is sealed");
        let groups: Vec<&str> = (0..5).map(|group| &digits[group * 4..group * 4 + 4]).collect();
        ensure!(
            !kept.contains(&digits) && !kept.contains(&groups.join("\",\"")),
            "nor does it hold the code"
        );
        // A reload shows the same code, and that nothing has arrived.
        phone.reload()?;
        phone.see("#receipt-not-yet")?;
        ensure!(code(&phone)? == digits);
        phone.accessible("a letter that this device keeps")?;
        Ok(digits)
    }
}

/// The browser is closed meanwhile. It is sent from whatever page is opened, in two tabs at once, and arrives once.
pub fn on_device(_: &Desk) -> Result<()> {
    const WORDS: &str = "電波のないところで書きました。";
    let mut cut = Cut::start()?;
    let digits = cut.entrust(WORDS)?;
    cut.desk.start_again()?;
    let phone = cut.phone()?;
    phone.open("/crisis")?;
    phone.js("window.copy = window.open('/')")?;
    phone.until("the letter to be gone from here", &format!("!{KEPT}"))?;
    phone.until(
        "what became of it",
        "['#waiting-arrived', '#waiting-gone'].some((id) => document.querySelector(id)?.checkVisibility())",
    )?;
    ensure!(arrived(&cut.desk, WORDS)? == 1);
    open_mailbox(&phone, &digits)?;
    phone.read(WORDS)?;
    Ok(())
}

/// The tab in which it was written sees it arrive.
pub fn arrives_in_its_tab(_: &Desk) -> Result<()> {
    const WORDS: &str = "この画面のまま、届くのを見ます。";
    let mut desk = Desk::start()?;
    desk.keep_address()?;
    let phone = phone(&desk)?;
    cut_off(&phone, WORDS)?;
    desk.kill()?;
    phone.press("#keep-here")?;
    let digits = code(&phone)?;
    desk.start_again()?;
    phone.offline(false)?;
    phone.until("the letter to be gone from here", &format!("!{KEPT}"))?;
    phone.see("#receipt-arrived")?;
    phone.gone("#receipt-not-yet")?;
    ensure!(code(&phone)? == digits && arrived(&desk, WORDS)? == 1);
    Ok(())
}

pub fn taken_back(desk: &Desk) -> Result<()> {
    const WORDS: &str = "あずけてから、取り消します。";
    let phone = phone(desk)?;
    cut_off(&phone, WORDS)?;
    // A device that keeps nothing says so, and the letter can still wait here.
    phone.js("Storage.prototype.real = Storage.prototype.setItem; Storage.prototype.setItem = function (key, value) {
        if (this === localStorage) throw new DOMException('full', 'QuotaExceededError'); return this.real(key, value); }")?;
    phone.press("#keep-here")?;
    phone.see("#keep-failed")?;
    phone.see("#wait-here")?;
    ensure!(phone.value("#letter")? == WORDS);
    phone.js("Storage.prototype.setItem = Storage.prototype.real")?;
    phone.press("#keep-here")?;
    code(&phone)?;
    phone.press("#take-back")?;
    phone.ready()?;
    phone.until("the words again", &format!("document.querySelector('#letter').value === '{WORDS}'"))?;
    ensure!(phone.js(&format!("return {KEPT}"))?.is_null());
    phone.offline(false)?;
    phone.reload()?;
    phone.ready()?;
    ensure!(phone.value("#letter")? == WORDS);
    ensure!(arrived(desk, WORDS)? == 0, "sent after it was taken back");
    Ok(())
}

/// The desk takes no letters, and then has another key: both are put to the person. Nothing goes silently.
pub fn asked_about(_: &Desk) -> Result<()> {
    const WORDS: &str = "あずけたあとに、いろいろ変わりました。";
    let mut cut = Cut::start()?;
    let digits = cut.entrust(WORDS)?;
    cut.desk.start_again()?;
    cut.desk
        .administrator()
        .change_desk(|settings| settings.paused = Some("年始までお休みです。".to_owned()))?;
    let phone = cut.phone()?;
    phone.open("/about")?;
    phone.see("#waiting-paused")?;
    phone.read("年始までお休みです。")?;
    ensure!(phone.js(&format!("return !!{KEPT}"))? == true);
    phone.accessible("a letter that waits for a desk that takes none")?;
    // Leaving takes everything but what was left on purpose.
    phone.press("#exit")?;
    phone.until("another site", &format!("!location.href.startsWith('{}')", phone.base()))?;
    ensure!(stores(&phone)?[0] > 0, "where to turn can be read without a network");
    ensure!(phone.js(&format!("return !!{KEPT}"))? == true);
    cut.desk.administrator().change_desk(|settings| settings.paused = None)?;
    cut.desk.meddle(
        "INSERT INTO team_keys (team, version, public_key, created_at) SELECT id, 2, public_key, 0 FROM teams;
         UPDATE teams SET version = 2;",
    )?;
    phone.open("/safety")?;
    phone.see("#waiting-locked")?;
    phone.write("#waiting-code", "0000 0000 0000 0000 0000")?;
    phone.press("#waiting-unlock button")?;
    phone.see("#waiting-code-wrong")?;
    phone.clear("#waiting-code")?;
    phone.write("#waiting-code", &digits)?;
    phone.press("#waiting-unlock button")?;
    phone.see("#waiting-arrived")?;
    open_mailbox(&phone, &digits)?;
    phone.read(WORDS)?;
    Ok(())
}

/// What cannot be read is no letter: it goes by itself, and nothing waits any more.
pub fn unreadable(desk: &Desk) -> Result<()> {
    let phone = phone(desk)?;
    for junk in ["x", "{}", "{\"mailbox\":\"{"] {
        phone.open("/crisis")?;
        phone.js_with("localStorage.setItem('madobe.waiting', arguments[0])", junk)?;
        phone.reload()?;
        phone.until("it to be gone from here", &format!("{KEPT} === null"))?;
    }
    phone.forget()?;
    phone.reload()?;
    phone.gone("#waiting")?;
    phone.press("#exit")?;
    phone.until("another site", &format!("!location.href.startsWith('{}')", phone.base()))?;
    let asked = phone.requests()?;
    ensure!(!asked.iter().any(|request| request.url.contains("/assets/waiting")), "a program for no letter");
    ensure!(asked.iter().any(|request| request.url.ends_with("/leave")), "left as if a letter waited");
    Ok(())
}

/// After a week it is asked about; after a month it is erased, and that is said.
pub fn old(_: &Desk) -> Result<()> {
    const WORDS: &str = "ひと月まえの手紙です。";
    let mut cut = Cut::start()?;
    cut.entrust(WORDS)?;
    cut.desk.start_again()?;
    let phone = cut.phone()?;
    phone.later(8 * 24 * 60)?;
    phone.open("/")?;
    phone.see("#waiting-old")?;
    ensure!(phone.js(&format!("return !!{KEPT}"))? == true);
    phone.later(31 * 24 * 60)?;
    phone.open("/")?;
    phone.see("#waiting-over")?;
    ensure!(phone.js(&format!("return {KEPT}"))?.is_null());
    ensure!(arrived(&cut.desk, WORDS)? == 0);
    Ok(())
}
