//! An input method at a desk: while it converts, a key is its own and means nothing to the page.
use anyhow::{Result, ensure};
use madobe_client::Words;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{send_now, sign_in};
use serde_json::json;
use thirtyfour::Key;

use super::typing::{commit, compose, enter_within_composition};

/// What says that somebody converts: the event itself, or, where the conversion ended a moment ago, its old number.
const CONVERTING: [&str; 2] = ["composing", "late"];

/// Whether the page took this key press, where the focus is, for itself. `how`: one of those above, or nothing.
fn taken(staff: &Browser, key: &str, held: bool, how: &str) -> Result<bool> {
    let left = staff.js_with(
        "const { key, held, how } = arguments[0];
         const press = new KeyboardEvent('keydown', { key, ctrlKey: held, isComposing: how === 'composing',
             bubbles: true, cancelable: true });
         if (how === 'late') Object.defineProperty(press, 'keyCode', { value: 229 });
         return (document.activeElement ?? document.body).dispatchEvent(press);",
        json!({ "key": key, "held": held, "how": how }),
    )?;
    Ok(left == false)
}

fn left_alone(staff: &Browser, keys: &[(&str, bool)]) -> Result<()> {
    for how in CONVERTING {
        for (key, held) in keys {
            ensure!(!taken(staff, key, *held, how)?, "{key} was taken from a conversion, {how}");
        }
    }
    Ok(())
}

fn convert(staff: &Browser, css: &str, parts: &[&str]) -> Result<()> {
    for part in parts {
        compose(staff, part)?;
        ensure!(staff.value(css)? == *part, "something is written over a conversion");
    }
    enter_within_composition(staff)
}

fn at_desk(desk: &Desk, engine: Engine) -> Result<Browser> {
    if engine != Engine::Chromium {
        engine.cannot(
            "converting with an input method at a desk",
            "its driver has none: the test makes the events itself",
        );
    }
    let (_, mut credentials) = desk.colleague()?;
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    staff.see("#cases .case-row")?;
    Ok(staff)
}

/// Neither sent nor led anywhere in the middle of a word.
pub fn reply(desk: &Desk, engine: Engine) -> Result<()> {
    let mailbox = desk.letter("変換しながら書かれる返事を待つ手紙。")?;
    let case = mailbox.page(0)?.case;
    let staff = at_desk(desk, engine)?;
    staff.open(&format!("/staff/cases/{case}/reply"))?;
    staff.focuses("reply")?;
    // At the beginning of a line it would open the ready-made texts.
    left_alone(&staff, &[(";", false), ("；", false)])?;
    convert(&staff, "#reply", &["ｋ", "き", "きょ", "きょう"])?;
    left_alone(&staff, &[("Enter", true), ("Enter", false), ("k", true), ("r", false), ("?", false)])?;
    ensure!(staff.value("#reply")? == "きょう");
    ensure!(staff.js("return !document.querySelector('#pending, #combo, #keys')")? == true);
    commit(&staff, "今日")?;
    staff.key(Key::Enter)?;
    staff.insert("は、晴れました。")?;
    ensure!(staff.value("#reply")? == "今日\nは、晴れました。", "{}", staff.value("#reply")?);
    ensure!(mailbox.open()?.view.replies == 0, "sent while converting");
    staff.chord(Key::Control, Key::Enter)?;
    staff.focuses("pending")?;
    send_now(&staff)?;
    ensure!(mailbox.open()?.view.newest_words() == Some("今日\nは、晴れました。"));
    Ok(())
}

/// Nothing is chosen in the middle of a word, and no single key acts.
pub fn palette(desk: &Desk, engine: Engine) -> Result<()> {
    let words = Words {
        call_me: Some("へんかん".into()), ..Words::new("名前を変換してさがされる手紙。")
    };
    let case = desk.visitor().write(&words)?.page(0)?.case;
    let staff = at_desk(desk, engine)?;
    left_alone(&staff, &[("d", false), ("j", false), ("/", false), ("?", false), ("k", true)])?;
    ensure!(staff.js("return !document.querySelector('#combo, #keys, #came')")? == true);
    staff.chord_with(Key::Control, 'k')?;
    staff.focuses("combo")?;
    convert(&staff, "#combo", &["ｈ", "へ", "へん", "へんかん"])?;
    left_alone(&staff, &[("Enter", false), ("ArrowDown", false), ("ArrowUp", false)])?;
    ensure!(staff.path()? == "/staff" && staff.value("#combo")? == "へんかん", "chosen while converting");
    commit(&staff, "へんかん")?;
    staff.until("the case", "document.querySelector('#combo-0')?.textContent.includes('へんかん')")?;
    staff.key(Key::Enter)?;
    staff.until("the case", &format!("location.pathname.endsWith('{case}')"))?;
    staff.see("#to-reply")?;
    // The very same press without a conversion is a key.
    ensure!(taken(&staff, "d", false, "")?, "what this test dispatches reaches nobody");
    staff.see("#came").map(drop)
}
