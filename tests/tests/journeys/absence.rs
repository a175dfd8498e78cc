//! The page loses its person for a while, or its person the page.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{code, open_mailbox, send_letter};

const WORDS: &str = "途中で手を止めました。";

fn hide(phone: &Browser, hidden: bool) -> Result<()> {
    phone
        .js_with(
            "Object.defineProperty(document, 'hidden', { configurable: true, get: () => arguments[0] });
             document.dispatchEvent(new Event('visibilitychange'));",
            hidden,
        )
        .map(drop)
}

fn writing(phone: &Browser) -> Result<()> {
    phone.open("/write")?;
    phone.ready()?;
    phone.press("#letter")?;
    phone.insert(WORDS)
}

fn kept(phone: &Browser) -> Result<bool> {
    let draft = phone.js("return sessionStorage.getItem('madobe.draft') ?? ''")?;
    Ok(draft.as_str().is_some_and(|draft| draft.contains(WORDS)))
}

/// Two seconds after the last key, or the moment the page is put aside, whichever comes first.
pub fn draft(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    writing(&phone)?;
    // The page's own timers: which of two ends first does not depend on how busy the machine is.
    phone.js(
        "setTimeout(() => { window.draftThen = sessionStorage.getItem('madobe.draft') ?? 'nothing' }, 2000)",
    )?;
    phone.until("two seconds", "window.draftThen")?;
    let then = phone.js("return window.draftThen")?;
    ensure!(then.as_str().is_some_and(|then| then.contains(WORDS)), "after two seconds: {then}");

    phone.js("sessionStorage.removeItem('madobe.draft')")?;
    phone.press("#letter")?;
    // A press puts the caret where it lands, which may be in the middle of the words.
    let at_once = phone.js("const letter = document.querySelector('#letter');
         letter.setSelectionRange(letter.value.length, letter.value.length);
         document.execCommand('insertText', false, '最後の一言。');
         Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
         document.dispatchEvent(new Event('visibilitychange'));
         return sessionStorage.getItem('madobe.draft') ?? ''")?;
    ensure!(at_once.as_str().is_some_and(|draft| draft.contains("最後の一言。")), "put aside: {at_once}");
    // The page itself is gone.
    phone.leave_to("about:blank")?;
    phone.open("/write")?;
    phone.until("the words again", "document.querySelector('#letter').value.includes('最後の一言。')")?;
    phone.ready()?;
    ensure!(phone.value("#letter")?.contains(WORDS));
    Ok(())
}

/// Before any script of the next pages: what is fetched is noted at the moment in which it is asked for.
const NOTE_FETCHES: &str = "{
    const real = window.fetch;
    window.asked = [];
    window.fetch = (what, ...rest) => {
        window.asked.push(String(what?.url ?? what));
        return real(what, ...rest);
    };
}";
const PROGRAM: &str = "window.asked.some((one) => one.endsWith('.wasm'))";

/// Until the page has been drawn twice. A page asks for its program once it has been drawn; what has not been asked for by then
/// waits for something else.
fn drawn(phone: &Browser) -> Result<()> {
    phone.js("const frame = (then) => requestAnimationFrame(() => setTimeout(then));
         frame(() => frame(() => { window.drawn = true; }))")?;
    phone.until("a page that is drawn", "window.drawn")
}

/// The code on the screen, and the mailbox that it opens: a tab that the phone dropped meanwhile shows neither unasked.
pub fn code_and_letters(desk: &Desk, engine: Engine) -> Result<()> {
    for path in ["/write", "/mailbox"] {
        let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
        let digits = send_letter(&phone, WORDS)?;
        let shown = |phone: &Browser| match path {
            "/write" => code(phone).map(|seen| seen == digits),
            _ => phone.read(WORDS).map(|()| true),
        };
        phone.open(path)?;
        ensure!(shown(&phone)?);
        phone.preload(NOTE_FETCHES)?;
        phone.later(16)?;
        // Loaded again, loaded once more, and by way of a page that has nothing to cover.
        let ways: [fn(&Browser) -> Result<()>; 3] =
            [Browser::reload, Browser::reload, |phone| phone.open("/crisis")];
        for way in ways {
            way(&phone)?;
            phone.open(path)?;
            phone.see("#cover-go")?;
            phone.until("the whole page", "document.readyState === 'complete'")?;
            drawn(&phone)?;
            // The program would show the code, and open the mailbox.
            ensure!(
                phone.js(&format!("return {PROGRAM}"))? == false,
                "{path} has fetched its program before somebody said to go on"
            );
            let groups = format!("{}、{}", &digits[..4], &digits[4..8]);
            let private: [&str; 3] = [WORDS, &digits, &groups];
            for private in private {
                ensure!(!phone.holds(private)?, "{private:?} at {path} before somebody said to go on");
            }
            ensure!(phone.js("return !document.querySelector('#receipt, #room')")? == true);
        }
        phone.press("#cover-go")?;
        phone.until("the program to be asked for", PROGRAM)?;
        ensure!(shown(&phone)?, "{path} after going on");
        phone.reload()?;
        ensure!(shown(&phone)?, "{path}, asked once");
    }
    Ok(())
}

/// A quarter of an hour in the background, without a reload.
pub fn away(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    phone.clock_to_turn()?;
    writing(&phone)?;
    hide(&phone, true)?;
    ensure!(kept(&phone)?);
    phone.put_forward(14)?;
    hide(&phone, false)?;
    ensure!(phone.js("return !!document.querySelector('#cover-go')")? == false, "covered too early");
    hide(&phone, true)?;
    phone.put_forward(16)?;
    hide(&phone, false)?;
    phone.see("#cover-go")?;
    phone.focuses("cover-go")?;
    let readable = phone.js(
        "return document.querySelector('#letter').checkVisibility() || document.body.innerText.includes('途中で')",
    )?;
    ensure!(readable == false, "words under the cover can be read");
    phone.accessible("the cover")?;
    phone.press("#cover-clear")?;
    phone.until("an empty page", "document.querySelector('#letter')?.value === ''")?;
    phone.ready()?;
    let left =
        phone.js("return Object.keys(sessionStorage).filter((key) => key !== 'madobe.here').join()")?;
    ensure!(left == "", "still kept: {left}");
    // Letters that are open: they stay where they are, and out of sight.
    open_mailbox(&phone, &desk.letter(WORDS)?.code)?;
    phone.read(WORDS)?;
    hide(&phone, true)?;
    phone.put_forward(16)?;
    hide(&phone, false)?;
    phone.see("#cover-go")?;
    phone.gone("#room")?;
    let readable = phone.js_with("return document.body.innerText.includes(arguments[0])", WORDS)?;
    ensure!(readable == false, "letters under the cover can be read");
    phone.press("#cover-go")?;
    phone.gone(".cover")?;
    phone.read(WORDS)
}
