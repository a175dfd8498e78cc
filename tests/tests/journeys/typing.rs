//! How words and digits really come in.
use anyhow::{Result, ensure};
use madobe_domain::log::record::Promises;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{nothing_above, open_mailbox, told_above};
use serde_json::json;

fn phone(desk: &Desk, engine: Engine) -> Result<Browser> {
    Browser::start(engine, desk.server.base(), Look::PHONE)
}

/// What a key press looks like while an input method has it: nobody but the input method may act on it. Safari ends the
/// conversion first and sends the key afterwards, with its old number alone.
pub(super) fn enter_within_composition(phone: &Browser) -> Result<()> {
    if phone.engine() != Engine::Chromium {
        return phone
            .js("const key = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
                 Object.defineProperty(key, 'keyCode', { value: 229 });
                 document.activeElement.dispatchEvent(key);")
            .map(drop);
    }
    for kind in ["rawKeyDown", "keyUp"] {
        let key = json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229,
            "nativeVirtualKeyCode": 229, "modifiers": 0 });
        phone.cdp("Input.dispatchKeyEvent", key)?;
    }
    Ok(())
}

pub(super) fn compose(phone: &Browser, words: &str) -> Result<()> {
    if phone.engine() != Engine::Chromium {
        return phone
            .js_with(
                "const field = document.activeElement;
                 const tell = (kind) => field.dispatchEvent(new CompositionEvent(kind, { bubbles: true, data: arguments[0] }));
                 if (!field.value) tell('compositionstart');
                 tell('compositionupdate');
                 field.value = arguments[0];
                 field.dispatchEvent(new InputEvent('input', { bubbles: true, data: arguments[0],
                     inputType: 'insertCompositionText', isComposing: true }));",
                words,
            )
            .map(drop);
    }
    let end = words.encode_utf16().count();
    let composition = json!({ "text": words, "selectionStart": end, "selectionEnd": end });
    phone.cdp("Input.imeSetComposition", composition).map(drop)
}

/// The conversion ends with these words.
pub(super) fn commit(phone: &Browser, words: &str) -> Result<()> {
    if phone.engine() != Engine::Chromium {
        compose(phone, words)?;
        return phone
            .js_with(
                "document.activeElement.dispatchEvent(
                     new CompositionEvent('compositionend', { bubbles: true, data: arguments[0] }));",
                words,
            )
            .map(drop);
    }
    phone.insert(words)
}

pub fn composition(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    if engine != Engine::Chromium {
        engine.cannot(
            "converting with an input method",
            "its driver has none: the test makes the events itself",
        );
    }
    phone.open("/write")?;
    phone.ready()?;
    phone.press("#letter")?;
    for part in ["ｋ", "き", "きょ", "きょう"] {
        compose(&phone, part)?;
        ensure!(phone.value("#letter")? == part, "nothing is written over a conversion");
    }
    enter_within_composition(&phone)?;
    ensure!(phone.value("#letter")? == "きょう");
    commit(&phone, "今日")?;
    ensure!(phone.value("#letter")? == "今日");
    phone.key(thirtyfour::Key::Enter)?;
    phone.insert("は雨です。")?;
    ensure!(phone.value("#letter")? == "今日\nは雨です。", "Enter is a new line and nothing else");
    ensure!(phone.js("return document.querySelector('#step-write').checkVisibility()")? == true);
    // A field whose form is sent by Enter: not while converting.
    phone.open("/mailbox")?;
    phone.ready()?;
    phone.press("#code")?;
    compose(&phone, "１２３")?;
    enter_within_composition(&phone)?;
    ensure!(
        phone.js("return document.querySelector('#code-error').hidden")? == true,
        "sent while converting"
    );
    ensure!(phone.value("#code")? == "１２３");
    commit(&phone, "１２３４")?;
    phone.key(thirtyfour::Key::Enter)?;
    phone.see("#code-error")?;
    ensure!(phone.value("#code")? == "１２３４", "what was typed stays as it was typed");
    Ok(())
}

/// Leaves the writing step if these words are a letter, and says why not otherwise.
fn offered(phone: &Browser, words: &str) -> Result<bool> {
    phone.open("/write")?;
    phone.ready()?;
    // A letter that is being written is gone on with where one was.
    if phone.js("return !!document.querySelector('#step-choose')?.checkVisibility()")? == true {
        phone.press("#choose-back")?;
    }
    phone.see("#letter")?;
    phone.js("document.querySelector('#letter').value = ''; document.querySelector('#letter').focus()")?;
    if words.len() > 100_000 {
        // Chromium's own editing takes minutes over a megabyte; what the page makes of it is asked here.
        phone.js_with(
            "const letter = document.querySelector('#letter'); letter.value = arguments[0];
             letter.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));",
            words,
        )?;
    } else {
        phone.insert(words)?;
    }
    let typed = phone.value("#letter")?;
    ensure!(typed == words, "{typed:.80?} of {words:.80?} is there");
    phone.press("#next")?;
    phone.until(
        "the next step or a reason",
        "document.querySelector('#step-choose')?.checkVisibility() || document.querySelector('#letter-error:not([hidden])')",
    )?;
    ensure!(phone.value("#letter")? == words, "what was typed stays");
    let taken = phone.js("return !!document.querySelector('#step-choose')?.checkVisibility()")? == true;
    if !taken {
        told_above(phone, "letter")?;
    }
    Ok(taken)
}

pub fn amounts(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    for nothing in ["", "　\n ", "\u{200b}\u{200d}\u{feff}"] {
        ensure!(!offered(&phone, nothing)?, "{nothing:?} was taken");
        phone.read("一言か、天気だけでも大丈夫です。")?;
    }
    for little in ["あ", "😶‍🌫️", "👨‍👩‍👧‍👦🌙"] {
        ensure!(offered(&phone, little)?, "{little} was not taken");
    }
    let full = "あ".repeat(10_000);
    ensure!(offered(&phone, &full)?);
    ensure!(!offered(&phone, &format!("{full}い"))?);
    phone.read("1文字多いようです。")?;
    let megabyte = "長い文章".repeat((1 << 20) / 12);
    ensure!(!offered(&phone, &megabyte)?, "a megabyte was taken");
    phone.read("文章はそのまま残っています。")
}

pub fn codes(desk: &Desk, engine: Engine) -> Result<()> {
    let mailbox = desk.letter("番号のつづり方。")?;
    let phone = phone(desk, engine)?;
    let digits: String = mailbox.code.chars().filter(char::is_ascii_digit).collect();
    phone.open("/mailbox")?;
    phone.ready()?;
    phone.open_fields("/mailbox")?;
    ensure!(phone.js("return document.querySelector('#code').inputMode")? == "numeric");
    for (typed, wanted) in [
        ("", "番号が、まだ入っていないようです。"),
        (&digits[..17], "あと3けた足りないようです。"),
        (&format!("{digits}9"), "1けた多いようです。"),
    ] {
        phone.js("document.querySelector('#code').value = ''; document.querySelector('#code').focus()")?;
        phone.insert(typed)?;
        phone.press("#open")?;
        phone.read(wanted)?;
        ensure!(phone.value("#code")? == typed);
    }
    // One wrong digit is told at once, and nothing is asked of the server.
    phone.forget()?;
    let wrong: String = digits[..19].to_owned() + if digits.ends_with('0') { "1" } else { "0" };
    phone.js("document.querySelector('#code').value = ''; document.querySelector('#code').focus()")?;
    phone.insert(&wrong)?;
    phone.press("#open")?;
    phone.read("番号が、どこか違うようです。")?;
    let asked = phone.requests()?.into_iter().any(|request| request.url.contains("/api/mailbox"));
    ensure!(!asked, "a wrong digit went to the server");
    // A code that opens nothing.
    let unknown = madobe_domain::crypto::code::Code::make(&mut madobe_client::random::rng());
    phone.js("document.querySelector('#code').value = ''; document.querySelector('#code').focus()")?;
    phone.insert(&unknown.dangerous_groups().join(" "))?;
    phone.press("#open")?;
    phone.read("番号が合いませんでした。")?;
    // And the right one, in a spelling of its own.
    phone.js("document.querySelector('#code').value = ''; document.querySelector('#code').focus()")?;
    let circled =
        |c: char| if c == '0' { '⓪' } else { char::from_u32(u32::from(c) - 0x31 + 0x2460).unwrap_or(c) };
    let spelled: String =
        digits[..4].chars().map(circled).collect::<String>() + "ー" + &digits[4..12] + "　" + &digits[12..];
    phone.insert(&spelled)?;
    phone.press("#open")?;
    phone.see("#room")?;
    phone.read("番号のつづり方。")?;
    let address = phone.js("return location.href + document.title")?.to_string();
    ensure!(!address.contains(&digits[..4]), "no digit in the address or the title");
    Ok(())
}

/// From the middle of the window: in a long page an element that is scrolled to may lie under the header.
fn press(phone: &Browser, css: &str) -> Result<()> {
    phone.see(css)?;
    phone.js_with("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", css)?;
    phone.press(css)
}

/// Within an opened mailbox a fault is told as on every other page, whatever was pressed; what was typed and chosen stays.
pub fn opened(desk: &Desk, engine: Engine) -> Result<()> {
    let mailbox = desk.letter("もう一通、書くかもしれません。")?;
    let phone = phone(desk, engine)?;
    open_mailbox(&phone, &mailbox.code)?;
    // The next letter: nothing, and too much.
    press(&phone, "#write-more")?;
    press(&phone, "#more-send")?;
    told_above(&phone, "more")?;
    let long = "あ".repeat(10_001);
    phone.insert(&long)?;
    nothing_above(&phone)?;
    press(&phone, "#more-send")?;
    told_above(&phone, "more")?;
    phone.read("1文字多いようです。")?;
    phone.accessible("a fault in an opened mailbox")?;
    ensure!(phone.value("#more")? == long, "what was typed stays");
    press(&phone, "#more-cancel")?;
    nothing_above(&phone)?;
    // Another screen has changed what must not happen since the boxes were shown.
    press(&phone, "#promises-change")?;
    phone.see("#promise-boxes")?;
    mailbox.promise(Promises { no_visit: true, ..Promises::default() })?;
    press(&phone, "#promise-boxes label")?;
    press(&phone, "#promises-save")?;
    told_above(&phone, "promise-boxes")?;
    let ticked = "return [...document.querySelectorAll('#promise-boxes input:checked')].map((e) => e.value)";
    ensure!(phone.js(ticked)? == json!(["no_visit"]), "the boxes show what holds now");
    press(&phone, "#promises-save")?;
    phone.gone("#promises-form")?;
    nothing_above(&phone)?;
    // What is on its way is not called back, and its outcome is told where it was pressed for.
    press(&phone, "#promises-change")?;
    press(&phone, "#promise-boxes label")?;
    phone.js("window.real = window.fetch;
         window.fetch = async () => {
             while (!window.lost) await new Promise((go) => setTimeout(go, 20));
             throw new TypeError('lost');
         }")?;
    press(&phone, "#promises-save")?;
    phone.see("#promises-save[aria-busy=true]")?;
    press(&phone, "#promises-cancel")?;
    phone.js("window.lost = true")?;
    told_above(&phone, "promise-boxes")?;
    phone.js("window.fetch = window.real")?;
    press(&phone, "#promises-cancel")?;
    phone.gone("#promises-form")?;
    nothing_above(&phone)?;
    // No line at the very moment.
    phone.block(&["*/api/mailbox"])?;
    press(&phone, "#delete")?;
    press(&phone, "#delete-yes")?;
    told_above(&phone, "delete-panel")?;
    phone.read("まだ消えていません。")?;
    phone.block(&[])?;
    press(&phone, "#delete-yes")?;
    phone.see("#deleted")?;
    nothing_above(&phone)
}

/// With the keyboard up there is little to see: the line being written, and the way on, can both be brought into it.
pub fn little_room(desk: &Desk, engine: Engine) -> Result<()> {
    let phone = phone(desk, engine)?;
    phone.look(Look { height: 300, ..Look::PHONE })?;
    phone.open("/write")?;
    phone.ready()?;
    phone.press("#letter")?;
    phone.insert(&"一行ずつ書いています。\n".repeat(30))?;
    phone.keys("end")?;
    let seen = phone.js(
        "const letter = document.querySelector('#letter');
         const style = getComputedStyle(letter);
         const top = document.querySelector('.site-header').getBoundingClientRect().bottom;
         const bottom = letter.getBoundingClientRect().bottom - parseFloat(style.paddingBottom) - parseFloat(style.borderBottomWidth);
         const line = parseFloat(style.lineHeight);
         return [top, bottom - line, bottom, innerHeight, letter.value.endsWith('end')]",
    )?;
    let at = |place: usize| seen[place].as_f64().unwrap_or(f64::NAN);
    ensure!(
        seen[4] == true && at(1) >= at(0) && at(2) <= at(3) + 1.0,
        "the line being written is out of sight: {seen}"
    );
    let next = phone.js(
        "const next = document.querySelector('#next');
         next.scrollIntoView({ block: 'nearest' });
         const fixed = [];
         for (let e = next; e !== document.body; e = e.parentElement)
             if (getComputedStyle(e).position !== 'static') fixed.push(e.id || e.className);
         const box = next.getBoundingClientRect();
         return [fixed.join(' '), document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === next]",
    )?;
    ensure!(next == json!(["", true]), "the way on is out of reach: {next}");
    Ok(())
}
