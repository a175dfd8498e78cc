//! Whoever is kept out looks after nothing any more: what they had is nobody's, and nothing can be given to them.
use anyhow::{Result, ensure};
use madobe_domain::ids::CaseId;
use madobe_domain::log::work::WorkRecord;
use madobe_tests::browser::{Browser, Engine, Look};
use madobe_tests::desk::Desk;
use madobe_tests::steps::sign_in;
use madobe_tests::wait::until;

pub fn nobodys(desk: &mut Desk) -> Result<()> {
    let case = desk.letter("担当がいなくなる手紙。")?.page(0)?.case;
    let (mut leaver, _) = desk.colleague()?;
    let (mut stayer, mut credentials) = desk.colleague()?;
    let (gone, stays) = (leaver.session.id, stayer.session.id);
    leaver.sync()?;
    leaver.work(case, &WorkRecord::Assigned { to: Some(gone) })?;
    let looked_after = desk.letter("担当がいる手紙。")?.page(0)?.case;
    stayer.sync()?;
    stayer.work(looked_after, &WorkRecord::Assigned { to: Some(stays) })?;
    let row = |case: CaseId| format!("#cases .case-row[href$='{case}']");

    // Chosen to read a draft while they were still here.
    let staff = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    staff.clock_to_turn()?;
    sign_in(&staff, &mut credentials)?;
    staff.see("#cases .case-row")?;
    staff.open(&format!("/staff/cases/{case}/reply"))?;
    staff.write("#reply", "だれかに読んでもらう下書き。")?;
    staff.press("#ask-second")?;
    staff.until("who is here", &format!("document.querySelector(\"#second-to option[value='{gone}']\")"))?;
    staff.js_with(
        "const list = document.querySelector('#second-to'); list.value = arguments[0];
         list.dispatchEvent(new Event('change', { bubbles: true }))",
        gone.to_string(),
    )?;
    ensure!(staff.value("#second-to")? == gone.to_string());

    // Before they go it is said what they leave behind.
    let office = Browser::start(Engine::Chromium, desk.server.base(), Look::DESK)?;
    sign_in(&office, &mut desk.credentials())?;
    office.open(&format!("/staff/colleagues/{gone}"))?;
    office.see("#open-cases")?;
    office.read("あなたが読める相談のうち、1件を担当しています。")?;
    office.accessible("a colleague who looks after cases")?;
    office.press("#suspend")?;
    office.press_words("使えなくする")?;
    office.read("使えなくしました。")?;
    office.open("/staff")?;
    office.see(&row(looked_after))?;
    office.press("[data-filter=nobodys]")?;
    office.gone(&row(looked_after))?;
    office.see(&row(case))?;
    office.read("担当 相談員（いまはいません）")?;
    office.open("/staff/colleagues")?;
    office.read("いまはいない相談員さんの相談が、1件あります。")?;
    drop(office);

    // Looked at again, the choice went with them, and nobody else is chosen in their place.
    // No more than a minute: on the next page the clock is back, and one set back further locks.
    staff.put_forward(1)?;
    staff.press("#ask-second")?;
    staff.press("#ask-second")?;
    staff.until(
        "the same in who reads a draft",
        &format!(
            "document.querySelector(\"#second-to\").value === '' &&
             !document.querySelector(\"#second-to option[value='{gone}']\")"
        ),
    )?;
    staff.press("#second-give")?;
    until("the draft with whoever is here", || {
        stayer.sync()?;
        Ok(stayer.worked(case)?.second.is_some_and(|second| second.to.is_none()).then_some(()))
    })?;
    // Without another page: on it the clock would be back where it was.
    staff.press(".desk-bar a[href='/staff']")?;
    staff.see("#cases .case-row")?;
    staff.js("document.querySelector('#cases .case-row').focus()")?;
    staff.keys("x")?;
    staff.until(
        "the same for several cases",
        &format!(
            "document.querySelector(\"#bulk-assign option[value='{stays}']\") &&
             !document.querySelector(\"#bulk-assign option[value='{gone}']\")"
        ),
    )?;
    staff.open(&format!("/staff/cases/{case}"))?;
    staff.until(
        "it is said at the case",
        "document.querySelector('#assigned')?.textContent === '相談員（いまはいません）'",
    )?;
    staff.accessible("a case of somebody who is not here")?;
    // Me, nobody, and the administrator.
    staff.until("who is here", "document.querySelectorAll('#assignee .chips button').length === 3")?;
    staff.press("#narrow-summary")?;
    staff.until(
        "the same in what narrows the list",
        &format!(
            "document.querySelector(\"#narrow-whose option[value='{stays}']\") &&
             !document.querySelector(\"#narrow-whose option[value='{gone}']\")"
        ),
    )?;
    staff.open(&format!("/staff/colleagues/{gone}/away"))?;
    staff.until(
        "the same where all are given",
        &format!(
            "document.querySelector(\"#away-to option[value='{stays}']\") &&
             !document.querySelector(\"#away-to option[value='{gone}']\")"
        ),
    )?;
    staff.open(&format!("/staff/cases/{case}"))?;
    staff.press("#assign-me")?;
    until("the case with somebody who is here", || {
        stayer.sync()?;
        Ok((stayer.worked(case)?.assigned == Some(stays.into())).then_some(()))
    })
}
