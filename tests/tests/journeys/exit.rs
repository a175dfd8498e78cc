//! Leaving at once, with nothing to come back to.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::pages::public;
use madobe_tests::steps::{
    code, follow_to_talks, open_mailbox, open_talks, send_letter, stores, through_history,
    write_up_to_sending,
};

const WORDS: &str = "見られたくない言葉。";

/// Away from this desk, to wherever it leads: not to the blank page of a dead line.
fn is_away(phone: &Browser) -> Result<()> {
    let away = format!("!location.href.startsWith('{}') && location.href !== 'about:blank'", phone.base());
    phone.until("another site", &away)
}

/// It has copied the pages by then: what it keeps is to be gone as well.
fn worker(phone: &Browser) -> Result<()> {
    phone.until("the worker of the page", "navigator.serviceWorker.controller")
}

fn nothing_back(phone: &Browser, words: &[&str]) -> Result<()> {
    // Before a page in the history begins to keep some anew.
    ensure!(stores(phone)?[0] == 0, "copies of pages are still kept");
    through_history(phone, || {
        for word in words {
            ensure!(!phone.holds(word)?, "{word:?} came back at {}", phone.path()?);
        }
        Ok(())
    })?;
    phone.open("/crisis")?;
    let kept = phone.js(
        "return Object.entries(sessionStorage).filter(([key]) => key !== 'madobe.here').length + localStorage.length",
    )?;
    ensure!(kept == 0, "{kept} things are still kept");
    phone.open("/write")?;
    phone.ready()?;
    ensure!(phone.value("#letter")?.is_empty());
    Ok(())
}

/// On top of everything wherever one has scrolled to, also in the little that a keyboard leaves of the screen.
fn in_sight(phone: &Browser, what: &str) -> Result<()> {
    for look in [Look::PHONE, Look { height: 300, ..Look::PHONE }] {
        phone.look(look)?;
        for share in [0.0, 0.5, 1.0] {
            let on_top = phone.js_with(
                "scrollTo(0, document.documentElement.scrollHeight * arguments[0]);
                 const box = document.querySelector('a#exit[href=\"/leave\"]').getBoundingClientRect();
                 return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.closest('#exit') !== null",
                share,
            )?;
            ensure!(on_top == true, "{what}, {} high, at {share}: the way out is covered", look.height);
        }
    }
    phone.look(Look::PHONE)
}

pub fn everywhere(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    for page in public() {
        phone.open(page)?;
        in_sight(&phone, page)?;
    }
    write_up_to_sending(&phone, &"とても長い手紙です。\n".repeat(60))?;
    in_sight(&phone, "before sending")?;
    // Out from under the header, as a hand would.
    phone.js("document.querySelector('#rechoose').scrollIntoView({ block: 'center' })")?;
    phone.press("#rechoose")?;
    phone.see("#step-choose")?;
    in_sight(&phone, "choosing")?;
    phone.press("#choose-next")?;
    phone.press("#send")?;
    let digits = code(&phone)?;
    in_sight(&phone, "the code")?;
    open_mailbox(&phone, &digits)?;
    in_sight(&phone, "the mailbox")
}

/// The steps of writing are entries of the history: after leaving from any of them none is left.
pub fn history(desk: &Desk, engine: Engine) -> Result<()> {
    for from in ["#next", "#choose-next", "#rewrite", "#send"] {
        let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
        phone.open("/")?;
        phone.press(".door.primary")?;
        phone.ready()?;
        phone.write("#letter", WORDS)?;
        phone.press("#next")?;
        phone.see("#step-choose")?;
        if from != "#next" {
            phone.press("#choose-next")?;
            phone.see("#step-check")?;
        }
        if from == "#rewrite" {
            phone.js("document.querySelector('#rewrite').scrollIntoView({ block: 'center' })")?;
            phone.press(from)?;
            phone.see("#step-write")?;
        }
        if from == "#send" {
            phone.press(from)?;
            code(&phone)?;
        }
        let length = phone.js("return history.length")?.as_u64();
        phone.press("#exit")?;
        is_away(&phone)?;
        let now = phone.js("return history.length")?.as_u64();
        ensure!(now <= length, "after {from} the history is longer: {length:?}, {now:?}");
        through_history(&phone, || {
            ensure!(phone.path()? != "/write", "after {from} the history leads back to the writing page");
            ensure!(!phone.holds(WORDS)?, "after {from} the words came back");
            Ok(())
        })?;
    }
    Ok(())
}

/// What leaving does and does not do is said before the first private word.
pub fn note(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    for page in ["/", "/write", "/book"] {
        phone.open(page)?;
        phone.see(".exit-note")?;
        let note = phone.js(
            "const note = document.querySelector('.exit-note');
             const letter = document.querySelector('#letter');
             const lines = [...note.querySelectorAll('p')].map((e) => e.textContent.trim());
             return [lines.length, Math.max(...lines.map((line) => line.length)), lines.join(' ').includes('端末に残ります'),
                 !letter || !!(note.compareDocumentPosition(letter) & Node.DOCUMENT_POSITION_FOLLOWING)]",
        )?;
        let short = note[0].as_u64().is_some_and(|lines| lines <= 3)
            && note[1].as_u64().is_some_and(|most| most <= 40);
        ensure!(short && note[2] == true && note[3] == true, "{page}: {note}");
        phone.press(".exit-note a")?;
        phone.until("how to leave no trace", "location.pathname === '/safety'")?;
    }
    Ok(())
}

pub fn leave(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    // From the writing page.
    phone.open("/")?;
    phone.press(".door.primary")?;
    phone.ready()?;
    phone.write("#letter", WORDS)?;
    phone.until("a kept draft", "sessionStorage.getItem('madobe.draft')")?;
    worker(&phone)?;
    let history = phone.js("return history.length")?;
    let blank = phone.js("const began = performance.now(); document.querySelector('#exit').click();
         return [performance.now() - began, document.documentElement.childElementCount, sessionStorage.length,
             history.length];")?;
    ensure!(blank[0].as_f64().is_some_and(|took| took <= 100.0), "blank after {} ms", blank[0]);
    ensure!(blank[1] == 0 && blank[2] == 0 && blank[3] == history, "{blank}");
    is_away(&phone)?;
    nothing_back(&phone, &[WORDS])?;
    // From an opened mailbox, with its code typed in.
    let digits = send_letter(&phone, WORDS)?;
    open_mailbox(&phone, &digits)?;
    phone.read(WORDS)?;
    worker(&phone)?;
    phone.press("#exit")?;
    is_away(&phone)?;
    nothing_back(&phone, &[WORDS, &digits, &drawn(&digits)])
}

/// As the code is drawn. Four digits alone may stand in any page, a browser's own among them.
fn drawn(digits: &str) -> String {
    format!("{}、{}", &digits[..4], &digits[4..8])
}

/// 「終わる」 leaves as well, wherever it stands.
pub fn finish(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    let digits = send_letter(&phone, WORDS)?;
    let drawn = drawn(&digits);
    let private: [&str; 3] = [WORDS, &digits, &drawn];
    phone.press("#put-away")?;
    worker(&phone)?;
    let told = phone.text("#finish")?;
    phone.press("#finish")?;
    is_away(&phone)?;
    nothing_back(&phone, &private)?;
    open_mailbox(&phone, &digits)?;
    phone.read(WORDS)?;
    worker(&phone)?;
    ensure!(phone.text("#finish")? == told, "it is called otherwise in the mailbox");
    phone.press("#finish")?;
    is_away(&phone)?;
    nothing_back(&phone, &private)?;
    open_talks(&phone, &digits)?;
    worker(&phone)?;
    phone.press("#mine-leave")?;
    is_away(&phone)?;
    nothing_back(&phone, &private)
}

/// A writing page, its words, and a mark of this very page: what comes back with it was kept alive.
fn marked(phone: &Browser) -> Result<()> {
    phone.open("/write")?;
    phone.ready()?;
    phone.write("#letter", WORDS)?;
    phone.until("a kept draft", "sessionStorage.getItem('madobe.draft')")?;
    phone.js("window.marked = true").map(drop)
}

/// Whether the page that came back is the one that was marked. Browsers decide by themselves what they keep alive.
fn is_kept(phone: &Browser) -> Result<bool> {
    let kept = phone.js("return window.marked === true")? == true;
    if !kept {
        phone.engine().cannot("a page that came back alive", "it was loaded again instead");
    }
    Ok(kept)
}

/// A page that the browser kept alive comes back after somebody left from a later one.
pub fn kept_alive(desk: &Desk, engine: Engine) -> Result<()> {
    // Just looked something up: the words are there.
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    marked(&phone)?;
    phone.open("/crisis")?;
    phone.back()?;
    phone.until("the words again", &format!("document.querySelector('#letter')?.value === '{WORDS}'"))?;
    let kept = is_kept(&phone)?;
    // Left from the later page, and the answer that would have the browser drop every page never came.
    if kept && engine == Engine::WebKit {
        engine.cannot("the way back after leaving", "its driver loses a page that leaves as it comes back");
    } else {
        phone.open("/crisis")?;
        phone.js("sessionStorage.clear(); Storage.prototype.setItem = () => {}")?;
        phone.back()?;
        phone.until(
            "a page that left, or is as new",
            &format!(
                "!location.href.startsWith('{}') || document.readyState === 'complete' && !window.marked
                     && document.querySelector('#letter')?.value === ''",
                phone.base()
            ),
        )?;
        ensure!(!phone.holds(WORDS)?, "the words came back after leaving");
    }
    // Whatever a browser keeps, this is what it tells a page, in this order; meanwhile somebody left, or did not.
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    marked(&phone)?;
    let come_back = "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
        if (arguments[0]) sessionStorage.clear();
        document.dispatchEvent(new Event('visibilitychange'));
        dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
        return document.documentElement.childElementCount";
    ensure!(phone.js_with(come_back, false)? != 0, "nobody has left");
    ensure!(phone.js_with(come_back, true)? == 0, "it is still there");
    is_away(&phone)
}

/// A page that was kept alive for a quarter of an hour comes back covered, though its tab was in use.
pub fn kept_for_long(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    // A clock that other pages of this tab put forward.
    phone.preload(
        "{ const now = Date.now.bind(Date); Date.now = () => now() + Number(localStorage.getItem('ahead')); }",
    )?;
    marked(&phone)?;
    phone.open("/crisis")?;
    phone.js("localStorage.setItem('ahead', 16 * 60000)")?;
    phone.back()?;
    phone.see("#cover-go")?;
    is_kept(&phone)?;
    let readable = phone.js_with(
        "return document.querySelector('#letter').checkVisibility() || document.body.innerText.includes(arguments[0])",
        WORDS,
    )?;
    ensure!(readable == false, "words under the cover can be read");
    phone.press("#cover-go")?;
    phone.until("the words again", &format!("document.querySelector('#letter').value === '{WORDS}'"))
}

/// Back to the door, whatever the browser kept of it.
fn back_to_the_door(phone: &Browser) -> Result<()> {
    phone.back()?;
    at_the_door(phone)
}

fn at_the_door(phone: &Browser) -> Result<()> {
    phone.until(
        "the door again",
        "location.pathname === '/mailbox' && document.querySelector('#entry-step')?.checkVisibility()",
    )?;
    ensure!(!phone.holds(WORDS)?, "letters came back without the code");
    phone.gone("#code-error")
}

/// An opened mailbox that was left holds no letter: not after a look at another language, and not after deleting there.
pub fn mailbox(desk: &Desk, engine: Engine) -> Result<()> {
    const MORE: &str = "書きかけのつづきです。";
    let phone = Browser::start(engine, desk.server.base(), Look::PHONE)?;
    let digits = send_letter(&phone, WORDS)?;
    // As half an hour later.
    phone.js("sessionStorage.removeItem('madobe.code')")?;
    open_mailbox(&phone, &digits)?;
    phone.read(WORDS)?;
    phone.press("#write-more")?;
    phone.write("#more", MORE)?;
    // Whatever a browser keeps, this is what it tells a page that is left.
    phone.js("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")?;
    ensure!(!phone.holds(WORDS)? && !phone.holds(MORE)?, "a page that was left holds letters");
    phone.see("#code")?;
    open_mailbox(&phone, &digits)?;
    phone.until("what was being written", &format!("document.querySelector('#more')?.value === '{MORE}'"))?;
    // From there to the bookings nobody types the code again; it lies nowhere afterwards, and loaded again they ask for it.
    follow_to_talks(&phone, "#talks-book")?;
    let kept = phone.js("return JSON.stringify({ ...sessionStorage }).replace(/\\D/g, '')")?;
    ensure!(kept.as_str().is_some_and(|kept| !kept.contains(&digits)), "the tab keeps the code");
    phone.reload()?;
    phone.see("#code-digits")?;
    ensure!(phone.value("#code-digits")?.is_empty(), "the code came back");
    phone.js("setTimeout(() => history.go(-history.state))")?;
    at_the_door(&phone)?;
    open_talks(&phone, &digits)?;
    phone.press("a[hreflang=en]")?;
    phone.until("the other language", "location.pathname === '/en/book'")?;
    phone.back()?;
    phone.until(
        "the question for the code, and nothing of what it opened",
        "location.pathname === '/book' && document.querySelector('#code-digits')?.checkVisibility()
             && !document.querySelector('#my-talks').childElementCount",
    )?;
    // A link that was pressed and led nowhere leaves nothing for later.
    phone.js("sessionStorage.setItem('madobe.hand', `${Math.floor(Date.now() / 1000)} 1`)")?;
    open_mailbox(&phone, &digits)?;
    ensure!(phone.js("return sessionStorage.getItem('madobe.hand')")?.is_null(), "the tab keeps the code");
    for deletes in [false, true] {
        phone.press("a[hreflang=en]")?;
        phone.until("the other language", "location.pathname === '/en/mailbox'")?;
        phone.ready()?;
        if deletes {
            phone.write("#code", &digits)?;
            phone.press("#open")?;
            phone.read(WORDS)?;
            phone.press("#delete")?;
            phone.press("#delete-yes")?;
            phone.see("#deleted")?;
        }
        back_to_the_door(&phone)?;
        if !deletes {
            open_mailbox(&phone, &digits)?;
        }
    }
    Ok(())
}

pub fn shifts(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = Browser::start(engine, desk.server.base(), Look::DESK)?;
    phone.open("/write")?;
    phone.ready()?;
    phone.write("#letter", WORDS)?;
    let shift = thirtyfour::Key::Shift;
    for between in ["", "a"] {
        phone.key(shift.clone())?;
        phone.key(shift.clone())?;
        if !between.is_empty() {
            phone.keys(between)?;
            phone.key(shift.clone())?;
            ensure!(phone.path()? == "/write", "typing capitals is not leaving");
        }
        phone.keys("b")?;
    }
    worker(&phone)?;
    for _ in 0..3 {
        phone.key(shift.clone())?;
    }
    is_away(&phone)?;
    nothing_back(&phone, &[WORDS])
}
