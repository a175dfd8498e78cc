//! The desk's own fields: defined by an administrator, filled in by anybody, taken back, looked for; and seen by a colleague.
use anyhow::{Context, Result, ensure};
use madobe_domain::log::work::{FieldValue, Work};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{at_a_desk, sign_in};
use madobe_tests::wait;
use thirtyfour::Key;

/// A new field of this sort; of a choice, with these options.
fn define(staff: &Browser, name: &str, kind: &str, options: &[&str]) -> Result<()> {
    staff.press("#new-field button")?;
    staff.write("#field-name", name)?;
    staff.js_with(
        "const list = document.querySelector('#field-kind'); list.value = arguments[0];
         list.dispatchEvent(new Event('change', { bubbles: true }))",
        kind.to_owned(),
    )?;
    for (place, words) in options.iter().enumerate() {
        staff.write(&format!("#field-options li:nth-child({}) input", place + 1), words)?;
    }
    staff.press("#field-form button[type=submit]")?;
    staff.gone("#field-form")?;
    staff.until(name, &format!("document.querySelector('#all-fields').textContent.includes('{name}')"))
}

fn choose(staff: &Browser, words: &str) -> Result<()> {
    staff.see("[id^=narrow-field-]")?;
    staff.js_with(
        "const list = document.querySelector('[id^=narrow-field-]');
         list.value = [...list.options].find((one) => one.textContent === arguments[0]).value;
         list.dispatchEvent(new Event('change', { bubbles: true }))",
        words.to_owned(),
    )?;
    Ok(())
}

pub fn own(_: &Desk, engine: Engine) -> Result<()> {
    // What is defined is there for everybody: others must not find theirs changed.
    let desk = &Desk::start()?;
    let mailbox = desk.letter("家のことを、すこし書きます。")?;
    let case = mailbox.page(0)?.case;
    desk.letter("べつの手紙です。")?;
    let office = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&office, &mut desk.credentials())?;
    office.open("/staff/desk")?;
    office.press("#to-fields")?;
    office.see("#new-field")?;
    office.press("#new-field button")?;
    office.see("#field-form")?;
    office.press("#field-form button[type=submit]")?;
    office.see("#field-name-error")?;
    office.accessible("a field without a name")?;
    office.press_words("やめる")?;
    define(&office, "住まい", "choice", &["実家", "ひとり"])?;
    define(&office, "手帳", "yes", &[])?;
    define(&office, "学校の名前", "text", &[])?;
    define(&office, "見学の日", "day", &[])?;
    office.accessible("the desk's own fields")?;
    // While one is being written no other takes its place.
    office.see("#all-fields [id$='-change']")?;
    office.press("#new-field button")?;
    office.see("#field-form")?;
    office.gone("#all-fields [id$='-change']")?;
    office.press_words("やめる")?;
    office.see("#all-fields [id$='-change']")?;
    // Up by one, and the focus stays on what was moved.
    office.press("#all-fields li:nth-child(3) [id$='-up']")?;
    office.until(
        "its new place",
        "document.querySelector('#all-fields li:nth-child(2) h2').textContent === '学校の名前'",
    )?;
    office.until(
        "the focus",
        "document.activeElement === document.querySelector('#all-fields li:nth-child(2) [id$=\"-up\"]')",
    )?;

    let (staff, mut me) = at_a_desk(desk, engine)?;
    staff.open(&format!("/staff/cases/{case}"))?;
    staff.see("#fields")?;
    let mut recorded = |what: &str, is: &dyn Fn(&Work) -> bool| {
        wait::until(what, || {
            me.sync()?;
            Ok(is(&me.worked(case)?).then_some(()))
        })
    };
    let home = |work: &Work| match work.fields.first().map(|filled| &filled.value) {
        Some(FieldValue::Choice { words, .. }) => words.as_str().to_owned(),
        _ => String::new(),
    };
    let state =
        |words: &str| format!("document.querySelector('#fields .fold-state').textContent === '{words}'");
    staff.press("#fields summary")?;
    staff.accessible("a field being filled in")?;
    staff.press("#fields .fold[open] .chip")?;
    staff.until("the choice", &state("実家"))?;
    recorded("the choice", &|work| home(work) == "実家")?;
    // Taken back, and done again.
    staff.press(".quiet-line .undo")?;
    staff.until("nothing", &state("まだ"))?;
    recorded("nothing", &|work| work.fields.is_empty())?;
    staff.press("#fields summary")?;
    staff.press("#fields .fold[open] .chip")?;
    recorded("the choice again", &|work| home(work) == "実家")?;
    staff.press("#history summary")?;
    staff.read("「住まい」を「実家」にしました")?;
    // Words, with a fault first.
    staff.press("#fields .fold:nth-of-type(2) summary")?;
    staff.press("#fields .fold[open] form button")?;
    staff.see("#fields .fold[open] .error:not([hidden])")?;
    staff.write("#fields .fold[open] input", "みなみ学園")?;
    staff.press("#fields .fold[open] form button")?;
    recorded("the words", &|work| work.fields.len() == 2)?;
    // In the list by what stands there, and by searching for it.
    let row = format!("#cases .case-row[href$='{case}']");
    staff.press("[data-filter=all]")?;
    staff.press("#narrow-summary")?;
    choose(&staff, "ひとり")?;
    staff.gone("#cases .case-row")?;
    choose(&staff, "実家")?;
    staff.see(&row)?;
    staff.until("one", "document.querySelectorAll('#cases .case-row').length === 1")?;
    staff.accessible("a list narrowed by a field")?;
    // By a part of what was written, in any kana; and a day has its own choices.
    const TYPED: &str = "input[id^=narrow-field-]";
    staff.write(TYPED, "キタ学園")?;
    staff.key(Key::Enter)?;
    staff.gone("#cases .case-row")?;
    staff.clear(TYPED)?;
    staff.see(&row)?;
    staff.write(TYPED, "ﾐﾅﾐ学")?;
    staff.key(Key::Enter)?;
    staff.see(&row)?;
    ensure!(staff.js("return document.querySelectorAll('[id^=narrow-field-] [value=later]').length")? == 1);
    // Kept under a name, with what was chosen.
    staff.write("#view-name", "実家の方")?;
    staff.press("#keep-view button[type=submit]")?;
    staff.until("a chip", "document.querySelector('#views .filter[aria-pressed=true]')")?;
    staff.press("#narrow-clear")?;
    staff.until("all", "document.querySelectorAll('#cases .case-row').length === 2")?;
    staff.press("#views .filter")?;
    staff.until("one again", "document.querySelectorAll('#cases .case-row').length === 1")?;
    staff.press("#narrow-clear")?;
    staff.write("#search", "みなみ")?;
    staff.until("found", "document.querySelectorAll('#cases .case-row').length === 1")?;
    staff.read("項目：")?;

    // Somebody else sees it; two at once: the later holds, and both stand in the history.
    office.open(&format!("/staff/cases/{case}"))?;
    office.until("the colleague's choice", &state("実家"))?;
    office.press("#fields summary")?;
    office.press("#fields .fold[open] .chip:nth-child(2)")?;
    recorded("the other choice", &|work| home(work) == "ひとり")?;
    office.press("#history summary")?;
    office.read("「住まい」を「ひとり」にしました")?;
    office.read("「住まい」を「実家」にしました")?;
    // Put away: what was filled in stays to be read.
    office.open("/staff/fields")?;
    office.press("#all-fields li:first-child [id$='-away']")?;
    office.see("#away-fields li")?;
    office.accessible("a field that was put away")?;
    office.open(&format!("/staff/cases/{case}"))?;
    office.see("#fields-away")?;
    ensure!(office.text("#fields-away")?.contains("ひとり"), "what was filled in is lost");
    // Nothing of it for the writer, and nothing readable over there.
    let page = serde_json::to_string(&mailbox.page(0)?)?;
    ensure!(!page.contains("\"staff\""), "nothing of the staff compartment goes to the mailbox");
    let path = format!("/api/staff/teams/{}/books/fields", desk.team);
    let book = desk.administrator().ask::<()>("GET", &path, None)?.text();
    ensure!(!book.contains("住まい") && book.contains("sealed"), "{book}");
    mailbox.open().map(drop).context("the mailbox")
}
