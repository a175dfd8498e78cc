//! The device that somebody works at: how light its screen is, and what its clock says.
use anyhow::{Result, ensure};
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::{Desk, PASSWORD};
use madobe_tests::steps::sign_in;

fn is(staff: &Browser, scheme: &str) -> Result<()> {
    staff.until(
        &format!("{scheme} colours"),
        &format!("getComputedStyle(document.documentElement).colorScheme === '{scheme}'"),
    )
}

/// What was chosen goes before what the system would like, both ways, and stays.
pub fn theme(desk: &Desk) -> Result<()> {
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    let (_, mut credentials) = desk.colleague()?;
    sign_in(&staff, &mut credentials)?;
    staff.see(".desk-bar")?;
    for (system, choice, scheme) in [
        (Look::DESK, "#theme-dark", "dark"),
        (Look::DESK.dark(), "#theme-light", "light"),
        (Look::DESK.dark(), "#theme-auto", "dark"),
        (Look::DESK, "#theme-auto", "light"),
    ] {
        staff.look(system)?;
        staff.open("/staff/account")?;
        staff.press(choice)?;
        is(&staff, scheme)?;
        staff.accessible(&format!("one's own account, {scheme} by {choice}"))?;
        // Before any program is there.
        staff.block(&["*.wasm"])?;
        staff.reload()?;
        is(&staff, scheme)?;
        staff.block(&[])?;
        staff.reload()?;
        staff.until("what was chosen", &format!("document.querySelector('{choice}')?.checked"))?;
        is(&staff, scheme)?;
    }
    Ok(())
}

fn unlock(staff: &Browser) -> Result<()> {
    staff.see("#unlock")?;
    staff.write("#unlock #password", PASSWORD)?;
    staff.press("#unlock button[type=submit]")?;
    staff.see(".desk-bar").map(drop)
}

/// A clock that is a day off is told of in a calm line, and in none once it is right.
pub fn clock(desk: &Desk) -> Result<()> {
    desk.letter("きょうは何日でしょう。")?;
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    staff.clock_to_turn()?;
    let (_, mut credentials) = desk.colleague()?;
    sign_in(&staff, &mut credentials)?;
    staff.until(
        "a whole list",
        "document.querySelector('#cases') && !document.querySelector('.pane-list > p.status')",
    )?;
    staff.gone("#clock-off")?;
    // A day later nobody has moved for long.
    staff.put_forward(24 * 60)?;
    unlock(&staff)?;
    let said = staff.see("#clock-off").and_then(|_| staff.text("#clock-off"))?;
    ensure!(said.contains("1日ほど"), "{said}");
    ensure!(staff.js("return !document.querySelector('#clock-off').closest('[role=alert]')")? == true);
    staff.accessible("a clock that is a day off")?;
    staff.fits("a clock that is a day off")?;
    staff.js("window.ahead = 0")?;
    unlock(&staff)?;
    staff.gone("#clock-off")
}
