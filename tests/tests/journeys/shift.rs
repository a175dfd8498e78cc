//! A whole shift without a pointer, and a desk on which single keys are switched off.
use anyhow::{Result, ensure};
use madobe_client::staff::Credentials;
use madobe_client::{Mailbox, StaffMember};
use madobe_domain::ids::CaseId;
use madobe_domain::log::work::Work;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::{Desk, PASSWORD};
use madobe_tests::steps::sign_in;
use madobe_tests::wait;
use thirtyfour::Key;

/// Stands in nobody else's letter.
const SOUGHT: &str = "夜勤明けの机";
const REPLY: &str = "夜のあいだに読みました。";
const NOTE: &str = "鍵盤だけで残したメモ。";

fn in_by_keys(staff: &Browser, credentials: &mut Credentials) -> Result<()> {
    staff.open("/staff")?;
    staff.see("#sign-in")?;
    staff.tab_to("#login")?;
    staff.keys(&credentials.login)?;
    staff.tab_to("#password")?;
    staff.keys(PASSWORD)?;
    staff.tab_to("#code")?;
    staff.keys(&credentials.authenticator.unused())?;
    staff.key(Key::Enter)?;
    staff.see(".desk-bar").map(drop)
}

fn on_row(staff: &Browser, place: usize) -> Result<()> {
    staff.until(
        &format!("the focus on row {place}"),
        &format!("document.querySelectorAll('#cases .case-row')[{place}] === document.activeElement"),
    )
}

fn among_letters(staff: &Browser) -> Result<()> {
    staff.until("the focus among the letters", "document.activeElement.closest('#letters')")
}

fn at_case(staff: &Browser, case: CaseId, tail: &str) -> Result<()> {
    staff.until(&format!("the case{tail}"), &format!("location.pathname === '/staff/cases/{case}{tail}'"))
}

/// Once the record says so for a colleague too.
fn recorded(me: &mut StaffMember, case: CaseId, what: &str, is: impl Fn(&Work) -> bool) -> Result<()> {
    wait::until(what, || {
        me.sync()?;
        Ok(is(&me.worked(case)?).then_some(()))
    })
}

/// Signing in, finding, reading, answering, noting, putting aside and back, tagging, closing: by keys alone.
pub fn whole(desk: &Desk, engine: Engine) -> Result<()> {
    let mailbox = desk.letter(&format!("{SOUGHT}に届いた手紙、ひとつめ。"))?;
    desk.letter(&format!("{SOUGHT}に届いた手紙、ふたつめ。"))?;
    let case = mailbox.page(0)?.case;
    let (mut me, mut credentials) = desk.colleague()?;
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    in_by_keys(&staff, &mut credentials)?;
    find(&staff, case)?;
    answer(&staff, &mailbox)?;
    work(&staff, &mut me, case)?;
    close(&staff, &mut me, case)
}

fn find(staff: &Browser, case: CaseId) -> Result<()> {
    staff.see("#cases .case-row")?;
    for pressed in [true, false] {
        staff.keys("m")?;
        staff.see(&format!("[data-filter=mine][aria-pressed={pressed}]"))?;
    }
    staff.keys("/")?;
    staff.focuses("search")?;
    staff.keys(SOUGHT)?;
    ensure!(staff.value("#search")? == SOUGHT, "the key that leads there is not written there");
    staff.until("the two", "document.querySelectorAll('#cases .case-row').length === 2")?;
    staff.tab_to("#cases .case-row")?;
    on_row(staff, 0)?;
    staff.keys("j")?;
    on_row(staff, 1)?;
    staff.keys("k")?;
    on_row(staff, 0)?;
    // Chosen, and let go of again.
    staff.keys("x")?;
    staff.see("#bulk")?;
    staff.key(Key::Escape)?;
    staff.gone("#bulk")?;
    on_row(staff, 0)?;
    staff.key(Key::Enter)?;
    at_case(staff, case, "")?;
    staff.see("#letters .letter")?;
    among_letters(staff)
}

fn answer(staff: &Browser, mailbox: &Mailbox) -> Result<()> {
    staff.keys("r")?;
    staff.focuses("reply")?;
    staff.keys(REPLY)?;
    staff.chord(Key::Control, Key::Enter)?;
    // What was sent has the focus, in the place where it will stand.
    staff.focuses("pending")?;
    staff.tab_to(".quiet-line .send-now")?;
    staff.key(Key::Enter)?;
    staff.gone(".quiet-line[data-case]")?;
    staff.focuses("main")?;
    ensure!(mailbox.open()?.view.newest_words() == Some(REPLY));
    staff.keys("n")?;
    staff.focuses("note")?;
    staff.keys(NOTE)?;
    staff.chord(Key::Control, Key::Enter)?;
    staff.see("#to-note")?;
    staff.read(NOTE)?;
    among_letters(staff)
}

fn work(staff: &Browser, me: &mut StaffMember, case: CaseId) -> Result<()> {
    staff.keys("h")?;
    staff.focuses("hold-summary")?;
    staff.tab_to("#hold .chip")?;
    staff.key(Key::Enter)?;
    staff.focuses("hold-summary")?;
    recorded(me, case, "the hold", |work| work.held_until.is_some())?;
    staff.keys("z")?;
    recorded(me, case, "the hold taken back", |work| work.held_until.is_none())?;
    staff.keys("f")?;
    staff.focuses("follow-up-summary")?;
    staff.tab_to("#follow-up .chip")?;
    staff.key(Key::Enter)?;
    recorded(me, case, "the day to look again", |work| work.follow_up.is_some())?;
    staff.keys("t")?;
    staff.focuses("tag")?;
    staff.keys("夜勤")?;
    staff.key(Key::Enter)?;
    recorded(me, case, "the tag", |work| work.tags.len() == 1)?;
    staff.focuses("tag")?;
    // Letters in a field, and keys again behind it.
    staff.keys("c")?;
    ensure!(staff.value("#tag")? == "c");
    staff.key(Key::Backspace)?;
    staff.key(Key::Tab)?;
    staff.keys("c")?;
    staff.focuses("side-heading")?;
    at_case(staff, case, "/about")
}

fn close(staff: &Browser, me: &mut StaffMember, case: CaseId) -> Result<()> {
    staff.keys("e")?;
    staff.focuses("closing-heading")?;
    staff.tab_to("#closing-form input[name=reason]")?;
    staff.key(Key::Space)?;
    staff.tab_to("#closing-form button[type=submit]")?;
    staff.key(Key::Enter)?;
    at_case(staff, case, "")?;
    wait::until("the closing", || {
        me.sync()?;
        Ok(me.view(case)?.is_closed().then_some(()))
    })?;
    staff.see("#to-reply")?;
    staff.keys("?")?;
    staff.focuses("keys")?;
    staff.key(Key::Escape)?;
    staff.gone("#keys")?;
    staff.keys("u")?;
    staff.until("the list", "location.pathname === '/staff'")?;
    staff.see(&format!("#cases .case-row[data-unread][href$='{case}']")).map(drop)
}

/// No single key does anything; one that is held together with another still does.
fn silent(staff: &Browser) -> Result<()> {
    staff.keys("dmx?")?;
    // By the time this has come, what was pressed before it would have been done.
    staff.chord_with(Key::Control, 'k')?;
    staff.focuses("combo")?;
    staff.key(Key::Escape)?;
    staff.gone("#combo")?;
    ensure!(staff.path()? == "/staff", "led to {}", staff.path()?);
    ensure!(
        staff.js(
            "return !document.querySelector('#keys, #bulk, #came, [data-filter=mine][aria-pressed=true]')"
        )? == true,
        "a key acted"
    );
    Ok(())
}

/// Switched off by keys, for good, and on again.
pub fn switched_off(desk: &Desk, engine: Engine) -> Result<()> {
    desk.letter("ひとつの鍵では何も動かない机の手紙。")?;
    let (_, mut credentials) = desk.colleague()?;
    let staff = Browser::start(engine, desk.server.base(), Look::DESK)?;
    sign_in(&staff, &mut credentials)?;
    staff.see("#cases .case-row")?;
    staff.keys("?")?;
    staff.focuses("keys")?;
    staff.tab_to("#keys-on")?;
    staff.key(Key::Space)?;
    staff.until("the switch", "!document.querySelector('#keys-on').checked")?;
    staff.key(Key::Escape)?;
    staff.gone("#keys")?;
    silent(&staff)?;
    staff.reload()?;
    staff.see("#cases .case-row")?;
    silent(&staff)?;
    staff.press_words("キー操作")?;
    staff.see("#keys-on")?;
    ensure!(staff.js("return document.querySelector('#keys-on').checked")? == false, "forgotten");
    staff.press("#keys-on")?;
    staff.key(Key::Escape)?;
    staff.gone("#keys")?;
    staff.keys("d")?;
    staff.see("#came").map(drop)
}
