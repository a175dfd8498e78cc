//! What the list shows, kept under a name.
use anyhow::Result;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::{at_a_desk, come_in};

/// Under a name, for oneself and for the team; it outlives the session and tells nobody else.
pub fn kept(desk: &Desk, engine: Engine) -> Result<()> {
    desk.letter("しぼりこまれる手紙。")?;
    let (staff, _) = at_a_desk(desk, engine)?;
    staff.see("#cases .case-row")?;
    staff.press("[data-filter=all]")?;
    staff.press("#narrow-summary")?;
    staff.press("#narrow-flagged")?;
    staff.see("#view-name")?;
    staff.press("#keep-view button[type=submit]")?;
    staff.read("名前を、40文字までで入れてください。")?;
    staff.write("#view-name", "気をつける相談")?;
    staff.press("#view-team")?;
    staff.press("#keep-view button[type=submit]")?;
    staff.until(
        "a chip",
        "document.querySelector('#views .filter[aria-pressed=true]')?.textContent === '気をつける相談'",
    )?;
    staff.accessible("a choice of the list being kept")?;
    staff.press("#narrow-clear")?;
    staff.press("[data-filter=waiting]")?;
    staff.until("no longer", "document.querySelector('#views .filter').ariaPressed === 'false'")?;
    staff.press("#views .filter")?;
    staff.until("its choice", "document.querySelector('#narrow-flagged').checked && document.querySelector('[data-filter=all]').ariaPressed === 'true'")?;
    // However the list is narrowed, the counters count everything; it stays so after a reload, with the way out in sight.
    staff
        .until("all of them counted", "document.querySelector('[data-filter=all] b').textContent !== '0'")?;
    staff.reload()?;
    staff.see("#views .filter[aria-pressed=true]")?;
    staff.see("#narrow-clear")?;
    staff.press("#views .filter")?;
    staff.see("#views .filter[aria-pressed=false]")?;
    staff.gone("#narrow-clear")?;
    let (colleague, _) = at_a_desk(desk, engine)?;
    colleague
        .until("the team's", "document.querySelector('#views .filter')?.textContent === '気をつける相談'")?;
    // So has whoever is given the key while they wait for it.
    let (waits, mut credentials) = desk.newcomer()?;
    let newcomer = Browser::start(engine, desk.server.base(), Look::DESK)?;
    come_in(&newcomer, &mut credentials)?;
    newcomer.read("鍵を待っています")?;
    desk.administrator().give_key(desk.team, waits.session.id)?;
    newcomer.see("#views .filter")?;
    // One press lets go of it, and another has it back.
    staff.press("#narrow-summary")?;
    staff.press("#kept-views .take-off")?;
    staff.gone("#views")?;
    staff.press(".quiet-line:last-child .undo")?;
    staff.see("#views .filter")?;
    staff.press("#kept-views .take-off")?;
    staff.gone("#views")
}
